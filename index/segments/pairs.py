"""Pairs of neighbouring ideographs that are no word, of characters that stand so often that the text tells too slowly.

The slots of each are listed, one for each occurrence, as those of a word are. Quotation marks are stepped over.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams, Integers, runs
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.postings import CHUNK, Lists, chunks, decode_list


def write_pair_keys(writer: ArrayFileWriter, pairs: Grams) -> None:
    """Write which pairs have lists, ascending; a pair lies with the others of its first character."""
    firsts, starts = runs(pairs >> np.uint32(16))
    writer.add("pair_first", firsts.astype(np.uint16))
    writer.add_narrow("pair_bounds", np.append(starts, len(pairs)))
    writer.add("pair_second", (pairs & np.uint32(0xFFFF)).astype(np.uint16))


def write_pair_bounds(writer: ArrayFileWriter, sizes: NDArray[np.integer]) -> None:
    """Write where the list of each pair begins, given how many bytes it has."""
    writer.add_narrow("pair_posting_bounds", np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))))


class PairTable:
    """The pairs of a segment that have lists of slots."""

    def __init__(self, file: ArrayFile) -> None:
        self._firsts = file.array("pair_first")
        self._first_bounds = file.array("pair_bounds")
        self._seconds = file.checked("pair_second")
        self._data, self._bounds = file.checked("pair_postings"), file.checked("pair_posting_bounds")
        self._file = file
        if len(self._first_bounds) != len(self._firsts) + 1 or len(self._bounds) != len(self._seconds) + 1:
            raise file.damaged("pair_bounds do not part the pairs")

    def __len__(self) -> int:
        """How many there are."""
        return len(self._seconds)

    def number(self, gram: int) -> int | None:
        """The number of a pair (first << 16 | second), or None where it has no list."""
        at = bisect_left(self._firsts.data, gram >> 16)
        if at == len(self._firsts) or self._firsts.item(at) != gram >> 16:
            return None
        start, end = self._first_bounds.item(at), self._first_bounds.item(at + 1)
        self._seconds.need(start, end)
        number = bisect_left(self._seconds.array.data, gram & 0xFFFF, start, end)
        return number if number < end and self._seconds.array.item(number) == gram & 0xFFFF else None

    def values(self, number: int) -> Integers:
        """The slot of each occurrence of a pair, ascending."""
        start, end = self._bounds.between(number, number + 2).tolist()
        return decode_list(self._data.between(start, end))

    @property
    def keys(self) -> Grams:
        """All pairs, ascending."""
        bounds = self._first_bounds.astype(np.int64)
        firsts = np.repeat(self._firsts.astype(np.uint32), bounds[1:] - bounds[:-1])
        keys: Grams = firsts << np.uint32(16) | self._file.array("pair_second")
        return keys

    @property
    def lists(self) -> Lists:
        """All lists, with how many values each has, and its last one."""
        data, bounds = self._file.array("pair_postings"), self._file.array("pair_posting_bounds").astype(np.int64)
        counts, lasts = np.zeros((2, len(self)), dtype=np.int64)
        for first, last in chunks(np.diff(bounds), CHUNK):
            coded = data[bounds[first] : bounds[last]]
            ends = (coded <= 0x7F).nonzero()[0].searchsorted(bounds[first : last + 1] - bounds[first])
            sums = np.append(0, decode_list(coded)).take(ends)
            counts[first:last], lasts[first:last] = np.diff(ends), np.diff(sums)
        return Lists(data, bounds, counts, lasts)
