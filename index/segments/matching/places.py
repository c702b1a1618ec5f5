"""Every place in a segment where what speaks for a match stands: addresses, the longest of those that overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from baosou.index.analysis.units import Integers, runs
from baosou.index.query.tree import Fuzzy, Near, Phrase, Query, TextLeaf, Wildcard, stands_for_words, text_leaves
from baosou.index.segments.doc_sets import Numbers, mask_of
from baosou.index.segments.layout import FIELD_NAMES
from baosou.index.segments.matching.literal import find, find_in
from baosou.index.segments.matching.matcher import SegmentMatcher, phrase_patterns, wildcard_pattern
from baosou.index.segments.matching.patterns import Occurrences, joined, pattern_of
from baosou.index.segments.reader import Segment


class Places(Struct, frozen=True):
    """Where occurrences stand: first and last unit of each, ascending, and its slot."""

    starts: Integers
    lasts: Integers
    slots: Integers

    def picked(self, which: Integers) -> Places:
        """Some of them, by their numbers."""
        return Places(self.starts.take(which), self.lasts.take(which), self.slots.take(which))


class CountedPlaces(Struct, frozen=True):
    """Places of which the slot of each is known, ascending; where they stand in it is read for those that are picked.

    They are those of texts that cannot overlap, `leaves`.
    """

    segment: Segment
    leaves: Sequence[Phrase]
    slots: Integers

    def picked(self, which: Integers) -> Places:
        """Some of them, by their numbers."""
        slots = self.slots.take(which)
        blocks = self.segment.blocks_of(runs(np.sort(slots))[0])
        parts = [find_in(self.segment, each, blocks) for leaf in self.leaves for each in phrase_patterns(leaf)]
        found = joined(parts)
        held = np.asarray(self.segment.slots_at(found.starts), dtype=np.int64)
        numbers = held.searchsorted(slots) + which - self.slots.searchsorted(slots)
        if (numbers >= len(held)).any() or (held.take(numbers) != slots).any():
            raise self.segment.file.damaged("words stand elsewhere than their lists say")
        return Places(found.starts.take(numbers), found.lasts.take(numbers), slots)


def counted_places(matcher: SegmentMatcher, query: Query, articles: Numbers) -> Places | CountedPlaces:
    """The same as `places`, not read yet where lists tell how many stand in each slot."""
    leaves = _apart(query)
    if leaves is None:
        return places(matcher, query, articles)
    wanted = mask_of(articles, matcher.segment.articles)
    counts = np.zeros(len(matcher.segment.slot_field), dtype=np.int64)
    for leaf in leaves:
        evidence = matcher.evidence(leaf)
        counts[evidence.slots] += evidence.counts
    slots = counts.nonzero()[0]
    slots = slots.compress(wanted.take(matcher.segment.slot_article.take(slots)))
    return CountedPlaces(matcher.segment, leaves, np.repeat(slots, counts.take(slots)))


def places(matcher: SegmentMatcher, query: Query, articles: Numbers) -> Places:
    """The occurrences in some articles (ascending numbers) of the leaves of a query that speak for a match."""
    segment = matcher.segment
    wanted = mask_of(articles, segment.articles)
    starts, lasts = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for leaf in dict.fromkeys(leaf for leaf, _ in text_leaves(query)):
        for each in _standing(matcher, leaf):
            slots = segment.slots_at(each.starts)
            kept = wanted.take(segment.slot_article.take(slots))
            if leaf.field is not None:
                kept &= segment.slot_field.take(slots) == int(FIELD_NAMES[leaf.field])
            starts.append(each.starts.compress(kept))
            lasts.append(each.lasts.compress(kept))
    found = longest(np.concatenate(starts), np.concatenate(lasts))
    return Places(found.starts, found.lasts, np.asarray(segment.slots_at(found.starts), dtype=np.int64))


def _standing(matcher: SegmentMatcher, leaf: TextLeaf) -> Iterator[Occurrences]:
    """Where a leaf stands in the segment, deleted articles' included; one place may come several times."""
    if isinstance(leaf, Near):
        yield matcher.near(leaf)
        return
    if isinstance(leaf, Phrase):
        patterns = phrase_patterns(leaf)
    elif isinstance(leaf, Wildcard) and not stands_for_words(leaf):
        patterns = [wildcard_pattern(leaf.pattern)]
    else:
        patterns = [pattern_of(word, left=True, right=True) for word in matcher.words(leaf)]
        if isinstance(leaf, Fuzzy):
            patterns += phrase_patterns(Phrase(leaf.text, whole=True))
    for pattern in patterns:
        matcher.check()
        yield find(matcher.segment, pattern)


