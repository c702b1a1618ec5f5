"""Facet counts over all matches: exact, from the columns, never from stored fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from baosou.index.engine import FacetRequest, Unit
from baosou.index.results import FacetCount
from baosou.index.whoosh_engine.columns import SECTION_PLACES
from baosou.index.whoosh_engine.segment import Segment

Matches = NDArray[np.bool_]


def facet_counts(request: FacetRequest, found: Sequence[tuple[Segment, Matches]], by: Unit) -> tuple[FacetCount, ...]:
    """How many matches carry each value, the most frequent first, equal counts by value.

    `found` says for each segment which articles match, or (by section) which sections. A section carries its
    article's values, but its own places.
    """
    counts: Counter[str] = Counter()
    for segment, matches in found:
        own_places = by == "section" and request.field == "place"
        column = segment.column(SECTION_PLACES if own_places else request.field)
        if column is None:
            continue
        if by == "section" and not own_places:
            weights = np.bincount(segment.section_article[matches], minlength=segment.articles)
            totals = np.bincount(column.numbers, weights=weights[column.owners], minlength=len(column.values))
        else:
            totals = np.bincount(column.numbers[matches[column.owners]], minlength=len(column.values))
        carried = np.flatnonzero(totals)
        for number, total in zip(carried.tolist(), totals[carried].tolist(), strict=True):
            counts[column.values[number]] += int(total)
    kept = nsmallest(request.limit or len(counts), counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in kept)
