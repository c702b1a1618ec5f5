"""What is looked for literally: folded units with edges, and the lists that tell of some all there is to know.

A dictionary word, a number or a word of an alphabet needs no look at the text: all its occurrences are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from msgspec import Struct

from baosou.corpus.folding import fold_text
from baosou.index.parted import parted_spelling
from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.layout import Units, units_of
from baosou.index.whoosh_engine.postings import Integers
from baosou.index.whoosh_engine.segment import Segment

ANY = -1
"""In a pattern: any one character with postings."""

BLANK = ord(" ")
_PARTED = 3  # units of a name of two characters with a blank between


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


def pattern_of(
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
        table = quote_table()
        units = [unit if unit == ANY else int(table[unit]) for unit in units]
    signs = layout.number_units()
    number = number and bool(units) and bool(signs[units[0]] or signs[units[-1]])
    return Pattern(tuple(units), quoted, left, right, number)


@cache
def quote_table() -> Units:
    """The fold table with all double quotation marks the same, and all single ones."""
    table = layout.fold_table().copy()
    table[[ord(mark) for mark in layout.DOUBLE_QUOTES]] = ord('"')
    table[[ord(mark) for mark in layout.SINGLE_QUOTES]] = ord("’")
    return table


def listed_slots(segment: Segment, wanted: Pattern) -> Integers | None:
    """The slot of each occurrence where one list tells them all: for a dictionary word, a number, a parted name.

    None where the text has to be looked at.
    """
    if wanted.quoted or ANY in wanted.units or not 0 < len(wanted.units) <= layout.LONGEST_WORD:
        return None
    if wanted.number:
        return _counted_slots(segment, wanted)
    classes = layout.edge_classes().take(wanted.units)
    parted = (
        len(wanted.units) == _PARTED
        and wanted.units[1] == BLANK
        and parted_spelling(_spelled(wanted.units)) is not None
    )
    if classes[0]:
        if not (wanted.left and wanted.right and (classes == classes[0]).all()):
            return None
    elif not parted and (len(wanted.units) == 1 or not all(map(layout.is_ideograph, wanted.units))):
        return None
    number = word_number(segment, wanted.units)
    if number is not None:
        return segment.word_lists.values(number)
    return np.empty(0, dtype=np.int64) if classes[0] or parted else None


def _counted_slots(segment: Segment, wanted: Pattern) -> Integers | None:
    """The slot of each occurrence of a whole number with one character after it; None for any other pattern."""
    from baosou.index.whoosh_engine.numbers import keys_within  # few queries hold numbers

    for first, last, key in keys_within(wanted.units, whole=True):
        if first == 0 and last == len(wanted.units) - 1:
            number = segment.number_of_key(key)
            return np.empty(0, dtype=np.int64) if number is None else segment.number_lists.values(number)
    return None


def word_number(segment: Segment, units: Sequence[int]) -> int | None:
    """The number of the word that some units spell, or None."""
    return segment.word_number(_spelled(units).encode())


def _spelled(units: Sequence[int]) -> str:
    return "".join(map(chr, units))


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
