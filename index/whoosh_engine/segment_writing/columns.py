"""Makes one column of those that several segments have, and sets aside what there are too many of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.index.whoosh_engine.segment.columns import (
    MOST_KEYS,
    NAME_COLUMNS,
    SECTION_PLACES,
    Carried,
    has_own_column,
    write_column,
    write_column_names,
)
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.storage.array_file import ArrayFileWriter

Part = tuple[Segment, NDArray[np.int64], NDArray[np.int64]]
"""A segment with the new numbers of its articles and of its sections (-1 for deleted ones)."""

Aside = dict[int, dict[str, tuple[str, ...]]]
"""Further keys with their values by the new number of their article."""


def merge_columns(writer: ArrayFileWriter, parts: Sequence[Part]) -> tuple[list[Carried], Aside]:
    """Write the columns of all parts; given back are those of names, and what has no column any more.

    Of further keys the first MOST_KEYS keep their columns, as if one builder had made them all; a key that has none in
    one of the segments has none in what is made of them.
    """
    keys_aside = dict.fromkeys(key for segment, _, _ in parts for key in segment.keys_aside)
    named: list[Carried] = []
    written: list[str] = []
    left = MOST_KEYS
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