def longest(starts: Integers, lasts: Integers) -> Occurrences:
    """Of places in any order those that are left where the longest is taken first, of equal ones the first.

    What overlaps a place that was taken is none.
    """
    order = np.lexsort((lasts, starts))
    starts, lasts = starts.take(order), lasts.take(order)
    if not len(starts):
        return Occurrences(starts, lasts)
    reached = np.maximum.accumulate(lasts)
    # where one of them begins beyond the end of all before it
    fresh = np.concatenate(([True], starts[1:] > reached[:-1]))
    if fresh.all():
        return Occurrences(starts, lasts)
    firsts = runs(np.cumsum(fresh))[1]
    sizes = np.diff(firsts, append=len(starts))
    kept = np.repeat(sizes == 1, sizes)
    for at in (sizes > 1).nonzero()[0].tolist():
        first, last = int(firsts[at]), int(firsts[at] + sizes[at])
        kept[[first + n for n in _taken(starts[first:last].tolist(), lasts[first:last].tolist())]] = True
    return Occurrences(starts.compress(kept), lasts.compress(kept))


def _taken(starts: list[int], lasts: list[int]) -> Iterable[int]:
    """Which of some ascending places are taken."""
    taken: list[tuple[int, int, int]] = []
    for n in sorted(range(len(starts)), key=lambda n: (starts[n] - lasts[n], starts[n])):
        place = (starts[n], lasts[n], n)
        at = bisect_left(taken, place)
        if (not at or taken[at - 1][1] < starts[n]) and (at == len(taken) or taken[at][0] > lasts[n]):
            taken.insert(at, place)
    return [n for _, _, n in taken]


def counts_by_article(matcher: SegmentMatcher, query: Query, articles: Numbers) -> Integers:
    """How many of its `places` each article of a segment has."""
    segment, slots = matcher.segment, counted_places(matcher, query, articles).slots
    counted: Integers = np.bincount(segment.slot_article.take(slots), minlength=segment.articles)
    return counted


def _apart(query: Query) -> list[Phrase] | None:
    """The leaves of a query that speak for a match, where all are texts that cannot overlap; else None.

    None of them stands in another one, or begins as another one or itself ends. They may stand in any field.
    """
    leaves: list[Phrase] = []
    texts: list[tuple[int, ...]] = []
    for leaf in dict.fromkeys(leaf for leaf, _ in text_leaves(query)):
        if not isinstance(leaf, Phrase) or leaf.field is not None:
            return None
        patterns = phrase_patterns(leaf)
        if any(each.quoted or min(each.units) < 0 for each in patterns):
            return None
        leaves.append(leaf)
        texts += [each.units for each in patterns]
    apart = not any(
        _overlap(first, second, itself=one == other)
        for one, first in enumerate(texts)
        for other, second in enumerate(texts)
    )
    return leaves if apart and leaves else None


def _overlap(first: tuple[int, ...], second: tuple[int, ...], *, itself: bool) -> bool:
    """Whether the second of two texts may begin where the first still goes on, elsewhere than the text `itself`."""
    return any(
        first[at : at + len(second)] == second[: len(first) - at] for at in range(1 if itself else 0, len(first))
    )
