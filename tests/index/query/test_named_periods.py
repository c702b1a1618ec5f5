"""Periods by name: counted back from a day, with both ends in them, in --since, filters and queries alike."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.answering.options import period_of
from baosou.index.errors import QueryError
from baosou.index.ingest.facet_values import wanted_days
from baosou.index.query.named_periods import period, point
from baosou.index.query.parser import parse
from baosou.index.query.tree import And, DateRange, Words

SUNDAY = datetime.date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2024", ("2024", "2024")),
        ("2024年5月", ("2024-05", "2024-05")),
        ("today", ("2024-03-31", "2024-03-31")),
        ("今天", ("2024-03-31", "2024-03-31")),
        ("Yesterday", ("2024-03-30", "2024-03-30")),
        ("昨天", ("2024-03-30", "2024-03-30")),
        ("前天", ("2024-03-29", "2024-03-29")),
        ("7d", ("2024-03-24", "2024-03-31")),
        ("3w", ("2024-03-10", "2024-03-31")),
        ("1m", ("2024-02-29", "2024-03-31")),
        ("13M", ("2023-02-28", "2024-03-31")),
        ("1y", ("2023-03-31", "2024-03-31")),
        ("最近一年", ("2023-03-31", "2024-03-31")),
        ("近十五天", ("2024-03-16", "2024-03-31")),
        ("过去3个月", ("2023-12-31", "2024-03-31")),
        ("最近两周", ("2024-03-17", "2024-03-31")),
        ("最近半年", ("2023-09-30", "2024-03-31")),
        ("本周", ("2024-03-25", "2024-03-31")),
        ("上周", ("2024-03-18", "2024-03-24")),
        ("上个月", ("2024-02", "2024-02")),
        ("今年", ("2024", "2024")),
        ("去年", ("2023", "2023")),
        ("2018..2020", ("2018", "2020")),
        ("2018 .. 2020-05", ("2018", "2020-05")),
        ("2018..", ("2018", None)),
        ("..2020", (None, "2020")),
        ("1y..yesterday", ("2023-03-31", "2024-03-30")),
        ("9999y", ("0001-01-01", "2024-03-31")),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, ends: tuple[str | None, str | None]) -> None:
    assert period(text, SUNDAY) == ends


@pytest.mark.parametrize("text", ["", "..", "某年", "7", "7x", "2020..2018", "2018..某年", "d7", "最近", "最近年"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert period(text, SUNDAY) is None


@given(st.integers(0, 400), st.sampled_from("dwmy"), st.dates(datetime.date(1949, 1, 1), datetime.date(2100, 1, 1)))
def test_going_back_ends_today_and_begins_no_later(count: int, unit: str, today: datetime.date) -> None:
    ends = period(f"{count}{unit}", today)
    assert ends is not None
    first, last = ends
    assert last == today.isoformat()
    assert first == point(f"{count}{unit}", today)
    assert str(first) <= str(last)


def test_since_takes_the_first_day_and_until_the_last() -> None:
    today = datetime.date.today()
    assert period_of("2018..2020", "2018..2020") == ("2018", "2020")
    assert period_of("去年", "去年") == (str(today.year - 1), str(today.year - 1))
    week = (today - datetime.timedelta(days=7)).isoformat()
    assert period_of("7d", "today") == (week, today.isoformat())
    assert period_of(None, "7d") == (None, week)
    with pytest.raises(QueryError, match="the period has no first day"):
        period_of("..2020", None)
    with pytest.raises(QueryError, match="7d or 去年"):
        period_of("某年", None)


def test_a_filter_takes_open_ends() -> None:
    assert wanted_days("2018..2020-02") == (20180101, 20200231)
    assert wanted_days("2018..") == (20180101, 99991231)
    assert wanted_days("..2018") == (0, 20181231)


def test_a_query_takes_them_after_its_field() -> None:
    today = datetime.date.today()
    ago = (today - datetime.timedelta(days=7)).isoformat()
    assert parse("date:7d") == DateRange(ago, today.isoformat())
    assert parse("渔港 date:去年") == And((Words("渔港"), DateRange(str(today.year - 1), str(today.year - 1))))
    assert parse("date:2018..") == DateRange("2018", None)
    assert parse("date:..2018") == DateRange(None, "2018")
    assert parse("date:>=7d") == DateRange(ago, None)


SAVED = {
    "海洋": "渔港 OR 海带",
    "近": 'query:海洋 "灯火"',
    "a": "query:b",
    "b": "渔 query:a",
    "坏": '渔 "',
    "多": "渔)",
    "空": "、",
}


def test_a_saved_query_stands_for_its_parts() -> None:
    assert parse("query:海洋", saved=SAVED) == parse("渔港 OR 海带")
    assert parse("志愿 -query:海洋", saved=SAVED) == parse("志愿 -(渔港 OR 海带)")
    assert parse("query:近 query:海洋", saved=SAVED) == parse('(渔港 OR 海带) "灯火" (渔港 OR 海带)')
    assert parse("query:海洋^2", saved=SAVED) == parse("(渔港 OR 海带)^2")


@pytest.mark.parametrize(
    ("text", "told", "at"),
    [
        ("渔 query:没有", 'no query is saved as "没有"; saved are: 海洋', 8),
        ("query:a", "stands for itself", 6),
        ("query:坏", "the saved query 坏: expected a closing quotation mark", 6),
        ("query:多", "the saved query 多: a closing parenthesis", 6),
        ("query:空", "the saved query 空: it says nothing", 6),
        ("query:", "expected", 0),
    ],
)
def test_a_mistake_in_a_saved_query_is_told_with_its_name(text: str, told: str, at: int) -> None:
    with pytest.raises(QueryError, match=told) as error:
        parse(text, saved=SAVED)
    assert error.value.position == at
    assert error.value.query == text


def test_without_saved_queries_the_name_is_no_field() -> None:
    with pytest.raises(QueryError, match="unknown field"):
        parse("query:海洋")
