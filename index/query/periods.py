"""The dates of a query: one date, a range, or everything before or after a date."""

from __future__ import annotations

import datetime

from baosou.corpus.dates import parse_date
from baosou.corpus.errors import worded
from baosou.index.query.lexer import Reader
from baosou.index.query.named_periods import FORMS, period, point
from baosou.index.query.signs import ascii_form
from baosou.index.query.tree import DateRange

_SEPARATORS = ("..", "～", "~", "至", "到")
_COMPARISONS = {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}


def read_period(reader: Reader) -> DateRange:
    """The period that stands at the reader, after `date:`.

    2024, 2024-05, 20240501, 2024年5月; 7d, 今天, 最近一年; 2023..2024-06, 2023-2024; [2023 TO 2024] or {2023 TO 2024}
    without its ends, * for an open end; >2024-05-01, >=, <, <=. Raises QueryError for anything else.
    """
    if reader.sign() and reader.sign() in "[{":
        return _bracketed(reader)
    comparison = _comparison(reader)
    reader.skip_blanks()
    start = reader.at
    typed = reader.value()
    if comparison:
        return _compared(reader, comparison, typed, start)
    named = period(typed)
    if named is not None:
        return DateRange(*named)
    ends = _two_ends(typed)
    if ends is None:
        day = _date(reader, typed, start)
        return DateRange(day, day)
    return _between(reader, _open_or_date(reader, ends[0], start), _open_or_date(reader, ends[1], start), start)


def _bracketed(reader: Reader) -> DateRange:
    start = reader.at
    while reader.sign() not in ("", "]", "}"):
        reader.at += 1
    if not reader.sign():
        raise reader.error(worded("expected a closing ] or }"), start)
    opening, closing = ascii_form(reader.query[start]), reader.sign()
    words = reader.query[start + 1 : reader.at].split()
    reader.at += 1
    middle = next((n for n, word in enumerate(words) if word.upper() in ("TO", "至", "到")), None)
    if middle is None:
        raise reader.error(worded("expected two dates with TO between them, such as [2023 TO 2024-06]"), start)
    since = _open_or_date(reader, " ".join(words[:middle]), start)
    until = _open_or_date(reader, " ".join(words[middle + 1 :]), start)
    if since is not None and opening == "{":
        since = _neighbour(reader, since, 1, start)
    if until is not None and closing == "}":
        until = _neighbour(reader, until, -1, start)
    return _between(reader, since, until, start)


def _comparison(reader: Reader) -> str:
    two = reader.sign() + reader.sign(1)
    for typed in (two, two[:1]):
        if typed in _COMPARISONS:
            reader.at += len(typed)
            return _COMPARISONS[typed]
    return ""


def _compared(reader: Reader, comparison: str, typed: str, at: int) -> DateRange:
    date = point(typed) or _date(reader, typed, at)
    match comparison:
        case ">=":
            return DateRange(date, None)
        case "<=":
            return DateRange(None, date)
        case ">":
            return DateRange(_neighbour(reader, date, 1, at), None)
        case _:
            return DateRange(None, _neighbour(reader, date, -1, at))


def _two_ends(typed: str) -> tuple[str, str] | None:
    """Both ends of 2023..2024-06 or 2023-2024; None for a single date."""
    for separator in _SEPARATORS:
        if separator in typed:
            since, _, until = typed.partition(separator)
            return since, until
    since, dash, until = typed.partition("-")
    if dash and len(since) == len(until) == 4 and (since + until).isdecimal():
        return since, until
    return None


def _between(reader: Reader, since: str | None, until: str | None, at: int) -> DateRange:
    if since is not None and until is not None and since[: len(until)] > until:
        raise reader.error(worded("no date lies from {since} to {until}", since=since, until=until), at)
    return DateRange(since, until)


def _open_or_date(reader: Reader, typed: str, at: int) -> str | None:
    return None if typed in ("*", "＊", "") else point(typed) or _date(reader, typed, at)


def _date(reader: Reader, typed: str, at: int) -> str:
    date = parse_date(typed)
    if date is None:
        told = '"{typed}" is not a date; write {forms}'
        raise reader.error(worded(told, typed=typed[:40], forms=worded(FORMS)), at)
    return date


def _neighbour(reader: Reader, date: str, step: int, at: int) -> str:
    """The year, month or day after (step 1) or before (step -1) the date, at its precision."""
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    if day:
        moved = (datetime.date(year, month, day) + datetime.timedelta(days=step)).isoformat()
    elif month:
        months = year * 12 + month - 1 + step
        moved = f"{months // 12}-{months % 12 + 1:02d}"
    else:
        moved = str(year + step)
    return _date(reader, moved, at)
