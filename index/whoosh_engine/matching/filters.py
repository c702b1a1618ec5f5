"""Filters on metadata: which articles (or sections) of a segment carry a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.corpus.places import resolve
from baosou.index.errors import QueryError
from baosou.index.whoosh_engine.segment.columns import SECTION_PLACES, date_bounds
from baosou.index.whoosh_engine.segment.reader import Segment


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
            first, last = date_bounds(_day(value))
            mask |= (segment.dates[:, 0] > 0) & (segment.dates[:, 0] <= last) & (segment.dates[:, 1] >= first)
        elif field == "source":
            wanted = fold_text(value)
            paths = np.array([wanted in fold_text(path) for path in segment.sources], dtype=np.bool_)
            mask |= paths[segment.article_source] if len(paths) else False
    column = segment.column(SECTION_PLACES if sections else field)
    if column is not None:
        chosen = np.array(chosen_values(field, column.values, list(values)), dtype=np.bool_)
        if len(chosen):
            mask[column.owners[chosen[column.numbers]]] = True
    return mask


def _day(value: str) -> str:
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
