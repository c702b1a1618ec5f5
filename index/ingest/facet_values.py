"""The values that articles have for facets and filters, and which of them a wanted value means."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from baosou.corpus.errors import and_more, worded
from baosou.corpus.folding import fold_text
from baosou.corpus.models import Article
from baosou.corpus.places import country_meant, resolve
from baosou.index.errors import QueryError
from baosou.index.reports import Unread
from baosou.index.request import FACET_FIELDS

MOST_KEYS = 1_000
"""Records' further keys that are facets of an index at most; the values of others are stored with their articles.

Each facet takes its time whenever an index is opened, checked or merged: a file of which each record brings another
key would make as many of them as it has records.
"""

LONGEST_KEY = 200
"""Characters of a further key that is a facet: an index names it in several places."""

_SHOWN = 20
"""Characters of a key that a warning names."""

FacetValues = dict[str, tuple[str, ...]]
"""Values by the facet or key that has them."""


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
    """The values that a date of any precision has for the facets of periods."""
    lengths = {"year": 4, "month": 7, "date": 10}
    return {facet: (date[:length],) for facet, length in lengths.items() if date and len(date) >= length}


@lru_cache(maxsize=4096)  # the same few places are named again and again
def _line(path: str) -> tuple[str, ...]:
    """A path and all paths above it, ascending."""
    names = path.split("/")
    return tuple("/".join(names[:n]) for n in range(1, len(names) + 1))


@lru_cache(maxsize=4096)  # those of an article are mostly those of its only section
def with_ancestors(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths and all paths above them, ascending."""
    return tuple(sorted({each for path in paths for each in _line(path)}))


class FacetKeys:
    """Which further keys of records are facets: the first so many that come, and none that is too long.

    Keys named like facets that every index has add to those. `reserved` names are an engine's own.
    """

    def __init__(self, *, most: int = MOST_KEYS, reserved: Collection[str] = ()) -> None:
        self._most = most
        self._reserved = reserved
        self._keys: set[str] = set()
        self.aside: dict[str, None] = {}

    def values_of(self, article: Article, source: str) -> tuple[FacetValues, FacetValues]:
        """The values of an article for each facet, and those of its further keys that are none.

        A record that names its own source is counted under that name instead of under its file's path.
        """
        values: FacetValues = {
            "place": with_ancestors(article.places),
            "country": article.countries,
            "author": article.authors,
            **periods(article.date),
        }
        if article.column:
            values["column"] = (article.column,)
        if article.edition:
            values["edition"] = (article.edition,)
        if article.publication:
            values["publication"] = (article.publication,)
        if "source" not in article.extra:
            values["source"] = (source,)
        aside: FacetValues = {}
        for key, found in article.extra.items():
            if key in self._reserved or not found:
                continue
            if self._has_room(key):
                values[key] = values.get(key, ()) + found
            else:
                aside[key] = found
        self.aside.update(dict.fromkeys(aside))
        return values, aside

    def _has_room(self, key: str) -> bool:
        """Whether a key is a facet, or may become one."""
        if key not in self._keys and key not in FACET_FIELDS:
            if len(self._keys) == self._most or len(key) > LONGEST_KEY:
                return False
            self._keys.add(key)
        return True


def told_aside(location: str, keys: Sequence[str], *, most: int = MOST_KEYS) -> list[Unread]:
    """The warning about further keys that are no facets, where there are any."""
    if not keys:
        return []
    named = and_more(", ".join(key[:_SHOWN] for key in keys[:3]), len(keys) - 3)
    return [
        Unread(
            location,
            worded(
                "records have more than {most:,} further keys, or some of more than {longest} characters; "
                "{named} are kept with their articles, but are no facets or filters",
                most=most,
                longest=LONGEST_KEY,
                named=named,
            ),
        )
    ]


def wanted_period(value: str) -> tuple[str | None, str | None]:
    """The ends of a period in any of its forms, or of a date; raises QueryError for what is none."""
    from baosou.index.query.named_periods import FORMS, period  # few filters are dates

    ends = period(value)
    if ends is None:
        raise QueryError(worded("date={value}: not a date; write {forms}", value=value, forms=worded(FORMS)))
    return ends


def wanted_days(value: str) -> tuple[int, int]:
    """The first and last day of a period as yyyymmdd numbers; an open end is the first or the last that there is."""
    first, last = wanted_period(value)
    return date_bounds(first)[0], date_bounds(last)[1] if last else 99991231


def chosen_values(field: str, known: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Which of the values that a facet has the wanted ones mean."""
    if field == "place":
        paths = {path for value in wanted for path in resolve(value)}
        names = [tuple(fold_text(value).strip("/").split("/")) for value in wanted]
        return [path in paths or any(_ends_with(path, name) for name in names) for path in known]
    if field == "country":
        wanted = [country_meant(value) or value for value in wanted]
    folded = {fold_text(value) for value in wanted}
    return [fold_text(value) in folded for value in known]


def within(place: str, known: Sequence[str]) -> list[bool]:
    """Which of the paths that a facet has lie right below those that the name or path of a place means."""
    above = {path for path, chosen in zip(known, chosen_values("place", known, [place]), strict=True) if chosen}
    return [path.rpartition("/")[0] in above for path in known]


def _ends_with(path: str, names: tuple[str, ...]) -> bool:
    """Whether a path's last names are these; sub-paths count through their own ancestors."""
    return tuple(path.split("/"))[-len(names) :] == names
