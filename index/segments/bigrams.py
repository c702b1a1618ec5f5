"""Pairs of neighbouring letters, digits or ideographs: how often each stands in a segment.

Quotation marks are stepped over, as they are where text is found: what holds a pair that stands nowhere does so too.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams, Units, counted, runs
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter

_MANY = 255
"""A count of so many or more lies among the others of its kind."""


def less(grams: Grams, counts: NDArray[np.int64], gone: Grams) -> NDArray[np.int64]:
    """The counts of ascending pairs without those that are gone."""
    taken, times = counted(gone)
    left = counts.astype(np.int64)
    if len(grams):
        at = np.minimum(np.searchsorted(grams, taken), len(grams) - 1)
        own = grams.take(at) == taken
        left[at.compress(own)] -= times.compress(own)
    return left


def write_grams(writer: ArrayFileWriter, grams: Grams, counts: NDArray[np.int64]) -> None:
    """Write how often each pair occurs, those that do not left out; the pairs ascend.

    A pair lies with the others of its first character, and most counts take one byte.
    """
    grams, counts = grams.compress(counts > 0), counts.compress(counts > 0)
    firsts, starts = runs(grams >> np.uint32(16))
    writer.add("gram_first", firsts.astype(np.uint16))
    writer.add_narrow("gram_bounds", np.append(starts, len(grams)))
    writer.add("gram_second", (grams & np.uint32(0xFFFF)).astype(np.uint16))
    many = (counts >= _MANY).nonzero()[0]
    writer.add("gram_count", np.minimum(counts, _MANY).astype(np.uint8))
    writer.add_narrow("gram_many", many)
    writer.add_narrow("gram_many_count", counts.take(many))


class GramCounts:
    """How often each pair occurs in a segment, as `write_grams` wrote it."""

    def __init__(self, file: ArrayFile) -> None:
        self._firsts = file.array("gram_first")
        self._bounds = file.array("gram_bounds")
        self._seconds = file.checked("gram_second")
        self._counts = file.checked("gram_count")
        self._many = file.array("gram_many")
        self._many_counts = file.array("gram_many_count")
        # bisect over a map's memory takes a tenth of the time that an array takes to be asked for one number
        self._first_memory, self._bound_memory = self._firsts.data, self._bounds.data
        self._second_memory, self._count_memory = self._seconds.array.data, self._counts.array.data

    def sizes(self) -> NDArray[np.int64]:
        """How many pairs begin with each character, by its unit; shape (65536,)."""
        sizes = np.zeros(0x10000, dtype=np.int64)
        sizes[self._firsts] = np.diff(self._bounds.astype(np.int64))
        return sizes

    def between(self, first: int, last: int) -> tuple[Grams, NDArray[np.uint32]]:
        """The pairs that begin with the characters from one to before another, ascending, and their counts."""
        low, high = (bisect_left(self._first_memory, each) for each in (first, last))
        start, end = self._bound_memory[low], self._bound_memory[high]
        bounds = self._bounds[low : high + 1].astype(np.int64)
        sizes = bounds[1:] - bounds[:-1]
        grams = np.repeat(self._firsts[low:high].astype(np.uint32) << np.uint32(16), sizes)
        grams |= self._seconds.between(start, end)
        counts = self._counts.between(start, end).astype(np.uint32)
        many, more = (bisect_left(self._many.data, each) for each in (start, end))
        counts[self._many[many:more].astype(np.int64) - start] = self._many_counts[many:more]
        return grams, counts

    def following(self, first: int) -> tuple[Units, NDArray[np.uint8]]:
        """The characters that follow one, ascending, and how often each does; 255 is as often or more often."""
        start, end = self._range(first)
        return self._seconds.between(start, end), self._counts.between(start, end)

    def of(self, gram: int) -> int:
        """The count of one pair."""
        start, end = self._range(gram >> 16)
        self._seconds.need(start, end)
        at = bisect_left(self._second_memory, gram & 0xFFFF, start, end)
        if at == end or self._second_memory[at] != gram & 0xFFFF:
            return 0
        self._counts.need(at, at + 1)
        count = self._count_memory[at]
        return int(self._many_counts[bisect_left(self._many.data, at)]) if count == _MANY else count

    def of_each(self, grams: Grams) -> NDArray[np.int64]:
        """The counts of many pairs, ascending, sooner than of each by itself."""
        counts = np.zeros(len(grams), dtype=np.int64)
        if not len(self._firsts):
            return counts
        firsts, numbers = (grams >> np.uint32(16)).astype(np.uint16), grams.astype(np.uint16)
        at = np.minimum(self._firsts.searchsorted(firsts), len(self._firsts) - 1)
        begun = np.flatnonzero(self._firsts.take(at) == firsts)
        at, numbers = at.take(begun), numbers.take(begun)
        low, end = (self._bounds.take(at + ahead).astype(np.int64) for ahead in (0, 1))
        _, own = runs(at)
        self._seconds.pieces(low.take(own), end.take(own))
        high = end.copy()
        while len(open_ := np.flatnonzero(low < high)):
            middle = low.take(open_) + high.take(open_) >> 1
            below = self._seconds.array.take(middle) < numbers.take(open_)
            low[open_.compress(below)] = middle.compress(below) + 1
            high[open_.compress(~below)] = middle.compress(~below)
        there = low < end
        there[there] = self._seconds.array.take(low.compress(there)) == numbers.compress(there)
        places = low.compress(there)
        self._counts.need_at(places)
        found = self._counts.array.take(places).astype(np.int64)
        many = found == _MANY
        found[many] = self._many_counts.take(self._many.searchsorted(places.compress(many)))
        counts[begun.compress(there)] = found
        return counts

    def _range(self, first: int) -> tuple[int, int]:
        """The pairs that begin with a character, from one number to another."""
        at = bisect_left(self._first_memory, first)
        if at == len(self._first_memory) or self._first_memory[at] != first:
            return 0, 0
        return self._bound_memory[at], self._bound_memory[at + 1]
