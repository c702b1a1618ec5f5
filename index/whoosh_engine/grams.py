"""Pairs of neighbouring letters, digits or ideographs: how often each stands in a segment, for ranking."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.container import ArrayFileWriter
from baosou.index.whoosh_engine.layout import Units

Grams = NDArray[np.uint32]


def neighbours(folded: Units) -> Grams:
    """Every pair of neighbouring word characters in folded units, as first << 16 | second."""
    inside = layout.word_units().take(folded)
    at = np.flatnonzero(inside[:-1] & inside[1:])
    grams: Grams = folded.take(at).astype(np.uint32) << np.uint32(16)
    grams |= folded.take(at + 1)
    return grams


def counted(grams: Grams) -> tuple[Grams, NDArray[np.int64]]:
    """The distinct pairs, ascending, and how often each occurs."""
    grams = np.sort(grams)
    firsts = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))) if len(grams) else np.empty(0, np.int64)
    return grams.take(firsts), np.diff(firsts, append=len(grams))


def less(grams: Grams, counts: NDArray[np.int64], gone: Grams) -> NDArray[np.int64]:
    """The counts of ascending pairs without those that are gone."""
    taken, times = np.unique(gone[np.isin(gone, grams)], return_counts=True)
    left = counts.astype(np.int64)
    left[np.searchsorted(grams, taken)] -= times
    return left


def write_grams(writer: ArrayFileWriter, grams: Grams, counts: NDArray[np.int64]) -> None:
    """Write how often each pair occurs, those that do not left out; the pairs ascend."""
    writer.add("gram", grams[counts > 0].astype(np.uint32))
    writer.add("gram_count", counts[counts > 0].astype(np.uint32))
