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
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Units
from baosou.index.request import FACET_FIELDS
from baosou.index.segments.array_file import ArrayFileWriter

BLOCK_BITS = 5
BLOCK = 1 << BLOCK_BITS

LONGEST_WORD = 64
"""Numbers and words of alphabets of more units are left to the character postings."""


KEYS_ASIDE = "keys_aside"
"""The array of the keys that have no column, in a segment with any."""

SECTION_PLACES = "section:place"
"""The column of the places that each section's own text names; its owners are sections."""


class Field(IntEnum):
    """The text fields, as numbered in `slot_field`."""

    TITLE = 0
    BYLINE = 1
    BODY = 2


FIELD_NAMES = {"title": Field.TITLE, "byline": Field.BYLINE, "body": Field.BODY}


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


def has_own_column(key: str) -> bool:
    """Whether a record's further key has a column that holds its values and nothing else."""
    return key not in FACET_FIELDS and key != SECTION_PLACES
