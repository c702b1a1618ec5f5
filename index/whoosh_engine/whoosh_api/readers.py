"""Whoosh's index readers over our segments: of one, of several, of none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader

from baosou.index.analysis.units import Integers
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.codec import ArraySegment
from baosou.index.whoosh_engine.whoosh_api.terms import ArrayTermsReader
from baosou.index.whoosh_engine.whoosh_api.value_terms import FieldTerms


class ArraySegmentReader(SegmentReader):
    """Reads one segment."""

    def __init__(self, schema: Schema, segment: Segment, generation: int) -> None:
        nowhere = RamStorage()  # type: ignore[no-untyped-call]
        super().__init__(nowhere, schema, ArraySegment(segment), generation=generation)
        self._live = segment.live.take(segment.section_article)
        self._fields = ArrayTermsReader(segment).fields

    def terms_of(self, fieldname: str) -> FieldTerms | None:
        """The terms of a field; None for one that only articles of other segments have."""
        return self._fields.get(fieldname)

    def live(self, sections: Iterable[Integers]) -> list[int]:
        """Which sections are among some and not those of deleted articles, ascending."""
        found = np.zeros(len(self._live), dtype=np.bool_)
        for some in sections:
            found[some] = True
        numbers: list[int] = (found & self._live).nonzero()[0].tolist()
        return numbers


class ArrayMultiReader(MultiReader):
    """Reads several segments; what is spelled alike is looked for in each, as it is in one."""

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """The terms within so many edits of a text, in order."""
        found = (reader.terms_within(fieldname, text, maxdist, prefix) for reader in self.readers)
        return sorted({term for terms in found for term in terms})


class NoSegmentsReader(EmptyReader):
    """Reads an index without segments; it is of a generation too."""

    def __init__(self, schema: Schema, generation: int) -> None:
        super().__init__(schema)
        self._generation = generation

    def generation(self) -> int:
        """The generation that is read."""
        return self._generation

    def all_doc_ids(self) -> Iterable[int]:  # type: ignore[override]
        """None."""
        return iter(())

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """None."""
        return []


def reader_of(segments: Sequence[Segment], schema: Schema, generation: int) -> IndexReader:
    """A reader of some segments of one index."""
    readers: list[IndexReader] = [ArraySegmentReader(schema, segment, generation) for segment in segments]
    if not readers:
        return NoSegmentsReader(schema, generation)
    return readers[0] if len(readers) == 1 else ArrayMultiReader(readers, generation)
