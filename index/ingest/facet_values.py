"""The values that articles have for facets and filters, and which of them a wanted value means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from baosou.corpus.folding import fold_text
from baosou.corpus.places import resolve
from baosou.index.errors import QueryError

MOST_KEYS = 1_000
"""Columns of records' further keys that an index has at most; the values of others are stored with their articles.

Each column takes its time whenever an index is opened, checked or merged: a file of which each record brings another
key would make as many of them as it has records.
"""


LONGEST_KEY = 200
"""Characters of a further key that has a column: a file's directory names it several times."""


@lru_cache(maxsize=1024)
def date_bounds(date: str | None) -> tuple[int, int]:
    """First and last day of an ISO date of any precision as yyyymmdd numbers; (0, 0) where there is none.

    Last days are 31 whatever the month: the numbers are only compared.
    """
    if not date:
        return 0, 0
    year, month, day = (*date.split("-"), "", "")[:3]
    return int(f"{year}{month or '01'}{day or '01'}"), int(f"{year}{month or '12'}{day or '31'}")


@lru_cache(maxsize=1024)
def periods(date: str | None) -> dict[str, tuple[str, ...]]:
    """The columns of a date of any precision."""
    periods = {"year": 4, "month": 7, "date": 10}
    return {column: (date[:length],) for column, length in periods.items() if date and len(date) >= length}


@lru_cache(maxsize=4096)  # the same few places are named again and again
def _line(path: str) -> tuple[str, ...]:
    """A path and all paths above it, ascending."""
    names = path.split("/")
    return tuple("/".join(names[:n]) for n in range(1, len(names) + 1))


def with_ancestors(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths and all paths above them, ascending."""
    return _line(paths[0]) if len(paths) == 1 else tuple(sorted({each for path in paths for each in _line(path)}))


def wanted_day(value: str) -> str:
    """A date in any of its forms as ISO 8601; raises QueryError for what is none."""
    from baosou.corpus.dates import parse_date  # few filters are dates

    day = parse_date(value)
    if day is None:
        raise QueryError(f"date={value}: not a date; write 2024, 2024-05 or 2024-05-01")
    return day


def chosen_values(field: str, known: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Which of a column's values the wanted ones mean."""
    if field == "place":
        paths = {path for value in wanted for path in resolve(value)}
        names = [tuple(fold_text(value).strip("/").split("/")) for value in wanted]
        return [path in paths or any(_ends_with(path, name) for name in names) for path in known]
    folded = {fold_text(value) for value in wanted}
    return [fold_text(value) in folded for value in known]


def _ends_with(path: str, names: tuple[str, ...]) -> bool:
    """Whether a path's last names are these; sub-paths count through their own ancestors in the column."""
    return tuple(path.split("/"))[-len(names) :] == names
