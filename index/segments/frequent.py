"""Characters that stand almost everywhere: the slots that hold each, and how often it stands in each of them.

A posting list of theirs would take a byte for each occurrence. Here a slot takes a bit, and one that holds the
character half a byte more; so they are found, counted and ranked without a look at the text.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter

MANY = 15
"""So often or more often stands what is told of no slot by its half byte, but among the others of its kind."""


class FrequentWriter:
    """Takes the counts of one character after the other, ascending by unit, and writes them all."""

    def __init__(self) -> None:
        self._units: list[int] = []
        self._slots: list[bytes] = []
        self._counts: list[bytes] = []
        self._held: list[int] = []
        self._many: list[NDArray[np.int64]] = []

    def add(self, unit: int, counts: NDArray[np.integer]) -> None:
        """How often a unit stands in each slot of the segment."""
        held = counts > 0
        small = counts.compress(held)
        many = small.compress(small >= MANY)
        halves = np.minimum(small, MANY).astype(np.uint8)
        if len(halves) % 2:
            halves = np.append(halves, np.uint8(0))
        self._units.append(unit)
        self._slots.append(np.packbits(held).tobytes())
        self._counts.append((halves[::2] << np.uint8(4) | halves[1::2]).tobytes())
        self._held.append(len(small))
        self._many.append(many.astype(np.int64))

    def write(self, writer: ArrayFileWriter) -> None:
        """Write all of them."""
        writer.add("frequent", np.array(self._units, dtype=np.uint16))
        writer.add_narrow("frequent_held", np.array(self._held, dtype=np.int64))
        writer.add_parts("frequent_slots", _arrays(self._slots), np.uint8)
        writer.add_parts("frequent_halves", _arrays(self._counts), np.uint8)
        writer.add_narrow("frequent_many_bounds", np.cumsum([0, *map(len, self._many)], dtype=np.int64))
        writer.add_narrow("frequent_many", np.concatenate([np.empty(0, dtype=np.int64), *self._many]))


def _arrays(pieces: Iterable[bytes]) -> Iterable[NDArray[np.uint8]]:
    return (np.frombuffer(piece, dtype=np.uint8) for piece in pieces)


class FrequentCharacters:
    """The frequent characters of a segment of so many slots, as a FrequentWriter wrote them."""

    def __init__(self, file: ArrayFile, slots: int) -> None:
        self._file = file
        self._slots = slots
        self.units: NDArray[np.uint16] = file.array("frequent")
        self._row = (slots + 7) >> 3
        held = file.array("frequent_held").astype(np.int64)
        self._held = held
        # where the counts of each begin, in bytes, and where the last ones end
        self._halves = np.concatenate(([0], np.cumsum((held + 1) >> 1)))
        if (
            len(held) != len(self.units)
            or len(file.checked("frequent_slots")) != len(self.units) * self._row
            or len(file.checked("frequent_halves")) != self._halves[-1]
        ):
            raise file.damaged("frequent makes no sense")

    def number(self, unit: int) -> int | None:
        """The number of a folded unit among them, or None."""
        at = int(self.units.searchsorted(np.uint16(unit)))
        return at if at < len(self.units) and self.units.item(at) == unit else None

    def slots(self, number: int) -> Integers:
        """The slots in which one of them stands, ascending."""
        bits = self._file.checked("frequent_slots").between(number * self._row, (number + 1) * self._row)
        return np.unpackbits(bits, count=self._slots).view(np.bool_).nonzero()[0]

    def counts(self, number: int) -> NDArray[np.uint32]:
        """How often it stands in each of these slots."""
        start, end = self._halves[number : number + 2].tolist()
        coded = self._file.checked("frequent_halves").between(start, end)
        halves = np.empty((len(coded), 2), dtype=np.uint32)
        halves[:, 0] = coded >> 4
        halves[:, 1] = coded & 15
        counts = halves.reshape(-1)[: int(self._held[number])]
        bounds = self._file.array("frequent_many_bounds")
        many = self._file.checked("frequent_many").between(int(bounds[number]), int(bounds[number + 1]))
        counts[(counts == MANY).nonzero()[0]] = many
        return counts
