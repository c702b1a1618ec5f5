"""Finds text literally: where a folded string stands in the address space, wherever words are cut.

The blocks of the rarest character give the candidates; the text itself, gathered at them one character after the
other, gives the answer. A dictionary word, a number or a word of an alphabet needs no look at the text: all its
occurrences are listed. Quotation marks in the text are stepped over unless the pattern has some itself; one
blank of a pattern stands for any number of them within a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import POINTS
from baosou.index.parted import parted_spelling
from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.layout import Units, units_of
from baosou.index.whoosh_engine.postings import Integers, runs
from baosou.index.whoosh_engine.segment import Segment
from baosou.index.whoosh_engine.selection import both

ANY = -1
"""In a pattern: any one character with postings."""

_LONGEST_HELP = 4
"""Dictionary words of at most so many characters are tried to find the places of a longer pattern."""

_HELP_AROUND = 16
"""How far from its rarest character a longer pattern is searched for such words."""

_MUCH_RARER = 4
"""How many times rarer than its rarest character a lone word within a pattern has to be to be of help."""

_LISTED_A_BLOCK = 8
"""How many values of a list are decoded in the time that a block of text takes."""

_BLANK = ord(" ")
_PARTED = 3  # units of a name of two characters with a blank between
_QUOTE = ord('"')


class Pattern(Struct, frozen=True):
    """Folded units to find; with `left` or `right` a Latin word or digits must not go on beyond that edge.

    With `number` a number in figures or words, at either edge, must not (see `marking.Form`).
    """

    units: tuple[int, ...]
    quoted: bool = False
    left: bool = False
    right: bool = False
    number: bool = False

    @property
    def findable(self) -> bool:
        """Whether any of its units has postings; a pattern of blanks and quotation marks alone has none."""
        posted = layout.posted_units()
        return any(unit != ANY and posted[unit] for unit in self.units)


class Occurrences(Struct, frozen=True):
    """Where a pattern stands: first and last unit of each occurrence, ascending."""

    starts: Integers
    lasts: Integers


def pattern(
    text: str, *, left: bool = False, right: bool = False, number: bool = False, holes: bool = False
) -> Pattern:
    """The pattern of a text: folded, blanks at its ends dropped, runs of others one.

    With `holes` each `?` is any one character.
    """
    units = [int(unit) for unit in units_of(" ".join(fold_text(text).split()))]
    if holes:
        units = [ANY if unit == ord("?") else unit for unit in units]
    quotes = layout.quote_units()
    if units and all(unit != ANY and quotes[unit] for unit in units):
        return Pattern(())
    quoted = any(unit != ANY and quotes[unit] for unit in units)
    if quoted:
        table = _quote_table()
        units = [unit if unit == ANY else int(table[unit]) for unit in units]
    signs = layout.number_units()
    number = number and bool(units) and bool(signs[units[0]] or signs[units[-1]])
    return Pattern(tuple(units), quoted, left, right, number)


@cache
def _quote_table() -> Units:
    """The fold table with all double quotation marks the same, and all single ones."""
    table = layout.fold_table().copy()
    table[[ord(mark) for mark in layout.DOUBLE_QUOTES]] = ord('"')
    table[[ord(mark) for mark in layout.SINGLE_QUOTES]] = ord("’")
    return table


@cache
def _stepping_table() -> Units:
    """The fold table with all quotation marks the same: what is stepped over is told by one comparison."""
    table = layout.fold_table().copy()
    table[[ord(mark) for mark in layout.QUOTES]] = _QUOTE
    return table


def listed_slots(segment: Segment, wanted: Pattern) -> Integers | None:
    """The slot of each occurrence where one list tells them all: for a dictionary word, a number, a parted name.

    None where the text has to be looked at.
    """
    if wanted.quoted or wanted.number or ANY in wanted.units or not 0 < len(wanted.units) <= layout.LONGEST_WORD:
        return None
    classes = layout.edge_classes().take(wanted.units)
    parted = (
        len(wanted.units) == _PARTED
        and wanted.units[1] == _BLANK
        and parted_spelling(_spelled(wanted.units)) is not None
    )
    if classes[0]:
        if not (wanted.left and wanted.right and (classes == classes[0]).all()):
            return None
    elif not parted and (len(wanted.units) == 1 or not all(map(layout.is_ideograph, wanted.units))):
        return None
    number = _word(segment, wanted.units)
    if number is not None:
        return segment.word_lists.values(number)
    return np.empty(0, dtype=np.int64) if classes[0] or parted else None


def _word(segment: Segment, units: Sequence[int]) -> int | None:
    return segment.word_number(_spelled(units).encode())


def _spelled(units: Sequence[int]) -> str:
    return "".join(map(chr, units))


def find(segment: Segment, wanted: Pattern) -> Occurrences:
    """All occurrences of a pattern in a segment, deleted articles' included."""
    none = np.empty(0, dtype=np.int64)
    characters = posted_characters(segment, wanted)
    if characters is None:
        return Occurrences(none, none)
    anchor = min(characters, key=lambda at: int(segment.character_occurrences[characters[at]]))
    blocks = _candidates(segment, wanted, anchor, characters[anchor])
    parts = [
        _grown(segment, wanted, anchor, addresses)
        for addresses in segment.character_addresses(wanted.units[anchor], blocks)
    ]
    starts, lasts = [part.starts for part in parts], [part.lasts for part in parts]
    return Occurrences(np.concatenate([none, *starts]), np.concatenate([none, *lasts]))


