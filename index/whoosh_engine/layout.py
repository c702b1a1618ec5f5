"""What a segment holds: addresses, slots, fields; the constants that writers and readers share.

A segment lays all its text out in one address space of UTF-16 code units. Each text of an article (its title,
its byline, the body of each section) is a *slot*: it begins at a multiple of `BLOCK` units and at least one zero
unit follows it, so that nothing runs from one slot into the next and the slot of a unit is a table look-up on
address // BLOCK. Character postings are addresses; word postings are slot numbers, one for each occurrence.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import simple_folds

FORMAT = 1
BLOCK_BITS = 5
BLOCK = 1 << BLOCK_BITS

LONGEST_WORD = 64
"""Words of more characters are left to the character postings."""

DOUBLE_QUOTES = '“”"〝〞「」『』'
SINGLE_QUOTES = "‘’"
QUOTES = DOUBLE_QUOTES + SINGLE_QUOTES

Units = NDArray[np.uint16]


class Field(IntEnum):
    """The text fields, as numbered in `slot_field`."""

    TITLE = 0
    BYLINE = 1
    BODY = 2


FIELD_NAMES = {"title": Field.TITLE, "byline": Field.BYLINE, "body": Field.BODY}


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
    pairs = np.array([(a, b) for a, b in simple_folds().items() if a <= 0xFFFF and b <= 0xFFFF], dtype=np.uint32)
    if len(pairs):
        table[pairs[:, 0]] = pairs[:, 1].astype(np.uint16)
    table.flags.writeable = False
    return table


@cache
def quote_units() -> NDArray[np.bool_]:
    """Which folded units are quotation marks: they stand in the text but do not part a word."""
    marks = np.zeros(0x10000, dtype=np.bool_)
    marks[[ord(c) for c in QUOTES]] = True
    return marks


@cache
def posted_units() -> NDArray[np.bool_]:
    """Which folded units have character postings: all but blanks, control characters and quotation marks."""
    posted = np.ones(0x10000, dtype=np.bool_)
    posted[:0x21] = False
    posted[0x7F:0xA1] = False
    posted[[0x2028, 0x2029]] = False
    return posted & ~quote_units()


@cache
def blank_units() -> NDArray[np.bool_]:
    """Which units are blanks within a paragraph; a run of them is matched by one blank."""
    blanks = np.zeros(0x10000, dtype=np.bool_)
    blanks[[unit for unit in range(0x10000) if chr(unit).isspace() and unit != ord("\n")]] = True
    return blanks


@cache
def edge_classes() -> NDArray[np.uint8]:
    """1 for digits, 2 for letters of alphabets, 0 for all other folded units: what a whole word must not touch."""
    classes = np.zeros(0x10000, dtype=np.uint8)
    classes[ord("0") : ord("9") + 1] = 1
    classes[[unit for unit in range(0x41, 0x600) if chr(unit).isalpha()]] = 2
    return classes


@cache
def word_units() -> NDArray[np.bool_]:
    """Which folded units are letters, digits or ideographs; pairs of them are the bigrams that rank."""
    flags = edge_classes() > 0
    flags = flags.copy()
    for first, last in (
        (0x3041, 0x30FF),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A3),
        (0xD800, 0xDFFF),
    ):
        flags[first : last + 1] = True
    for first, last in ((0x3005, 0x3007), (0xF900, 0xFAFF)):
        flags[first : last + 1] = True
    return flags
