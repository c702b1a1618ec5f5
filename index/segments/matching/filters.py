"""Filters on metadata: which articles (or sections) of a segment carry a value."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.ingest.facet_values import chosen_values, wanted_days
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.layout import SECTION_PLACES
from baosou.index.segments.reader import Segment


def matching_values(
    segment: Segment, field: str, values: Iterable[str], *, sections: bool = False
) -> NDArray[np.bool_]:
    """Articles that carry any of the values; with `sections`, sections that name any of the places.

    Values are compared folded and whole, but for three fields: a date covers its days, a place is found by any of
    its names with all that lies in it, and a source by any part of its path. Raises QueryError for a date that is none.
    """
    owners = segment.sections if sections else segment.articles
    mask = np.zeros(owners, dtype=np.bool_)
    for value in values:
        if field == "date":
            first, last = wanted_days(value)
            mask |= (segment.dates[:, 0] > 0) & (segment.dates[:, 0] <= last) & (segment.dates[:, 1] >= first)
        elif field == "source":
            wanted = fold_text(value)
            paths = np.array([wanted in fold_text(path) for path in segment.sources], dtype=np.bool_)
            mask |= paths[segment.article_source] if len(paths) else False
    column = segment.column(SECTION_PLACES if sections else field)
    if column is not None:
        if field in NAME_FIELDS and segment.enriched is not None:
            values = segment.enriched.meant(list(values))
        chosen = np.array(chosen_values(field, column.values, list(values)), dtype=np.bool_)
        if len(chosen):
            mask[column.owners[chosen[column.numbers]]] = True
    return mask
