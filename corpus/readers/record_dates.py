"""The day of a record, as crawlers, feeds and data bases write it."""

from __future__ import annotations

import datetime
import re

from baosou.corpus.dates import date_of_epoch, dates_in, parse_date

_IN_UTC = re.compile(r"\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s*(?:Z|GMT|UT|\+00:?00)$")
_CHINA = datetime.timedelta(hours=8)
_NUMBER = re.compile(r"\d{9,13}(?:\.\d+)?")


def day_of(written: str) -> str | None:
    """The date that a value is, or speaks of (来源：本站 2024-07-01); of a moment in UTC the day in China."""
    date = _day_in_china(written) or parse_date(written.removesuffix(".0"))
    if date is None and _NUMBER.fullmatch(written):
        date = date_of_epoch(float(written))
    if date is None and len(written) <= 60:
        found = set(dates_in(written))
        date = found.pop() if len(found) == 1 else None
    return date


def _day_in_china(written: str) -> str | None:
    if _IN_UTC.search(written) is None:
        return None
    try:
        moment = datetime.datetime.fromisoformat(written)
    except ValueError:
        from email.utils import parsedate_to_datetime  # loads sockets

        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, TypeError):
            return None
    try:
        return (moment + _CHINA).date().isoformat()
    except OverflowError:
        return None
