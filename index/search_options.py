"""The types of what a search can be told, for those who pass it on: the keyword arguments of `Index.search`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TypedDict

from baosou.index.request import FacetRequest, FacetSort, Filter, Sort, Unit

Value = str | int
Where = Mapping[str, Value | Iterable[Value]] | Iterable[Filter]
"""Values that fields must have: {"place": "温州市", "author": ["林一帆", "周可"], "!column": "广告"}."""

FacetsWanted = str | FacetRequest | Mapping[str, int] | Iterable[str | FacetRequest]
"""Fields whose values are counted: "place", ["place:5", "place=浙江省"] (the places in it), {"place": 5, "year": 0}."""

Day = str | int | datetime.date
"""A date of any precision: "2024-05", "2024年5月", 2024, datetime.date(2024, 5, 1)."""


class ReadingOptions(TypedDict, total=False):
    """What a timeline, a concordance and collocates can be told of what matches, as a search is told it."""

    where: Where | None
    since: Day | None
    until: Day | None
    any: bool
    literal: bool
    strict: bool
    synonyms: bool
    aside: bool
    timeout: float | None


class CountingOptions(ReadingOptions, total=False):
    """What counts can be told of what matches: also whether articles, sections or stories are counted."""

    by: Unit
    stories: bool


class SearchOptions(CountingOptions, total=False):
    """What a search can be told beside its query; `Index.search` says what each means."""

    facets: FacetsWanted | None
    facet_sort: FacetSort
    limit: int | None
    offset: int
    sort: Sort | None
    snippets: int
    width: int
    explain: bool
    fill: bool
    hits: bool
    fold: bool
