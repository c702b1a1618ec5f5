"""`baosou kwic`: occurrences at one column, for readers and for programs, and the words beside them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli.output.styled import columns_of, encode
from baosou.cli.output.visible import UNSAFE, width_of
from baosou.cli.render.concordance import render_collocates, render_lines
from baosou.index.concordances import Collocate, Collocates, Occurrence
from baosou.index.results import Answer, Results, SourcePlace
from tests.cli.commands.conftest import PAGE, RIVER, Told
from tests.work import LONGEST_WAIT

pytestmark = pytest.mark.usefixtures("by_the_river")

Case = Callable[[str, str], None]


def occurrence(left: str, match: str, right: str, **more: str | None) -> Occurrence:
    given: dict[str, str | None] = {"id": "k3fa9c1d", "date": "2018-07-11", **more}
    place = SourcePlace("/archive/pages/a.txt", 25, None, None, 812, 814)
    return Occurrence(str(given["id"]), "k3fa9c1d.2", "body", left, match, right, "清江涨水", given["date"], place)


SHOWN = (
    occurrence(
        "老船长陈海生说，这么多年里在清江两岸的大小", "渔港", "里，没有哪一处的灯比这里亮得更早，也没有哪一处收得更晚。"
    ),
    occurrence("", "渔港", "早市", date=None),
    occurrence(
        "第一条 fishing harbour 直达线 opened at", "渔港", "1,280 people came，“人山人海”……—— said 林一帆", date="2023"
    ),
    occurrence("雪\n𠮷祥号头班车e\u0301", "渔港与茶山之间通了车，坐满了人", "——一票到底。", id="k3fa9c1d07"),
    occurrence("\x1b[31m红\u202e倒", "渔\x07港", "\u200b零宽\ufeff"),
)


@pytest.mark.parametrize("columns", [80, 120])
def test_occurrences_stand_at_one_column_as_in_the_case(columns: int, matches_case: Case) -> None:
    lines = list(render_lines(SHOWN, columns=columns))
    assert {columns_of(line[:1]) for line in lines} == {columns_of(lines[0][:1])}
    assert all(columns_of(line) <= columns for line in lines)
    matches_case(f"kwic_{columns}.txt", encode(lines, colour=False))


@pytest.mark.parametrize("columns", [20, 33, 54, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_obeyed(columns: int) -> None:
    lines = list(render_lines(SHOWN, columns=columns, link=lambda path: f"file://{path}"))
    assert all(columns_of(line) <= columns for line in lines)
    assert not UNSAFE.search(encode(lines, colour=False).replace("\n", ""))


def test_in_colour_what_was_sought_is_marked_and_the_id_leads_to_its_file() -> None:
    text = encode(
        render_lines(SHOWN[:1], columns=80, link=lambda source: f"file://h{source.path}"), colour=True, links=True
    )
    assert "\x1b[1;31m渔港\x1b[0m" in text
    assert "\x1b]8;;file://h/archive/pages/a.txt\x1b\\" in text


def test_how_many_there_are_is_told_beside_the_lines(told: Told) -> None:
    code, out, err = told("kwic", "渔港", "-n", "3")
    assert (code, len(out.splitlines())) == (0, 3)
    assert err == "3 of 12 occurrences in 5 articles\n"
    assert told("kwic", "渔港", "-n", "0")[2] == "12 of 12 occurrences in 5 articles\n"
    assert (
        told("kwic", "渔港", "--sample", "4", "--seed", "9")[2] == "4 drawn of 12 occurrences in 5 articles (seed 9)\n"
    )
    assert told("kwic", "鲸鱼") == (1, "", "nothing found\n")
    assert told("kwic", "渔港", "-n", "3", "-q") == (0, out, "")
    assert told("kwic", "鲸鱼", "-q") == told("kwic", "鲸鱼", "--collocates", "-q") == (1, "", "")


def test_json_lines_are_those_of_the_contract_and_lead_to_the_source(told: Told, by_the_river: Path) -> None:
    out = told("kwic", "渔港", "-n", "0", "--format", "jsonl")[1]
    lines = [json.loads(line) for line in out.splitlines()]
    keys = ["id", "section", "field", "left", "match", "right", "title", "date", "source"]
    assert [list(line) for line in lines] == [keys] * 12
    assert {line["match"] for line in lines} == {"渔港", "渔”港"}
    page = [line for line in lines if line["source"]["path"].endswith(".txt")]
    assert [line["field"] for line in page] == ["title", "body", "body"]
    for line in page:
        place = line["source"]
        assert PAGE[place["start"] : place["end"]] == "渔港"
        assert PAGE.splitlines()[place["line"] - 1].count("渔港") == 1
    texts = [f"{each['title']}\n{each['text']}" for each in RIVER]
    for line in lines:
        whole = f"{line['left']}{line['match']}{line['right']}"
        assert any(whole in text for text in texts) or line in page
    assert json.loads(told("kwic", "渔港", "-n", "0", "--json")[1])["lines"] == lines


def test_json_is_one_object_whatever_the_number_of_lines(told: Told) -> None:
    found = json.loads(told("kwic", "渔港", "-n", "2", "--json")[1])
    assert [found[key] for key in ("version", "query", "interpreted", "total", "articles", "drawn")] == [
        *(1, "渔港", "渔港", 12, 5, 12)
    ]
    assert len(found["lines"]) == 2
    code, out, _ = told("kwic", "鲸鱼", "--json")
    assert (code, json.loads(out)["lines"]) == (1, [])


def test_tables_have_a_row_each(told: Told) -> None:
    rows = list(csv.reader(io.StringIO(told("kwic", "水位", "渔港", "--format", "csv", "--width", "5")[1])))
    assert rows[0] == [
        *("id", "section", "field", "left", "match", "right", "title", "date", "path", "line", "start", "end")
    ]
    assert ["渔港的", "水位", "一夜涨了三"] in [row[3:6] for row in rows]
    assert ["志愿者赶到", "渔港", "，把缆绳加"] in [row[3:6] for row in rows]
    assert len(told("kwic", "渔港", "--format", "tsv")[1].splitlines()) == 13


def test_editors_are_led_to_the_byte(told: Told, by_the_river: Path) -> None:
    lines = told("kwic", "渔港", "-n", "0", "--format", "vimgrep", "--width", "3")[1].splitlines()
    page = [line.split(":", 3) for line in lines if line.startswith("清江晚报")]
    raw = (by_the_river / "清江晚报-2019-06-30.txt").read_bytes().split(b"\n")
    assert [int(line) for _, line, _, _ in page] == [1, 3, 4]
    for _, line, column, text in page:
        assert raw[int(line) - 1][int(column) - 1 :].startswith("渔港".encode())
        assert text == raw[int(line) - 1].decode()
    records = [line.split(":", 3) for line in lines if line.startswith("records.jsonl")]
    assert {column for _, _, column, _ in records} == {"1"}
    assert {int(line) for _, line, _, _ in records} == {1, 2, 4, 5}
    assert all("渔" in text for _, _, _, text in records)


def test_a_page_that_changed_since_is_not_misquoted(told: Told, tmp_path: Path) -> None:
    page = tmp_path / "青岭日报-2020-01-02.txt"
    page.write_text("茶山早市\n　　清晨的茶山上全是人。\n", "utf-8")
    index = str(tmp_path / "idx")
    assert told("add", str(page), "--index", index, "--jobs", "1")[0] == 0
    page.write_text("完全换了一页\n别的话。\n", "utf-8")
    lines = told("kwic", "茶山", "--index", index, "--format", "vimgrep")[1].splitlines()
    assert [line.split(":")[1:] for line in lines] == [["1", "1", "茶山早市"], ["2", "1", "清晨的茶山上全是人。"]]
    page.unlink()
    assert told("kwic", "茶山", "--index", index, "--format", "vimgrep")[1].splitlines() == lines


def test_a_reader_that_leaves_early_ends_it_quietly(by_the_river: Path) -> None:
    script = (
        f"{sys.executable} -m baosou.cli kwic 渔港 -n 0 --format jsonl | head -n 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=LONGEST_WAIT)
    assert (done.stdout, done.stderr.decode().replace("12 of 12 occurrences in 5 articles\n", "")) == (b"0\n", "")


def test_collocates_are_a_table_with_both_scores(told: Told) -> None:
    code, out, err = told("kwic", "渔港", "--collocates", "--min", "1", "-n", "3")
    assert (code, err) == (0, "")
    heading, names, *words = out.splitlines()
    assert heading == "渔港: 12 occurrences; 5 words on each side; by log-likelihood (G²)"
    assert names.split() == ["word", "near", "left", "right", "in", "all", "G²", "logDice"]
    assert len(words) == 3
    found = json.loads(told("kwic", "渔港", "--collocates", "--min", "1", "--json")[1])
    assert [found[key] for key in ("total", "articles", "drawn", "window", "score")] == [12, 5, 12, 5, "ll"]
    assert list(found["words"][0]) == ["word", "near", "left", "right", "in_all", "ll", "log_dice"]
    for word in found["words"]:
        assert word["near"] == word["left"] + word["right"] <= word["in_all"]
    rows = list(csv.reader(io.StringIO(told("kwic", "渔港", "--collocates", "--min", "1", "--format", "csv")[1])))
    assert [row[0] for row in rows[1:]] == [word["word"] for word in found["words"]]
    single = json.loads(told("kwic", "渔港", "--collocates", "--min", "1", "--chars", "1", "--json")[1])
    assert {len(word["word"]) for word in single["words"]} >= {1, 2}


def test_no_word_beside_is_told(told: Told) -> None:
    code, out, _ = told("kwic", "渔港", "--collocates", "--min", "50")
    assert (code, out.splitlines()[1]) == (1, "no word stands there often enough (see --min)")
    assert told("kwic", "鲸鱼", "--collocates") == (1, "", "nothing found\n")


@pytest.mark.parametrize("columns", [80, 120])
def test_a_table_of_words_is_laid_out_as_in_the_case(columns: int, matches_case: Case) -> None:
    words = (
        Collocate("码头", 228, 57, 171, 1160, 2161.07, 11.28),
        Collocate("中华人民共和国香港特别行政区", 91, 91, 0, 148, 1123.2, 10.54),
        Collocate("harbour", 7, 0, 7, 12345, -1.5, -0.25),
    )
    answer = Answer("渔港 AND \x1b[31m灯", "渔港", None, 0.0, Results(680, ()))
    found = Collocates(answer, 130_171, 35_203, 20_000, 5, "logdice", words)
    lines = render_collocates(found, columns=columns)
    assert all(columns_of(line) <= columns for line in lines)
    matches_case(f"collocates_{columns}.txt", encode(lines, colour=False))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "a query is missing"),
        (["渔港", "--window", "3"], "--window goes with --collocates"),
        (["渔港", "--collocates", "--format", "vimgrep"], "it has no form vimgrep"),
        (["渔港", "--sort", "size"], "one of source, date, left, right, random is needed"),
        (["渔港", "-n", "-1"], "-n"),
        (["渔港", "--any", "-F"], "--any and --literal"),
        (["date:2018"], "nothing of the query can stand in a text; give words"),
        (["渔港", "-w", "nowhere=x"], "unknown field nowhere"),
        (['"渔'], "expected a closing quotation mark"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_2(arguments: list[str], message: str, told: Told) -> None:
    code, out, err = told("kwic", *arguments)
    assert (code, out) == (2, "")
    assert message in err.splitlines()[0]


def test_lines_of_the_command_fit_the_terminal(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("40", "80", "120"):
        monkeypatch.setenv("COLUMNS", columns)
        for more in ((), ("--sort", "left"), ("--sort", "right"), ("--width", "3")):
            out = told("kwic", "渔港", *more)[1]
            assert [line for line in out.splitlines() if width_of(line) > int(columns)] == []
            assert len(out.splitlines()) == 12
