"""Posting lists on disk: ascending integers as gaps, seven bits a byte (LEB128), coded and read by whole arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

CHUNK = 1 << 22
"""About how many postings are decoded at a time where all of them pass by (merging)."""


_LONGEST = 5
"""Bytes of the longest gap."""


def encode_gaps(gaps: NDArray[Any]) -> tuple[Bytes, Integers]:
    """Non-negative gaps below 2**35 as bytes, and how many bytes each takes."""
    gaps = gaps.astype(np.uint64, copy=False)
    lengths = np.ones(len(gaps), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        lengths += gaps >= np.uint64(1 << bits)
    starts = np.cumsum(lengths) - lengths
    out = np.empty(int(lengths.sum()), dtype=np.uint8)
    rest = gaps
    chosen = np.arange(len(gaps))
    for k in range(int(lengths.max(initial=0))):
        more = lengths[chosen] > k + 1
        out[starts[chosen] + k] = (rest & np.uint64(0x7F)).astype(np.uint8) | (more.astype(np.uint8) << 7)
        chosen, rest = chosen[more], rest[more] >> np.uint64(7)
    return out, lengths


def encode_lists(values: NDArray[Any], counts: NDArray[Any]) -> tuple[Bytes, Integers]:
    """Lists laid end to end (`counts` values each, ascending within a list): bytes, and bytes of each list."""
    gaps = values.astype(np.int64)
    firsts = (np.cumsum(counts, dtype=np.int64) - counts)[counts > 0]
    gaps[1:] = np.diff(gaps)
    gaps[firsts] = values[firsts]
    data, lengths = encode_gaps(gaps)
    ends = np.concatenate(([0], np.cumsum(lengths)))
    bounds = ends[np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))]
    return data, np.diff(bounds)


def decode_list(data: Bytes) -> Integers:
    """One list's values."""
    # every byte adds its seven bits, moved to their place in its gap, to all values from its own on
    more = data >> 7
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
    values: Integers = sums.take(np.flatnonzero(more == 0))
    return values


def decode_lists(data: Bytes, counts: NDArray[Any]) -> Integers:
    """The values of lists laid end to end, `counts` values each."""
    sums = decode_list(data)
    ends = np.cumsum(counts, dtype=np.int64)
    before = np.concatenate((np.zeros(1, dtype=np.int64), sums))[ends - counts]
    values: Integers = sums - np.repeat(before, counts)
    return values


def runs(values: NDArray[Any]) -> tuple[Integers, Integers]:
    """The distinct values of an ascending array, and where the run of each begins."""
    if not len(values):
        none = np.empty(0, dtype=np.int64)
        return none, none
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return values.take(starts).astype(np.int64, copy=False), starts


class Lists(Struct, frozen=True):
    """Posting lists as stored: `data` from byte `bounds[i]` to `bounds[i + 1]` is list i of `counts[i]` values."""

    data: Bytes
    bounds: NDArray[np.uint64]
    counts: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.counts)

    def values(self, number: int) -> Integers:
        """The values of one list."""
        return decode_list(self.data[int(self.bounds[number]) : int(self.bounds[number + 1])])

    def between(self, first: int, last: int) -> Integers:
        """The values of lists first to last - 1, end to end."""
        return decode_lists(
            self.data[int(self.bounds[first]) : int(self.bounds[last])],
            self.counts[first:last].astype(np.int64),
        )

    def chunks(self, size: int = CHUNK) -> Iterator[tuple[int, int]]:
        """Ranges of lists that together hold about `size` values (one long list may hold more)."""
        totals = np.cumsum(self.counts, dtype=np.int64)
        first = 0
        while first < len(self):
            base = int(totals[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(totals, base + size, side="right")))
            yield first, last
            first = last
