"""The pairs of neighbouring characters of several segments as those of one, without what is deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, runs
from baosou.index.segments.bigrams import less
from baosou.index.segments.postings import chunks
from baosou.index.segments.reader import Segment


def united_grams(
    segments: Sequence[Segment], *, at_once: int, forget: Callable[[], None]
) -> tuple[NDArray[np.uint32], Integers]:
    """The pairs of all segments, ascending, and how often each stands in live text.

    About so many are counted together at a time; after each time the memory of what was read may be given back.
    """
    found = [(np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.int64))]
    sizes = np.sum([segment.grams.sizes() for segment in segments], axis=0)
    for first, last in chunks(sizes, at_once):
        grams, counts = zip(*(segment.grams.between(first, last) for segment in segments), strict=True)
        found.append(_counted_together(grams, counts))
        forget()
    known = np.concatenate([each for each, _ in found])
    summed = np.concatenate([each for _, each in found])
    for segment in segments:
        if len(segment.dead_grams):
            summed = less(known, summed, segment.dead_grams)
    return known, summed


def _counted_together(
    grams: Sequence[NDArray[np.uint32]], counts: Sequence[NDArray[np.uint32]]
) -> tuple[NDArray[np.uint32], Integers]:
    """The distinct pairs of several ascending runs, and the sum of the counts of each."""
    # pairs and their counts as one number each; a stable sort merges what ascends already
    numbers = np.concatenate(grams).astype(np.uint64)
    numbers <<= np.uint64(32)
    numbers |= np.concatenate(counts)
    numbers.sort(kind="stable")
    distinct, firsts = runs((numbers >> np.uint64(32)).astype(np.uint32))
    numbers &= np.uint64(0xFFFFFFFF)
    return distinct.astype(np.uint32), np.add.reduceat(numbers.astype(np.int64), firsts) if len(firsts) else firsts
