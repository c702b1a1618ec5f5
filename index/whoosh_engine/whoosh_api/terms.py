"""The terms of a segment and their postings, as Whoosh's matchers, expansions and spelling walk them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from baosou.corpus.characters import text_of_utf8, utf8_of
from baosou.index.analysis.units import Integers
from baosou.index.segments.layout import FIELD_NAMES
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.matchers import ArrayMatcher
from baosou.index.whoosh_engine.whoosh_api.schema import ARTICLE_ID, SECTION_ID, value_fields
from baosou.index.whoosh_engine.whoosh_api.text_terms import TextTerms
from baosou.index.whoosh_engine.whoosh_api.value_terms import FieldTerms, IdTerms, ValueTerms


class ArrayTermsReader(base.TermsReader):
    """The terms of one segment and their postings, those of deleted articles included."""

    def __init__(self, segment: Segment) -> None:
        self.fields: dict[str, FieldTerms] = {
            **{name: TextTerms(segment, field) for name, field in FIELD_NAMES.items()},
            **{name: ValueTerms(segment, segment.column(name)) for name in value_fields([segment])},
            SECTION_ID: IdTerms(segment, of_sections=True),
            ARTICLE_ID: IdTerms(segment, of_sections=False),
        }
        self._lengths: dict[str, Integers | None] = {}

    def field(self, fieldname: str) -> FieldTerms:
        """The terms of a field; raises TermNotFound for one that no article of the segment has."""
        try:
            return self.fields[fieldname]
        except KeyError:
            raise TermNotFound(f"No field {fieldname!r}") from None

    def lengths(self, fieldname: str) -> Integers | None:
        """How many words each section has in a field; None for a field that is not scored."""
        if fieldname not in self._lengths:
            self._lengths[fieldname] = self.fields[fieldname].lengths() if fieldname in self.fields else None
        return self._lengths[fieldname]

    def postings(self, fieldname: str, text: bytes) -> tuple[Integers, Integers]:
        """The sections that hold a term in a field, and how often; both empty where none does."""
        if fieldname not in self.fields:
            none = np.empty(0, dtype=np.int64)
            return none, none
        return self.fields[fieldname].postings(text)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.frequency(*term) > 0

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The term's statistics in this segment; raises TermNotFound."""
        sections, counts = self.postings(fieldname, text)
        if not len(sections):
            raise TermNotFound(f"{fieldname}:{text!r}")
        every = self.lengths(fieldname)
        lengths = np.zeros(1, dtype=np.int64) if every is None else every.take(sections)
        return TermInfo(  # type: ignore[no-untyped-call]
            weight=float(counts.sum()),
            df=len(sections),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(sections[0]),
            maxid=int(sections[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> int:
        """How often the term stands in the field."""
        return self.fields[fieldname].frequency(text) if fieldname in self.fields else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many sections hold the term in the field, those of deleted articles included."""
        return len(self.postings(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """A matcher over the term's postings; raises TermNotFound."""
        info = self.term_info(fieldname, text)
        return ArrayMatcher(self.fields[fieldname], (fieldname, text), self.postings(fieldname, text), info, scorer)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, by field and within it in byte order."""
        return ((name, text) for name in self.indexed_field_names() for text in self.fields[name].texts_from(b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from the first that is not before this one, and those of the fields after it."""
        later = [name for name in self.indexed_field_names() if name > fieldname]
        if fieldname in self.fields:
            yield from ((fieldname, text) for text in self.fields[fieldname].texts_from(prefix))
        for name in later:
            yield from ((name, text) for text in self.fields[name].texts_from(b""))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """A cursor over the terms of a field."""
        return ArrayCursor(self, fieldname)

    def indexed_field_names(self) -> list[str]:
        """All fields, in order."""
        return sorted(self.fields)


class ArrayCursor(base.FieldCursor):
    """Walks the terms of a field in byte order."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str) -> None:
        self._reader, self._fieldname = reader, fieldname
        self.terms = reader.field(fieldname)
        self._from(b"")

    def _from(self, first: bytes) -> str | None:
        self._texts = self.terms.texts_from(first)
        return self.next()

    def is_valid(self) -> bool:
        """Whether the cursor stands at a term."""
        return self._text is not None

    def text(self) -> str | None:
        """The term at hand, or None behind the last."""
        return None if self._text is None else text_of_utf8(self._text)

    def term(self) -> str | None:
        """The same, as readers of several segments ask for it."""
        return self.text()

    def term_info(self) -> TermInfo | None:
        """The statistics of the term at hand."""
        return None if self._text is None else self._reader.term_info(self._fieldname, self._text)

    def first(self) -> str | None:
        """Move to the first term."""
        return self._from(b"")

    def find(self, string: str) -> str | None:
        """Move to the first term that is not before this text."""
        return self._from(utf8_of(string))

    def next(self) -> str | None:
        """Move to the next term."""
        self._text: bytes | None = next(self._texts, None)
        return self.text()


class ArrayAutomata(base.Automata):
    """Terms like a text, told at once by whole arrays; Whoosh's automaton steps from one term to the next."""

    def terms_within(self, fieldcur: ArrayCursor, uterm: str, maxdist: int, prefix: int = 0) -> list[str]:
        """The terms within so many edits (Levenshtein) of a text that begin with so many of its characters."""
        near = (text_of_utf8(text) for text in fieldcur.terms.near(uterm, maxdist))
        return [text for text in near if text.startswith(uterm[:prefix])]
