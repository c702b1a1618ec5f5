"""The terms of a segment and their postings, as Whoosh's matchers, expansions and spelling walk them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.matching.mcore import ListMatcher, ReadTooFar
from whoosh.query.spans import Span
from whoosh.reading import TermInfo, TermNotFound

from baosou.index.whoosh_engine.segment.layout import FIELD_NAMES
from baosou.index.whoosh_engine.segment.postings import Integers
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.schema import ARTICLE_ID, SECTION_ID, value_fields
from baosou.index.whoosh_engine.whoosh_api.text_terms import TextTerms
from baosou.index.whoosh_engine.whoosh_api.value_terms import FieldTerms, IdTerms, Place, ValueTerms


class ArrayMatcher(ListMatcher):
    """Walks one term's postings in one segment; where the term stands is found only when it is asked for."""

    def __init__(
        self,
        terms: FieldTerms,
        term: tuple[str, bytes],
        postings: tuple[Integers, Integers],
        info: TermInfo,
        scorer: Any,
    ) -> None:
        self._terms = terms
        sections, counts = postings
        super().__init__(  # type: ignore[no-untyped-call]
            sections.tolist(), counts.astype(float).tolist(), scorer=scorer, term=term, terminfo=info
        )

    def copy(self) -> ArrayMatcher:
        """A matcher of its own at the same place."""
        other = object.__new__(ArrayMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def next(self) -> None:
        """Move on to the next document."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i += 1

    def skip_to(self, id: int) -> None:
        """Move on to the first document not before this one."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, lo=self._i)

    def all_ids(self) -> Iterator[int]:
        """The documents from the one at hand on."""
        return iter(self._ids[self._i :])

    def block_max_weight(self) -> float:
        """How often the term stands in a document at most."""
        return float(self._terminfo.max_weight())

    def skip_to_quality(self, minquality: float) -> int:
        """All postings are one block: move beyond them if none is that good."""
        if self._i < len(self._ids) and self._scorer.block_quality(self) <= minquality:
            self._i = len(self._ids)
            return 1
        return 0

    def supports(self, astype: str) -> bool:
        """Whether `value_as` knows a kind of value."""
        return astype in ("frequency", "weight") or (astype in ("positions", "characters") and self._terms.has_places)

    def value(self) -> bytes:
        """Nothing is coded; see `value_as`."""
        return b""

    def value_as(self, astype: str) -> Any:
        """The weight, or the places, of the term in the document at hand."""
        if not self.supports(astype):
            raise ValueError(f"no {astype} of {self._term[0]}")
        if astype == "positions":
            return [place.first for place in self._places()]
        if astype == "characters":
            return [(place.first, place.start, place.end) for place in self._places()]
        return self._weights[self._i]

    def spans(self) -> list[Span]:
        """Where the term stands in the document at hand, from its first position to its last."""
        if not self._terms.has_places:
            raise ValueError(f"no positions of {self._term[0]}")
        return [Span(*_numbers(place)) for place in self._places()]  # type: ignore[no-untyped-call]

    def _places(self) -> list[Place]:
        return self._terms.places(self._term[1], self._ids[self._i])


def _numbers(place: Place) -> tuple[int, int, int, int]:
    return place.first, place.last, place.start, place.end


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
        return None if self._text is None else self._text.decode("utf-8", "surrogatepass")

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
        return self._from(string.encode("utf-8", "surrogatepass"))

    def next(self) -> str | None:
        """Move to the next term."""
        self._text: bytes | None = next(self._texts, None)
        return self.text()


class ArrayAutomata(base.Automata):
    """Terms like a text, told at once by whole arrays; Whoosh's automaton steps from one term to the next."""

    def terms_within(self, fieldcur: ArrayCursor, uterm: str, maxdist: int, prefix: int = 0) -> list[str]:
        """The terms within so many edits (Levenshtein) of a text that begin with so many of its characters."""
        near = (text.decode("utf-8", "surrogatepass") for text in fieldcur.terms.near(uterm, maxdist))
        return [text for text in near if text.startswith(uterm[:prefix])]
