"""What a segment holds: addresses, slots, fields; the constants that writers and readers share.

A segment lays all its text out in one address space of UTF-16 code units. Each text of an article (its title,
its byline, the body of each section) is a *slot*: it begins at a multiple of `BLOCK` units and at least one zero
unit follows it, which no text and no pattern holds (a NUL is U+FFFD in both), so that nothing runs from one slot
into the next and the slot of a unit is a table look-up on address // BLOCK. Character postings are blocks; word
postings are slot numbers, one for each occurrence.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import FIRST_COMMON, FIRST_HAN, HAN_CODES, LAST_HAN, QUOTES, ZERO
from baosou.corpus.characters import is_ideograph as is_ideograph
from baosou.corpus.folding import simple_folds
from baosou.corpus.spellings import NUMBER_SIGNS
from baosou.index.whoosh_engine.segment.postings import runs
from baosou.index.whoosh_engine.storage.array_file import ArrayFileWriter

BLOCK_BITS = 5
BLOCK = 1 << BLOCK_BITS

LONGEST_WORD = 64
"""Numbers and words of alphabets of more units are left to the character postings."""

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


def slots_of_blocks(lengths: NDArray[Any]) -> NDArray[np.uint32]:
    """The slot of each block of the address space, given the slots' lengths."""
    sizes = (lengths >> BLOCK_BITS) + 1
    blocks = np.zeros(int(sizes.sum(dtype=np.int64)) + 2, dtype=np.uint32)
    blocks[1:-1] = np.repeat(np.arange(len(lengths), dtype=np.uint32), sizes)
    return blocks


class Slots(Struct, frozen=True):
    """Where slots lie: the address of each, its length in units, and the slot of each block of the address space.

    The first and the last block are empty, so that a look one unit before or after a slot stays in the array.
    """

    bases: NDArray[np.int64]
    lengths: NDArray[np.int64]
    blocks: NDArray[np.uint32]

    @classmethod
    def of(cls, lengths: NDArray[np.int64]) -> Slots:
        """Slots of these lengths one after another."""
        sizes = (lengths >> BLOCK_BITS) + 1
        return cls((np.cumsum(sizes) - sizes + 1) << BLOCK_BITS, lengths, slots_of_blocks(lengths))

    def at(self, addresses: NDArray[np.int64]) -> NDArray[np.uint32]:
        """The slot of each address."""
        slots: NDArray[np.uint32] = self.blocks.take(addresses >> BLOCK_BITS)
        return slots

    def laid_out(self, texts: Sequence[bytes]) -> Units:
        """The address space with the slots' texts, each in UTF-16 (little endian)."""
        blank = bytes(2 * BLOCK)
        pieces = [blank]
        for text, length in zip(texts, self.lengths.tolist(), strict=True):
            pieces += (text, blank[: 2 * (BLOCK - length % BLOCK)])
        return np.frombuffer(b"".join([*pieces, blank]), dtype="<u2")

    def write(self, writer: ArrayFileWriter) -> None:
        """Write the tables that lead from addresses to slots and back."""
        writer.add("slot_base", self.bases.astype(np.uint32))
        writer.add_narrow("slot_length", self.lengths)


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
