"""From fictional records to answers: every command on a real index, as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main

pytestmark = pytest.mark.usefixtures("in_the_archive")

Record = dict[str, Any]
Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command and gives its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_hit_shows_headline_byline_snippet_and_source(told: Told) -> None:
    code, out, err = told("search", "渔港")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert re.fullmatch(r" 1  霞关渔村:老船长带火海上课堂 +[g-z][0-9a-f]{7}", lines[0])
    assert lines[1].startswith("    林一帆 周可 · 2024-07-02 · 浙东日报 A03")
    assert "[渔港]" in out
    assert lines[-1] == "    records.jsonl:1"


def test_nothing_found_is_1_with_an_empty_standard_output(told: Told) -> None:
    assert told("search", "鲸鱼", "--strict") == (
        1,
        "",
        "nothing found; without --strict also what sounds or is spelled like it is searched\n",
    )


def test_several_arguments_must_all_be_found(told: Told) -> None:
    assert told("search", "平阳", "志愿服务", "-c") == (0, "1\n", "")
    assert told("search", "渔港", "志愿服务", "-c", "--strict") == (1, "0\n", "")


def test_a_page_that_no_match_fills_says_what_its_hits_lack(told: Told) -> None:
    code, out, err = told("search", "渔港", "志愿服务", "--json")
    found = json.loads(out)
    assert (code, found["total"], found["also"]) == (1, 0, len(found["hits"]))
    assert {text for hit in found["hits"] for text in hit["lacks"]} == {"渔港", "志愿", "服务"}
    assert err.startswith("no article has all the words; ")
    rows = told("search", "渔港", "志愿服务", "--format", "csv")[1].splitlines()
    assert rows[0].endswith(",lacks")
    assert {row.rpartition(",")[2] for row in rows if row.endswith(("渔港", "志愿;服务"))} == {"渔港", "志愿;服务"}


def test_filters_and_dates_work_without_a_query(told: Told) -> None:
    assert told("search", "-w", "publication=江南晚报", "-c")[1] == "1\n"
    assert told("search", "-w", "author!=郑小满", "-c")[1] == "2\n"
    assert told("search", "--since", "2023-06", "--until", "2024", "-c")[1] == "2\n"


def test_the_forms_for_other_programs_agree_on_the_hits(told: Told) -> None:
    found = json.loads(told("search", "渔港", "--json")[1])["hits"][0]
    assert json.loads(told("search", "渔港", "--format", "jsonl")[1]) == found
    assert told("search", "渔港", "--format", "ids")[1] == f"{found['id']}\n"
    assert told("search", "渔港", "--format", "ids", "--by", "section")[1] == f"{found['section']}\n"
    row = next(csv.DictReader(io.StringIO(told("search", "渔港", "--format", "csv")[1])))
    expected = (found["id"], found["title"], found["source"]["path"])
    assert (row["id"], row["title"], row["path"]) == expected
    assert Path(row["path"]).is_absolute()
    assert told("search", "渔港", "--format", "tsv")[1].count("\n") == 2
    assert told("search", "渔港", "--format", "trec")[1].startswith("1 Q0 doc-1 1 ")
    assert told("search", "渔港", "-l")[1] == "records.jsonl\n"
    assert told("search", "志愿者", "-l", "-0")[1] == "records.jsonl\0"


def test_highlights_are_offsets_into_the_snippet(told: Told) -> None:
    hit = json.loads(told("search", "渔港", "--json")[1])["hits"][0]
    marked = [s["text"][start:end] for s in hit["snippets"] for start, end in s["highlights"]]
    assert marked
    assert set(marked) == {"渔港"}


def test_no_highlight_marks_nothing(told: Told) -> None:
    assert "[" not in told("search", "渔港", "--no-highlight")[1]
    hit = json.loads(told("search", "渔港", "--no-highlight", "--json")[1])["hits"][0]
    assert not any(snippet["highlights"] for snippet in hit["snippets"])


def test_color_always_colours_a_pipe_too(told: Told) -> None:
    assert "\x1b[1;31m渔港\x1b[0m" in told("search", "渔港", "--color", "always")[1]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "tsv"])
def test_control_characters_of_the_archive_never_come_out_raw(told: Told, form: str) -> None:
    out = told("search", "控制字符", "--format", form)[1]
    assert "字符也不丢" in out
    assert not set(out) & {"\x1b", "\x07"}


def test_a_query_error_points_at_its_place(told: Told) -> None:
    code, out, err = told("search", "苍南 nosuch:县")
    assert (code, out) == (2, "")
    first, query, caret = err.splitlines()
    assert first.startswith("error: unknown field")
    assert (query, caret) == ("  苍南 nosuch:县", "       ^")


def test_facets_count_all_articles_without_a_query(told: Told) -> None:
    code, out, _ = told("facets", "-f", "publication", "-f", "版面", "--json")
    facets = json.loads(out)["facets"]
    assert code == 0
    assert {count["value"] for count in facets["publication"]} == {"浙东日报", "江南晚报", "=江南晚报"}
    assert facets["版面"] == [{"value": "民生", "count": 1}]


def test_facets_show_places_as_a_tree(told: Told) -> None:
    lines = told("facets", "渔港", "-f", "place")[1].splitlines()
    assert [line.split()[0] for line in lines[:4]] == ["place", "浙江省", "温州市", "苍南县"]
    assert [len(line) - len(line.lstrip()) for line in lines[:4]] == [0, 2, 4, 6]


def test_facets_as_csv_guard_formulas(told: Told) -> None:
    assert "publication,'=江南晚报,1" in told("facets", "-f", "publication", "--format", "csv")[1].splitlines()


def test_show_gives_the_whole_article_with_marks(records: list[Record], told: Told) -> None:
    ident = told("search", "渔港", "--format", "ids")[1].strip()
    code, out, _ = told("show", ident[:4], "-H", "渔港")
    assert code == 0
    assert out.startswith("霞关渔村:老船长带火海上课堂\n")
    assert out.count("[渔港]") == 2
    whole = json.loads(told("show", ident, "--json")[1])
    text = [block["text"] for section in whole["sections"] for block in section["blocks"]]
    assert text == records[0]["text"].split("\n")


def test_show_gives_one_section_by_its_id(told: Told) -> None:
    section = told("search", "渔港", "--format", "ids", "--by", "section")[1].strip()
    assert [each["id"] for each in json.loads(told("show", section, "--json")[1])["sections"]] == [section]


def test_an_unknown_id_is_2(told: Told) -> None:
    code, out, err = told("show", "g0000000")
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_status_counts_what_is_there(told: Told) -> None:
    found = json.loads(told("status", "--json")[1])
    assert (found["sources"], found["articles"]) == (1, 3)
    assert "版面" in found["fields"]
    assert "articles    3" in told("status")[1].splitlines()


def test_adding_again_changes_nothing(told: Told) -> None:
    code, out, err = told("add", "records.jsonl")
    assert (code, out) == (0, "")
    assert err.startswith("sources: 1 unchanged")


def test_failures_are_named_with_their_line_and_the_rest_is_added(told: Told, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"title": "好", "text": "渔汛来了。"}\n{"title": \n', encoding="utf-8")
    index = str(tmp_path / "idx")
    code, out, err = told("add", str(tmp_path / "bad.jsonl"), str(tmp_path / "missing.txt"), "--index", index)
    assert (code, out) == (2, "")
    assert any(line.startswith(f"failed: {tmp_path}/bad.jsonl:2: ") for line in err.splitlines())
    assert any(line.startswith(f"failed: {tmp_path}/missing.txt: ") for line in err.splitlines())
    assert told("search", "渔汛", "-c", "--index", index)[1] == "1\n"


def test_add_reads_json_lines_from_standard_input(
    records: list[Record], baosou: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    line = json.dumps(records[0], ensure_ascii=False).encode()
    done = baosou("add", "-", "--json", "--index", "idx", stdin=line)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["new"], found["articles"], found["failed"]) == (1, 1, [])


def test_remove_takes_a_source_out_and_names_what_it_does_not_know(
    records: list[Record], told: Told, tmp_path: Path
) -> None:
    source, index = tmp_path / "a.jsonl", str(tmp_path / "idx")
    source.write_text(json.dumps(records[1], ensure_ascii=False), encoding="utf-8")
    assert told("add", str(source), "--index", index)[0] == 0
    code, _, err = told("remove", str(source), "--dry-run", "--index", index)
    assert (code, err) == (0, "would be done: 1 removed\n")
    assert json.loads(told("remove", str(source), "--json", "--index", index)[1])["removed"] == 1
    assert told("search", "志愿", "-c", "--index", index)[1] == "0\n"
    code, _, err = told("remove", str(source), "--index", index)
    assert code == 2
    assert err.startswith(f"failed: {source}: ")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_batch_leaves_out_the_marks_when_asked(told: Told, tmp_path: Path, jobs: str) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("渔港\n")
    marked = json.loads(told("batch", str(queries), "--jobs", jobs)[1])["hits"][0]
    plain = json.loads(told("batch", str(queries), "--jobs", jobs, "--no-highlight")[1])["hits"][0]
    assert marked["snippets"][0]["highlights"]
    assert not plain["snippets"][0]["highlights"]
    assert plain["snippets"][0]["text"] == marked["snippets"][0]["text"]


@pytest.mark.parametrize("command", ["add", "remove"])
def test_an_empty_path_is_refused_and_nothing_is_done(told: Told, command: str) -> None:
    code, out, err = told(command, "")
    assert (code, out) == (2, "")
    assert err.startswith("error: a path is empty")


def test_a_batch_as_trec_or_csv_names_each_query(told: Told, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("q1\t渔港\nq2\t志愿服务\n", encoding="utf-8")
    lines = told("batch", str(queries), "--format", "trec")[1].splitlines()
    assert [line.split()[0] for line in lines][:2] == ["q1", "q2"]
    queries.write_text("渔港\n志愿服务\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(told("batch", str(queries), "--format", "csv", "-n", "1")[1])))
    assert [row["query_id"] for row in rows] == ["1", "2"]


def test_a_bad_line_of_a_batch_is_told_on_standard_error_where_rows_cannot_say_it(told: Told, tmp_path: Path) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("q1\tnosuch:渔\n", encoding="utf-8")
    code, out, err = told("batch", str(queries), "--format", "trec")
    assert (code, out) == (2, "")
    assert err.startswith("line 1 (q1): unknown field")


def test_a_filter_takes_a_date_as_it_is_written_and_says_what_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "-w", "date=2024年7月", "--format", "ids", "-n", "0"]) == 0
    written = capsys.readouterr().out
    assert main(["search", "-w", "date=2024-07", "--format", "ids", "-n", "0"]) == 0
    assert capsys.readouterr().out == written
    assert main(["search", "-w", "date=端午"]) == 2
    assert (
        capsys.readouterr().err
        == "error: date=端午: not a date; write 2024, 2024-05, 2024-05-01, 2018..2020, 7d or 去年\n"
    )
