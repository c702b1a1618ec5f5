"""Columns: for each facet, which articles (or sections) carry which values, as two parallel arrays.

A facet's values are sorted strings; `owner[i]` carries value number `value[i]`. A place is stored with all of its
ancestors, so that a parent counts and finds its children.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.models import Article, Section
from baosou.index.whoosh_engine.container import ArrayFile, ArrayFileWriter

SECTION_PLACES = "section:place"
"""The column of the places that each section's own text names; its owners are sections."""


@lru_cache(maxsize=1024)
def date_bounds(date: str | None) -> tuple[int, int]:
    """First and last day of an ISO date of any precision as yyyymmdd numbers; (0, 0) where there is none.

    Last days are 31 whatever the month: the numbers are only compared.
    """
    if not date:
        return 0, 0
    year, month, day = (*date.split("-"), "", "")[:3]
    return int(f"{year}{month or '01'}{day or '01'}"), int(f"{year}{month or '12'}{day or '31'}")


def with_ancestors(paths: Iterable[str]) -> set[str]:
    """The paths and all paths above them."""
    return {"/".join(names[:n]) for names in (path.split("/") for path in paths) for n in range(1, len(names) + 1)}


@lru_cache(maxsize=1024)  # the same few places are named again and again
def _all_above(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(with_ancestors(paths)))


class ColumnBuilder:
    """Collects the columns of one segment."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[array[int], array[int], dict[str, int]]] = {}

    def add(self, column: str, owner: int, values: Iterable[str]) -> None:
        """Owner (ascending from call to call) carries the values, of which there is at least one."""
        found = self._columns.get(column)
        if found is None:
            found = self._columns[column] = (array("I"), array("I"), {})
        owners, numbers, known = found
        for value in values:
            owners.append(owner)
            numbers.append(known.setdefault(value, len(known)))

    def add_article(self, number: int, article: Article, source: str) -> None:
        """All columns of an article; a record's further key that is named like a facet adds to that facet.

        A record that names its own source is counted under that name instead of under its file's path.
        """
        date = article.date or ""
        columns: dict[str, tuple[str, ...]] = {
            "author": article.authors,
            "column": (article.column,) if article.column else (),
            "date": (date,) if len(date) == 10 else (),
            "edition": (article.edition,) if article.edition else (),
            "month": (date[:7],) if len(date) >= 7 else (),
            "place": _all_above(article.places),
            "publication": (article.publication,) if article.publication else (),
            "source": () if "source" in article.extra else (source,),
            "year": (date[:4],) if date else (),
        }
        for key, values in article.extra.items():
            columns[key] = columns.get(key, ()) + values
        for column, found in columns.items():
            if found:
                self.add(column, number, found if len(found) == 1 else dict.fromkeys(found))

    def add_section(self, number: int, section: Section) -> None:
        """The columns of a section."""
        if section.places:
            self.add(SECTION_PLACES, number, _all_above(section.places))

    def write(self, writer: ArrayFileWriter) -> None:
        """Write every column with its values sorted."""
        writer.add_json("columns", sorted(self._columns))
        for column in sorted(self._columns):
            owners, numbers, known = self._columns[column]
            values = sorted(known)
            ranks = np.empty(len(values), dtype=np.uint32)
            ranks[[known[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
            write_column(writer, column, np.array(owners, dtype=np.uint32), ranks[np.array(numbers)], values)


def write_column(
    writer: ArrayFileWriter, column: str, owners: NDArray[Any], numbers: NDArray[Any], values: list[str]
) -> None:
    """Write one column's arrays."""
    writer.add(f"column/{column}/owner", owners.astype(np.uint32))
    writer.add(f"column/{column}/value", numbers.astype(np.uint32))
    writer.add_json(f"column/{column}/values", values)


class Column:
    """One column of a segment, read."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.owners = file.array(f"column/{name}/owner")
        self.numbers = file.array(f"column/{name}/value")
        self.values: list[str] = file.json(f"column/{name}/values")
