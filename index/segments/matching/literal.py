"""Finds text literally: where a folded string stands in the address space, wherever words are cut.

The blocks of the rarest character give the candidates; the text itself, gathered at them one character after the
other, gives the answer. Quotation marks in the text are stepped over unless the pattern has some itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import QUOTES
from baosou.index.analysis.units import (
    Integers,
    Units,
    blank_units,
    edge_classes,
    fold_table,
    number_units,
    posted_units,
    quote_units,
)
from baosou.index.segments.doc_sets import both
from baosou.index.segments.layout import BLOCK_BITS, Field
from baosou.index.segments.matching.candidates import USUAL, Worth, candidates, has_unknown_pair, some_candidates
from baosou.index.segments.matching.patterns import (
    ANY,
    BLANKS,
    Occurrences,
    Pattern,
    posted_characters,
    quote_table,
)
from baosou.index.segments.reader import Segment

_QUOTE = ord('"')


_NOWHERE = Occurrences(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


@cache
def _stepping_table() -> Units:
    """The fold table with all quotation marks the same: what is stepped over is told by one comparison."""
    table = fold_table().copy()
    table[[ord(mark) for mark in QUOTES]] = _QUOTE
    return table


def find(segment: Segment, wanted: Pattern, worth: Worth = USUAL) -> Occurrences:
    """All occurrences of a pattern in a segment, deleted articles' included."""
    characters = posted_characters(segment, wanted)
    if characters is None or has_unknown_pair(segment, wanted):
        return _NOWHERE
    if not characters:
        return _standing_in(segment, wanted, next(wanted.telling()), None)
    anchor = rarest(segment, characters)
    return _standing_in(segment, wanted, anchor, candidates(segment, wanted, anchor, characters, worth))


def find_some(segment: Segment, wanted: Pattern, most: int) -> tuple[Occurrences, float]:
    """The occurrences of a pattern on about so many pages of text, and which part these are of all that may hold it.

    They are spread evenly over the segment. It is a pattern with a character that is listed.
    """
    characters = posted_characters(segment, wanted)
    if characters is None or has_unknown_pair(segment, wanted):
        return _NOWHERE, 1.0
    anchor = rarest(segment, characters)
    blocks, share = some_candidates(segment, wanted, anchor, characters, most)
    return _standing_in(segment, wanted, anchor, blocks), share


def find_in(segment: Segment, wanted: Pattern, blocks: Integers) -> Occurrences:
    """The occurrences of a pattern of which the rarest character stands in some ascending blocks."""
    characters = posted_characters(segment, wanted)
    if characters is None:
        return _NOWHERE
    if not characters:
        return _standing_in(segment, wanted, next(wanted.telling()), blocks)
    anchor = rarest(segment, characters)
    own = int(segment.character_lists.counts[characters[anchor]])
    if 0 < own <= len(blocks) * USUAL.listed_a_block:
        blocks = both(blocks, segment.listed_blocks(characters[anchor]), len(segment.text) >> BLOCK_BITS)
    return _standing_in(segment, wanted, anchor, blocks)


def rarest(segment: Segment, characters: Mapping[int, int]) -> int:
    """The place in a pattern of the rarest of its characters, given the number of each by its place."""
    return min(characters, key=lambda at: int(segment.character_occurrences[characters[at]]))


def _standing_in(segment: Segment, wanted: Pattern, anchor: int, blocks: Integers | None) -> Occurrences:
    """The occurrences whose unit number `anchor` stands in some blocks, or anywhere."""
    none = np.empty(0, dtype=np.int64)
    parts = [
        grown(segment, wanted, anchor, addresses)
        for addresses in segment.character_addresses(wanted.units[anchor], blocks)
    ]
    starts = np.concatenate([none, *(part.starts for part in parts)])
    lasts = np.concatenate([none, *(part.lasts for part in parts)])
    if wanted.breaks:
        # in a body a line is a passage, and nothing goes on from one passage into the next
        kept = (segment.slot_field.take(segment.slots_at(starts)) != Field.BODY).nonzero()[0]
        starts, lasts = starts.take(kept), lasts.take(kept)
    return Occurrences(starts, lasts)


