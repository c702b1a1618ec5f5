"""Which blocks of text can hold a pattern: those that the lists of its characters, words and numbers leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import is_ideograph
from baosou.index.analysis.units import Integers, edge_classes, number_units, quote_units, ranges, runs, word_units
from baosou.index.segments import layout
from baosou.index.segments.doc_sets import any_of, both, mask_of, numbers_of
from baosou.index.segments.layout import BLOCK, BLOCK_BITS
from baosou.index.segments.matching.patterns import ANY, BLANKS, Listed, Pattern, word_number
from baosou.index.segments.reader import Segment

_HELP_AROUND = 16
"""How far from its rarest character a longer pattern is searched for words and pairs that are listed by slots."""

_HELPFUL = 4
"""So many of its rarest pairs of neighbours are asked for their slots."""

BLOCKS_OF_A_SLOT = 8
"""About how many blocks of text a slot has."""

_MUCH_RARER = 4
"""How many times rarer than its rarest character a lone word within a pattern has to be to be of help."""

PAGE_BITS = 6
"""A page of the file is two to the power of this blocks."""

_RUN = 16
"""Of many pages that may be read, so many neighbours are taken together."""

_FARTHEST = 4 * BLOCK
"""Characters of a pattern that may stand farther from one another, for quotation marks, do not help to find it."""


class Worth(Struct, frozen=True):
    """When one more list is worth looking at: `few_blocks` of text are read sooner than a list is.

    `listed_a_block` values of a list are decoded in the time that a block of text takes.
    """

    few_blocks: int = 64
    listed_a_block: int = 8

    @property
    def listed_a_slot(self) -> int:
        """As many values are decoded in the time that the text of a slot takes."""
        return self.listed_a_block * BLOCKS_OF_A_SLOT


USUAL = Worth()


def has_unknown_pair(segment: Segment, wanted: Pattern) -> bool:
    """Whether two neighbours of a pattern are neighbours nowhere in the segment."""
    inside = word_units()
    units = [unit for unit in wanted.units if unit < 0 or not quote_units()[unit]]
    return any(
        min(pair) >= 0 and inside[pair[0]] and inside[pair[1]] and not segment.grams.of(pair[0] << 16 | pair[1])
        for pair in pairwise(units)
    )


def candidates(
    segment: Segment, wanted: Pattern, anchor: int, characters: Mapping[int, int], worth: Worth = USUAL
) -> Integers:
    """The blocks in which the rarest character can stand: it stands there, or may, with all else of the pattern.

    To look at a list takes less time than to read text, unless the list is much longer.
    """
    slots, blocks = _slots_or_blocks(segment, wanted, anchor, characters, worth)
    return segment.blocks_of(slots) if blocks is None else blocks


def some_candidates(
    segment: Segment, wanted: Pattern, anchor: int, characters: Mapping[int, int], most: int
) -> tuple[Integers, float]:
    """Those of these blocks that lie on about so many pages of the file at most, and which part they are of all."""
    slots, blocks = _slots_or_blocks(segment, wanted, anchor, characters, USUAL)
    if blocks is None:
        some, share = _spread(slots, segment.slot_base.take(slots) >> (BLOCK_BITS + PAGE_BITS), most)
        return segment.blocks_of(some), share
    return _spread(blocks, blocks >> PAGE_BITS, most)


def _spread(numbers: Integers, pages: NDArray[Any], most: int) -> tuple[Integers, float]:
    """The numbers of at most so many pages, given the page of each, and which part they are of all.

    The pages are runs of neighbours, for these are soon read, spread evenly.
    """
    _, starts = runs(pages)
    if len(starts) <= most:
        return numbers, 1.0
    firsts = np.linspace(0, len(starts) - _RUN, max(most // _RUN, 1)).astype(np.int64)
    chosen = ranges(firsts, np.full(len(firsts), _RUN))
    sizes = np.diff(starts, append=len(numbers)).take(chosen)
    some = numbers.take(ranges(starts.take(chosen), sizes))
    return some, len(some) / len(numbers)


def _slots_or_blocks(
    segment: Segment, wanted: Pattern, anchor: int, characters: Mapping[int, int], worth: Worth
) -> tuple[Integers, Integers | None]:
    """The candidates, as blocks or, where these are None, as slots all of whose blocks are meant."""
    none = np.empty(0, dtype=np.int64)
    number = characters[anchor]
    own = int(segment.character_lists.counts[number])
    listed = _rarest_within(segment, wanted, anchor)
    if listed is None:
        return none, none
    if not own:
        # it stands almost everywhere: what else is listed says more
        return (_shared(segment, listed, worth) if listed else _slots_of_frequent(segment, characters)), None
    if listed and listed[0].count * _MUCH_RARER < own:
        blocks = segment.blocks_of(_shared(segment, listed, worth))
        if len(blocks) < own:
            return none, _with_other_characters(segment, wanted, anchor, characters, blocks, worth)
    blocks = _with_other_characters(segment, wanted, anchor, characters, segment.listed_blocks(number), worth)
    if listed and len(blocks) > worth.few_blocks and listed[0].count <= len(blocks) * worth.listed_a_block:
        held = mask_of(_shared(segment, listed, worth), len(segment.slot_field))
        blocks = blocks.compress(held.take(segment.slots_at(blocks << BLOCK_BITS)))
    return none, blocks


def _shared(segment: Segment, listed: Sequence[Listed], worth: Worth) -> Integers:
    """The slots that all of some words, pairs and numbers share, rarest first, as far as it is worth looking."""
    slots = runs(listed[0].occurrences())[0]
    for each in listed[1:]:
        if len(slots) * BLOCKS_OF_A_SLOT <= worth.few_blocks or each.count > len(slots) * worth.listed_a_slot:
            break
        slots = both(slots, runs(each.occurrences())[0], len(segment.slot_field))
    return slots


def _slots_of_frequent(segment: Segment, characters: Mapping[int, int]) -> Integers:
    """The slots in which all characters of a pattern stand, each of which stands almost everywhere."""
    found = sorted((segment.character_slots(number)[0] for number in set(characters.values())), key=len)
    return reduce(lambda first, second: both(first, second, len(segment.slot_field)), found)


def _with_other_characters(
    segment: Segment,
    wanted: Pattern,
    anchor: int,
    characters: Mapping[int, int],
    blocks: Integers,
    worth: Worth,
) -> Integers:
    """What the lists of the other characters of a pattern leave of blocks in which its anchor may stand."""
    counts = segment.character_lists.counts
    all_blocks = len(segment.text) >> BLOCK_BITS
    for at in sorted(characters, key=lambda at: int(counts[characters[at]])):
        if len(blocks) <= worth.few_blocks or int(counts[characters[at]]) > len(blocks) * worth.listed_a_block:
            break
        reach = _reach(segment, wanted, at, anchor)
        found = segment.character_blocks(characters[at]) if reach <= _FARTHEST else None
        if found is not None and found is not blocks:
            direction = 1 if at > anchor else -1
            near = []
            for move in range(((BLOCK - 1 + reach) >> BLOCK_BITS) + 1):
                # no character stands in the first or the last block
                moved = blocks + direction * move
                inside = moved.clip(0, all_blocks - 1) if move > 1 else moved
                near.append(both(inside, found, all_blocks) - direction * move)
            blocks = numbers_of(any_of(near, all_blocks))
    return blocks


def _reach(segment: Segment, wanted: Pattern, first: int, second: int) -> int:
    """How many units two characters of a pattern stand from one another at most; more than _FARTHEST for very far."""
    first, second = min(first, second), max(first, second)
    if BLANKS in wanted.units[first:second]:
        # any number of blanks may stand for one
        return _FARTHEST + 1
    # quotation marks may stand between any two
    return (second - first) * (1 + segment.longest_quotes)


def _rarest_within(segment: Segment, wanted: Pattern, anchor: int) -> list[Listed] | None:
    """What is listed by slots and stands in every occurrence of a pattern, at or near its anchor: the rarest first.

    None where one has to stand that stands nowhere: all numbers and Latin words are listed, but for very long ones.
    """
    found: list[Listed] = []
    signs = number_units()
    if not wanted.quoted and any(unit >= 0 and signs[unit] for unit in wanted.units):
        from baosou.index.segments.numbers import keys_within  # few queries hold numbers

        for _, _, key in keys_within(wanted.units, whole=wanted.number):
            number = segment.number_of_key(key)
            if number is None:
                return None
            found.append(Listed.of(segment.number_lists, number))
    first, last = max(anchor - _HELP_AROUND, 0), min(anchor + _HELP_AROUND, len(wanted.units))
    classes = [0 if unit < 0 else int(edge_classes()[unit]) for unit in wanted.units[first:last]]
    for kind, run in groupby(enumerate(classes, first), key=lambda each: each[1]):
        places = [at for at, _ in run]
        # a number or a Latin word is listed where it ends: within the pattern, unless that leaves open what follows,
        # or at an edge that must end it
        begins = wanted.units[places[0] - 1] != ANY if places[0] > first else first == 0 and wanted.left
        ends = (
            wanted.units[places[-1] + 1] != ANY if places[-1] + 1 < last else last == len(wanted.units) and wanted.right
        )
        if kind and begins and ends:
            units = wanted.units[places[0] : places[-1] + 1]
            number = word_number(segment, units)
            if number is not None:
                found.append(Listed.of(segment.word_lists, number))
            elif len(units) <= layout.LONGEST_WORD:
                return None
    pairs = {
        (one, other): segment.grams.of(one << 16 | other)
        for one, other in pairwise(wanted.units[first:last])
        if is_ideograph(one) and is_ideograph(other)
    }
    for one, other in sorted(pairs, key=pairs.__getitem__)[:_HELPFUL]:
        number = segment.pairs.number(one << 16 | other)
        if number is not None:
            found.append(Listed(segment.pairs.values, number, pairs[one, other]))
        elif (number := word_number(segment, (one, other))) is not None:
            found.append(Listed.of(segment.word_lists, number))
    return sorted(found, key=lambda each: each.count)
