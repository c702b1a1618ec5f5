"""What sorts, groups and collapses: one value a section, as Whoosh's column readers give it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from whoosh.columns import Column, ColumnReader

from baosou.corpus.characters import utf8_of
from baosou.index.analysis.units import Integers, runs
from baosou.index.segments import columns
from baosou.index.segments.reader import Segment

Value = Callable[[int], bytes]
"""The value of a section; empty where it has none."""


class Descending(bytes):
    """Orders bytes the other way round: each complemented, and an end that comes after all of them."""

    @classmethod
    def of(cls, value: bytes) -> Descending:
        """The key of a value."""
        return cls(bytes(0xFF - byte for byte in value) + b"\xff")

    def value(self) -> bytes:
        """The value of a key."""
        return bytes(0xFF - byte for byte in self[:-1])


class ValueColumn(Column):
    """A column of our arrays; Whoosh writes none of them."""

    reversible = True

    def default_value(self, reverse: bool = False) -> bytes:
        """What sorts a section without a value."""
        return Descending.of(b"") if reverse else b""


class ArrayColumnReader(ColumnReader):
    """The values of one field in one segment."""

    def __init__(self, value: Value, count: int) -> None:
        self._value, self._doccount = value, count
        self._descending = False

    def __getitem__(self, docnum: int) -> bytes:
        if not 0 <= docnum < self._doccount:
            raise IndexError(docnum)
        return self._value(docnum)

    def sort_key(self, docnum: int) -> bytes:
        """What sorts a section: its value, or what orders values the other way round."""
        return Descending.of(self._value(docnum)) if self._descending else self._value(docnum)

    def __iter__(self) -> Iterator[bytes]:
        return (self._value(docnum) for docnum in range(self._doccount))

    def load(self) -> list[bytes]:
        """All values."""
        return list(self)

    def set_reverse(self) -> None:
        """Let `sort_key` order the other way round."""
        self._descending = True


def values_of_column(segment: Segment, name: str) -> Value:
    """The first value that each section's article carries in a column; of places the first that holds no other."""
    column = segment.column(name)
    if column is None:
        return lambda section: b""
    spelled = [utf8_of(value) for value in column.values]
    entries = np.arange(len(column.owners))
    if name == "place":
        entries = entries.compress(~_holding_the_next(column))
    articles, firsts = runs(column.owners.take(entries))
    numbers = np.full(segment.articles, len(spelled), dtype=np.int64)
    numbers[articles] = column.numbers.take(entries.take(firsts))
    own: Sequence[int] = numbers.take(segment.section_article).data
    spelled.append(b"")
    return lambda section: spelled[own[section]]


def _holding_the_next(column: columns.Column) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which entries are places that hold the place of the same article's next entry."""
    values = column.values
    size = max(len(values), 1)
    same = column.owners[1:] == column.owners[:-1]
    pairs: Integers = column.numbers[:-1].astype(np.int64) * size + column.numbers[1:]
    distinct, places = np.unique(pairs, return_inverse=True)
    holding = [
        values[second].startswith(f"{values[first]}/")
        for first, second in map(divmod, distinct.tolist(), [size] * len(distinct))
    ]
    found = np.zeros(len(column.owners), dtype=np.bool_)
    found[:-1] = np.array(holding, dtype=np.bool_).take(places) & same if len(distinct) else False
    return found
