"""Beside a segment: which people and organisations its articles name, and the tags that tell it.

A file of its own, for it comes later than the segment, and again: an article is tagged once, and what its tags mean
depends on the whole archive. Of each article that is tagged it has a digest of the text, by which tags outlast merges
and sources that are read anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers
from baosou.index.errors import IndexDamaged
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.columns import Column
from baosou.index.segments.postings import Lists
from baosou.index.segments.term_table import TextTable

TAG = "tag"
TAGGER, RULES, DIGEST, JUDGED, JOINED = "tagger", "rules", "digest", "judged", "joined"
TAG_KIND, TAG_TIMES = "tag_kind", "tag_times"
NAME = "name"

Digests = NDArray[np.uint64]


def shown_array(field: str) -> str:
    """The array that tells which values of a field are shown where nobody asks for all."""
    return f"column/{field}/shown"


class Tags(Struct, frozen=True):
    """The tags of articles: article `owners[i]` has the string `values[numbers[i]]`, of a kind, so many times."""

    values: Sequence[str]
    owners: Integers
    numbers: Integers
    kinds: Integers
    times: Integers


class NameColumn(Struct, frozen=True):
    """A field of names: article `owners[i]` names `values[numbers[i]]`; `shown` are those that are always told."""

    values: Sequence[str]
    owners: Integers
    numbers: Integers
    shown: NDArray[np.bool_]


class Enrichment(Struct, frozen=True):
    """All that the file holds. `digests` are 0 for articles that are not tagged; `judged` those that have columns.

    They were judged by `rules` of this version, 0 where nobody has. `joined` tells the value of a name that another
    form of it is counted under.
    """

    tagger: str
    rules: int
    digests: Digests
    judged: NDArray[np.bool_]
    tags: Tags
    columns: Mapping[str, NameColumn]
    joined: Mapping[str, str]


class Enriched:
    """The file of a segment of so many articles, mapped; raises IndexDamaged where its checksum is another."""

    def __init__(self, path: Path, articles: int, checksum: int) -> None:
        self.file = ArrayFile(path)
        if self.file.checksum != checksum or self.file.directory.get(DIGEST, ("", -1))[1] != articles:
            raise IndexDamaged(worded("{path}: not the names that this index was written with", path=path))
        self._columns: dict[str, Column | None] = {}

    @property
    def digests(self) -> Digests:
        """See `Enrichment.digests`."""
        return self.file.array(DIGEST)

    @property
    def judged(self) -> NDArray[np.bool_]:
        """See `Enrichment.judged`."""
        return self.file.array(JUDGED).astype(np.bool_)

    @property
    def tagger(self) -> str:
        """What the tags were made by."""
        return str(self.file.json(TAGGER))

    @property
    def tags(self) -> Tags:
        """All tags, by article."""
        column = Column(self.file, TAG)
        kinds, times = self.file.array(TAG_KIND), self.file.array(TAG_TIMES)
        if not len(kinds) == len(times) == len(column.owners):
            raise self.file.damaged("its tags make no sense")
        wide = (each.astype(np.int64) for each in (column.owners, column.numbers, kinds, times))
        return Tags(column.values, *wide)

    def column(self, field: str) -> Column | None:
        """The column of a field of names; None where no article of the segment names any."""
        if field not in self._columns:
            there = f"column/{field}/owner" in self.file.directory
            self._columns[field] = Column(self.file, field) if there else None
        return self._columns[field]

    def shown(self, field: str) -> NDArray[np.bool_]:
        """Which values of a field are shown where nobody asks for all."""
        shown = self.file.array(shown_array(field)).astype(np.bool_)
        column = self.column(field)
        if column is None or len(shown) != column.size:
            raise self.file.damaged(f"the column {field} makes no sense")
        return shown

    @cached_property
    def joined(self) -> Mapping[str, str]:
        """See `Enrichment.joined`; by the folded form."""
        found = self.file.json(JOINED)
        if not isinstance(found, dict):
            raise self.file.damaged("joined is damaged")
        return {fold_text(str(other)): str(value) for other, value in found.items()}

    def meant(self, values: Sequence[str]) -> list[str]:
        """Values of a field, those that are counted under another form by that."""
        return [self.joined.get(fold_text(value), value) for value in values]

    @cached_property
    def names(self) -> TextTable:
        """The folded names that articles carry, with the articles of each, and how they sound."""
        data, bounds = self.file.checked(f"{NAME}_postings"), self.file.checked(f"{NAME}_posting_bounds")
        lists = Lists(
            data.array,
            bounds.array,
            self.file.array(f"{NAME}_counts"),
            self.file.checked(f"{NAME}_lasts").array,
            (data, bounds),
        )
        return TextTable(self.file, NAME, lists)

    @property
    def content(self) -> Enrichment:
        """All of it, read."""
        columns = {}
        for field in NAME_FIELDS:
            column = self.column(field)
            if column is not None:
                owners, numbers = column.owners.astype(np.int64), column.numbers.astype(np.int64)
                columns[field] = NameColumn(column.values, owners, numbers, self.shown(field))
        joined = {str(other): str(value) for other, value in self.file.json(JOINED).items()}
        rules = self.file.json(RULES)
        if not isinstance(rules, int):
            raise self.file.damaged("rules is damaged")
        return Enrichment(self.tagger, rules, self.digests, self.judged, self.tags, columns, joined)
