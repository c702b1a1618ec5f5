"""Facet counts over all matches: exact, from the columns, never from stored fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from baosou.index.ingest.facet_values import within
from baosou.index.request import NAME_FIELDS, FacetRequest, Unit
from baosou.index.results import FacetCount
from baosou.index.segments.doc_sets import Numbers
from baosou.index.segments.layout import SECTION_PLACES
from baosou.index.segments.reader import Segment


def facet_counts(request: FacetRequest, found: Sequence[tuple[Segment, Numbers]], by: Unit) -> tuple[FacetCount, ...]:
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
            weights = np.bincount(segment.section_article.take(matches), minlength=segment.articles)
            totals = np.bincount(column.numbers, weights=weights[column.owners], minlength=column.size)
        else:
            entries = column.entries_of(matches, segment.sections if own_places else segment.articles)
            totals = np.bincount(column.numbers.take(entries), minlength=column.size)
        if request.field in NAME_FIELDS and not request.every and segment.enriched is not None:
            totals = totals * segment.enriched.shown(request.field)
        if request.within is not None:
            totals = totals * np.array(within(request.within, column.values), dtype=bool)
        carried = totals.nonzero()[0]
        if len(found) == 1 and 0 < request.limit < len(carried):
            # with one segment, the values that can be among the first are known before they are spelled
            carried = carried.compress(totals.take(carried) >= np.partition(totals, -request.limit)[-request.limit])
        for value, total in zip(column.spelled(carried), totals.take(carried).tolist(), strict=True):
            counts[value] += int(total)
    kept = nsmallest(request.limit or len(counts), counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in kept)
