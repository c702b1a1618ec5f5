"""The documents of a segment as Whoosh reads them: a document is a section, with its article's values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from whoosh.codec import base

from baosou.corpus.characters import utf8_of
from baosou.index.segments.layout import FIELD_NAMES, Field
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.columns import ArrayColumnReader, Value, values_of_column
from baosou.index.whoosh_engine.whoosh_api.schema import ARTICLE_ID, SECTION_ID, value_fields
from baosou.index.whoosh_engine.whoosh_api.terms import ArrayTermsReader
from baosou.index.whoosh_engine.whoosh_api.value_terms import article_name, section_name

_SEVERAL = ("author", "place")
"""Fields of which an article may have several values; stored as a list."""


class ArrayDocumentReader(base.PerDocumentReader):
    """Lengths, deletions, columns and stored fields of the sections of one segment."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._deleted = ~segment.live.take(segment.section_article)
        self._terms = ArrayTermsReader(segment)
        self._values: dict[str, Value] = {}

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
        """Whether a section belongs to a deleted article; one beyond the last does not."""
        return docnum < len(self._deleted) and bool(self._deleted[docnum])

    def deleted_docs(self) -> Iterable[int]:
        """The sections of deleted articles."""
        deleted: list[int] = np.flatnonzero(self._deleted).tolist()
        return deleted

    # Lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """A field's length in a section; the default where the section has none of it."""
        lengths = self._terms.lengths(fieldname)
        return default if lengths is None else int(lengths[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """A field's length in all sections together."""
        lengths = self._terms.lengths(fieldname)
        return 0 if lengths is None else int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """A field's length where it is shortest."""
        lengths = self._terms.lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """A field's length where it is longest."""
        lengths = self._terms.lengths(fieldname)
        return 0 if lengths is None else int(lengths.max(initial=0))

    # Columns

    def supports_columns(self) -> bool:
        """Whether there are any."""
        return True

    def list_columns(self) -> list[str]:
        """The fields that have a column here."""
        return [SECTION_ID, ARTICLE_ID, "title", *value_fields([self.segment])]

    def has_column(self, fieldname: str) -> bool:
        """Whether a field has a column here."""
        return fieldname in self.list_columns()

    def column_reader(self, fieldname: str, column: Any) -> ArrayColumnReader:
        """The values of a field, one a section."""
        if fieldname not in self._values:
            self._values[fieldname] = self._value(fieldname)
        return ArrayColumnReader(self._values[fieldname], self.segment.sections)

    def _value(self, fieldname: str) -> Value:
        segment = self.segment
        match fieldname:
            case "id":
                return lambda section: section_name(segment, section)
            case "article":
                return lambda section: article_name(segment, segment.section_article.item(section))
            case "title":
                return lambda section: utf8_of(self._of_article(section, Field.TITLE))
            case _:
                return values_of_column(segment, fieldname)

    def _of_article(self, section: int, field: Field) -> str:
        """The title or the byline of a section's article."""
        first, _ = self.segment.sections_of_article(self.segment.section_article.item(section))
        return self.segment.section_text(first, field)

    # Stored

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """A section's text and id, and all that is known of its article; what is not known is left out."""
        segment = self.segment
        article = segment.section_article.item(docnum)
        values: dict[str, Any] = {
            SECTION_ID: section_name(segment, docnum).decode(),
            ARTICLE_ID: article_name(segment, article).decode(),
        }
        for name, field in FIELD_NAMES.items():
            text = segment.section_text(docnum) if field is Field.BODY else self._of_article(docnum, field)
            if text:
                values[name] = text
        for name in value_fields([segment]):
            column = segment.column(name)
            found = () if column is None else column.of(article)
            if found:
                values[name] = list(found) if name in _SEVERAL or len(found) > 1 else found[0]
        values.setdefault("source", segment.sources[segment.article_source.item(article)])
        return values
