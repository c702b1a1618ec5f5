"""Posting lists on disk: ascending integers as gaps, seven bits a byte (LEB128), coded and read by whole arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.segments.checksums import CheckedArray

Bytes = NDArray[np.uint8]

CHUNK = 1 << 22
"""About how many postings are decoded at a time where all of them pass by (merging)."""

_LONGEST = 5
"""Bytes of the longest gap."""


def encode_gaps(gaps: NDArray[Any]) -> tuple[Bytes, Bytes]:
    """Non-negative gaps below 2**35 as bytes, and how many bytes each takes."""
    lengths = np.ones(len(gaps), dtype=np.uint8)
    for bits in (7, 14, 21, 28):
        lengths += (gaps >= 1 << bits).view(np.uint8)
    ends = np.cumsum(lengths, dtype=np.int64)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    # the last byte of a gap holds its highest bits; most gaps have no other
    last = gaps.astype(np.uint8)
    long = (lengths > 1).nonzero()[0]
    sizes = lengths.take(long)
    rest = gaps.take(long).astype(np.int64, copy=False)
    last[long] = rest >> (7 * (sizes.astype(np.int64) - 1))
    out[ends - 1] = last
    starts = ends.take(long) - sizes
    for k in range(_LONGEST - 1):
        out[starts + k] = (rest & 0x7F) | 0x80
        more = (sizes > k + 2).nonzero()[0]
        if not len(more):
            break
        starts, sizes, rest = starts.take(more), sizes.take(more), rest.take(more) >> 7
    return out, lengths


def encode_lists(values: NDArray[Any], counts: NDArray[Any]) -> tuple[Bytes, Integers]:
    """Lists laid end to end (`counts` values each, ascending within a list): bytes, and bytes of each list."""
    bounds = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    firsts = bounds[:-1][counts > 0]
    gaps = np.empty_like(values)
    gaps[1:] = values[1:] - values[:-1]  # what wraps around at the start of a list is replaced
    gaps[firsts] = values[firsts]
    data, lengths = encode_gaps(gaps)
    ends = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    return data, np.diff(ends.take(bounds))


def decode_list(data: Bytes) -> Integers:
    """One list's values."""
    # every byte adds its seven bits, moved to their place in its gap, to all values from its own on
    more = data >> 7
    if not more.any():
        return np.cumsum(data, dtype=np.int64)
    moved = np.zeros(len(data), dtype=np.uint8)
    going = more[:-1]
    for k in range(1, _LONGEST):
        if not going.any():
            break
        moved[k:] += 7 * going
        going = going[:-1] & more[k:-1]
    # in place: memory for long lists comes fresh from the system, which takes longer than the sums do
    sums = (data & 0x7F).astype(np.int64)
    np.left_shift(sums, moved, out=sums)
    np.cumsum(sums, out=sums)
    values: Integers = sums.take((more == 0).nonzero()[0])
    return values


def decode_lists(data: Bytes, counts: NDArray[Any]) -> Integers:
    """The values of lists laid end to end, `counts` values each."""
    sums = decode_list(data)
    ends = np.cumsum(counts, dtype=np.int64)
    if len(ends) and int(ends[-1]) != len(sums):
        raise ValueError(f"{len(sums)} values in lists of {int(ends[-1])}")
    before = np.concatenate((np.zeros(1, dtype=np.int64), sums))[ends - counts]
    values: Integers = sums - np.repeat(before, counts)
    return values


class Lists(Struct, frozen=True):
    """Posting lists as stored: `data` from byte `bounds[i]` to `bounds[i + 1]` is list i of `counts[i]` values.

    `lasts` are the greatest value of each list (0 for an empty one).
    """

    data: Bytes
    bounds: NDArray[Any]
    counts: NDArray[Any]
    lasts: NDArray[Any]
    checked: tuple[CheckedArray, CheckedArray] | None = None
    """The data and the bounds with their checksums, where they are those of a file; `lasts` are not verified then."""

    def __len__(self) -> int:
        return len(self.counts)

    def values(self, number: int) -> Integers:
        """The values of one list."""
        return decode_list(self._between(number, number + 1))

    def between(self, first: int, last: int) -> Integers:
        """The values of lists first to last - 1, end to end."""
        return decode_lists(
            self._between(first, last),
            self.counts[first:last].astype(np.int64),
        )

    def _between(self, first: int, last: int) -> Bytes:
        if self.checked is None:
            return self.data[int(self.bounds[first]) : int(self.bounds[last])]
        data, bounds = self.checked
        start, end = (int(bounds.between(at, at + 1)[0]) for at in (first, last))
        return data.between(start, end)

    def chunks(self, size: int = CHUNK) -> Iterator[tuple[int, int]]:
        """Ranges of lists that together hold about `size` values (one long list may hold more)."""
        return chunks(self.counts, size)


def lists_of(values: NDArray[Any], counts: NDArray[Any]) -> Lists:
    """Lists laid end to end (`counts` values each, ascending within a list), coded."""
    data, sizes = encode_lists(values, counts)
    ends = np.cumsum(counts, dtype=np.int64)
    lasts = np.zeros(len(counts), dtype=np.uint32)
    lasts[counts > 0] = values[ends[counts > 0] - 1]
    return Lists(data, np.concatenate(([0], np.cumsum(sizes))), counts, lasts)


def chunks(sizes: NDArray[Any], size: int) -> Iterator[tuple[int, int]]:
    """Ranges of things with these sizes that together are about `size` large (one may be larger)."""
    totals = np.cumsum(sizes, dtype=np.int64)
    first = 0
    while first < len(sizes):
        base = int(totals[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(totals, base + size, side="right")))
        yield first, last
        first = last
