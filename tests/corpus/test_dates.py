"""Dates in records and in file names."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.dates import date_in_path, date_of_epoch, dates_in, parse_date


@pytest.mark.parametrize(
    "written",
    [
        "2024-07-01",
        "2024/7/1",
        "2024.7.1",
        "20240701",
        "2024年7月1日",
        "２０２４年７月１日",
        "二〇二四年七月一日",
        "二○二四年七月一号",
        " 2024年7月1日 星期一 ",
        "2024年7月1日 08:30",
        "2024-07-01T23:59:59+08:00",
        "2024-07-01 08:00:00",
        "2024-07-01T08:00:00.000Z",
        "20240701T080000Z",
    ],
)
def test_a_day_is_understood_however_it_is_written(written: str) -> None:
    assert parse_date(written) == "2024-07-01"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024", "2024"),
        ("2024年", "2024"),
        ("2024年7月", "2024-07"),
        ("2024-07", "2024-07"),
        ("202407", "2024-07"),
        ("一九九八年十二月三十一日", "1998-12-31"),
        ("一九四九年十月廿一日", "1949-10-21"),
    ],
)
def test_the_precision_is_what_is_written(written: str, iso: str) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    "written",
    ["", "昨天", "1719792000", "1719792000000", "2024-02-30", "2024-13-01", "2024-00", "20241345", "12-07-2024",
     "2024-2025", "2024-7/1", "第7期", "0000-01-01", "2024年十十月", "约2024年", "2024-07-01" * 9],
)  # fmt: skip
def test_what_is_not_surely_a_date_is_none(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("浙东日报2024-07-01/要闻.txt", "2024-07-01"),
        ("2024/07/01/第3版.txt", "2024-07-01"),
        ("2024/7/1/第3版.txt", "2024-07-01"),
        ("2024/07/01.txt", "2024-07-01"),
        ("2024/0701/a.txt", "2024-07-01"),
        ("2024-07/01/a.txt", "2024-07-01"),
        ("2024年/7月/1日/a.txt", "2024-07-01"),
        ("zdrb_20240701_03.txt", "2024-07-01"),
        ("滨海晚报2024年7月1日.txt.gz", "2024-07-01"),
        ("2023/20240701/3.txt", "2024-07-01"),
        ("20240701/2024.txt", "2024-07-01"),
        ("2024/07/a.txt", "2024-07"),
        ("202407/a.txt", "2024-07"),
        ("2024/a.txt", "2024"),
        ("2024年/a.txt", "2024"),
        ("归档/1998.txt", "1998"),
    ],
)
def test_a_date_is_found_in_file_and_folder_names(name: str, iso: str) -> None:
    assert date_in_path(name) == iso


@pytest.mark.parametrize(
    "name",
    ["12345678.txt", "20241345.txt", "120240701.txt", "2008奥运.txt", "第3版.txt", "a/b/c.txt", "19999/1.txt",
     "3000-01-01.txt", "", "2024工作总结.txt"],
)  # fmt: skip
def test_numbers_in_names_that_are_no_dates_are_left_alone(name: str) -> None:
    assert date_in_path(name) is None


def test_the_date_nearest_to_the_file_name_wins() -> None:
    assert date_in_path("2023-05-01/2024-07-01.txt") == "2024-07-01"
    assert date_in_path("2023-05-01/2024.txt") == "2024"


def test_the_file_of_a_yearly_folder_is_no_month_and_that_of_a_monthly_folder_no_day() -> None:
    assert date_in_path("2024/3.txt") == "2024"
    assert date_in_path("2024/12/3.txt") == "2024-12"
    assert date_in_path("2024/31.txt") == "2024"


def test_all_days_of_a_running_head_are_found_in_order() -> None:
    assert dates_in("滨海晚报 2024年7月1日 星期一，续2024-06-30，二〇二四年六月二十九日") == [
        "2024-07-01",
        "2024-06-30",
        "2024-06-29",
    ]


@given(st.dates(min_value=datetime.date(1850, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_form(day: datetime.date) -> None:
    iso = day.isoformat()
    forms = [iso, f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}"]
    assert [parse_date(form) for form in forms] == [iso] * 4
    assert date_in_path(f"{day.year}/{day.month:02d}/{day.day:02d}/要闻.txt") == iso
    assert date_in_path(f"平湾日报{forms[2]}.txt") == iso


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or parse_date(found) == found
    named = date_in_path(text)
    assert named is None or parse_date(named) == named


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Tue, 05 Mar 2024 10:00:00 +0800", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("March 5th, 2024", "2024-03-05"),
        ("Tue Mar  5 10:00:00 CST 2024", "2024-03-05"),
        ("20240305100000", "2024-03-05"),
        ("202403051000", "2024-03-05"),
        ("20240305 10:00", "2024-03-05"),
        ("2024-03-05 10:22 星期二", "2024-03-05"),
        ("2024/3/5 10:00:00 AM", "2024-03-05"),
        ("2024年3月5日 下午3:20", "2024-03-05"),
        ("民國113年3月5日", "2024-03-05"),
        ("中華民國一百一十三年三月五日", "2024-03-05"),
        ("民國三十七年五月四日 星期二", "1948-05-04"),
        ("民国元年", "1912"),
        ("民國113/03/05", "2024-03-05"),
    ],
)
def test_dates_of_feeds_of_databases_and_of_the_republic_are_understood(written: str, iso: str) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    "written", ["05 Foo 2024", "30 Feb 2024", "民國0年1月1日", "113年3月5日", "3月5日", "March 2024"]
)
def test_what_only_looks_like_such_a_date_is_none(written: str) -> None:
    assert parse_date(written) is None


def test_seconds_and_milliseconds_since_1970_are_days_in_china_in_plausible_years() -> None:
    assert date_of_epoch(1709568000) == date_of_epoch(1709568000000) == "2024-03-05"
    assert [date_of_epoch(number) for number in (0, 12345, -1, 5e9, 1e300)] == [None] * 5


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("民國三十六年十一月八日", "1947-11-08"),
        ("民國112年11月8日", "2023-11-08"),
        ("中華民國一一二年十一月八日", "2023-11-08"),
        ("中华民国一百一十二年十一月", "2023-11"),
        ("民国元年", "1912"),
        ("民國112/11/08", "2023-11-08"),
        ("112/11/08", None),
        ("民國112年13月8日", None),
    ],
)
def test_years_of_the_republic_count_from_1912(written: str, date: str | None) -> None:
    assert parse_date(written) == date
