"""Proximity: where several phrases stand near one another in one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from baosou.index.errors import QueryError
from baosou.index.whoosh_engine.literal import Occurrences
from baosou.index.whoosh_engine.postings import Integers
from baosou.index.whoosh_engine.segment import Segment

MOST_PHRASES = 10
"""How many phrases may be near one another; every order of them is looked for."""

_NEWLINE = 10


def near_starts(segment: Segment, phrases: Sequence[Occurrences], slop: int) -> Integers:
    """Where all phrases stand in one paragraph, in any order, neighbours at most `slop` apart.

    Gives the start of the last phrase of each such place. Distances are UTF-16 units between the end of one phrase
    and the start of the next; phrases may not overlap, so that one named twice (the same object twice) must stand
    there twice. Raises QueryError for more than MOST_PHRASES.
    """
    if len(phrases) > MOST_PHRASES:
        raise QueryError(f"at most {MOST_PHRASES} words can be near one another; there are {len(phrases)}")
    common = reduce(np.intersect1d, [segment.slots_at(each.starts) for each in phrases])
    starts = np.concatenate([each.starts for each in phrases])
    lasts = np.concatenate([each.lasts for each in phrases])
    owners = np.repeat(np.arange(len(phrases)), [len(each.starts) for each in phrases])
    kept = np.flatnonzero(np.isin(segment.slots_at(starts), common))
    kept = kept[np.argsort(starts[kept], kind="stable")]
    slots = segment.slots_at(starts[kept]).tolist()
    whole = (1 << len(phrases)) - 1
    # of equal phrases the first comes first in a chain, or each would stand for all the others
    earlier = [sum(1 << m for m in range(n) if phrases[m] is phrases[n]) for n in range(len(phrases))]
    found: list[int] = []
    recent: list[tuple[int, int, set[int]]] = []
    for slot, start, last, owner in zip(
        slots, starts[kept].tolist(), lasts[kept].tolist(), owners[kept].tolist(), strict=True
    ):
        recent = [each for each in recent if each[0] == slot and start - each[1] - 1 <= slop]
        own = 1 << owner
        # which phrases a chain that ends here can hold, as bits
        held = set() if earlier[owner] else {own}
        for _, end, chains in recent:
            follow = (chain for chain in chains if not chain & own and chain & earlier[owner] == earlier[owner])
            longer = {chain | own for chain in follow} if end < start else set()
            if longer - held and _NEWLINE not in segment.units_between(end + 1, start):
                held |= longer
        if whole in held:
            found.append(start)
        recent.append((slot, last, held))
    return np.array(found, dtype=np.int64)
