"""Proximity: where several phrases stand near one another in one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.errors import worded
from baosou.index.analysis.units import Integers, ranges, runs
from baosou.index.errors import QueryError
from baosou.index.segments.doc_sets import both
from baosou.index.segments.layout import BLOCK_BITS
from baosou.index.segments.matching.literal import find_in
from baosou.index.segments.matching.patterns import BLANKS, Occurrences, Pattern, joined
from baosou.index.segments.reader import Segment

MOST_PHRASES = 10
"""How many phrases may be near one another; every order of them is looked for."""

_PAIRS = 2
"""To compare two phrases as arrays takes, a place, a step divided by two to the power of this."""

_NEWLINE = 10

_FARTHEST = 1 << 10
"""From so many units on, what is around a place is not told apart from its slot."""

Spend = Callable[[int], None]
"""Told of steps of work before they are done; raises an error where they are too many."""


def near_phrases(
    segment: Segment, patterns: Mapping[str, Sequence[Pattern]], slots: Integers, slop: int
) -> dict[str, Occurrences]:
    """Where each of some phrases stands, the rarest given first, near enough to the first that all may stand together.

    Looked for in the slots that have them all; `slop` units may stand between them in all.
    """
    blocks = segment.blocks_of(slots)
    reach = slop + sum(_longest(segment, each) + 1 for some in patterns.values() for each in some)
    found: dict[str, Occurrences] = {}
    for text, some in patterns.items():
        parts = [find_in(segment, each, blocks) for each in some]
        found[text] = parts[0] if len(parts) == 1 else joined(parts)
        if len(found) == 1:
            blocks = _blocks_around(segment, found[text], reach, blocks)
    return found


def _longest(segment: Segment, wanted: Pattern) -> int:
    """How many units a pattern takes at most; more than _FARTHEST for no end of them."""
    return _FARTHEST + 1 if BLANKS in wanted.units else len(wanted.units) * (1 + segment.longest_quotes)


def _blocks_around(segment: Segment, places: Occurrences, reach: int, blocks: Integers) -> Integers:
    """The blocks around some places, as far as `reach` units; those given where these are hardly more."""
    firsts, ends = (places.starts - reach) >> BLOCK_BITS, ((places.lasts + reach) >> BLOCK_BITS) + 1
    if reach > _FARTHEST or int((ends - firsts).sum()) > len(blocks):
        return blocks
    around = runs(np.sort(ranges(firsts, ends - firsts)))[0]
    return both(around, blocks, len(segment.text) >> BLOCK_BITS)


def near_places(segment: Segment, phrases: Sequence[Occurrences], slop: int, spend: Spend) -> Occurrences:
    """Where all phrases stand in one paragraph, in any order, neighbours at most `slop` apart.

    Each place at which one of them ends such a row is an occurrence, from the first of the shortest row to its end,
    in the order of its last phrase. Distances are UTF-16 units between the end of one phrase
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
        return found if first is second else joined([found, _following(segment, first, second, slop)])
    spend(places)
    return _chained(segment, _Places.of(segment, phrases, slop), phrases, slop, spend)


def _following(segment: Segment, phrase: Occurrences, before: Occurrences, slop: int) -> Occurrences:
    """A phrase where it stands after the end of the other one, near enough and in its paragraph, with the other."""
    order = np.argsort(before.lasts, kind="stable")
    ends, firsts = before.lasts[order], before.starts[order]
    at = np.searchsorted(ends, phrase.starts) - 1
    kept = np.flatnonzero(at >= 0)
    kept = kept[phrase.starts[kept] - ends[at[kept]] - 1 <= slop]
    kept = kept[~_parted(segment, ends[at[kept]], phrase.starts[kept])]
    return Occurrences(firsts[at[kept]], phrase.lasts[kept])


def _parted(segment: Segment, ends: Integers, starts: Integers) -> NDArray[np.bool_]:
    """Whether a paragraph ends between each of some ends and the start that follows it; slots part paragraphs too."""
    parted: NDArray[np.bool_] = segment.slots_at(ends) != segment.slots_at(starts)
    near = (~parted).nonzero()[0]
    parted[near] = segment.holds_line_break(ends.take(near) + 1, starts.take(near))
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
            apart = starts[1:] - ends - 1 > slop
            close = np.flatnonzero(~apart)
            following = starts[1:].take(close)
            apart[close] = _parted(segment, np.minimum(ends.take(close), following), following)
            bounds = np.concatenate(([0], np.flatnonzero(apart) + 1))
            present = np.bitwise_or.reduceat(np.left_shift(1, owners), bounds)
            sizes = np.diff(np.concatenate((bounds, [len(starts)])))
            whole = np.repeat(present == (1 << len(phrases)) - 1, sizes)
            starts, lasts, owners = starts[whole], lasts[whole], owners[whole]
        return cls(starts, lasts, owners, segment.slots_at(starts).astype(np.int64))


def _chained(segment: Segment, places: _Places, phrases: Sequence[Occurrences], slop: int, spend: Spend) -> Occurrences:
    """The rows of all phrases, the shortest of those with one end."""
    whole = (1 << len(phrases)) - 1
    # of equal phrases the first comes first in a chain, or each would stand for all the others
    earlier = [sum(1 << m for m in range(n) if phrases[m] is phrases[n]) for n in range(len(phrases))]
    found: list[tuple[int, int]] = []
    recent: list[tuple[int, int, dict[int, int]]] = []
    for slot, start, last, owner in zip(
        places.slots.tolist(), places.starts.tolist(), places.lasts.tolist(), places.owners.tolist(), strict=True
    ):
        recent = [each for each in recent if each[0] == slot and start - each[1] - 1 <= slop]
        spend(1 + len(recent) + sum(len(chains) for _, _, chains in recent))
        own = 1 << owner
        # which phrases a chain that ends here can hold, as bits, and where the shortest of them begins
        held = {} if earlier[owner] else {own: start}
        for _, end, chains in recent:
            follow = (
                (chain | own, first)
                for chain, first in chains.items()
                if not chain & own and chain & earlier[owner] == earlier[owner]
            )
            better = {chain: first for chain, first in follow if first > held.get(chain, -1)} if end < start else {}
            if better and _NEWLINE not in segment.units_between(end + 1, start):
                held |= better
        if whole in held:
            found.append((held[whole], last))
        recent.append((slot, last, held))
    rows = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Occurrences(rows[:, 0], rows[:, 1])
