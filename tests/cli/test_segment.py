"""`baosou segment` reads sources as `add` does, says why, and draws pages."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]

PAGE = "东山日报 2022年9月16日 A02 要闻\n水车重新转起来\n本报记者 金小田\n田里的老水车修好了，一天能车上三十立方水。\n"


def records(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_markdown_html_and_records_are_read_as_add_reads_them(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 水车重新转起来\n\n田里的**老水车**修好了。\n", encoding="utf-8")
    (tmp_path / "b.html").write_text(
        "<html><body><article><h1>水车重新转起来</h1><p>田里的<b>老水车</b>修好了。</p></article></body></html>",
        encoding="utf-8",
    )
    (tmp_path / "c.jsonl").write_text(
        json.dumps({"title": "水车重新转起来", "text": "田里的老水车修好了。"}) + "\n", encoding="utf-8"
    )
    for record in records(baosou("segment", "a.md", "b.html", "c.jsonl")):
        (article,) = record["articles"]
        assert (article["title"], article["paragraphs"]) == ("水车重新转起来", ["田里的老水车修好了。"])


def test_a_compressed_page_and_one_on_standard_input_are_read_alike(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(PAGE.encode()))
    named, piped = records(baosou("segment", "a.txt.gz", "-", stdin=PAGE.encode()))
    assert named["articles"] == piped["articles"]
    assert named["other"] == piped["other"] == ["东山日报 2022年9月16日 A02 要闻"]


def test_explain_tells_what_each_line_was_taken_for(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (record,) = records(baosou("segment", "--explain", "a.txt"))
    lines = record["lines"]
    assert [line["line"] for line in lines] == [1, 2, 3, 4]
    assert [line["part"] for line in lines] == ["running head", "title", "byline", "paragraph"]
    assert all(0 <= line["confidence"] <= 1 for line in lines)
    assert any("金小田" in sign for sign in lines[2]["signs"])


def test_text_draws_the_page_with_what_add_would_know(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    shown = baosou("segment", "--format", "text", "a.txt").stdout.decode()
    assert "水车重新转起来\n本报记者 金小田\n" in shown
    assert "2022-09-16 · 东山日报 A02 要闻" in shown
    assert shown.index("other") < shown.rindex("东山日报 2022年9月16日")


def test_a_sidecar_is_honoured_and_what_is_wrong_in_it_told(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    sidecar = tmp_path / "a.txt.baosou.json"
    sidecar.write_text('{"articles": [{"lines": [2, 4], "title": "老水车"}]}', encoding="utf-8")
    (record,) = records(baosou("segment", "a.txt"))
    assert record["articles"][0]["title"] == "老水车"
    sidecar.write_text("[", encoding="utf-8")
    done = baosou("segment", "a.txt")
    assert done.returncode == 0
    assert done.stderr.decode().startswith("warning: a.txt: a.txt.baosou.json is not understood")


def test_a_changed_sidecar_makes_its_source_changed(baosou: Baosou, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(PAGE, encoding="utf-8")

    def added() -> dict[str, Any]:
        done = baosou("add", "pages", "--index", "index", "--json", "--jobs", "1")
        summary: dict[str, Any] = json.loads(done.stdout)
        return {key: summary[key] for key in ("new", "updated", "unchanged")}

    assert added() == {"new": 1, "updated": 0, "unchanged": 0}
    assert added() == {"new": 0, "updated": 0, "unchanged": 1}
    sidecar = pages / "a.txt.baosou.json"
    sidecar.write_text('{"articles": [{"lines": [2, 4], "authors": ["金大田"]}]}', encoding="utf-8")
    assert added() == {"new": 0, "updated": 1, "unchanged": 0}
    found = baosou("search", "author:金大田", "--index", "index", "-c")
    assert found.stdout.split() == [b"1"]
    sidecar.unlink()
    assert added() == {"new": 0, "updated": 1, "unchanged": 0}


def test_a_missing_file_is_told_and_the_others_read(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    done = baosou("segment", "none.txt", "a.txt")
    assert done.returncode == 2
    assert done.stderr.decode() == "failed: none.txt: no such file or folder\n"
    assert len(done.stdout.splitlines()) == 1


def parts(record: dict[str, Any]) -> list[str]:
    return [line["part"] for line in record["lines"]]


def test_explain_tells_what_a_sidecar_made_of_the_lines(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE + "米价公告\n糙米每斤二角。\n", encoding="utf-8")
    said = {"articles": [{"lines": [2, 4], "title": "老水车", "byline": [3]}, {"lines": [5, 6], "kind": "other"}]}
    (tmp_path / "a.txt.baosou.json").write_text(json.dumps(said), encoding="utf-8")
    (record,) = records(baosou("segment", "--explain", "a.txt"))
    assert record["articles"][0]["heads"] == ["水车重新转起来"]
    assert parts(record) == ["running head", "head", "byline", "paragraph", "no article", "no article"]


def test_a_page_on_standard_input_is_read_and_explained_as_its_file_is(baosou: Baosou, tmp_path: Path) -> None:
    damaged = PAGE.replace("三十", "三&#21313;").encode() + b"\xff\n"
    (tmp_path / "a.txt").write_bytes(damaged)
    done = baosou("segment", "--explain", "a.txt", "-", stdin=damaged)
    named, piped = records(done)
    assert {**named, "source": "-"} == piped
    assert piped["articles"][0]["paragraphs"][0].startswith("田里的老水车修好了，一天能车上三十立方水。")
    assert done.stderr.decode().count("U+FFFD") == 2
    drawn = baosou("segment", "--format", "text", "-", stdin=PAGE.encode()).stdout.decode()
    assert "2022-09-16 · 东山日报 A02 要闻" in drawn


def test_references_have_no_lines_of_a_page_to_explain(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("%0 Newspaper Article\n%T 水车重新转起来\n%A 金小田\n", encoding="utf-8")
    (record,) = records(baosou("segment", "--explain", "a.txt"))
    assert (record["articles"][0]["title"], record["lines"]) == ("水车重新转起来", [])


def test_an_empty_name_is_no_folder(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    done = baosou("segment", "")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "a path is empty" in done.stderr.decode()
