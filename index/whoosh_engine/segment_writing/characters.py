"""Where characters stand: in which blocks each, in which slots those that stand almost everywhere, and their pairs."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.trie import lexicon
from baosou.index.analysis.units import (
    Grams,
    Integers,
    Units,
    Unquoted,
    fold_table,
    ideographs,
    posted_units,
    runs,
)
from baosou.index.whoosh_engine.segment.frequent import FrequentWriter
from baosou.index.whoosh_engine.segment.layout import BLOCK_BITS, Slots
from baosou.index.whoosh_engine.segment.reader import Segment

UNLISTED = 18
"""A character that stands more than once in so many blocks has no list of blocks: it would take as much room as the
lists of all others together. It has its slots in another form (see `segment.frequent`); in news some hundred do."""

PAIRED = 128
"""A pair of one of these with a character that stands more than once in so many blocks has a list of slots.

To look for it in the text, each block with its rarer character would be read. Of two characters that both have lists
of blocks, the lists leave few to read.
"""

_OFTEN, _EVERYWHERE = 1, 2

_AT_ONCE = 1 << 20
"""About so many units are counted at a time."""

_HALF = np.uint64(32)


class FoundCharacters(Struct, frozen=True):
    """Folded units in order, how often each stands there, and of those that are listed the block of each occurrence.

    `counts[i]` blocks are those of unit i, ascending, then the next one's; 0 for one that is not listed.
    """

    units: NDArray[np.uint16]
    occurrences: Integers
    counts: Integers
    blocks: NDArray[np.uint32]

    @property
    def frequent(self) -> NDArray[np.uint16]:
        """Those that are not listed."""
        return self.units.compress(self.counts == 0)

    @property
    def of_units(self) -> Integers:
        """How often each unit stands there, shape (65536,)."""
        occurrences = np.zeros(0x10000, dtype=np.int64)
        occurrences[self.units] = self.occurrences
        return occurrences


class FoundPairs(Struct, frozen=True):
    """Pairs, ascending, and the slot of each occurrence: `counts[i]` slots, ascending, then the next pair's."""

    keys: Grams
    counts: Integers
    slots: NDArray[np.uint32]


