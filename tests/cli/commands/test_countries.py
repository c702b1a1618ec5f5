"""Articles by the countries that they name: facets, filters, the query language, and records that say otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.cli import main

Printed = pytest.CaptureFixture[str]

RECORDS = (
    {
        "id": "a",
        "title": "渔港来客",
        "text": "来自法国的乐手在码头上吹起单簧管，日本的灯匠也来了。",
        "date": "2023-05-01",
    },
    {"id": "b", "title": "灯市", "text": "巴黎的橱窗里摆着龙泉的青瓷。内蒙古的客商订了货。", "date": "2024-05-01"},
    {"id": "c", "title": "渔灯", "text": "长三角的灯匠到了苍南县。", "country": "本国", "date": "2024-06-01"},
)


@pytest.fixture
def index(tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    (tmp_path / "news.jsonl").write_text(lines, "utf-8")
    monkeypatch.setenv("BAOSOU_INDEX", str(tmp_path / "index"))
    assert main(["add", str(tmp_path / "news.jsonl")]) == 0
    capsys.readouterr()


def ids(capsys: Printed, *arguments: str) -> list[str]:
    main(["search", *arguments, "--json"])
    return sorted(hit["record_id"] for hit in json.loads(capsys.readouterr().out)["hits"])


@pytest.mark.usefixtures("index")
def test_countries_are_counted_by_the_articles_that_name_them(capsys: Printed) -> None:
    assert main(["facets", "-f", "country", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facets"] == {
        "country": [{"value": "法国", "count": 2}, {"value": "日本", "count": 1}]
    }
    main(["facets", "灯匠", "-f", "国家", "--format", "tsv"])
    assert capsys.readouterr().out.splitlines()[1:] == ["country\t日本\t1", "country\t法国\t1"]


@pytest.mark.usefixtures("index")
def test_a_country_is_a_filter_under_any_of_its_names(capsys: Printed) -> None:
    assert ids(capsys, "-w", "country=法国") == ids(capsys, "-w", "国家=巴黎") == ["a", "b"]
    assert ids(capsys, "-w", "country!=法國") == ["c"]
    assert ids(capsys, "灯匠 country:日本") == ["a"]
    assert ids(capsys, "-w", "country=日本,法国", "--until", "2023") == ["a"]


@pytest.mark.usefixtures("index")
def test_a_country_that_no_article_names_is_told_of(capsys: Printed) -> None:
    assert main(["search", "-w", "country=瑞典"]) == 1
    assert "no article has country 瑞典" in capsys.readouterr().err


@pytest.mark.usefixtures("index")
def test_a_region_is_a_place_in_filters_and_counts(capsys: Printed) -> None:
    assert ids(capsys, "-w", "place=江浙") == ["c"]
    main(["facets", "title:渔灯", "-f", "place:0", "--format", "tsv"])
    counted = {line.split("\t")[1] for line in capsys.readouterr().out.splitlines()[1:]}
    assert {"上海市", "江苏省", "浙江省", "安徽省", "浙江省/温州市/苍南县"} <= counted


@pytest.mark.usefixtures("index")
def test_a_record_s_own_country_is_a_field_of_another_name(capsys: Printed) -> None:
    assert ids(capsys, "-w", "x.country=本国") == ["c"]
    main(["status", "--json"])
    fields = json.loads(capsys.readouterr().out)["fields"]
    assert "country" in fields
    assert "x.country" in fields


@pytest.mark.usefixtures("index")
def test_the_page_of_an_index_draws_its_countries(capsys: Printed) -> None:
    main(["status", "--html", "-"])
    page = capsys.readouterr().out
    assert "<h2>Countries</h2>" in page
    assert "法国" in page


def test_what_was_understood_of_a_file_tells_its_countries(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "a.txt").write_text("渔港来客\n\n法国的乐手和日本的灯匠来了，法国的乐手吹起了单簧管。\n", "utf-8")
    main(["add", "--dry-run", "--explain", "--json", str(tmp_path / "a.txt"), "--index", str(tmp_path / "index")])
    found = json.loads(capsys.readouterr().out.splitlines()[0])
    assert [article["countries"] for article in found["articles"]] == [["法国", "日本"]]
