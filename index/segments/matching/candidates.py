"""Which blocks of text can hold a pattern: those that the lists of its characters, words and numbers leave."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, pairwise

import numpy as np
from msgspec import Struct

from baosou.corpus.characters import is_ideograph
from baosou.index.analysis.units import Integers, edge_classes, number_units, quote_units, runs, word_units
from baosou.index.segments import layout
from baosou.index.segments.doc_sets import any_of, both, numbers_of
from baosou.index.segments.layout import BLOCK, BLOCK_BITS
from baosou.index.segments.matching.patterns import ANY, BLANKS, Pattern, word_number
from baosou.index.segments.postings import Lists
from baosou.index.segments.reader import Segment

_LONGEST_HELP = 4
"""Dictionary words of at most so many characters are tried to find the places of a longer pattern."""

_HELP_AROUND = 16
"""How far from its rarest character a longer pattern is searched for such words."""

_MUCH_RARER = 4
"""How many times rarer than its rarest character a lone word within a pattern has to be to be of help."""

_FARTHEST = 4 * BLOCK
"""Characters of a pattern that may stand farther from one another, for quotation marks, do not help to find it."""


class Worth(Struct, frozen=True):
    """When one more list is worth looking at: `few_blocks` of text are read sooner than a list is.

    `listed_a_block` values of a list are decoded in the time that a block of text takes.
    """

    few_blocks: int = 64
    listed_a_block: int = 8


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
) -> Integers | None:
    """The blocks in which the rarest character can stand, or None for all: it stands there, or may, with the others.

    To look at a list of blocks takes less time than to read text, unless the list is much longer.
    """
    number = characters[anchor]
    counts = segment.character_lists.counts
    all_blocks = len(segment.text) >> BLOCK_BITS
    own = int(segment.character_occurrences[number]) if counts[number] else all_blocks
    blocks = _blocks_of_words(segment, wanted, anchor, own, worth)
    if blocks is None:
        blocks = segment.character_blocks(number)
        if blocks is None:
            return None
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


def _blocks_of_words(segment: Segment, wanted: Pattern, anchor: int, most: int, worth: Worth) -> Integers | None:
    """The blocks of the slots with the rarest words and numbers within a pattern; None where not fewer than `most`.

    A slot is many blocks, but few slots hold two words.
    """
    within = _lists_within(segment, wanted, anchor)
    if within is None:
        return np.empty(0, dtype=np.int64)
    rarest = sorted(within, key=lambda each: each.count)[:2]
    held = sum(each.count for each in rarest)
    if not rarest or (held * _MUCH_RARER >= most if len(rarest) == 1 else held >= most * worth.listed_a_block):
        return None
    slots, *others = (runs(each.lists.values(each.number))[0] for each in rarest)
    for other in others:
        slots = both(slots, other, len(segment.slot_field))
    blocks = segment.blocks_of(slots)
    return blocks if len(blocks) < most else None


def _reach(segment: Segment, wanted: Pattern, first: int, second: int) -> int:
    """How many units two characters of a pattern stand from one another at most; more than _FARTHEST for very far."""
    first, second = min(first, second), max(first, second)
    if BLANKS in wanted.units[first:second]:
        # any number of blanks may stand for one
        return _FARTHEST + 1
    # quotation marks may stand between any two
    return (second - first) * (1 + segment.longest_quotes)


class _Listed(Struct, frozen=True):
    """The slots of one word or number, of so many occurrences."""

    lists: Lists
    number: int
    count: int

    @classmethod
    def of(cls, lists: Lists, number: int) -> _Listed:
        return cls(lists, number, int(lists.counts[number]))


def _lists_within(segment: Segment, wanted: Pattern, anchor: int) -> list[_Listed] | None:
    """The words that stand in every occurrence of a pattern, at or near its anchor, and the numbers.

    None where one has to stand that stands nowhere: all numbers and Latin words are listed, but for very long ones.
    """
    found: list[_Listed] = []
    signs = number_units()
    if not wanted.quoted and any(unit >= 0 and signs[unit] for unit in wanted.units):
        from baosou.index.segments.numbers import keys_within  # few queries hold numbers

        for _, _, key in keys_within(wanted.units, whole=wanted.number):
            number = segment.number_of_key(key)
            if number is None:
                return None
            found.append(_Listed.of(segment.number_lists, number))
    first, last = max(anchor - _HELP_AROUND, 0), min(anchor + _HELP_AROUND, len(wanted.units))
    classes = [0 if unit < 0 else int(edge_classes()[unit]) for unit in wanted.units[first:last]]
    words = {
        wanted.units[start:end]
        for start in range(first, last)
        for end in range(start + 2, min(start + _LONGEST_HELP, last) + 1)
        if all(map(is_ideograph, wanted.units[start:end]))
    }
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
            if len(units) <= layout.LONGEST_WORD and word_number(segment, units) is None:
                return None
            words.add(units)
    numbers = (word_number(segment, units) for units in words)
    return found + [_Listed.of(segment.word_lists, number) for number in numbers if number is not None]
