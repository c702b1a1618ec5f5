"""The lines of a batch say what is asked, and a bad line becomes an error that names what is wrong with it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.batch_lines import LONGEST_LINE, BatchLine, parse_lines, read_lines
from baosou.cli.options import InputFormat
from baosou.corpus.errors import BaosouError


def parsed(data: str | bytes, form: InputFormat = "auto") -> list[BatchLine]:
    stream = io.BytesIO(data.encode("utf-8") if isinstance(data, str) else data)
    return list(parse_lines(read_lines(stream), form))


def asked(line: BatchLine) -> tuple[object, object]:
    assert line.error is None
    return line.record.get("id", line.record.get("_id")), line.record.get("query", line.record.get("text"))


def test_plain_lines_get_their_line_numbers_as_ids_and_blank_lines_are_passed_over() -> None:
    lines = parsed("苍南 志愿服务\n\n  \n海水稻\r\n")
    assert list(map(asked, lines)) == [("1", "苍南 志愿服务"), ("4", "海水稻")]


def test_a_tab_in_the_first_line_makes_it_tsv() -> None:
    lines = parsed("q1\t渔业 碳汇\nq2\t非遗\t传承\n")
    assert list(map(asked, lines)) == [("q1", "渔业 碳汇"), ("q2", "非遗\t传承")]


def test_a_tsv_line_without_a_tab_is_an_error_and_the_rest_go_on() -> None:
    lines = parsed("q1\t渔业\n没有制表符\nq3\t非遗\n")
    assert [line.error is None for line in lines] == [True, False, True]
    assert (lines[1].record, lines[1].error) == ({"id": "2"}, "a tab between id and query is missing")


def test_a_brace_in_the_first_line_makes_it_json_lines() -> None:
    lines = parsed('{"id": 7, "query": "非遗"}\n{"text": "茶山", "_id": "q8", "split": "dev"}\n{"query": "渔"}\n')
    assert list(map(asked, lines)) == [(7, "非遗"), ("q8", "茶山"), ("3", "渔")]


def test_a_byte_order_mark_is_no_part_of_the_first_query() -> None:
    assert asked(parsed("\ufeff苍南\n".encode())[0]) == ("1", "苍南")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"query": "渔"', "the line is not valid JSON"),
        ("[1]", "the line is not a JSON object"),
        ('{"a":' * 100_000, "the line is not valid JSON"),
        ('{"id": ' + "9" * 5000 + "}", "the line is not valid JSON"),
    ],
)
def test_a_line_that_cannot_be_read_gets_its_number_as_id(line: str, told: str) -> None:
    (found,) = parsed("\n" + line, "jsonl")
    assert (found.record, found.error) == ({"id": "2"}, told)


def test_a_line_that_is_not_utf_8_is_an_error() -> None:
    lines = parsed("苍南\n".encode() + "苍南\n".encode("gb18030") + "平阳\n".encode())
    assert [line.error for line in lines] == [None, "the line is not UTF-8", None]


def test_a_line_without_an_end_ends_the_batch() -> None:
    endless = io.BytesIO("苍南\n".encode() + b"\0" * (9 * LONGEST_LINE))
    lines = read_lines(endless, endless=3 * LONGEST_LINE)
    assert next(lines) == "苍南".encode()
    with pytest.raises(BaosouError, match="does not end"):
        next(lines)
    assert endless.tell() < 6 * LONGEST_LINE


def test_a_line_too_long_to_hold_is_an_error_and_the_next_is_read() -> None:
    lines = parsed(b"x" * (LONGEST_LINE * 3) + "\n苍南\n".encode(), "plain")
    assert lines[0].error == "the line is longer than 1,000,000 bytes"
    assert asked(lines[1]) == ("2", "苍南")


@given(st.binary(max_size=200), st.sampled_from(["auto", "plain", "tsv", "jsonl"]))
def test_any_bytes_at_all_are_asked_or_errors(data: bytes, form: InputFormat) -> None:
    for line in parsed(data, form):
        assert {"id", "_id"} & set(line.record)
        assert line.error or line.record.keys() != {"id"} or form in ("jsonl", "auto")
