"""Where characters stand: in which blocks each, and in which slots those that stand almost everywhere."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, posted_units
from baosou.index.segments.frequent import FrequentWriter
from baosou.index.segments.layout import BLOCK_BITS, Slots

UNLISTED = 18
"""A character that stands more than once in so many blocks has no list of blocks: it would take as much room as the
lists of all others together. It has its slots in another form (see `segments.frequent`); in news some hundred do."""

AS_FREQUENT = 1.5
"""How many times as frequent as in all of an index a character may be in a part of it, more or less."""

_AT_ONCE = 1 << 20
"""About so many units are counted at a time."""


class FoundCharacters(Struct, frozen=True):
    """Folded units in order, how often each stands there, and of those that are listed the block of each occurrence.

    `counts[i]` blocks are those of unit i, ascending, then the next one's; 0 for one that is not listed.
    """

    units: NDArray[np.uint16]
    occurrences: Integers
    counts: Integers
    blocks: NDArray[np.uint32]

    @property
    def frequent(self) -> NDArray[np.uint16]:
        """Those that are not listed."""
        return self.units.compress(self.counts == 0)

    @property
    def of_units(self) -> Integers:
        """How often each unit stands there, shape (65536,)."""
        occurrences = np.zeros(0x10000, dtype=np.int64)
        occurrences[self.units] = self.occurrences
        return occurrences


def most_listed(units: int) -> int:
    """How often a character may stand in a segment of so many units and have a list of blocks."""
    return max((units >> BLOCK_BITS) // UNLISTED, 1)


def find_characters(folded: Units, most: int) -> FoundCharacters:
    """All posted characters of folded units, which begin at the start of a block; listed are those that stand at most
    so many times.
    """
    occurrences = np.bincount(folded, minlength=0x10000)
    occurrences[~posted_units()] = 0
    listed = (occurrences > 0) & (occurrences <= most)
    places = np.flatnonzero(listed.take(folded))
    units = folded.take(places)
    order = np.argsort(units, kind="stable")
    blocks = (places >> BLOCK_BITS).astype(np.uint32).take(order)
    known = np.flatnonzero(occurrences)
    return FoundCharacters(
        known.astype(np.uint16), occurrences[known], np.where(listed, occurrences, 0).take(known), blocks
    )


def count_frequent(folded: Units, slots: Slots, frequent: NDArray[np.uint16]) -> FrequentWriter:
    """How often each of some units stands in each slot."""
    ranks = np.zeros(0x10000, dtype=np.uint16)
    ranks[frequent] = np.arange(1, len(frequent) + 1)
    fits = slots.lengths.max(initial=0) <= np.iinfo(np.uint16).max
    counts = np.zeros((len(frequent), len(slots.lengths)), dtype=np.uint16 if fits else np.uint32)
    first = 0
    while first < len(slots.lengths) and len(frequent):
        last = max(int(slots.bases.searchsorted(slots.bases[first] + _AT_ONCE)), first + 1)
        start, end = int(slots.bases[first]), int(slots.bases[last - 1] + slots.lengths[last - 1])
        own = ranks.take(folded[start:end])
        places = own.nonzero()[0]
        cells = (own.take(places) - np.int64(1)) * (last - first) + (slots.at(places + start) - np.int64(first))
        shape = (len(frequent), last - first)
        counts[:, first:last] = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
        first = last
    writer = FrequentWriter()
    for unit, own in zip(frequent.tolist(), counts, strict=True):
        writer.add(unit, own)
    return writer