def _candidates(segment: Segment, wanted: Pattern, anchor: int, number: int) -> Integers | None:
    """The blocks in which the rarest character can stand: its own, or those of the slots that hold the rarest words.

    None means all of them.
    """
    listed = bool(segment.character_lists.counts[number])
    own = int(segment.character_occurrences[number]) if listed else len(segment.text) >> layout.BLOCK_BITS
    counts = segment.word_lists.counts
    within = _words_within(segment, wanted, anchor)
    if within is None:
        return np.empty(0, dtype=np.int64)
    rarest = sorted(within, key=lambda word: int(counts[word]))[:2]
    # a slot is many blocks, but few slots hold two words, and to list them takes much less time than to read text
    held = sum(int(counts[word]) for word in rarest)
    if rarest and (held * _MUCH_RARER < own if len(rarest) == 1 else held < own * _LISTED_A_BLOCK):
        slots, *others = (runs(segment.word_lists.values(word))[0] for word in rarest)
        for other in others:
            slots = both(slots, other, len(segment.slot_field))
        blocks = segment.blocks_of(slots)
        if len(blocks) < own:
            return blocks
    return segment.character_blocks(number)


def _words_within(segment: Segment, wanted: Pattern, anchor: int) -> set[int] | None:
    """The numbers of the listed words that stand in every occurrence of a pattern, at or near its anchor.

    None where one has to stand that stands nowhere: all numbers and Latin words are listed, but for very long ones.
    """
    first, last = max(anchor - _HELP_AROUND, 0), min(anchor + _HELP_AROUND, len(wanted.units))
    classes = [0 if unit == ANY else int(layout.edge_classes()[unit]) for unit in wanted.units[first:last]]
    found = []
    for start in range(first, last):
        for end in range(start + 2, min(start + _LONGEST_HELP, last) + 1):
            if not all(map(layout.is_ideograph, wanted.units[start:end])):
                break
            found.append(wanted.units[start:end])
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
            if len(units) <= layout.LONGEST_WORD and _word(segment, units) is None:
                return None
            found.append(units)
    numbers = (_word(segment, units) for units in found)
    return {number for number in numbers if number is not None}


def _grown(segment: Segment, wanted: Pattern, anchor: int, addresses: Integers) -> Occurrences:
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
    fold, signs = layout.fold_table(), layout.number_units()
    if signs[wanted.units[0]]:
        before, further = fold.take(segment.units_at(starts - 1)), fold.take(segment.units_at(starts - 2))
        going_on = signs.take(before)
        points, following = _points()
        going_on |= (points.take(before) & following.take(further)) != 0
        kept = (~going_on).nonzero()[0]
        starts, lasts = starts.take(kept), lasts.take(kept)
    if signs[wanted.units[-1]]:
        kept = (~signs.take(fold.take(segment.units_at(lasts + 1)))).nonzero()[0]
        starts, lasts = starts.take(kept), lasts.take(kept)
    return Occurrences(starts, lasts)


@cache
def _points() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A bit for each sign that may stand within a number, by folded unit: of the sign, and of what it may follow."""
    points, following = np.zeros(0x10000, dtype=np.uint8), np.zeros(0x10000, dtype=np.uint8)
    for bit, (point, signs) in enumerate(POINTS.items()):
        points[ord(point)] |= 1 << bit
        following[[ord(sign) for sign in signs]] |= 1 << bit
    return points, following


def posted_characters(segment: Segment, wanted: Pattern) -> dict[int, int] | None:
    """The number of each posted unit, by its place in the pattern; None where one is not in the segment."""
    posted = layout.posted_units()
    numbers = {}
    for at, unit in enumerate(wanted.units):
        if unit != ANY and posted[unit]:
            number = segment.character_number(unit)
            if number is None:
                return None
            numbers[at] = number
    return numbers or None


def _step(
    segment: Segment, wanted: Pattern, kept: Integers, moved: Integers, at: int, direction: int
) -> tuple[Integers, Integers]:
    """Move one character on, and keep the candidates where unit `at` of the pattern stands."""
    moved = moved + direction
    table = _quote_table() if wanted.quoted else _stepping_table()
    units = table.take(segment.units_at(moved))
    if not wanted.quoted:
        while len(over := (units == _QUOTE).nonzero()[0]):
            moved[over] += direction
            units[over] = table[segment.units_at(moved[over])]
    expected = wanted.units[at]
    if expected == _BLANK:
        right = layout.blank_units()[units].nonzero()[0]
        return kept.take(right), _over_blanks(segment, wanted, moved.take(right), direction)
    right = (layout.posted_units()[units] if expected == ANY else units == expected).nonzero()[0]
    return kept.take(right), moved.take(right)


def _over_blanks(segment: Segment, wanted: Pattern, moved: Integers, direction: int) -> Integers:
    """From a blank to the last one of its run; quotation marks among them count only for a pattern with some."""
    over = layout.blank_units() if wanted.quoted else layout.blank_units() | layout.quote_units()
    going = np.arange(len(moved))
    while len(going := going[over[segment.units_at(moved[going] + direction)]]):
        moved[going] += direction
    return moved


def _ending(segment: Segment, unit: int, edges: Integers, direction: int) -> Integers | None:
    """Which occurrences do not go on, as a Latin word or number, beyond the edge where a unit of the pattern stands.

    None means all of them, as for every ideograph.
    """
    inside = _edge_classes(segment, edges) if unit == ANY else layout.edge_classes()[unit]
    if not np.any(inside):
        return None
    going_on = (inside == _edge_classes(segment, edges + direction)) & (inside != 0)
    kept: Integers = (~going_on).nonzero()[0]
    return kept


def _edge_classes(segment: Segment, addresses: Integers) -> NDArray[np.uint8]:
    classes: NDArray[np.uint8] = layout.edge_classes()[layout.fold_table()[segment.units_at(addresses)]]
    return classes
