"""Columns: for each facet, which articles (or sections) carry which values, as two parallel arrays.

A facet's values are sorted strings; owner i carries value number `value[i]`. A place is stored with all of its
ancestors, so that a parent counts and finds its children.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import text_of_utf8, utf8_of
from baosou.index.analysis.units import ranges
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.doc_sets import Numbers, mask_of
from baosou.index.segments.layout import KEYS_ASIDE

_FEW = 16
"""Of fewer than one in so many, each is looked up by itself."""

_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")

NAME_COLUMNS = ("author", "place", "publication", "column")
"""The columns whose values are names of people, places, papers and their parts."""


class Carried(Struct, frozen=True):
    """A column by its name: article `owners[i]` carries value `numbers[i]` of its `values`."""

    column: str
    owners: NDArray[Any]
    numbers: NDArray[Any]
    values: Sequence[str]


def write_column_names(writer: ArrayFileWriter, columns: Iterable[str], aside: Iterable[str]) -> None:
    """Write the names of the columns, in order, and the keys that articles have stored beside them, if there are."""
    writer.add_json("columns", list(columns))
    if keys := list(aside):
        writer.add_json(KEYS_ASIDE, keys)


def write_column(
    writer: ArrayFileWriter, column: str, owners: NDArray[Any], numbers: NDArray[Any], values: list[str]
) -> None:
    """Write one column's arrays; of each owner, as they ascend, how far it is from the one before."""
    writer.add_narrow(f"column/{column}/owner", np.diff(owners.astype(np.int64), prepend=0))
    writer.add_narrow(f"column/{column}/value", numbers)
    writer.add(f"column/{column}/values", np.frombuffer(_joined(values), dtype=np.uint8))


def _joined(values: Iterable[str]) -> bytes:
    """Values each ended by a zero byte; one within a value is spelled as two bytes that UTF-8 never has."""
    return b"".join(utf8_of(value).replace(b"\0", _ZERO) + b"\0" for value in values)


_ZERO = b"\xc0\x80"


class Column:
    """One column of a segment, read."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.owners = np.cumsum(file.array(f"column/{name}/owner"), dtype=np.uint32)
        self._values = file.array(f"column/{name}/values")
        self.numbers = file.array(f"column/{name}/value")
        if len(self.numbers) != len(self.owners) or self.numbers.max(initial=0) >= max(self.size, 1):
            raise file.damaged(f"the column {name} makes no sense")

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where each value ends in the joined bytes."""
        return np.flatnonzero(self._values == 0)

    @property
    def size(self) -> int:
        """How many values there are."""
        return len(self.ends)

    def entries_of(self, owners: Numbers, count: int) -> Numbers:
        """The entries of some owners (ascending) of so many."""
        if len(owners) * _FEW > count:
            return mask_of(owners, count).take(self.owners).nonzero()[0]
        wanted = owners.astype(np.uint32)
        firsts = self.owners.searchsorted(wanted)
        sizes = self.owners.searchsorted(wanted, "right") - firsts
        if int(sizes.sum()) > len(self.owners) or (sizes < 0).any():
            raise ValueError("the owners of a column do not ascend")
        return ranges(firsts, sizes)

    def spelled(self, numbers: Numbers) -> list[str]:
        """Some values by their numbers."""
        if len(numbers) * _FEW > self.size:
            return [self.values[number] for number in numbers.tolist()]
        return [self.value(number) for number in numbers.tolist()]

    def value(self, number: int) -> str:
        """A value by its number."""
        start = int(self.ends[number - 1]) + 1 if number else 0
        return _decoded(self._values[start : int(self.ends[number])].tobytes())

    @cached_property
    def values(self) -> list[str]:
        """All values, sorted."""
        data = self._values.tobytes()
        if _ZERO in data:
            return [_decoded(value) for value in data.split(b"\0")[:-1]]
        return text_of_utf8(data).split("\0")[:-1]

    def of(self, owner: int) -> tuple[str, ...]:
        """The values of one owner, in the order in which it had them."""
        return self.of_each([owner])[0]

    def of_each(self, owners: Sequence[int]) -> list[tuple[str, ...]]:
        """The values of each of some owners."""
        wanted = np.array(owners, dtype=np.uint32)
        firsts, lasts = (self.owners.searchsorted(wanted, side).tolist() for side in _SIDES)
        return [
            tuple([self.value(number) for number in self.numbers[first:last].tolist()]) if first < last else ()
            for first, last in zip(firsts, lasts, strict=True)
        ]


def _decoded(value: bytes) -> str:
    return text_of_utf8(value.replace(_ZERO, b"\0"))
