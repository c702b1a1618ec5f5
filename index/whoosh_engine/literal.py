"""Finds text literally: where a folded string stands in the address space, wherever words are cut.

The rarest character's posting list gives the candidates; the text itself, gathered at them one character after
the other, gives the answer. Quotation marks in the text are stepped over unless the pattern has some itself; one
blank of a pattern stands for any number of them within a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.layout import Units, units_of
from baosou.index.whoosh_engine.postings import Integers
from baosou.index.whoosh_engine.segment import Segment

ANY = -1
"""In a pattern: any one character with postings."""

_BLANK = ord(" ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Folded units to find; with `left` or `right` a Latin word or number must not go on beyond that edge."""

    units: tuple[int, ...]
    quoted: bool = False
    left: bool = False
    right: bool = False

    @property
    def findable(self) -> bool:
        """Whether any of its units has postings; a pattern of blanks and quotation marks alone has none."""
        posted = layout.posted_units()
        return any(unit != ANY and posted[unit] for unit in self.units)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a pattern stands: first and last unit of each occurrence, ascending."""

    starts: Integers
    lasts: Integers


def pattern(text: str, *, left: bool = False, right: bool = False, holes: bool = False) -> Pattern:
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
    return Pattern(tuple(units), quoted, left, right)


@cache
def _quote_table() -> Units:
    """The fold table with all double quotation marks the same, and all single ones."""
    table = layout.fold_table().copy()
    table[[ord(mark) for mark in layout.DOUBLE_QUOTES]] = ord('"')
    table[[ord(mark) for mark in layout.SINGLE_QUOTES]] = ord("’")
    return table


def find(segment: Segment, wanted: Pattern) -> Occurrences:
    """All occurrences of a pattern in a segment, deleted articles' included."""
    lists = _character_lists(segment, wanted)
    if lists is None:
        none = np.empty(0, dtype=np.int64)
        return Occurrences(none, none)
    anchor = min(lists, key=lambda at: int(segment.character_lists.counts[lists[at]]))
    starts = segment.character_lists.values(lists[anchor])
    lasts = starts.copy()
    for at in range(anchor + 1, len(wanted.units)):
        starts, lasts = _step(segment, wanted, starts, lasts, at, 1)
    for at in range(anchor - 1, -1, -1):
        lasts, starts = _step(segment, wanted, lasts, starts, at, -1)
    if wanted.left or wanted.right:
        kept = _whole(segment, wanted, starts, lasts)
        starts, lasts = starts[kept], lasts[kept]
    return Occurrences(starts, lasts)


def _character_lists(segment: Segment, wanted: Pattern) -> dict[int, int] | None:
    """The posting list of each posted unit, by its place in the pattern; None where one is not in the segment."""
    posted = layout.posted_units()
    lists = {}
    for at, unit in enumerate(wanted.units):
        if unit != ANY and posted[unit]:
            number = segment.character_number(unit)
            if number is None:
                return None
            lists[at] = number
    return lists or None


def _step(
    segment: Segment, wanted: Pattern, kept: Integers, moved: Integers, at: int, direction: int
) -> tuple[Integers, Integers]:
    """Move one character on, and keep the candidates where unit `at` of the pattern stands."""
    moved = moved + direction
    table = _quote_table() if wanted.quoted else layout.fold_table()
    units = table[segment.text[moved]]
    if not wanted.quoted:
        quotes = layout.quote_units()
        while len(over := np.flatnonzero(quotes[units])):
            moved[over] += direction
            units[over] = table[segment.text[moved[over]]]
    expected = wanted.units[at]
    if expected == _BLANK:
        right = layout.blank_units()[units]
        return kept[right], _over_blanks(segment, wanted, moved[right], direction)
    right = layout.posted_units()[units] if expected == ANY else units == expected
    return kept[right], moved[right]


def _over_blanks(segment: Segment, wanted: Pattern, moved: Integers, direction: int) -> Integers:
    """From a blank to the last one of its run; quotation marks among them count only for a pattern with some."""
    over = layout.blank_units() if wanted.quoted else layout.blank_units() | layout.quote_units()
    going = np.arange(len(moved))
    while len(going := going[over[segment.text[moved[going] + direction]]]):
        moved[going] += direction
    return moved


def _whole(segment: Segment, wanted: Pattern, starts: Integers, lasts: Integers) -> NDArray[np.bool_]:
    """Which occurrences do not go on, as a Latin word or number, beyond the edges that matter."""
    kept = np.ones(len(starts), dtype=np.bool_)
    for matters, inside, beyond in ((wanted.left, starts, starts - 1), (wanted.right, lasts, lasts + 1)):
        if matters:
            edges = _edge_classes(segment, inside)
            kept &= (edges == 0) | (edges != _edge_classes(segment, beyond))
    return kept


def _edge_classes(segment: Segment, addresses: Integers) -> NDArray[np.uint8]:
    classes: NDArray[np.uint8] = layout.edge_classes()[layout.fold_table()[segment.text[addresses]]]
    return classes