def grown(segment: Segment, wanted: Pattern, anchor: int, addresses: Integers) -> Occurrences:
    """The occurrences whose unit number `anchor` stands at one of the addresses."""
    starts = lasts = addresses
    for at in range(anchor + 1, len(wanted.units)):
        if not len(starts):
            break
        starts, lasts = _step(segment, wanted, starts, lasts, at, 1)
    for at in range(anchor - 1, -1, -1):
        if not len(starts):
            break
        lasts, starts = _step(segment, wanted, lasts, starts, at, -1)
    for matters, at, direction in ((wanted.left, 0, -1), (wanted.right, -1, 1)):
        if matters:
            kept = _ending(segment, wanted.units[at], starts if direction < 0 else lasts, direction)
            if kept is not None:
                starts, lasts = starts.take(kept), lasts.take(kept)
    return _whole_numbers(segment, wanted, starts, lasts) if wanted.number else Occurrences(starts, lasts)


def _whole_numbers(segment: Segment, wanted: Pattern, starts: Integers, lasts: Integers) -> Occurrences:
    """The occurrences of a pattern beyond whose edges no number goes on."""
    from baosou.index.segments.numbers import points  # few queries hold numbers

    fold, signs = fold_table(), number_units()
    if signs[wanted.units[0]]:
        before, further = fold.take(segment.units_at(starts - 1)), fold.take(segment.units_at(starts - 2))
        going_on = signs.take(before)
        point, after = points()
        going_on |= (point.take(before) & after.take(further)) != 0
        kept = (~going_on).nonzero()[0]
        starts, lasts = starts.take(kept), lasts.take(kept)
    if signs[wanted.units[-1]]:
        kept = (~signs.take(fold.take(segment.units_at(lasts + 1)))).nonzero()[0]
        starts, lasts = starts.take(kept), lasts.take(kept)
    return Occurrences(starts, lasts)


def _step(
    segment: Segment, wanted: Pattern, kept: Integers, moved: Integers, at: int, direction: int
) -> tuple[Integers, Integers]:
    """Move one character on, and keep the candidates where unit `at` of the pattern stands."""
    moved = moved + direction
    table = quote_table() if wanted.quoted else _stepping_table()
    units = table.take(segment.units_at(moved))
    if not wanted.quoted:
        while len(over := (units == _QUOTE).nonzero()[0]):
            moved[over] += direction
            units[over] = table[segment.units_at(moved[over])]
    expected = wanted.units[at]
    if expected == BLANKS:
        right = blank_units()[units].nonzero()[0]
        return kept.take(right), _over_blanks(segment, wanted, moved.take(right), direction)
    right = (posted_units()[units] if expected == ANY else units == expected).nonzero()[0]
    return kept.take(right), moved.take(right)


def _over_blanks(segment: Segment, wanted: Pattern, moved: Integers, direction: int) -> Integers:
    """From a blank to the last one of its run; quotation marks among them count only for a pattern with some."""
    over = blank_units() if wanted.quoted else blank_units() | quote_units()
    going = np.arange(len(moved))
    while len(going := going[over[segment.units_at(moved[going] + direction)]]):
        moved[going] += direction
    return moved


def _ending(segment: Segment, unit: int, edges: Integers, direction: int) -> Integers | None:
    """Which occurrences do not go on, as a Latin word or number, beyond the edge where a unit of the pattern stands.

    None means all of them, as for every ideograph.
    """
    inside = _edge_classes(segment, edges) if unit == ANY else edge_classes()[unit]
    if not np.any(inside):
        return None
    going_on = (inside == _edge_classes(segment, edges + direction)) & (inside != 0)
    kept: Integers = (~going_on).nonzero()[0]
    return kept


def _edge_classes(segment: Segment, addresses: Integers) -> NDArray[np.uint8]:
    classes: NDArray[np.uint8] = edge_classes()[fold_table()[segment.units_at(addresses)]]
    return classes
