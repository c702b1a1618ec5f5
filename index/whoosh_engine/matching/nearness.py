"""Proximity: where several phrases stand near one another in one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.errors import worded
from baosou.index.analysis.units import Integers
from baosou.index.errors import QueryError
from baosou.index.whoosh_engine.matching.patterns import Occurrences
from baosou.index.whoosh_engine.segment.reader import Segment

MOST_PHRASES = 10
"""How many phrases may be near one another; every order of them is looked for."""

_PAIRS = 2
"""To compare two phrases as arrays takes, a place, a step divided by two to the power of this."""

_NEWLINE = 10

Spend = Callable[[int], None]
"""Told of steps of work before they are done; raises an error where they are too many."""


def near_starts(segment: Segment, phrases: Sequence[Occurrences], slop: int, spend: Spend) -> Integers:
    """Where all phrases stand in one paragraph, in any order, neighbours at most `slop` apart.

    Gives the start of the last phrase of each such place. Distances are UTF-16 units between the end of one phrase
    and the start of the next; phrases may not overlap, so that one named twice (the same object twice) must stand
    there twice. Raises QueryError for more than MOST_PHRASES.
    """
    if len(phrases) > MOST_PHRASES:
        raise QueryError(
            worded(
                "at most {most_phrases} words can be near one another; there are {phrases}",
                most_phrases=MOST_PHRASES,
                phrases=len(phrases),
            )
        )
    places = sum(len(each.starts) for each in phrases)
    if len(phrases) == 2:
        spend(places >> _PAIRS)
        first, second = phrases
        found = _following(segment, second, first, slop)
        return found if first is second else np.sort(np.concatenate((found, _following(segment, first, second, slop))))
    spend(places)
    return _chained(segment, _Places.of(segment, phrases, slop), phrases, slop, spend)


def _following(segment: Segment, phrase: Occurrences, before: Occurrences, slop: int) -> Integers:
    """The starts of a phrase that stand after the end of the other one, near enough and in its paragraph."""
    ends = np.sort(before.lasts)
    starts = phrase.starts
    at = np.searchsorted(ends, starts) - 1
    starts, ends = starts[at >= 0], ends[at[at >= 0]]
    near = starts - ends - 1 <= slop
    starts, ends = starts[near], ends[near]
    return starts[~_parted(segment, ends, starts)]


def _parted(segment: Segment, ends: Integers, starts: Integers) -> NDArray[np.bool_]:
    """Whether a paragraph ends between each of some ends and the start that follows it; slots part paragraphs too."""
    breaks = segment.line_breaks
    following = breaks.take(np.minimum(np.searchsorted(breaks, ends), len(breaks) - 1)) if len(breaks) else starts
    broken = (following > ends) & (following < starts)
    parted: NDArray[np.bool_] = broken | (segment.slots_at(ends) != segment.slots_at(starts))
    return parted


class _Places(Struct, frozen=True):
    """The occurrences of all phrases by their starts, with the number of the phrase and of the slot of each."""

    starts: Integers
    lasts: Integers
    owners: Integers
    slots: Integers

    @classmethod
    def of(cls, segment: Segment, phrases: Sequence[Occurrences], slop: int) -> _Places:
        """Those that stand in a run of neighbours, near enough and in one paragraph, that has all phrases."""
        common = reduce(np.intersect1d, [segment.slots_at(each.starts) for each in phrases])
        starts = np.concatenate([each.starts for each in phrases])
        lasts = np.concatenate([each.lasts for each in phrases])
        owners = np.repeat(np.arange(len(phrases)), [len(each.starts) for each in phrases])
        kept = np.flatnonzero(np.isin(segment.slots_at(starts), common))
        kept = kept[np.argsort(starts[kept], kind="stable")]
        starts, lasts, owners = starts[kept], lasts[kept], owners[kept]
        if len(starts):
            ends = np.maximum.accumulate(lasts)[:-1]
            gaps = (starts[1:] - ends - 1 > slop) | _parted(segment, np.minimum(ends, starts[1:]), starts[1:])
            bounds = np.concatenate(([0], np.flatnonzero(gaps) + 1))
            present = np.bitwise_or.reduceat(np.left_shift(1, owners), bounds)
            sizes = np.diff(np.concatenate((bounds, [len(starts)])))
            whole = np.repeat(present == (1 << len(phrases)) - 1, sizes)
            starts, lasts, owners = starts[whole], lasts[whole], owners[whole]
        return cls(starts, lasts, owners, segment.slots_at(starts).astype(np.int64))


def _chained(segment: Segment, places: _Places, phrases: Sequence[Occurrences], slop: int, spend: Spend) -> Integers:
    """The starts at which a chain of all phrases ends."""
    whole = (1 << len(phrases)) - 1
    # of equal phrases the first comes first in a chain, or each would stand for all the others
    earlier = [sum(1 << m for m in range(n) if phrases[m] is phrases[n]) for n in range(len(phrases))]
    found: list[int] = []
    recent: list[tuple[int, int, set[int]]] = []
    for slot, start, last, owner in zip(
        places.slots.tolist(), places.starts.tolist(), places.lasts.tolist(), places.owners.tolist(), strict=True
    ):
        recent = [each for each in recent if each[0] == slot and start - each[1] - 1 <= slop]
        spend(1 + len(recent) + sum(len(chains) for _, _, chains in recent))
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
