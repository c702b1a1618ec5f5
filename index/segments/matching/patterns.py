"""What is looked for literally: folded units with edges, and the lists that tell of some all there is to know.

A dictionary word, a number or a word of an alphabet needs no look at the text: all its occurrences are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
from msgspec import Struct

from baosou.corpus.characters import DOUBLE_QUOTES, SINGLE_QUOTES, is_ideograph
from baosou.index.analysis.spaced_names import parted_spelling
from baosou.index.analysis.units import (
    Integers,
    Units,
    edge_classes,
    fold_table,
    number_units,
    posted_units,
    quote_units,
    units_of,
)
from baosou.index.highlight.marker import as_sought, has_quotes
from baosou.index.segments import layout
from baosou.index.segments.postings import Lists
from baosou.index.segments.reader import Segment

ANY = -1
"""In a pattern: any one character with postings."""

BLANKS = -2
"""In a pattern: any number of blanks within a paragraph, one at least."""

_LINE_BREAK = ord("\n")
_PAIR = 2
_PARTED = 3  # units of a name of two characters with a blank between


class Pattern(Struct, frozen=True):
    """Folded units to find; with `left` or `right` a Latin word or digits must not go on beyond that edge.

    With `number` a number in figures or words, at either edge, must not (see `marker.Form`). Without `quoted` there
    may be quotation marks anywhere in what is found.
    """

    units: tuple[int, ...]
    quoted: bool = False
    left: bool = False
    right: bool = False
    number: bool = False

    @property
    def findable(self) -> bool:
        """Whether there is anything but blanks, quotation marks and holes to look for."""
        return next(self.telling(), None) is not None

    def telling(self) -> Iterator[int]:
        """The places of all units but those."""
        quotes = quote_units()
        return (at for at, unit in enumerate(self.units) if unit >= 0 and not (quotes[unit] or chr(unit).isspace()))

    @property
    def breaks(self) -> bool:
        """Whether it goes beyond a line, as no passage of a body does."""
        return _LINE_BREAK in self.units


class Occurrences(Struct, frozen=True):
    """Where a pattern stands: first and last unit of each occurrence, ascending."""

    starts: Integers
    lasts: Integers


def joined(parts: Sequence[Occurrences]) -> Occurrences:
    """The occurrences of several, ascending."""
    starts = np.concatenate([each.starts for each in parts])
    order = np.argsort(starts, kind="stable")
    return Occurrences(starts[order], np.concatenate([each.lasts for each in parts])[order])


def pattern_of(
    text: str,
    *,
    exact: bool = False,
    left: bool = False,
    right: bool = False,
    number: bool = False,
    holes: bool = False,
) -> Pattern:
    """The pattern of a text; unless it is to stand `exact`, one blank is any run of them (see `marker.as_sought`).

    With `holes` each `?` is any one character.
    """
    sought = as_sought(text, exact=exact)
    units: list[int] = units_of(sought).tolist()
    if not exact:
        units = [BLANKS if unit == ord(" ") else unit for unit in units]
    if holes:
        units = [ANY if unit == ord("?") else unit for unit in units]
    quoted = has_quotes(sought)
    if quoted:
        table = quote_table()
        units = [unit if unit < 0 else int(table[unit]) for unit in units]
    signs = number_units()
    number = number and bool(units) and bool(signs[units[0]] or signs[units[-1]])
    return Pattern(tuple(units), quoted, left, right, number)


@cache
def quote_table() -> Units:
    """The fold table with all double quotation marks the same, and all single ones."""
    table = fold_table().copy()
    table[[ord(mark) for mark in DOUBLE_QUOTES]] = ord('"')
    table[[ord(mark) for mark in SINGLE_QUOTES]] = ord("’")
    return table


class Listed(Struct, frozen=True):
    """What is listed by slots: `values` gives the slot of each occurrence, of which there are `count`."""

    values: Callable[[int], Integers]
    number: int
    count: int

    def occurrences(self) -> Integers:
        """The slot of each occurrence, ascending."""
        return self.values(self.number)

    @classmethod
    def of(cls, lists: Lists, number: int) -> Listed:
        """One of some lists."""
        return cls(lists.values, number, int(lists.counts[number]))


NOWHERE = Listed(lambda _: np.empty(0, dtype=np.int64), 0, 0)


def listed_slots(segment: Segment, wanted: Pattern) -> Integers | None:
    """The slot of each occurrence where one list tells them all; None where the text has to be looked at."""
    found = listed(segment, wanted)
    return None if found is None else found.occurrences()


def listed(segment: Segment, wanted: Pattern) -> Listed | None:
    """The list that tells all occurrences of a pattern, or None.

    So for a dictionary word, a number, a parted name, a character by itself, a pair of frequent ones.
    """
    if (lone := lone_character(segment, wanted)) is not None:
        if lone < 0:
            return NOWHERE
        return Listed(
            lambda number: np.repeat(*segment.character_slots(number)), lone, int(segment.character_occurrences[lone])
        )
    if wanted.quoted or ANY in wanted.units or not 0 < len(wanted.units) <= layout.LONGEST_WORD:
        return None
    if wanted.number:
        return _counted(segment, wanted)
    classes = edge_classes().take(wanted.units)
    parted = (
        len(wanted.units) == _PARTED
        and wanted.units[1] == BLANKS
        and parted_spelling(_spelled(wanted.units)) is not None
    )
    if classes[0]:
        if not (wanted.left and wanted.right and (classes == classes[0]).all()):
            return None
    elif not parted and (len(wanted.units) == 1 or not all(map(is_ideograph, wanted.units))):
        return None
    number = word_number(segment, wanted.units)
    if number is not None:
        return Listed.of(segment.word_lists, number)
    if classes[0] or parted:
        return NOWHERE
    if len(wanted.units) == _PAIR:
        gram = wanted.units[0] << 16 | wanted.units[1]
        pair = segment.pairs.number(gram)
        return None if pair is None else Listed(segment.pairs.values, pair, segment.grams.of(gram))
    return None


def lone_character(segment: Segment, wanted: Pattern) -> int | None:
    """The number of the character that is all of a pattern, -1 where it stands nowhere; None for any other pattern."""
    unit = wanted.units[0] if len(wanted.units) == 1 else ANY
    if unit < 0 or wanted.number or not posted_units()[unit]:
        return None
    if edge_classes()[unit] and (wanted.left or wanted.right):
        return None
    number = segment.character_number(unit)
    return -1 if number is None else number


def _counted(segment: Segment, wanted: Pattern) -> Listed | None:
    """The list of a whole number with one character after it; None for any other pattern."""
    from baosou.index.segments.numbers import keys_within  # few queries hold numbers

    for first, last, key in keys_within(wanted.units, whole=True):
        if first == 0 and last == len(wanted.units) - 1:
            number = segment.number_of_key(key)
            return NOWHERE if number is None else Listed.of(segment.number_lists, number)
    return None


def word_number(segment: Segment, units: Sequence[int]) -> int | None:
    """The number of the word that some units spell, or None."""
    return segment.word_number(_spelled(units).encode())


def _spelled(units: Sequence[int]) -> str:
    return "".join([" " if unit == BLANKS else chr(unit) for unit in units])


def posted_characters(segment: Segment, wanted: Pattern) -> dict[int, int] | None:
    """The number of each posted unit, by its place in the pattern; None where one is not in the segment.

    A pattern of control characters has none.
    """
    posted = posted_units()
    numbers = {}
    for at, unit in enumerate(wanted.units):
        if unit >= 0 and posted[unit]:
            number = segment.character_number(unit)
            if number is None:
                return None
            numbers[at] = number
    return numbers
