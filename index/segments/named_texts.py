"""The texts of a segment in which names are looked for: titles and sections, without quotation marks.

Bylines are left out: who wrote an article is told by the field author.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, Unquoted, fold_table
from baosou.index.segments.layout import BLOCK_BITS, Field
from baosou.index.segments.reader import Segment

_BLOCKS = 1 << 17
"""How many blocks of text are taken at a time, about: four million characters."""


class Texts(Struct, frozen=True):
    """Folded texts with zeros between them; `places` is where each unit stood, `articles` the article of each block."""

    units: Units
    places: Integers
    articles: Integers

    def articles_at(self, starts: Integers) -> Integers:
        """The article of each place among the units."""
        return self.articles.take(self.places.take(starts) >> BLOCK_BITS)


def searched_for_names(segment: Segment) -> NDArray[np.bool_]:
    """Which articles of a segment are: all that are not deleted, running heads and page numbers aside."""
    return np.asarray(segment.live & (segment.article_aside == 0), dtype=np.bool_)


def texts_of_article(segment: Segment, article: int) -> Iterator[str]:
    """The texts of an article in which names are looked for, as they were."""
    slots = segment.slot_article.data
    first = bisect_left(slots, article)
    for slot in range(first, bisect_left(slots, article + 1, lo=first)):
        if segment.slot_field.item(slot) != Field.BYLINE:
            yield segment.slot_text(slot)


def article_texts(segment: Segment, articles: NDArray[np.bool_]) -> Iterator[Texts]:
    """The texts of some articles, some millions of characters at a time."""
    slots = np.flatnonzero(articles.take(segment.slot_article) & (segment.slot_field != Field.BYLINE))
    sizes = (segment.slot_length.take(slots).astype(np.int64) >> BLOCK_BITS) + 1
    groups = np.cumsum(sizes) // _BLOCKS
    for first, last in zip(*_bounds(groups), strict=True):
        chosen = slots[first:last]
        blocks = segment.blocks_at(segment.blocks_of(chosen)).reshape(-1)
        kept = Unquoted.of(fold_table().take(blocks))
        owners = np.repeat(segment.slot_article.take(chosen).astype(np.int64), sizes[first:last])
        yield Texts(kept.units, kept.places, owners)
        segment.file.forget()


def _bounds(groups: Integers) -> tuple[list[int], list[int]]:
    edges = np.flatnonzero(np.diff(groups, prepend=-1)).tolist() if len(groups) else []
    return edges, [*edges[1:], len(groups)] if edges else []
