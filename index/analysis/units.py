"""Text as an array of UTF-16 code units: how each folds, what kind of character it is, and which pairs they make."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import FIRST_COMMON, FIRST_HAN, HAN_CODES, LAST_HAN, NUMBER_SIGNS, QUOTES, ZERO
from baosou.corpus.folding import simple_folds

Integers = NDArray[np.int64]
Units = NDArray[np.uint16]
Grams = NDArray[np.uint32]


def units_of(text: str) -> Units:
    """The UTF-16 code units of a text."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def text_of(units: Units) -> str:
    """The text of UTF-16 code units."""
    return units.astype("<u2", copy=False).tobytes().decode("utf-16-le", "surrogatepass")


@cache
def fold_table() -> Units:
    """Folded unit of each unit, for text whose fold is one to one (see `corpus.folding`)."""
    table = np.arange(0x10000, dtype=np.uint16)
    folds = simple_folds()
    units, folded = np.fromiter(folds.keys(), np.uint32, len(folds)), np.fromiter(folds.values(), np.uint32, len(folds))
    basic = (units <= 0xFFFF) & (folded <= 0xFFFF)
    table[units[basic]] = folded[basic]
    table.flags.writeable = False
    return table


def unfolded(unit: int) -> Units:
    """All units that fold to this one."""
    return np.flatnonzero(fold_table() == unit).astype(np.uint16)


def is_any(units: NDArray[np.uint16], wanted: Units) -> NDArray[np.bool_]:
    """Which units are one of the wanted few."""
    found: NDArray[np.bool_] = units == wanted[0]
    for each in wanted[1:]:
        found |= units == each
    return found


@cache
def quote_units() -> NDArray[np.bool_]:
    """Which folded units are quotation marks: they stand in the text but do not part a word."""
    marks = np.zeros(0x10000, dtype=np.bool_)
    marks[[ord(c) for c in QUOTES]] = True
    return marks


class Unquoted(Struct, frozen=True):
    """Folded units without their quotation marks: where each stands, and where the marks stand that were left out."""

    units: Units
    places: NDArray[np.int64]
    marks: NDArray[np.int64]

    @classmethod
    def of(cls, folded: Units) -> Unquoted:
        """Folded units without their quotation marks."""
        quoted = quote_units().take(folded)
        return cls(folded.compress(~quoted), np.flatnonzero(~quoted), np.flatnonzero(quoted))

    def after_marks(self) -> NDArray[np.int64]:
        """Which of the units a quotation mark stands before, ascending; those with several marks more than once."""
        return self.marks - np.arange(len(self.marks))

    def longest_run(self) -> int:
        """How many quotation marks stand in a row at most."""
        return int(np.diff(runs(self.after_marks())[1], append=len(self.marks)).max(initial=0))


@cache
def posted_units() -> NDArray[np.bool_]:
    """Which folded units have character postings: all but blanks, control characters and quotation marks."""
    posted = np.ones(0x10000, dtype=np.bool_)
    posted[:0x21] = False
    posted[0x7F:0xA1] = False
    posted[[0x2028, 0x2029]] = False
    return posted & ~quote_units()


_LAST_BLANK = 0x3000
"""The ideographic space; no character after it is a blank."""


@cache
def blank_units() -> NDArray[np.bool_]:
    """Which units are blanks within a paragraph; a run of them is matched by one blank."""
    blanks = np.zeros(0x10000, dtype=np.bool_)
    blanks[[unit for unit in range(_LAST_BLANK + 1) if chr(unit).isspace() and unit != ord("\n")]] = True
    return blanks


@cache
def edge_classes() -> NDArray[np.uint8]:
    """1 for digits, 2 for letters of alphabets, 0 for all other folded units: what a whole word must not touch."""
    classes = np.zeros(0x10000, dtype=np.uint8)
    classes[ord("0") : ord("9") + 1] = 1
    classes[[unit for unit in range(0x41, 0x600) if chr(unit).isalpha()]] = 2
    return classes


@cache
def number_units() -> NDArray[np.bool_]:
    """Which folded units a number is written with, in figures or in words."""
    flags = np.zeros(0x10000, dtype=np.bool_)
    flags[[ord(sign) for sign in NUMBER_SIGNS]] = True
    return flags


@cache
def ideographs() -> NDArray[np.bool_]:
    """Which units `is_ideograph`."""
    flags = np.zeros(0x10000, dtype=np.bool_)
    flags[HAN_CODES.start : HAN_CODES.stop] = True
    flags[ord(ZERO)] = True
    return flags


@cache
def word_units() -> NDArray[np.bool_]:
    """Which folded units are letters, digits or ideographs; pairs of them are the bigrams that rank."""
    flags = edge_classes() > 0
    flags = flags.copy()
    for first, last in (
        (0x3041, 0x30FF),
        (ord(FIRST_HAN), 0x4DBF),
        (ord(FIRST_COMMON), ord(LAST_HAN)),
        (0xAC00, 0xD7A3),
        (0xD800, 0xDFFF),
    ):
        flags[first : last + 1] = True
    for first, last in ((0x3005, 0x3007), (0xF900, 0xFAFF)):
        flags[first : last + 1] = True
    return flags


def neighbours(units: Units) -> Grams:
    """Every pair of neighbouring word characters in folded units without quotation marks, as first << 16 | second."""
    inside = word_units().take(units)
    at = np.flatnonzero(inside[:-1] & inside[1:])
    grams: Grams = units.take(at).astype(np.uint32) << np.uint32(16)
    grams |= units.take(at + 1)
    return grams


def counted(grams: Grams) -> tuple[Grams, NDArray[np.int64]]:
    """The distinct pairs, ascending, and how often each occurs."""
    grams = np.sort(grams)
    firsts = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))) if len(grams) else np.empty(0, np.int64)
    return grams.take(firsts), np.diff(firsts, append=len(grams))


def runs(values: NDArray[Any]) -> tuple[Integers, Integers]:
    """The distinct values of an ascending array, and where the run of each begins."""
    if not len(values):
        none = np.empty(0, dtype=np.int64)
        return none, none
    first = np.empty(len(values), dtype=np.bool_)
    first[0] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    starts = first.nonzero()[0]
    return values.take(starts).astype(np.int64, copy=False), starts


def ranges(starts: NDArray[Any], sizes: NDArray[Any]) -> Integers:
    """So many numbers from each start on, one range after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    numbers: Integers = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes)
    return numbers


def order_of(numbers: NDArray[Any]) -> Integers:
    """What sorts numbers below 2**32 and keeps the order of equals; numpy sorts 16 bits by radix, in linear time."""
    order = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
    if len(numbers) and int(numbers.max()) > 0xFFFF:
        order = order[np.argsort((numbers.take(order) >> 16).astype(np.uint16), kind="stable")]
    return order
