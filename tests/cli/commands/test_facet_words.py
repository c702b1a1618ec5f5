"""Words that tell matches from the rest, as a facet: in text, JSON, tables, for Python and for assistants."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli import main
from baosou.index import open_index

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def index(tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten articles about storms among sixty about other things."""
    records = [
        {"title": f"渔港第{n}夜", "text": f"台风将登陆，渔船进港避风，第{n}座水库开闸。", "date": f"2024-07-{n + 1:02}"}
        for n in range(10)
    ]
    records += [
        {"title": f"老街第{n}天", "text": f"邮局照常开门，第{n}盏灯亮着，行人不多，去年的渔港有座老水库。"}
        for n in range(60)
    ]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (tmp_path / "news.jsonl").write_text(lines, "utf-8")
    monkeypatch.setenv("BAOSOU_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["add", str(tmp_path / "news.jsonl")]) == 0
    capsys.readouterr()
    return tmp_path / "index"


@pytest.mark.usefixtures("index")
def test_words_stand_among_other_facets_in_the_order_asked(capsys: Printed) -> None:
    assert main(["facets", "台风", "-f", "words:3", "-f", "year", "--json"]) == 0
    facets = json.loads(capsys.readouterr().out)["facets"]
    assert list(facets) == ["words", "year"]
    assert facets["words"] == [{"value": word, "count": 10} for word in ("开闸", "渔船", "登陆")]


@pytest.mark.usefixtures("index")
def test_words_by_value_and_in_tables(capsys: Printed) -> None:
    main(["facets", "台风", "-f", "words:3", "--facet-sort", "value", "--format", "tsv"])
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.split("\t")[0] for row in rows] == ["words"] * 3
    assert rows == sorted(rows)


@pytest.mark.usefixtures("index")
def test_words_go_with_a_search_and_with_filters_alone(capsys: Printed) -> None:
    main(["search", "台风", "-f", "words:2", "--json"])
    assert len(json.loads(capsys.readouterr().out)["facets"]["words"]) == 2
    main(["facets", "-f", "words", "--since", "2024", "--json"])
    assert {"value": "台风", "count": 10} in json.loads(capsys.readouterr().out)["facets"]["words"]


@pytest.mark.usefixtures("index")
def test_nothing_found_has_no_words(capsys: Printed) -> None:
    assert main(["facets", "鲸落", "-f", "words", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["facets"] == {"words": []}


def test_python_and_assistants_have_them_too(index: Path) -> None:
    from baosou.cli.mcp.tools import calling

    with open_index(index) as opened:
        assert [each.count for each in opened.facets("台风", "words:3")["words"]] == [10, 10, 10]
        answer = calling(opened)("count", {"query": "台风", "field": "words"})
        assert "10  渔船" in answer.text


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.usefixtures("index")
def test_the_table_of_words(
    columns: int, capsys: Printed, monkeypatch: pytest.MonkeyPatch, matches_case: Callable[[str, str], None]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    main(["facets", "台风", "-f", "words:5", "-f", "month"])
    matches_case(f"facet_words_{columns}.txt", capsys.readouterr().out)
