"""How Whoosh sees a segment: its codec interface over our arrays, so that an index is a Whoosh index.

Documents and fields are those of `schema`, terms those of `terms`. Segments are written whole by `segment_writing`;
this module reads, and what would write raises Whoosh's ReadOnlyError. Nothing is ever pickled or unpickled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import numpy as np
from whoosh import columns as whoosh_columns
from whoosh.codec import base
from whoosh.filedb.filestore import RamStorage, ReadOnlyError
from whoosh.index import Index
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from baosou.index.analysis.units import Integers
from baosou.index.whoosh_engine.segment.layout import FIELD_NAMES
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.schema import schema
from baosou.index.whoosh_engine.whoosh_api.terms import ArrayTermsReader, field_lengths


def _read_only() -> NoReturn:
    raise ReadOnlyError("segments are written whole and never by Whoosh; add sources with: baosou add PATH...")


class ArrayDocumentReader(base.PerDocumentReader):
    """Lengths, deletions and stored fields of the sections of one segment."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._deleted = ~segment.live[segment.section_article]
        self._lengths: dict[str, Integers] = {}

    def doc_count(self) -> int:
        """How many live sections there are."""
        return int((~self._deleted).sum())

    def doc_count_all(self) -> int:
        """How many sections there are with those of deleted articles."""
        return self.segment.sections

    def has_deletions(self) -> bool:
        """Whether any article is deleted."""
        return bool(self._deleted.any())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a section belongs to a deleted article."""
        return bool(self._deleted[docnum])

    def deleted_docs(self) -> Iterable[int]:
        """The sections of deleted articles."""
        deleted: list[int] = np.flatnonzero(self._deleted).tolist()
        return deleted

    def _of(self, fieldname: str) -> Integers:
        if fieldname not in self._lengths:
            self._lengths[fieldname] = field_lengths(self.segment, fieldname)
        return self._lengths[fieldname]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """A field's length in a section; the default where the section has none of it."""
        return int(self._of(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """A field's length in all sections together."""
        return int(self._of(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """A field's length where it is shortest."""
        return int(self._of(fieldname).min()) if self.segment.sections else 0

    def max_field_length(self, fieldname: str) -> int:
        """A field's length where it is longest."""
        return int(self._of(fieldname).max(initial=0))

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """A column without values; facets have columns of their own."""
        count = self.doc_count_all()
        return whoosh_columns.EmptyColumnReader(column.default_value(), count)  # type: ignore[no-untyped-call]

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The section's id, its source's path and its text, with its article's title and byline where it has them."""
        segment = self.segment
        article = int(segment.section_article[docnum])
        first, _ = segment.sections_of_article(article)
        number = docnum - first + 1
        values = {
            "id": f"{int(segment.article_id[article]):016x}.{number}",
            "path": segment.sources[int(segment.article_source[article])],
            "text": segment.section_text(docnum),
        }
        for name in ("title", "byline"):
            text = segment.section_text(first, FIELD_NAMES[name])
            if text:
                values[name] = text
        return values


class ArraySegment(base.Segment):
    """A segment as Whoosh's readers expect one."""

    def __init__(self, segment: Segment) -> None:
        super().__init__("baosou")  # type: ignore[no-untyped-call]
        self.segid = segment.path.stem
        self.segment = segment
        self._documents = ArrayDocumentReader(segment)

    def codec(self) -> ArrayCodec:
        """The codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """How many sections there are with those of deleted articles."""
        return self._documents.doc_count_all()

    def deleted_count(self) -> int:
        """How many sections belong to deleted articles."""
        return self.doc_count_all() - self._documents.doc_count()

    def deleted_docs(self) -> Iterable[int]:
        """The sections of deleted articles."""
        return self._documents.deleted_docs()

    def is_deleted(self, docnum: int) -> bool:
        """Whether a section belongs to a deleted article."""
        return self._documents.is_deleted(docnum)

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Raises ReadOnlyError: `index_writer` deletes, whole sources at a time."""
        _read_only()


class ArrayCodec(base.Codec):
    """Gives Whoosh its readers; all that would write raises ReadOnlyError."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """The reader of terms and postings."""
        return ArrayTermsReader(segment.segment)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocumentReader:
        """The reader of lengths and stored fields."""
        return ArrayDocumentReader(segment.segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> NoReturn:
        """Raises ReadOnlyError: postings have no file of their own; `terms_reader` gives their matchers."""
        _read_only()

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        _read_only()

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        _read_only()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> NoReturn:
        """Raises ReadOnlyError."""
        _read_only()

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:
        """Raises ReadOnlyError."""
        _read_only()


class WhooshIndex(Index):
    """The index as a `whoosh.index.Index`, for whatever Whoosh can do with one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.schema = schema()

    def reader(self, reuse: Any = None) -> IndexReader:
        """An IndexReader over all segments."""
        nowhere = RamStorage()  # type: ignore[no-untyped-call]
        readers: list[IndexReader] = [
            SegmentReader(nowhere, self.schema, ArraySegment(each)) for each in self._segments
        ]
        if not readers:
            return EmptyReader(self.schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers)

    def searcher(self, **options: Any) -> Searcher:
        """A Searcher over all segments."""
        return Searcher(self.reader(), fromindex=self, **options)

    def writer(self, **options: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        _read_only()

    def doc_count(self) -> int:
        """How many live sections there are."""
        return int(self.reader().doc_count())

    def doc_count_all(self) -> int:
        """How many sections there are with those of deleted articles."""
        return int(self.reader().doc_count_all())

    def is_empty(self) -> bool:
        """Whether there is none."""
        return self.doc_count_all() == 0


__all__ = ["ArrayCodec", "WhooshIndex"]