def most_listed(units: int) -> int:
    """How often a character may stand in a segment of so many units and have a list of blocks."""
    return max((units >> BLOCK_BITS) // UNLISTED, 1)


def find_characters(folded: Units, most: int) -> FoundCharacters:
    """All posted characters of folded units, which begin at the start of a block; listed are those that stand at most
    so many times.
    """
    occurrences = np.bincount(folded, minlength=0x10000)
    occurrences[~posted_units()] = 0
    listed = (occurrences > 0) & (occurrences <= most)
    places = np.flatnonzero(listed.take(folded))
    units = folded.take(places)
    order = np.argsort(units, kind="stable")
    blocks = (places >> BLOCK_BITS).astype(np.uint32).take(order)
    known = np.flatnonzero(occurrences)
    return FoundCharacters(
        known.astype(np.uint16), occurrences[known], np.where(listed, occurrences, 0).take(known), blocks
    )


def count_frequent(folded: Units, slots: Slots, frequent: NDArray[np.uint16]) -> FrequentWriter:
    """How often each of some units stands in each slot."""
    ranks = np.zeros(0x10000, dtype=np.uint16)
    ranks[frequent] = np.arange(1, len(frequent) + 1)
    fits = slots.lengths.max(initial=0) <= np.iinfo(np.uint16).max
    counts = np.zeros((len(frequent), len(slots.lengths)), dtype=np.uint16 if fits else np.uint32)
    first = 0
    while first < len(slots.lengths) and len(frequent):
        last = max(int(slots.bases.searchsorted(slots.bases[first] + _AT_ONCE)), first + 1)
        start, end = int(slots.bases[first]), int(slots.bases[last - 1] + slots.lengths[last - 1])
        own = ranks.take(folded[start:end])
        places = own.nonzero()[0]
        cells = (own.take(places) - np.int64(1)) * (last - first) + (slots.at(places + start) - np.int64(first))
        shape = (len(frequent), last - first)
        counts[:, first:last] = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
        first = last
    writer = FrequentWriter()
    for unit, own in zip(frequent.tolist(), counts, strict=True):
        writer.add(unit, own)
    return writer


class PairRule(Struct, frozen=True):
    """Which pairs of neighbours have a list where each unit stands so often, by the two classes of their units."""

    classes: NDArray[np.uint8]

    @classmethod
    def of(cls, occurrences: Integers, units: int, *, slack: float = 1.0) -> PairRule:
        """The rule of a segment of so many units; with a slack, more pairs have one.

        `occurrences` are those of each unit, shape (65536,).
        """
        often = occurrences * slack > max((units >> BLOCK_BITS) // PAIRED, 1)
        everywhere = occurrences * slack > most_listed(units)
        return cls(((often | everywhere) * np.uint8(_OFTEN) | everywhere * np.uint8(_EVERYWHERE)) * ideographs())

    def are_paired(self, firsts: Units, seconds: Units) -> NDArray[np.bool_]:
        """Which of some pairs have a list, if they are no words of the lexicon."""
        first, second = self.classes.take(firsts), self.classes.take(seconds)
        wanted: NDArray[np.bool_] = ((first & second & _OFTEN) & ((first | second) >> 1)).view(np.bool_)
        return wanted

    def lacking(self, grams: Grams, listed: Grams) -> Grams:
        """Those of some pairs that ought to have a list and are not among those listed."""
        wanted = grams.compress(self.are_paired(*halves(grams)))
        lacking = wanted.compress(~_among(wanted, listed))
        return lacking.compress(~_are_words(lacking))


def halves(grams: Grams) -> tuple[Units, Units]:
    """The first and the second unit of each pair."""
    return (grams >> np.uint32(16)).astype(np.uint16), (grams & np.uint32(0xFFFF)).astype(np.uint16)


def _among(grams: Grams, known: Grams) -> NDArray[np.bool_]:
    """Which pairs are among others, which ascend."""
    if not len(known):
        return np.zeros(len(grams), dtype=np.bool_)
    found: NDArray[np.bool_] = known.take(known.searchsorted(grams), mode="clip") == grams
    return found


def _are_words(grams: Grams) -> NDArray[np.bool_]:
    """Which pairs are words of the lexicon."""
    units = np.zeros(3 * len(grams) + 1, dtype=np.uint16)
    units[1::3], units[2::3] = grams >> np.uint32(16), grams & np.uint32(0xFFFF)
    found = lexicon().occurrences(units)
    words = np.zeros(len(grams), dtype=np.bool_)
    words[found.starts.compress(found.lengths == 2) // 3] = True
    return words


def find_pairs(unquoted: Unquoted, slots: Slots, rule: PairRule, words: Integers) -> FoundPairs:
    """All pairs that have a list; `words` are the places at which words of two characters begin."""
    units = unquoted.units
    wanted = rule.are_paired(units[:-1], units[1:])
    wanted[words] = False
    at = wanted.nonzero()[0]
    return _sorted(_keys(_grams(units, at), slots.at(unquoted.places.take(at))))


def read_pairs(segment: Segment, grams: Grams) -> FoundPairs:
    """Some pairs, which ascend, as they stand in a segment's text."""
    begins, goes_on = np.zeros((2, 0x10000), dtype=np.bool_)
    begins[grams >> np.uint32(16)], goes_on[grams & np.uint32(0xFFFF)] = True, True
    keys = [np.empty(0, dtype=np.uint64)]
    for start, end in segment.stretches(_AT_ONCE):
        unquoted = Unquoted.of(fold_table().take(segment.units_between(start, end)))
        units = unquoted.units
        at = (begins.take(units[:-1]) & goes_on.take(units[1:])).nonzero()[0]
        found = _grams(units, at)
        kept = _among(found, grams).nonzero()[0]
        places = unquoted.places.take(at.take(kept)) + start
        keys.append(_keys(found.take(kept), segment.slots_at(places).astype(np.uint32)))
    return _sorted(np.concatenate(keys))


def _grams(units: Units, at: Integers) -> Grams:
    grams: Grams = units.take(at).astype(np.uint32) << np.uint32(16)
    grams |= units.take(at + 1)
    return grams


def _keys(grams: Grams, slots: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Pairs and slots as one number each."""
    keys = grams.astype(np.uint64) << _HALF
    keys |= slots
    return keys


def _sorted(keys: NDArray[np.uint64]) -> FoundPairs:
    keys.sort()
    grams, firsts = runs((keys >> _HALF).astype(np.uint32))
    return FoundPairs(grams.astype(np.uint32), np.diff(firsts, append=len(keys)), keys.astype(np.uint32))
