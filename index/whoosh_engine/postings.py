"""Posting lists on disk: ascending integers as gaps, seven bits a byte (LEB128), coded and read by whole arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

CHUNK = 1 << 22
"""About how many postings are decoded at a time where all of them pass by (merging)."""


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


def decode_gaps(data: Bytes) -> Integers:
    """The gaps that `encode_gaps` wrote."""
    if not len(data):
        return np.empty(0, dtype=np.int64)
    ends = np.flatnonzero(data < 0x80)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1] + 1))
    gaps = (data[starts] & 0x7F).astype(np.int64)
    lengths = ends - starts
    longer = np.flatnonzero(lengths)
    k = 1
    while len(longer):
        gaps[longer] |= (data[starts[longer] + k] & 0x7F).astype(np.int64) << (7 * k)
        k += 1
        longer = longer[lengths[longer] >= k]
    return gaps


def decode_list(data: Bytes) -> Integers:
    """One list's values."""
    values: Integers = np.cumsum(decode_gaps(data))
    return values


def decode_lists(data: Bytes, counts: NDArray[Any]) -> Integers:
    """The values of lists laid end to end, `counts` values each."""
    gaps = decode_gaps(data)
    sums = np.cumsum(gaps)
    firsts = np.cumsum(counts, dtype=np.int64) - counts
    firsts = firsts[counts > 0]
    before = sums[firsts] - gaps[firsts]
    values: Integers = sums - np.repeat(before, counts[counts > 0])
    return values


def runs(values: NDArray[Any]) -> tuple[Integers, Integers]:
    """The distinct values of an ascending array, and where the run of each begins."""
    if not len(values):
        none = np.empty(0, dtype=np.int64)
        return none, none
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return values[starts].astype(np.int64), starts


@dataclass(frozen=True, slots=True)
class Lists:
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
