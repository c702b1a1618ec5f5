"""Options as typed become filters, facets, dates and a query, or one line that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from baosou.cli.asking import (
    check_mode,
    named_paths,
    parse_facets,
    parse_filter,
    parse_period,
    query_text,
)
from baosou.cli.exits import UsageError
from baosou.index.request import FacetRequest, Filter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("place=温州市", Filter("place", ("温州市",))),
        ("地区=温州市,台州市", Filter("place", ("温州市", "台州市"))),
        ("author=林一帆，周可，林一帆", Filter("author", ("林一帆", "周可"))),
        ("column!=广告", Filter("column", ("广告",), negated=True)),
        (r"column=衣\,食\,住", Filter("column", ("衣,食,住",))),
        ("url=https://example.org/?a=1", Filter("url", ("https://example.org/?a=1",))),
        ("版面 = 要闻", Filter("版面", ("要闻",))),
    ],
)
def test_a_filter_is_a_field_and_its_values(text: str, expected: Filter) -> None:
    assert parse_filter(text) == expected


@pytest.mark.parametrize("text", ["place", "place=", "=温州市", "place=,", "!=温州市", ""])
def test_a_filter_without_a_field_or_a_value_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="-w"):
        parse_filter(text)


def test_a_facet_is_a_field_with_a_number_or_ten() -> None:
    assert parse_facets(["place:3", "作者", "year:0", "place：5"]) == (
        FacetRequest("place", 5),
        FacetRequest("author", 10),
        FacetRequest("year", 0),
    )


@pytest.mark.parametrize("text", ["place:", "place:x", "place:-1", "place:³", ":5", "", "place:99999999999"])
def test_a_facet_with_a_bad_number_or_no_field_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="-f"):
        parse_facets([text])


def test_dates_are_taken_in_the_forms_that_newspapers_write() -> None:
    assert parse_period("2024年5月", "2024-06-01") == ("2024-05", "2024-06-01")
    assert parse_period(None, "2024") == (None, "2024")
    assert parse_period("2024-05-03", "2024-05") == ("2024-05-03", "2024-05")


@pytest.mark.parametrize(
    ("since", "until"), [("端午", None), (None, "2024-13"), ("2024-02-30", None), ("2024-06", "2024-05-31"), ("", None)]
)
def test_a_date_that_is_none_or_a_period_without_days_is_refused(since: str | None, until: str | None) -> None:
    with pytest.raises(UsageError, match=r"--since|--until"):
        parse_period(since, until)


def test_several_arguments_are_one_query() -> None:
    assert query_text(["苍南", "志愿服务"]) == "苍南 志愿服务"
    assert query_text(["", " "]) is None
    assert query_text(None) is None


def test_any_and_literal_exclude_each_other() -> None:
    for meant in ((False, False), (True, False), (False, True)):
        check_mode(*meant)
    with pytest.raises(UsageError, match="--any and --literal cannot be used together"):
        check_mode(True, True)


def test_an_empty_path_never_stands_for_the_folder_at_hand() -> None:
    assert named_paths(["渔港", "."]) == [Path("渔港"), Path(".")]
    with pytest.raises(UsageError, match="a path is empty"):
        named_paths(["渔港", ""])
