"""Which of some articles are one story, printed by several papers or sent out again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from baosou.index.analysis.units import Grams, Integers
from baosou.index.reprints.likeness import Compared

DAYS = 31
"""A story is printed again within so many days; later it is another occasion that is told in the same words."""

_UNDATED = 0.9
"""So much of an article of unknown date stands in another that is the same story."""

_LOOKED_UP = 5
"""So many of the runs that two articles share, those that count most, are looked up in the archive."""

_OF_ITS_TIME = 0.6
"""Where so many of those who say something say it within those days, it is of one story; else it is a formula."""

_FEW = 3
"""What no more articles say than these is no formula."""

Days = tuple[int, int]
"""The first and the last day of a date, by their ordinals."""


class Archive(Protocol):
    """What is asked of the archive that the articles are of."""

    def pairs(self, grams: Grams) -> Integers:
        """How often each of some ascending pairs of neighbouring characters stands."""

    def holding(self, words: Sequence[str]) -> Sequence[int]:
        """How many articles hold each of some texts."""

    def holding_within(self, word: str, since: str, until: str) -> int:
        """How many of the articles of some days hold a text."""


def stories(texts: Sequence[str], dates: Sequence[str | None], archive: Archive) -> list[list[int]]:
    """The articles by their places, those of one story together: the first before those that are printed again.

    An article is of the story of the first one before it that it is the same as; what is only like a later one is not.
    """
    compared = Compared(texts, archive.pairs)
    firsts: list[int] = []
    for number in range(len(texts)):
        known = sorted({firsts[each] for each in compared.related(number)})
        own = next((first for first in known if are_one(first, number, dates, compared, archive)), number)
        firsts.append(own)
    groups: dict[int, list[int]] = {}
    for number, first in enumerate(firsts):
        groups.setdefault(first, []).append(number)
    return list(groups.values())


def are_one(first: int, second: int, dates: Sequence[str | None], compared: Compared, archive: Archive) -> bool:
    """Whether two of the compared articles are one story."""
    days, others = days_of(dates[first]), days_of(dates[second])
    if days is None or others is None:
        if compared.plain(first, second) < _UNDATED:
            return False
    elif max(days[0] - others[1], others[0] - days[1]) > DAYS:
        return False
    shared = compared.shared(first, second)  # asks the archive, where the rest does not tell
    if shared is None or not shared.is_same:
        return False
    return (
        days is None
        or others is None
        or shared.is_copy
        or not _is_formula(compared.rarest(first, second, _LOOKED_UP), days, others, archive)
    )


def _is_formula(runs: Sequence[str], days: Days, others: Days, archive: Archive) -> bool:
    """Whether what two articles of some days share is said at other times in the same words."""
    first, last = max(min(days[0], others[0]) - DAYS, 1), min(max(days[1], others[1]) + DAYS, _LAST)
    since, until = (datetime.date.fromordinal(day).isoformat() for day in (first, last))
    elsewhere, left = 0, len(runs)
    half = (left + 1) // 2
    for some in (runs[:half], runs[half:]):
        # where the first of them agree they tell it, and to look the others up takes as long
        if 2 * elsewhere >= len(runs) or 2 * (elsewhere + left) < len(runs):
            break
        left -= len(some)
        elsewhere += sum(
            in_all > _FEW and archive.holding_within(run, since, until) < _OF_ITS_TIME * in_all
            for run, in_all in zip(some, archive.holding(some), strict=True)
        )
    return 2 * elsewhere >= len(runs)


_LAST = datetime.date.max.toordinal()


@cache
def days_of(date: str | None) -> Days | None:
    """The first and the last day of a date of any precision; None of none, and of one that no calendar has."""
    from baosou.index.ingest.facet_values import date_bounds  # hits that share nothing need no dates

    first, last = date_bounds(date)
    try:
        begin = datetime.date(*_parts(first)).toordinal()
        year, month, day = _parts(last)
        if day < 31:
            return begin, datetime.date(year, month, day).toordinal()
        return begin, datetime.date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    except ValueError:
        return None


def _parts(day: int) -> tuple[int, int, int]:
    return day // 10000, day // 100 % 100, day % 100
