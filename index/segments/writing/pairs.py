"""Pairs of neighbouring characters: how often each stands, and the slots of those of frequent characters."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.trie import Occurrences, WordStarts, lexicon
from baosou.index.analysis.units import (
    Grams,
    Integers,
    Units,
    Unquoted,
    counted,
    fold_table,
    ideographs,
    order_of,
    quote_units,
    runs,
    word_units,
)
from baosou.index.segments.layout import BLOCK_BITS, Slots
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.characters import AS_FREQUENT, most_listed

PAIRED = 100
"""A pair that is no word, of a character that stands almost everywhere (see `UNLISTED`) with one that stands more than
once in so many blocks, has a list of slots.

To look for it in the text, each block with its rarer character would be read. Of two characters that both have lists
of blocks, the lists leave few to read.
"""

_OFTEN, _EVERYWHERE = 1, 2


class FoundPairs(Struct, frozen=True):
    """Pairs, ascending, and the slot of each occurrence: `counts[i]` slots, ascending, then the next pair's."""

    keys: Grams
    counts: Integers
    slots: NDArray[np.uint32]


class Neighbours(Struct, frozen=True):
    """The pairs of a text that have lists; and all pairs, ascending, with how often each stands."""

    listed: FoundPairs
    grams: Grams
    counts: Integers


class PairRule(Struct, frozen=True):
    """Which pairs of neighbours have a list where each unit stands so often, by the two classes of their units."""

    classes: NDArray[np.uint8]

    @classmethod
    def of(cls, occurrences: Integers, units: int) -> PairRule:
        """The rule of a segment of so many units, given how often each unit stands there, shape (65536,)."""
        everywhere = occurrences > most_listed(units)
        return cls._of(everywhere | (occurrences > max((units >> BLOCK_BITS) // PAIRED, 1)), everywhere)

    @classmethod
    def of_part(cls, occurrences: Integers, units: int) -> PairRule:
        """One by which hardly a pair has no list in a part that is to have one in what parts are merged to."""
        return cls._of(occurrences > 0, occurrences * AS_FREQUENT > most_listed(units))

    @classmethod
    def _of(cls, often: NDArray[np.bool_], everywhere: NDArray[np.bool_]) -> PairRule:
        return cls((often * np.uint8(_OFTEN) | everywhere * np.uint8(_EVERYWHERE)) * ideographs())

    def are_paired(self, grams: Grams) -> NDArray[np.bool_]:
        """Which of some pairs have a list, if they are no words of the lexicon."""
        first, second = halves(grams)
        return _are_paired(self.classes.take(first), self.classes.take(second))

    def pairs_of(self, units: Units) -> NDArray[np.bool_]:
        """The same for all pairs of neighbours among some units."""
        classes = self.classes.take(units)
        return _are_paired(classes[:-1], classes[1:])

    def lacking(self, grams: Grams, listed: Grams) -> Grams:
        """Those of some pairs that ought to have a list and are not among those listed."""
        wanted = grams.compress(self.are_paired(grams))
        lacking = wanted.compress(~_among(wanted, listed))
        return lacking.compress(~_are_words(lacking))


def _are_paired(firsts: NDArray[np.uint8], seconds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    wanted: NDArray[np.bool_] = ((firsts & seconds & _OFTEN) & ((firsts | seconds) >> 1)).view(np.bool_)
    return wanted


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


def find_neighbours(
    unquoted: Unquoted, slots: Slots, rule: PairRule, found: Occurrences, words: WordStarts
) -> Neighbours:
    """All pairs of neighbours in text, given the words in it in both orders.

    Half of them are words, which are counted already; only the others are sorted.
    """
    units = unquoted.units
    inside = word_units().take(units)
    beside = inside[:-1] & inside[1:]
    beside[found.starts.compress(found.lengths == 2)] = False
    wanted = rule.pairs_of(units)
    wanted &= beside
    beside &= ~wanted
    at = wanted.nonzero()[0]
    listed = _sorted(_grams(units, at), slots.at(unquoted.places.take(at)))
    others, other_counts = counted(_grams(units, beside.nonzero()[0]))
    of_two = words.lengths == 2
    grams = np.concatenate((_grams(units, words.firsts().compress(of_two)), listed.keys, others))
    order = np.argsort(grams, kind="stable")  # three ascending runs, which it merges
    counts = np.concatenate((words.counts.compress(of_two), listed.counts, other_counts))
    return Neighbours(listed, grams.take(order), counts.take(order))


def read_pairs(segment: Segment, grams: Grams) -> FoundPairs:
    """Some pairs, which ascend, of which at least one character has a list of blocks, as they stand in a segment.

    Few characters have most of them: around each place of those the text tells what stands beside it.
    """
    firsts, seconds = halves(grams)
    sharing = np.bincount(firsts, minlength=0x10000) + np.bincount(seconds, minlength=0x10000)
    sharing[segment.frequent.units] = 0
    by_first = sharing.take(firsts) >= sharing.take(seconds)
    anchors = np.where(by_first, firsts, seconds)
    found, slots = [np.empty(0, dtype=np.uint32)], [np.empty(0, dtype=np.uint32)]
    for anchor in np.unique(anchors).tolist():
        number = segment.character_number(anchor)
        blocks = None if number is None else segment.character_blocks(number)
        if blocks is None:
            raise segment.file.damaged("a pair of characters without lists has none")
        for step in (1, -1):
            wanted = grams.compress((anchors == anchor) & (by_first == (step > 0)))
            for addresses in segment.character_addresses(anchor, blocks) if len(wanted) else ():
                other = _beside(segment, addresses, step).astype(np.uint32)
                own = np.uint32(anchor)
                pairs = own << np.uint32(16) | other if step > 0 else other << np.uint32(16) | own
                kept = _among(pairs, wanted).nonzero()[0]
                found.append(pairs.take(kept))
                slots.append(segment.slots_at(addresses.take(kept)).astype(np.uint32))
    return _sorted(np.concatenate(found), np.concatenate(slots))


def _beside(segment: Segment, addresses: Integers, step: int) -> Units:
    """The folded units one step from some addresses, quotation marks stepped over."""
    fold, quotes = fold_table(), quote_units()
    addresses = addresses + step
    units = fold.take(segment.units_at(addresses))
    while len(over := quotes.take(units).nonzero()[0]):
        addresses[over] += step
        units[over] = fold.take(segment.units_at(addresses.take(over)))
    return units


def _grams(units: Units, at: Integers) -> Grams:
    grams: Grams = units.take(at).astype(np.uint32) << np.uint32(16)
    grams |= units.take(at + 1)
    return grams


def _sorted(grams: Grams, slots: NDArray[np.uint32]) -> FoundPairs:
    """Pairs with the slot of each; of equal pairs the slots ascend already."""
    order = order_of(grams)
    distinct, firsts = runs(grams.take(order))
    return FoundPairs(distinct.astype(np.uint32), np.diff(firsts, append=len(grams)), slots.take(order))
