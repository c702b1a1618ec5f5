"""The lines of a batch become questions, and a bad line becomes an error that names what is wrong with it."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.batch_lines import LONGEST_LINE, BatchLine, parse_lines, read_lines
from baosou.cli.options import InputFormat
from baosou.index.answering.question import ALL_HITS, Question
from baosou.index.request import Filter


def parsed(data: str | bytes, form: InputFormat = "auto", defaults: Question | None = None) -> list[BatchLine]:
    stream = io.BytesIO(data.encode("utf-8") if isinstance(data, str) else data)
    return list(parse_lines(read_lines(stream), form, defaults or Question()))


def asked(line: BatchLine) -> Question:
    assert line.question is not None, line.error
    return line.question


def one(record: dict[str, object], defaults: Question | None = None) -> Question:
    return asked(parsed(json.dumps(record, ensure_ascii=False), defaults=defaults)[0])


def test_plain_lines_get_their_line_numbers_as_ids_and_blank_lines_are_passed_over() -> None:
    lines = parsed("苍南 志愿服务\n\n  \n海水稻\r\n")
    assert [(line.id, asked(line).text) for line in lines] == [("1", "苍南 志愿服务"), ("4", "海水稻")]


def test_a_tab_in_the_first_line_makes_it_tsv() -> None:
    lines = parsed("q1\t渔业 碳汇\nq2\t非遗\t传承\n")
    assert [(line.id, asked(line).text) for line in lines] == [("q1", "渔业 碳汇"), ("q2", "非遗\t传承")]


def test_a_tsv_line_without_a_tab_is_an_error_and_the_rest_go_on() -> None:
    lines = parsed("q1\t渔业\n没有制表符\nq3\t非遗\n")
    assert [line.error is None for line in lines] == [True, False, True]
    assert (lines[1].id, lines[1].error) == ("2", "a tab between id and query is missing")


def test_a_brace_in_the_first_line_makes_it_json_lines() -> None:
    lines = parsed('{"id": 7, "query": "非遗"}\n{"text": "茶山", "_id": "q8", "split": "dev"}\n{"query": "渔"}\n')
    assert [(line.id, asked(line).text) for line in lines] == [(7, "非遗"), ("q8", "茶山"), ("3", "渔")]


def test_a_byte_order_mark_is_no_part_of_the_first_query() -> None:
    assert asked(parsed("\ufeff苍南\n".encode())[0]).text == "苍南"


def test_json_says_filters_with_one_value_several_or_none_of_them() -> None:
    question = one({"query": "渔", "where": {"地区": "温州市", "author": ["林一帆", "周可"], "column!": "广告"}})
    assert question.filters == (
        Filter("place", ("温州市",)),
        Filter("author", ("林一帆", "周可")),
        Filter("column", ("广告",), negated=True),
    )


def test_a_filter_of_a_line_replaces_the_default_for_the_same_field_only() -> None:
    defaults = Question(filters=(Filter("place", ("温州市",)), Filter("year", ("2024",))))
    question = one({"query": "渔", "where": {"place": "台州市"}}, defaults)
    assert question.filters == (Filter("year", ("2024",)), Filter("place", ("台州市",)))


def test_json_overrides_the_options_and_leaves_the_others() -> None:
    defaults = Question(limit=5, snippets=1, by="section", mode="any", since="2020")
    question = one(
        {"query": "渔", "limit": 0, "offset": 2, "sort": "-date", "literal": True, "facet": ["place:3", "年份"]},
        defaults,
    )
    assert (question.limit, question.offset, question.sort, question.mode) == (ALL_HITS, 2, "-date", "literal")
    assert (question.snippets, question.by, question.since) == (1, "section", "2020")
    assert [(facet.field, facet.limit) for facet in question.facets] == [("place", 3), ("年份", 10)]


def test_a_line_with_filters_needs_no_query() -> None:
    assert one({"where": {"place": "温州市"}}).text is None
    assert one({"since": "2024-05"}).since == "2024-05"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", "query": ""}', "the query is empty"),
        ('{"id": "a"}', "the query is empty"),
        ('{"id": "a", "query": 5}', '"query" must be a text'),
        ('{"id": "a", "query": "渔", "limit": -1}', '"limit" must be a whole number of 0 or more'),
        ('{"id": "a", "query": "渔", "limit": true}', '"limit" must be a whole number of 0 or more'),
        ('{"id": "a", "query": "渔", "any": "yes"}', '"any" must be true or false'),
        ('{"id": "a", "query": "渔", "sort": "size"}', '"sort" must be one of'),
        ('{"id": "a", "query": "渔", "where": ["温州"]}', '"where" must be an object'),
        ('{"id": "a", "query": "渔", "where": {"place": {}}}', '"where" place must be a text'),
        ('{"id": "a", "query": "渔", "where": {"place": []}}', '"where" needs a value for "place"'),
        ('{"id": "a", "query": "渔", "since": "某年"}', "--since 某年: not a date"),
        ('{"id": "a", "query": "渔", "any": true, "literal": true}', "cannot be used together"),
    ],
)
def test_a_bad_json_line_keeps_its_id_and_says_what_is_wrong(line: str, told: str) -> None:
    (found,) = parsed(line)
    assert found.id == "a"
    assert found.error is not None
    assert told in found.error


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"query": "渔"', "the line is not valid JSON"),
        ("[1]", "the line is not a JSON object"),
        ('{"id": [1], "query": "渔"}', '"id" must be a text or a whole number'),
        ('{"a":' * 100_000, "the line is not valid JSON"),
        ('{"id": ' + "9" * 5000 + "}", "the line is not valid JSON"),
    ],
)
def test_a_line_that_cannot_be_read_gets_its_number_as_id(line: str, told: str) -> None:
    (found,) = parsed("\n" + line, "jsonl")
    assert (found.id, found.error) == ("2", told)


def test_a_line_that_is_not_utf_8_is_an_error() -> None:
    lines = parsed("苍南\n".encode() + "苍南\n".encode("gb18030") + "平阳\n".encode())
    assert [line.error for line in lines] == [None, "the line is not UTF-8", None]


def test_a_line_too_long_to_hold_is_an_error_and_the_next_is_read() -> None:
    lines = parsed(b"x" * (LONGEST_LINE * 3) + "\n苍南\n".encode(), "plain")
    assert lines[0].error == "the line is longer than 1,000,000 bytes"
    assert (lines[1].id, asked(lines[1]).text) == ("2", "苍南")


@given(st.binary(max_size=200), st.sampled_from(["auto", "plain", "tsv", "jsonl"]))
def test_any_bytes_at_all_are_questions_or_errors(data: bytes, form: InputFormat) -> None:
    for line in parsed(data, form):
        assert (line.question is None) == (line.error is not None)
