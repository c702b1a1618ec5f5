"""A story that several papers printed is one hit for readers and in JSON, and as many as it was printed elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli import main

Printed = pytest.CaptureFixture[str]

STORY = (
    "清晨五点，霞关渔港的灯一盏盏亮起来，老船长陈海岩把第一筐带鱼搬上码头。今年的伏季休渔刚刚结束，"
    "二百多艘渔船连夜出海，第一网就满了舱。合作社的收购车排到了镇口，价钱比去年高出一成。"
)
PAPERS = (
    ("浙东日报", "A03", "2024-08-16"),
    ("江南晚报", "02", "2024-08-17"),
    ("滨海周刊", None, "2024-08-18"),
    ("海岳日报", "07", "2024-08-20"),
)


@pytest.fixture
def index(tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [
        {"id": f"r{n}", "title": "霞关开渔", "text": STORY, "publication": paper, "edition": edition, "date": date}
        for n, (paper, edition, date) in enumerate(PAPERS)
    ]
    records.append({"id": "x", "title": "渔港的灯", "text": "霞关渔港的灯匠扎好了第一盏鱼灯。", "date": "2024-08-16"})
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (tmp_path / "news.jsonl").write_text(lines, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOSOU_INDEX", str(tmp_path / "index"))
    assert main(["add", "news.jsonl"]) == 0
    capsys.readouterr()


def out(capsys: Printed, *arguments: str) -> str:
    main(["search", "霞关渔港", *arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.usefixtures("index")
def test_a_reader_is_told_where_else_it_stands(
    columns: int, capsys: Printed, monkeypatch: pytest.MonkeyPatch, matches_case: Callable[[str, str], None]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    matches_case(f"reprints_{columns}.txt", out(capsys))


@pytest.mark.usefixtures("index")
def test_json_names_the_others_and_counts_articles(capsys: Printed) -> None:
    found = json.loads(out(capsys, "--json", "-f", "publication"))
    assert found["total"] == 5
    assert sorted(len(hit["reprints"]) for hit in found["hits"]) == [0, 3]
    assert sum(each["count"] for each in found["facets"]["publication"]) == 4


@pytest.mark.usefixtures("index")
def test_each_is_a_hit_where_that_is_asked_for(capsys: Printed) -> None:
    found = json.loads(out(capsys, "--json", "--no-fold"))
    assert [hit["reprints"] for hit in found["hits"]] == [[]] * 5
    assert "also in" not in out(capsys, "--no-fold")


@pytest.mark.parametrize("form", ["ids", "csv", "tsv", "jsonl", "trec"])
@pytest.mark.usefixtures("index")
def test_rows_for_programs_are_never_folded(form: str, capsys: Printed) -> None:
    rows = out(capsys, "--format", form).splitlines()
    assert len(rows) - (form in ("csv", "tsv")) == 5


@pytest.mark.usefixtures("index")
def test_counts_and_batches_are_never_folded(capsys: Printed, tmp_path: Path) -> None:
    assert out(capsys, "-c") == "5\n"
    (tmp_path / "queries.txt").write_text("霞关渔港\n", "utf-8")
    main(["batch", "queries.txt"])
    assert len(json.loads(capsys.readouterr().out)["hits"]) == 5


@pytest.mark.usefixtures("index")
def test_similar_articles_are_told_by_how_much_they_share(capsys: Printed) -> None:
    (first,) = json.loads(out(capsys, "--json", "-w", "publication=浙东日报"))["hits"]
    main(["similar", first["id"], "--json"])
    found = json.loads(capsys.readouterr().out)
    assert len(found["copies"]) == 3
    main(["similar", first["id"]])
    assert capsys.readouterr().out.count("the same text · 2024-08") == 3


@pytest.mark.usefixtures("index")
def test_with_fold_counts_and_facets_are_of_stories_that_count_as_what_was_printed_first(capsys: Printed) -> None:
    assert out(capsys, "-c", "--fold") == "2\n"
    found = json.loads(out(capsys, "--json", "-f", "publication", "-f", "month", "--fold"))
    assert (found["total"], len(found["hits"])) == (2, 2)
    assert found["facets"]["publication"] == [{"value": "浙东日报", "count": 1}]
    assert found["facets"]["month"] == [{"value": "2024-08", "count": 2}]
    assert main(["facets", "霞关渔港", "--fold", "-f", "publication", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facets"]["publication"] == found["facets"]["publication"]


@pytest.mark.usefixtures("index")
def test_what_goes_to_programs_is_never_folded_and_to_ask_for_it_is_a_mistake(capsys: Printed) -> None:
    for arguments in (("--format", "ids"), ("--format", "csv"), ("-l",), ("--no-fold",), ("--by", "section")):
        assert main(["search", "霞关渔港", "--fold", *arguments]) == 2
        assert "--fold goes with text" in capsys.readouterr().err
    assert main(["facets", "霞关渔港", "--fold", "--by", "section"]) == 2
    assert "stories are counted of articles" in capsys.readouterr().err
