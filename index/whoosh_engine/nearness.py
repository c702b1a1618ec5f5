"""Proximity: where several phrases stand near one another in one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

import numpy as np

from baosou.index.whoosh_engine.literal import Occurrences
from baosou.index.whoosh_engine.postings import Integers
from baosou.index.whoosh_engine.segment import Segment

_NEWLINE = 10


def near_starts(segment: Segment, phrases: Sequence[Occurrences], slop: int) -> Integers:
    """Starts of the places where all phrases stand in one paragraph, in any order, neighbours at most `slop` apart.

    Distances are characters between the end of one phrase and the start of the next; phrases may not overlap.
    """
    common = reduce(np.intersect1d, [segment.slots_at(each.starts) for each in phrases])
    if not len(common):
        return np.empty(0, dtype=np.int64)
    starts = np.concatenate([each.starts for each in phrases])
    lasts = np.concatenate([each.lasts for each in phrases])
    owners = np.repeat(np.arange(len(phrases)), [len(each.starts) for each in phrases])
    kept = np.isin(segment.slots_at(starts), common)
    order = np.argsort(starts[kept], kind="stable")
    found: list[int] = []
    latest: dict[int, tuple[int, int]] = {}
    events = zip(starts[kept][order].tolist(), lasts[kept][order].tolist(), owners[kept][order].tolist(), strict=True)
    for start, last, owner in events:
        latest[owner] = (start, last)
        if len(latest) == len(phrases):
            chain = sorted(latest.values())
            gaps = [(before[1] + 1, after[0]) for before, after in pairwise(chain)]
            if all(0 <= end - begin <= slop and _NEWLINE not in segment.text[begin:end] for begin, end in gaps):
                found.append(chain[0][0])
    return np.array(sorted(set(found)), dtype=np.int64)
