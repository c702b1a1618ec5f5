"""How many articles are of which month or year, in lines: years of months, or of a long time decades of years."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from baosou.corpus.errors import worded

YEARS_SHOWN = 40
"""Beyond so many years a line is a decade."""
UNKNOWN = "?"
"""Where articles stand of which only the year is known."""


class Spot(Struct, frozen=True):
    """A month or year and its articles; a `gap` has none, though earlier and later ones have."""

    name: str
    count: int
    gap: bool


class Line(Struct, frozen=True):
    """A year or decade."""

    name: str
    spots: tuple[Spot, ...]
    total: int


class Calendar(Struct, frozen=True):
    """All lines, from the first with articles to the last, what each is `of`, and the names of their spots."""

    of: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]


def calendar_of(years: Mapping[int, int], months: Mapping[tuple[int, int], int]) -> Calendar:
    """The calendar of the articles of some years (one at least); `months` are those of which the month is known too."""
    return _of_years(years, months) if max(years) - min(years) < YEARS_SHOWN else _of_decades(years)


def _of_years(years: Mapping[int, int], months: Mapping[tuple[int, int], int]) -> Calendar:
    vague = {year: count - sum(months.get((year, month), 0) for month in range(1, 13)) for year, count in years.items()}
    any_vague = any(vague.values())
    start, end = min(months, default=(0, 0)), max(months, default=(0, 0))
    lines = []
    for year in range(min(years), max(years) + 1):
        # articles of which the month is not known may be of any month
        gaps = not vague.get(year)
        spots = [
            _spot(f"{year}-{month:02}", months.get((year, month), 0), gaps and start < (year, month) < end)
            for month in range(1, 13)
        ]
        if any_vague:
            spots.append(_spot(worded("{year}, month unknown", year=year), vague.get(year, 0), False))
        lines.append(Line(str(year), tuple(spots), years.get(year, 0)))
    return Calendar("year", (*map(str, range(1, 13)), *([UNKNOWN] if any_vague else [])), tuple(lines))


def _of_decades(years: Mapping[int, int]) -> Calendar:
    first, last = min(years), max(years)
    lines = []
    for decade in range(first // 10 * 10, last + 1, 10):
        spots = tuple(_spot(str(year), years.get(year, 0), first < year < last) for year in range(decade, decade + 10))
        lines.append(Line(worded("{decade}s", decade=decade), spots, sum(spot.count for spot in spots)))
    return Calendar("decade", tuple(map(str, range(10))), tuple(lines))


def _spot(name: str, count: int, within: bool) -> Spot:
    return Spot(name, count, within and not count)
