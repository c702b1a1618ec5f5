"""Makes the columns of a segment: of articles, and of the columns that several segments have."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.models import Article, Section
from baosou.index.ingest.facet_values import MOST_KEYS, FacetKeys, FacetValues, with_ancestors
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.columns import NAME_COLUMNS, Carried, write_column, write_column_names
from baosou.index.segments.layout import SECTION_PLACES, has_own_column
from baosou.index.segments.reader import Segment


class ColumnBuilder:
    """Collects the columns of one segment, of at most so many further keys."""

    def __init__(self, *, most_keys: int = MOST_KEYS) -> None:
        self._columns: dict[str, tuple[array[int], array[int], dict[str, int]]] = {}
        self._keys = FacetKeys(most=most_keys, reserved=(SECTION_PLACES,))

    def add(self, column: str, owner: int, values: Iterable[str]) -> None:
        """Owner (ascending from call to call) carries the values, of which there is at least one."""
        found = self._columns.get(column)
        if found is None:
            found = self._columns[column] = (array("I"), array("I"), {})
        owners, numbers, known = found
        for value in values:
            owners.append(owner)
            numbers.append(known.setdefault(value, len(known)))

    def add_article(self, number: int, article: Article, source: str) -> FacetValues:
        """All columns of an article; given back are the further keys that have none."""
        values, aside = self._keys.values_of(article, source)
        for column, found in values.items():
            if found:
                self.add(column, number, found if len(found) == 1 else dict.fromkeys(found))
        return aside

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
        write_column_names(writer, self._columns, self._keys.aside)
        for column in sorted(self._columns):
            owners, numbers, known = self._columns[column]
            values = sorted(known)
            ranks = np.empty(len(values), dtype=np.uint32)
            ranks[[known[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
            write_column(writer, column, np.array(owners, dtype=np.uint32), ranks[np.array(numbers)], values)


Part = tuple[Segment, NDArray[np.int64], NDArray[np.int64]]
"""A segment with the new numbers of its articles and of its sections (-1 for deleted ones)."""

Aside = dict[int, FacetValues]
"""Further keys with their values by the new number of their article."""


def merge_columns(
    writer: ArrayFileWriter, parts: Sequence[Part], *, most_keys: int = MOST_KEYS
) -> tuple[list[Carried], Aside]:
    """Write the columns of all parts; given back are those of names, and what has no column any more.

    Of further keys the first so many keep their columns, as if one builder had made them all; a key that has none in
    one of the segments has none in what is made of them.
    """
    keys_aside = dict.fromkeys(key for segment, _, _ in parts for key in segment.keys_aside)
    named: list[Carried] = []
    written: list[str] = []
    left = most_keys
    aside: Aside = {}
    for name in dict.fromkeys(name for segment, _, _ in parts for name in segment.column_names):
        column = _merged(name, parts)
        if not len(column.owners):
            continue
        if has_own_column(name) and (not left or name in keys_aside):
            keys_aside[name] = None
            for owner, number in zip(column.owners.tolist(), column.numbers.tolist(), strict=True):
                extra = aside.setdefault(owner, {})
                extra[name] = (*extra.get(name, ()), column.values[number])
            continue
        left -= has_own_column(name)
        if name in NAME_COLUMNS:
            named.append(column)
        values = sorted(column.values)
        known = {value: number for number, value in enumerate(column.values)}
        ranks = np.empty(len(values), dtype=np.int64)
        ranks[[known[value] for value in values]] = np.arange(len(values))
        write_column(writer, name, column.owners, ranks[column.numbers], values)
        written.append(name)
    write_column_names(writer, written, keys_aside)
    return named, aside


def _merged(name: str, parts: Sequence[Part]) -> Carried:
    """A column of all parts; its values are in the order in which they came."""
    owners, numbers, known = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)], dict[str, int]()
    for segment, articles, sections in parts:
        column = segment.column(name)
        if column is None:
            continue
        owner = (sections if name == SECTION_PLACES else articles)[column.owners]
        kept = owner >= 0
        used = column.numbers[kept]
        table = np.zeros(len(column.values), dtype=np.int64)
        for old in np.flatnonzero(np.bincount(used.astype(np.int64))).tolist():
            table[old] = known.setdefault(column.values[old], len(known))
        owners.append(owner[kept])
        numbers.append(table[used])
    return Carried(name, np.concatenate(owners), np.concatenate(numbers), list(known))
