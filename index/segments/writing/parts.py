"""The segments that a merge makes one of, with the new numbers of what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.ingest.ids import Ids
from baosou.index.segments.postings import Lists
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.splicing import renumbered


class Part(Struct, frozen=True):
    """A segment with the new numbers of its articles, sections, slots and blocks (-1 for deleted ones).

    `ids` are those that its articles get.
    """

    segment: Segment
    ids: Ids
    articles: Integers
    sections: Integers
    slots: Integers
    blocks: Integers

    def kept(self, numbers: Integers) -> Integers:
        """Which of some things are live, by their new numbers."""
        return np.flatnonzero(numbers >= 0)

    def live(self, lists: Lists, numbers: Integers) -> tuple[Lists, int]:
        """Lists of numbers as they are after the merge, and what is still to be added to all of them."""
        if self.segment.deleted:
            return renumbered(lists, numbers.take), 0
        kept = self.kept(numbers)
        return lists, int(numbers[kept[0]] - kept[0]) if len(kept) else 0


def renumbered_parts(segments: Sequence[Segment], ids: Sequence[Ids | None]) -> Iterator[Part]:
    """The segments with the numbers that what is live in them gets; `ids` as for `merge`."""
    articles = sections = slots = 0
    blocks = 1
    for segment, own in zip(segments, ids, strict=True):
        live_slots = segment.live.take(segment.slot_article)
        live_blocks = live_slots.take(segment.block_slot) if len(live_slots) else np.zeros(2, dtype=np.bool_)
        live_blocks[[0, -1]] = False
        part = Part(
            segment,
            segment.article_id if own is None else own,
            _number(segment.live, articles),
            _number(segment.live.take(segment.section_article), sections),
            _number(live_slots, slots),
            _number(live_blocks, blocks),
        )
        yield part
        articles, sections, slots, blocks = (
            first + int(np.count_nonzero(numbers >= 0))
            for first, numbers in zip(
                (articles, sections, slots, blocks),
                (part.articles, part.sections, part.slots, part.blocks),
                strict=True,
            )
        )


def _number(live: NDArray[np.bool_], first: int) -> Integers:
    return np.where(live, np.cumsum(live) - 1 + first, -1)


def forget(parts: Sequence[Part]) -> None:
    """Let go of what was read of the segments' files."""
    for part in parts:
        part.segment.file.forget()
