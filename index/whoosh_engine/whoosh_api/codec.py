"""How Whoosh sees a segment: its codec interface over our arrays, so that an index is a Whoosh index.

Segments are written whole by `segments.writing`; this room reads, and what would write raises Whoosh's ReadOnlyError.
Nothing is ever pickled or unpickled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from whoosh.codec import base
from whoosh.filedb.filestore import ReadOnlyError

from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.documents import ArrayDocumentReader
from baosou.index.whoosh_engine.whoosh_api.terms import ArrayAutomata, ArrayTermsReader


def read_only() -> NoReturn:
    """Raise ReadOnlyError."""
    raise ReadOnlyError("segments are written whole and never by Whoosh; add sources with: baosou add PATH...")


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

    def doc_count(self) -> int:
        """How many live sections there are."""
        return self._documents.doc_count()

    def deleted_count(self) -> int:
        """How many sections belong to deleted articles."""
        return self.doc_count_all() - self.doc_count()

    def has_deletions(self) -> bool:
        """Whether any article is deleted."""
        return self._documents.has_deletions()

    def deleted_docs(self) -> Iterable[int]:
        """The sections of deleted articles."""
        return self._documents.deleted_docs()

    def is_deleted(self, docnum: int) -> bool:
        """Whether a section belongs to a deleted article."""
        return self._documents.is_deleted(docnum)

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Raises ReadOnlyError: `index_writer` deletes, whole sources at a time."""
        read_only()


class ArrayCodec(base.Codec):
    """Gives Whoosh its readers; all that would write raises ReadOnlyError."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """The reader of terms and postings."""
        return ArrayTermsReader(segment.segment)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocumentReader:
        """The reader of lengths, columns and stored fields."""
        return ArrayDocumentReader(segment.segment)

    def automata(self, storage: Any, segment: ArraySegment) -> ArrayAutomata:
        """What finds terms that are like a text."""
        return ArrayAutomata()

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> NoReturn:
        """Raises ReadOnlyError: postings have no file of their own; `terms_reader` gives their matchers."""
        read_only()

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        read_only()

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        read_only()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> NoReturn:
        """Raises ReadOnlyError."""
        read_only()

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:
        """Raises ReadOnlyError."""
        read_only()
