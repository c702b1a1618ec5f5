"""Whether what is told of the names in a segment's articles fits together, and with the segment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from baosou.index.errors import IndexDamaged
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.enriched import TAG, Enriched
from baosou.index.whoosh_engine.checking.soundness import ERRORS, fault_of


def findings(enriched: Enriched) -> Iterator[str]:
    """What does not, each as a line; the file was verified by its checksums before."""
    try:
        for reason in _reasons(enriched):
            yield f"{enriched.file.path}: {reason}"
    except IndexDamaged as error:
        yield str(error)
    except ERRORS as error:
        yield f"{enriched.file.path}: its names make no sense ({type(error).__name__}: {error})"


def _reasons(enriched: Enriched) -> Iterator[str]:
    known = enriched.content
    articles = len(known.digests)
    if len(known.judged) != articles or (known.judged & (known.digests == 0)).any():
        yield "it names people of articles that nobody has looked at"
    for name, owners, values in (
        (TAG, known.tags.owners, known.tags.values),
        *((field, column.owners, column.values) for field, column in known.columns.items()),
    ):
        if (np.diff(owners) < 0).any() or int(owners.max(initial=-1)) >= articles:
            yield f"the column {name} belongs to no article"
        if list(values) != sorted(set(values)):
            yield f"the values of the column {name} are not in order"
    if not set(known.columns) <= set(NAME_FIELDS):
        yield "it has columns that are none of names"
    reason = fault_of(enriched.names.lists, articles)
    if reason:
        yield f"name_postings {reason}"
