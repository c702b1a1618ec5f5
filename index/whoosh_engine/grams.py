"""Pairs of neighbouring letters, digits or ideographs: how often each stands in a segment, for ranking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.container import ArrayFileWriter
from baosou.index.whoosh_engine.layout import Units

Grams = NDArray[np.uint32]


def neighbours(slots: Sequence[Units]) -> Grams:
    """Every pair of neighbouring word characters in the texts, folded, as first << 16 | second; none across texts."""
    if not slots:
        return np.empty(0, dtype=np.uint32)
    folded = layout.fold_table()[np.concatenate(slots)]
    inside = layout.word_units()[folded]
    pairs = inside[:-1] & inside[1:]
    ends = np.cumsum([len(slot) for slot in slots])[:-1]
    pairs[ends[(ends > 0) & (ends < len(folded))] - 1] = False
    first, second = folded[:-1][pairs], folded[1:][pairs]
    grams: Grams = (first.astype(np.uint32) << np.uint32(16)) | second.astype(np.uint32)
    return grams


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
