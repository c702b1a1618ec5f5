"""Makes the columns of a segment: of articles, and of the columns that several segments have."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain

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
        self._held: dict[str, tuple[array[int], list[tuple[str, ...]]]] = {}
        self._keys = FacetKeys(most=most_keys, reserved=(SECTION_PLACES,))

    def add(self, column: str, owner: int, values: tuple[str, ...]) -> None:
        """Owner (ascending from call to call) carries the values, each once, of which there is at least one."""
        held = self._held.get(column)
        if held is None:
            held = self._held[column] = (array("I"), [])
        owners, carried = held
        owners.append(owner)
        carried.append(values)

    def add_article(self, number: int, article: Article, source: str) -> FacetValues:
        """All columns of an article; given back are the further keys that have none."""
        values, aside = self._keys.values_of(article, source)
        for column, found in values.items():
            if found:
                self.add(column, number, found if len(found) == 1 else tuple(dict.fromkeys(found)))
        return aside

    def add_section(self, number: int, section: Section) -> None:
        """The columns of a section."""
        if section.places:
            self.add(SECTION_PLACES, number, with_ancestors(section.places))

    def write(self, writer: ArrayFileWriter) -> list[Carried]:
        """Write every column; given back are those whose values are names.

        Values are sorted; the columns' names are in the order in which they came.
        """
        write_column_names(writer, self._held, self._keys.aside)
        named = {}
        for name in sorted(self._held):
            column = self._carried(name)
            write_column(writer, name, column.owners, column.numbers, column.values)
            if name in NAME_COLUMNS:
                named[name] = column
        return [named[name] for name in NAME_COLUMNS if name in named]

    def _carried(self, name: str) -> Carried:
        owners, carried = self._held[name]
        every = list(chain.from_iterable(carried))
        values = sorted(set(every))
        ranks = dict(zip(values, range(len(values)), strict=True))
        numbers = np.fromiter(map(ranks.__getitem__, every), np.uint32, len(every))
        return Carried(name, np.repeat(np.array(owners), list(map(len, carried))), numbers, values)


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
