"""A date is one thing in every spelling, and stands whole or not at all."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import spellings
from baosou.corpus.written_dates import WrittenDate, date_of, dates_within

SAME_DAY = [
    "2021年6月8日",
    "2021年06月08日",
    "2021年6月8号",
    "二〇二一年六月八日",
    "二零二一年六月八日",
    "2021-06-08",
    "2021-6-8",
    "2021/06/08",
    "2021.6.8",
    "20210608",
    "2021 年 6 月 8 日",
    "２０２１．０６．０８",
]


@pytest.mark.parametrize("one", [text for text in SAME_DAY if " " not in text])
def test_each_spelling_of_a_day_is_spelled_in_all_others(one: str) -> None:
    found = spellings(fold_text(one), measured=True)
    assert set(map(fold_text, SAME_DAY)) <= {fold_text(one), *found}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年6月8日", WrittenDate(2021, 6, 8)),
        ("二〇二一年十二月三十一日", WrittenDate(2021, 12, 31)),
        ("二○二一年十月廿三日", WrittenDate(2021, 10, 23)),
        ("20211231", WrittenDate(2021, 12, 31)),
        ("2021年6月", WrittenDate(2021, 6, None)),
        ("2021年6月份", WrittenDate(2021, 6, None)),
        ("2021-06", WrittenDate(2021, 6, None)),
        ("6月8日", WrittenDate(None, 6, 8)),
        ("2月29日", WrittenDate(None, 2, 29)),
        ("十月一号", WrittenDate(None, 10, 1)),
    ],
)
def test_a_text_that_is_all_of_a_date_is_read_as_it(text: str, date: WrittenDate) -> None:
    assert date_of(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2021年2月29日",
        "2月30日",
        "2021-13-01",
        "20211301",
        "99999999",
        "2021-06.08",
        "3021年6月8日",
        "2021年",
        "6月",
        "8日",
        "2021",
        "202106",
        "百月千日",
        "2021年6月8日渔港",
    ],
)
def test_what_is_no_day_and_no_month_is_no_date(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2021年6月8日苍南渔港开渔", ["2021年6月8日"]),
        ("渔港2021-06-08开渔", ["2021-06-08"]),
        ("6月8日至6月10日休渔", ["6月8日", "6月10日"]),
        ("2021年6月份的渔获", ["2021年6月份"]),
        ("2021-06-08/2021-06-10", ["2021-06-08", "2021-06-10"]),
        ("纪念9·3与11・15", ["9·3", "11・15"]),
        ("九·一八事变", ["九·一八"]),
        ("2021-06-081", []),
        ("12021-06-08", []),
        ("版本2021.06.08.5", []),
        ("1998-2008年", []),
        ("2010-12年", []),
        ("编号20210608123", []),
        ("1.9·3和9·3.5", []),
        ("苍南渔港", []),
    ],
)
def test_dates_stand_whole_in_a_text_or_not_at_all(text: str, dates: list[str]) -> None:
    assert [text[start:end] for start, end in dates_within(text)] == dates


@pytest.mark.parametrize(
    ("one", "other"), [("9·3", "9.3"), ("9.3", "9・3"), ("11•15", "11·15"), ("9·18", "九·一八"), ("九·一八", "9·18")]
)
def test_a_day_with_a_dot_is_one_whatever_dot_it_has(one: str, other: str) -> None:
    assert other in spellings(one, measured=True)


@pytest.mark.parametrize("text", ["0.5", "13.8", "9.32", "3.14159", "1.9·3", "十二点五"])
def test_other_numbers_with_a_point_are_no_day(text: str) -> None:
    assert spellings(text, measured=True) == (text,)


def test_a_dot_typed_between_numbers_is_no_point() -> None:
    """十二·五 is a plan, and 12.5 is any number."""
    assert "12·5" in spellings("十二·五", measured=True)
    assert "12.5" not in spellings("十二·五", measured=True)


def test_quoted_text_is_spelled_as_before() -> None:
    assert "2021-06-08" not in spellings("2021年6月8日")
    assert spellings("2021-06-08") == ("2021-06-08",)
    assert spellings("9·3") == ("9·3",)


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back_from_each_of_its_spellings(day: datetime.date) -> None:
    written = WrittenDate(day.year, day.month, day.day)
    assert written.iso == day.isoformat()
    for text in written.spellings():
        if " " not in text:
            assert date_of(text) == written
            assert dates_within(f"渔港{text}开渔") == [(2, 2 + len(text))]


@given(st.text(alphabet="0123456789〇一二十廿年月日号份-./·,渔", max_size=24))
def test_dates_in_any_text_are_apart_and_no_part_of_other_numbers(text: str) -> None:
    at = 0
    for start, end in dates_within(text):
        assert at <= start < end <= len(text)
        assert not text[max(start - 1, 0) : start].isdecimal()
        assert not (text[end - 1].isdecimal() and text[end : end + 1].isdecimal())
        at = end
