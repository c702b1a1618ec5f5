"""Periods by other names than dates: 7d, 今天, 最近一年, 2018..2020; counted back from the day of asking."""

from __future__ import annotations

import calendar
import datetime
import re

from baosou.corpus.dates import parse_date
from baosou.corpus.numerals import value

Ends = tuple[str | None, str | None]
"""The first and the last day (month, year) of a period, ISO 8601 and inclusive; None is open."""

FORMS = "2024, 2024-05, 2024-05-01, 2018..2020, 7d or 去年"
"""What a period may look like, for those who wrote something else."""

_AGO = re.compile(r"(\d{1,4})([dwmy])", re.IGNORECASE)
_LAST = re.compile(r"(?:最近|近|过去|過去)(\d{1,4}|[一二两三四五六七八九十百]{1,4}|半)(?:个|個)?(天|日|周|星期|月|年)")
_UNITS = {"天": "d", "日": "d", "周": "w", "星期": "w", "月": "m", "年": "y"}
_DAYS = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2}
_YEARS = {"今年": 0, "去年": 1, "前年": 2}
_MONTHS = {**dict.fromkeys(("本月", "这个月", "這個月"), 0), **dict.fromkeys(("上月", "上个月", "上個月"), 1)}
_WEEKS = {**dict.fromkeys(("本周", "这周", "這周"), 0), "上周": 1}


def period(text: str, today: datetime.date | None = None) -> Ends | None:
    """The period that a text names, or the one date that it is; None for anything else.

    7d are the last seven days and today, 1m the last month, 1y the last year. Either end of A..B may be left out, or be
    a name itself (1y..today). A period that ends before it begins is None too.
    """
    plain = text.strip()
    before, dots, after = plain.partition("..")
    if not dots:
        return _named(plain, today or datetime.date.today())
    first, last = (
        _named(each.strip(), today or datetime.date.today()) if each.strip() else (None, None)
        for each in (before, after)
    )
    if first is None or last is None or plain == "..":
        return None
    ends = (first[0] if before.strip() else None, last[1] if after.strip() else None)
    return None if ends[0] and ends[1] and ends[0][: len(ends[1])] > ends[1] else ends


def point(text: str, today: datetime.date | None = None) -> str | None:
    """The day that 7d, 3w, 2m or 1y go back to; None for anything else."""
    found = _AGO.fullmatch(text.strip())
    return (
        None if found is None else _before(today or datetime.date.today(), int(found[1]), found[2].lower()).isoformat()
    )


def _named(text: str, today: datetime.date) -> tuple[str, str] | None:
    date = parse_date(text)
    if date is not None:
        return date, date
    word = text.lower()
    if word in _DAYS:
        day = (today - datetime.timedelta(days=_DAYS[word])).isoformat()
        return day, day
    if word in _YEARS:
        return (str(today.year - _YEARS[word]),) * 2
    if word in _MONTHS:
        return (_before(today, _MONTHS[word], "m").isoformat()[:7],) * 2
    if word in _WEEKS:
        monday = today - datetime.timedelta(days=today.weekday() + 7 * _WEEKS[word])
        return monday.isoformat(), (monday + datetime.timedelta(days=6)).isoformat()
    if (ago := _AGO.fullmatch(text)) is not None:
        return _before(today, int(ago[1]), ago[2].lower()).isoformat(), today.isoformat()
    if (last := _LAST.fullmatch(text)) is not None:
        return _before(today, *_count(last[1], _UNITS[last[2]])).isoformat(), today.isoformat()
    return None


def _count(written: str, unit: str) -> tuple[int, str]:
    """How many of which unit: 半年 are six months."""
    if written == "半":
        return {"y": (6, "m"), "m": (15, "d")}.get(unit, (1, unit))
    return (int(written) if written.isdecimal() else value(written) or 1), unit


def _before(day: datetime.date, count: int, unit: str) -> datetime.date:
    """The day so many days, weeks, months or years before; the last of a month where that has no such day."""
    try:
        if unit in "dw":
            return day - datetime.timedelta(days=count * (7 if unit == "w" else 1))
        months = day.year * 12 + day.month - 1 - count * (12 if unit == "y" else 1)
        year, month = months // 12, months % 12 + 1
        return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return datetime.date.min
