"""Columns: for each facet, which articles (or sections) carry which values, as two parallel arrays.

A facet's values are sorted strings; `owner[i]` carries value number `value[i]`. A place is stored with all of its
ancestors, so that a parent counts and finds its children.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import text_of_utf8, utf8_of
from baosou.corpus.models import Article, Section
from baosou.index.request import FACET_FIELDS
from baosou.index.whoosh_engine.segment.doc_sets import Numbers, mask_of
from baosou.index.whoosh_engine.segment.postings import ranges
from baosou.index.whoosh_engine.storage.array_file import ArrayFile, ArrayFileWriter

_FEW = 16
"""Of fewer than one in so many, each is looked up by itself."""

KEYS_ASIDE = "keys_aside"
"""The array of the keys that have no column, in a segment with any."""

SECTION_PLACES = "section:place"
"""The column of the places that each section's own text names; its owners are sections."""

NAME_COLUMNS = ("author", "place", "publication", "column")
"""The columns whose values are names of people, places, papers and their parts."""


MOST_KEYS = 1_000
"""Columns of records' further keys that an index has at most; the values of others are stored with their articles.

Each column takes its time whenever an index is opened, checked or merged: a file of which each record brings another
key would make as many of them as it has records.
"""


LONGEST_KEY = 200
"""Characters of a further key that has a column: a file's directory names it several times."""


class Carried(Struct, frozen=True):
    """A column by its name: article `owners[i]` carries value `numbers[i]` of its `values`."""

    column: str
    owners: NDArray[Any]
    numbers: NDArray[Any]
    values: Sequence[str]


@lru_cache(maxsize=1024)
def date_bounds(date: str | None) -> tuple[int, int]:
    """First and last day of an ISO date of any precision as yyyymmdd numbers; (0, 0) where there is none.

    Last days are 31 whatever the month: the numbers are only compared.
    """
    if not date:
        return 0, 0
    year, month, day = (*date.split("-"), "", "")[:3]
    return int(f"{year}{month or '01'}{day or '01'}"), int(f"{year}{month or '12'}{day or '31'}")


def has_own_column(key: str) -> bool:
    """Whether a record's further key has a column that holds its values and nothing else."""
    return key not in FACET_FIELDS and key != SECTION_PLACES


@lru_cache(maxsize=1024)
def _dates(date: str | None) -> dict[str, tuple[str, ...]]:
    """The columns of a date of any precision."""
    periods = {"year": 4, "month": 7, "date": 10}
    return {column: (date[:length],) for column, length in periods.items() if date and len(date) >= length}


@lru_cache(maxsize=4096)  # the same few places are named again and again
def _line(path: str) -> tuple[str, ...]:
    """A path and all paths above it, ascending."""
    names = path.split("/")
    return tuple("/".join(names[:n]) for n in range(1, len(names) + 1))


def with_ancestors(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths and all paths above them, ascending."""
    return _line(paths[0]) if len(paths) == 1 else tuple(sorted({each for path in paths for each in _line(path)}))


class ColumnBuilder:
    """Collects the columns of one segment."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[array[int], array[int], dict[str, int]]] = {}
        self._keys: set[str] = set()
        self._aside: dict[str, None] = {}

    def add(self, column: str, owner: int, values: Iterable[str]) -> None:
        """Owner (ascending from call to call) carries the values, of which there is at least one."""
        found = self._columns.get(column)
        if found is None:
            found = self._columns[column] = (array("I"), array("I"), {})
        owners, numbers, known = found
        for value in values:
            owners.append(owner)
            numbers.append(known.setdefault(value, len(known)))

    def add_article(self, number: int, article: Article, source: str) -> dict[str, tuple[str, ...]]:
        """All columns of an article; a record's further key that is named like a facet adds to that facet.

        A record that names its own source is counted under that name instead of under its file's path. Given back are
        the further keys that have no column, for they are long, or came after MOST_KEYS others.
        """
        columns = {"place": with_ancestors(article.places), "author": article.authors, **_dates(article.date)}
        if article.column:
            columns["column"] = (article.column,)
        if article.edition:
            columns["edition"] = (article.edition,)
        if article.publication:
            columns["publication"] = (article.publication,)
        if "source" not in article.extra:
            columns["source"] = (source,)
        aside = {}
        for key, values in article.extra.items():
            if key == SECTION_PLACES or not values:
                continue
            if self._has_room(key):
                columns[key] = columns.get(key, ()) + values
            else:
                aside[key] = values
        self._aside.update(dict.fromkeys(aside))
        for column, found in columns.items():
            if found:
                self.add(column, number, found if len(found) == 1 else dict.fromkeys(found))
        return aside

    def _has_room(self, key: str) -> bool:
        """Whether a record's further key has a column, or may have one."""
        if key not in self._keys and has_own_column(key):
            if len(self._keys) == MOST_KEYS or len(key) > LONGEST_KEY:
                return False
            self._keys.add(key)
        return True

    def add_section(self, number: int, section: Section) -> None:
        """The columns of a section."""
        if section.places:
            self.add(SECTION_PLACES, number, with_ancestors(section.places))

    def named(self) -> Iterator[Carried]:
        """The columns whose values are names."""
        for column in NAME_COLUMNS:
            if column in self._columns:
                owners, numbers, known = self._columns[column]
                yield Carried(column, np.array(owners), np.array(numbers), list(known))

    def write(self, writer: ArrayFileWriter) -> None:
        """Write every column with its values sorted; their names are in the order in which they came."""
        write_column_names(writer, self._columns, self._aside)
        for column in sorted(self._columns):
            owners, numbers, known = self._columns[column]
            values = sorted(known)
            ranks = np.empty(len(values), dtype=np.uint32)
            ranks[[known[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
            write_column(writer, column, np.array(owners, dtype=np.uint32), ranks[np.array(numbers)], values)


def write_column_names(writer: ArrayFileWriter, columns: Iterable[str], aside: Iterable[str]) -> None:
    """Write the names of the columns, in order, and the keys that articles have stored beside them, if there are."""
    writer.add_json("columns", list(columns))
    if keys := list(aside):
        writer.add_json(KEYS_ASIDE, keys)


def write_column(
    writer: ArrayFileWriter, column: str, owners: NDArray[Any], numbers: NDArray[Any], values: list[str]
) -> None:
    """Write one column's arrays."""
    writer.add(f"column/{column}/owner", owners.astype(np.uint32))
    writer.add_narrow(f"column/{column}/value", numbers)
    writer.add(f"column/{column}/values", np.frombuffer(_joined(values), dtype=np.uint8))


def _joined(values: Iterable[str]) -> bytes:
    """Values each ended by a zero byte; one within a value is spelled as two bytes that UTF-8 never has."""
    return b"".join(utf8_of(value).replace(b"\0", _ZERO) + b"\0" for value in values)


_ZERO = b"\xc0\x80"


class Column:
    """One column of a segment, read."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.owners = file.array(f"column/{name}/owner")
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
        first, last = self.owners.searchsorted(np.array([owner, owner + 1], dtype=np.uint32)).tolist()
        return tuple(self.value(number) for number in self.numbers[first:last].tolist())


def _decoded(value: bytes) -> str:
    return text_of_utf8(value.replace(_ZERO, b"\0"))
