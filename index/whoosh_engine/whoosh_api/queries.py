"""Queries of Whoosh's that our arrays answer at once, put in place of those that walk terms or positions.

A phrase is found literally, and the sections that have a field at all are known. What they match is what Whoosh's own
matchers would; the rest of a query stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from whoosh.fields import Schema
from whoosh.matching.mcore import ListMatcher, Matcher
from whoosh.query.compound import And, BinaryQuery, CompoundQuery, DisjunctionMax, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every, Query
from whoosh.query.terms import MultiTerm, Term, Wildcard
from whoosh.query.wrappers import Not, WrappingQuery

from baosou.index.whoosh_engine.whoosh_api.analyzers import cuts
from baosou.index.whoosh_engine.whoosh_api.matchers import TellingMatcher
from baosou.index.whoosh_engine.whoosh_api.parser import literal_forms
from baosou.index.whoosh_engine.whoosh_api.readers import ArraySegmentReader
from baosou.index.whoosh_engine.whoosh_api.schema import ChineseText
from baosou.index.whoosh_engine.whoosh_api.span_queries import ArraySpans, array_spans


class LiteralPhrase(Phrase):
    """A phrase that is found as its text stands; in highlights and lists of terms it is the phrase it was."""

    def __init__(self, phrase: Phrase, forms: list[str]) -> None:
        super().__init__(
            phrase.fieldname, phrase.words, boost=phrase.boost, char_ranges=phrase.char_ranges, degrade=phrase.degrade
        )
        self.startchar, self.endchar = phrase.startchar, phrase.endchar
        self._terms = [Term(phrase.fieldname, form, boost=phrase.boost) for form in forms]

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Walks the sections in which any of the forms stands."""
        found = _matcher(self._terms[0] if len(self._terms) == 1 else Or(self._terms), searcher, context)
        return _telling(found, self.fieldname, self.words, searcher, context)


class LiteralTerm(Term):
    """A term that is several words, which are what is highlighted of it."""

    def __init__(self, term: Term) -> None:
        super().__init__(term.fieldname, term.text, boost=term.boost, minquality=term.minquality)
        self.startchar, self.endchar = term.startchar, term.endchar

        self._words = [cut.text for cut in cuts(self.text) if cut.is_word]

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, Any]]:
        """The words that it is cut into, and itself."""
        return ((self.fieldname, text) for text in dict.fromkeys([*self._words, self.text]))

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Walks the sections in which it stands."""
        return _telling(super().matcher(searcher, context), self.fieldname, self._words, searcher, context)


class EveryInField(Every):
    """The sections that have anything in a field."""

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Walks them; outside one segment of ours, as Whoosh does."""
        reader = searcher.reader()
        if not isinstance(reader, ArraySegmentReader):
            return _matcher(super(), searcher, context)
        terms = reader.terms_of(self.fieldname)
        sections = reader.live([] if terms is None else [terms.any_sections()])
        return ListMatcher(sections, all_weights=self.boost)  # type: ignore[no-untyped-call]


class AnyTerm(WrappingQuery):
    """A pattern, a range or a fuzzy word whose terms all count the same: the sections with any of them, at once."""

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Walks them; as Whoosh does where it has to be told which of the terms stand in a section."""
        child: Any = self.child
        reader, fieldname = searcher.reader(), child.field()
        terms = reader.terms_of(fieldname) if isinstance(reader, ArraySegmentReader) else None
        if terms is None or context is None or context.needs_current:
            return _matcher(child, searcher, context)
        if type(child) is Wildcard and "[" not in child.text:
            texts = terms.fitting(child.text)
        else:
            to_bytes = searcher.schema[fieldname].to_bytes
            texts = (to_bytes(text) for _, text in child.expanded_terms(reader))
        sections = reader.live(terms.postings(text)[0] for text in texts)
        return ListMatcher(sections, all_weights=child.boost)  # type: ignore[no-untyped-call]


def _telling(found: Matcher, fieldname: str, words: list[str], searcher: Any, context: Any) -> Matcher:
    """A matcher that also tells of the words within what it found, where it is asked which terms stand in a section."""
    if context is None or not context.needs_current or not words or not found.is_active():
        return found
    matchers = (_matcher(Term(fieldname, word), searcher, context) for word in dict.fromkeys(words))
    return TellingMatcher(found, [matcher for matcher in matchers if matcher.is_active()])


def _matcher(query: Any, searcher: Any, context: Any) -> Matcher:
    matcher: Matcher = query.matcher(searcher, context)
    return matcher


def over_arrays(query: Query, schema: Schema) -> Query:
    """A query with what our arrays answer at once in place of what they need not walk; the query itself is kept."""
    if isinstance(
        query, AnyTerm | ArraySpans
    ):  # what was put in place before: the count of a page asks its query again
        return query
    spans = None if _is_literal(query, schema) else array_spans(query, schema)
    if spans is not None:
        return spans
    changed: Any = copy(query)
    match changed:
        case Not():
            changed.query = over_arrays(changed.query, schema)
        case BinaryQuery():
            changed.a, changed.b = over_arrays(changed.a, schema), over_arrays(changed.b, schema)
            changed.subqueries = (changed.a, changed.b)
        case CompoundQuery() if type(query) in _OF_DOCUMENTS:
            changed.subqueries = [over_arrays(each, schema) for each in changed.subqueries]
        case WrappingQuery():
            changed.child = over_arrays(changed.child, schema)
        case _:
            return _leaf(query, schema)
    result: Query = changed
    return result


_OF_DOCUMENTS = (And, Or, DisjunctionMax)
"""Queries of several parts that ask no part for its positions."""


def _is_literal(query: Query, schema: Schema) -> bool:
    """Whether a query is a phrase without room that its words spell."""
    return type(query) is Phrase and type(_leaf(query, schema)) is LiteralPhrase


def _leaf(query: Query, schema: Schema) -> Query:
    fieldname = query.field()
    field = schema[fieldname] if fieldname is not None and fieldname in schema else None
    if type(query) is Every and field is not None:
        return EveryInField(fieldname, boost=query.boost)  # type: ignore[no-untyped-call]
    if isinstance(query, MultiTerm) and query.constantscore and field is not None:
        return AnyTerm(query)
    if not isinstance(field, ChineseText):
        return query
    if type(query) is Phrase and query.slop == 1:
        forms = literal_forms(query.words, query.char_ranges)
        return query if forms is None else LiteralPhrase(query, forms)
    if type(query) is Term and isinstance(query.text, str) and len(cuts(query.text)) > 1:
        return LiteralTerm(query)
    return query
