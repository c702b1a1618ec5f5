"""Near phrases and span queries of terms, answered by arrays in place of Whoosh's walk through every text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from whoosh.fields import Schema
from whoosh.matching.binary import AndMaybeMatcher, IntersectionMatcher, UnionMatcher
from whoosh.matching.mcore import ListMatcher, Matcher
from whoosh.matching.wrappers import WrappingMatcher
from whoosh.query import spans as whoosh
from whoosh.query.positional import Ordered, Phrase, Sequence
from whoosh.query.qcore import Query
from whoosh.query.terms import Term
from whoosh.query.wrappers import WrappingQuery
from whoosh.util import make_binary_tree

from baosou.corpus.characters import utf8_of
from baosou.index.analysis.units import Integers
from baosou.index.whoosh_engine.whoosh_api import spans
from baosou.index.whoosh_engine.whoosh_api.readers import ArraySegmentReader
from baosou.index.whoosh_engine.whoosh_api.schema import ChineseText
from baosou.index.whoosh_engine.whoosh_api.span_nodes import Node, SpanFinder, joined
from baosou.index.whoosh_engine.whoosh_api.spans import Nearness
from baosou.index.whoosh_engine.whoosh_api.text_terms import TextTerms

_AHEAD = 64
"""Of so many sections the spans are made when those of the first are asked for."""


class ArraySpans(WrappingQuery):
    """A query of positions whose terms are of one text field."""

    def __init__(self, query: Query, node: Node, terms: list[Term]) -> None:
        super().__init__(query)
        self._node, self._terms = node, terms

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Walks what it matches; outside one segment of ours, as Whoosh does."""
        reader = searcher.reader()
        fieldname = self._terms[0].fieldname
        terms = reader.terms_of(fieldname) if isinstance(reader, ArraySegmentReader) else None
        if not isinstance(terms, TextTerms):
            child: Any = self.child
            walked: Matcher = child.matcher(searcher, context)
            return walked
        answer = _Answer(reader, terms)
        if context is not None and context.weighting is None and not context.needs_current:
            found: Matcher = ListMatcher(answer.sections(self._node).tolist())  # type: ignore[no-untyped-call]
            return found
        matchers = iter([term.matcher(searcher, context) for term in self._terms])
        matcher: Matcher = answer.matcher(self._node, matchers, boost=getattr(self.child, "boost", 1.0))
        return matcher


class _Answer:
    """What one segment has to say to a query."""

    def __init__(self, reader: ArraySegmentReader, terms: TextTerms) -> None:
        self._reader, self._terms = reader, terms
        self.finder = SpanFinder(terms.segment, terms.field)

    def sections(self, node: Node) -> Integers:
        """The live sections that have any span of a node."""
        key = ("whoosh spans", self._terms.field, node.key)
        holding = {term: self._terms.postings(term)[0] for term in node.terms()}
        (found,) = self._terms.segment.kept(key, lambda: (self.finder.sections(node, holding),))
        return np.array(self._reader.live([found]), dtype=np.int64)

    def matcher(self, node: Node, of_terms: Iterator[Any], *, boost: float = 1.0, known: bool = False) -> Any:
        """The matcher of a node, given those of its terms in turn; where it is `known` to match, of its terms alone."""
        if node.join is None:
            return next(of_terms)
        parts = [
            self.matcher(part, of_terms, known=node.needs == "all" or (node.needs == "first" and not number))
            for number, part in enumerate(node.parts)
        ]
        by_need = {"all": IntersectionMatcher, "any": UnionMatcher, "first": AndMaybeMatcher}
        tree = make_binary_tree(by_need[node.needs], parts)
        return tree if known else SpansMatcher(tree, Found(self, node), boost)


class Found:
    """The sections in which a node is found, and its spans, made for some sections ahead."""

    def __init__(self, answer: _Answer, node: Node) -> None:
        self._answer, self._node = answer, node
        self._sections = answer.sections(node)
        self.sections: list[int] = self._sections.tolist()
        self._spans: dict[int, list[tuple[int, int, int, int]]] = {}

    def spans(self, section: int) -> list[whoosh.Span]:
        """The spans of a section."""
        if section not in self._spans:
            at = bisect_left(self.sections, section)
            self._spans = self._answer.finder.spans(self._node, self._sections[at : at + _AHEAD])
        return [whoosh.Span(*numbers) for numbers in self._spans[section]]  # type: ignore[no-untyped-call]


class SpansMatcher(WrappingMatcher):
    """Walks the sections that were found, and scores as a matcher of terms does."""

    def __init__(self, child: Matcher, found: Found, boost: float = 1.0) -> None:
        super().__init__(child, boost=boost)  # type: ignore[no-untyped-call]
        self._found = found
        self._follow()

    def _follow(self) -> None:
        """Bring the child to a section that was found."""
        sections = self._found.sections
        while self.child.is_active():
            at = bisect_left(sections, self.child.id())
            if at == len(sections):
                self._at_end = True
                return
            if sections[at] == self.child.id():
                return
            self.child.skip_to(sections[at])

    _at_end = False

    def is_active(self) -> bool:
        """Whether it stands at a section."""
        return not self._at_end and bool(self.child.is_active())

    def copy(self) -> SpansMatcher:
        """A matcher of its own at the same place."""
        return SpansMatcher(self.child.copy(), self._found, self.boost)

    def _replacement(self, newchild: Matcher) -> SpansMatcher:
        return SpansMatcher(newchild, self._found, self.boost)

    def reset(self) -> None:
        """Go back to the first."""
        self._at_end = False
        self.child.reset()
        self._follow()

    def next(self) -> None:
        """Move on to the next document."""
        self.child.next()
        self._follow()

    def skip_to(self, id: int) -> None:
        """Move on to the first document not before this one."""
        self.child.skip_to(id)
        self._follow()

    def skip_to_quality(self, minquality: float) -> int:
        """Move on to a block that may be that good."""
        skipped = int(self.child.skip_to_quality(minquality / self.boost))
        self._follow()
        return skipped

    def all_ids(self) -> Iterator[int]:
        """The documents from the one at hand on."""
        while self.is_active():
            yield self.child.id()
            self.next()

    def spans(self) -> list[whoosh.Span]:
        """The spans in the document at hand."""
        return self._found.spans(self.child.id())


def array_spans(query: Query, schema: Schema) -> ArraySpans | None:
    """What answers a query of positions; None for one that is not of terms of one text field alone."""
    terms: list[Term] = []
    node = _node(query, terms)
    names = {term.fieldname for term in terms}
    if node is None or node.join is None or len(names) != 1:
        return None
    (name,) = names
    return ArraySpans(query, node, terms) if name in schema and isinstance(schema[name], ChineseText) else None


def _node(query: Any, terms: list[Term]) -> Node | None:
    """What a query asks for, its terms noted in turn; None for what is no query of positions or of terms."""
    kind = type(query)
    if kind is Term and isinstance(query.text, str | bytes):
        terms.append(query)
        text = query.text if isinstance(query.text, bytes) else utf8_of(query.text)
        return Node(text, text)
    if kind is Phrase:
        queries = [Term(query.fieldname, word) for word in query.words]
    elif kind in _LISTS:
        queries = getattr(query, _LISTS[kind])
    elif kind in _PAIRS or kind is whoosh.SpanNear:
        queries = [query.a, query.b]
    elif kind is whoosh.SpanFirst:
        queries = [query.q]
    else:
        return None
    parts = tuple(part for each in queries if (part := _node(each, terms)) is not None)
    return _joined(kind, query, parts) if len(parts) == len(queries) > 0 else None


def _joined(kind: type, query: Any, parts: tuple[Node, ...]) -> Node:
    if kind is Phrase:
        return _near(Nearness(query.slop, ordered=True, beginning=True), *parts)
    if kind is whoosh.SpanNear2:
        return _near(Nearness(query.slop, query.ordered, query.mindist, beginning=True), *parts)
    if kind is whoosh.SpanNear:
        return _near(Nearness(query.slop, query.ordered, query.mindist), *parts)
    if kind is Sequence:
        node: Node = make_binary_tree(partial(_near, Nearness(query.slop, query.ordered)), list(parts))
        return node
    if kind is Ordered:
        before: Node = make_binary_tree(partial(_pair, whoosh.SpanBefore), list(parts))
        return before
    if kind is whoosh.SpanOr:
        return joined("or", parts, spans.merged, needs="any", reach=1) if len(parts) > 1 else parts[0]
    if kind is whoosh.SpanFirst:
        return joined(
            "first", parts, lambda some: spans.at_first(some[0], query.limit), values=query.limit, head=query.limit
        )
    return _pair(kind, *parts)


def _near(nearness: Nearness, *parts: Node) -> Node:
    key = (nearness.slop, nearness.ordered, nearness.mindist, nearness.beginning)
    return joined("near", parts, lambda some: spans.in_turn(some, nearness), values=key, reach=max(nearness.slop, 0))


_LISTS: dict[type, str] = {
    whoosh.SpanNear2: "qs",
    whoosh.SpanOr: "subqs",
    Sequence: "subqueries",
    Ordered: "subqueries",
}

_PAIRS: dict[type, Any] = {
    whoosh.SpanNot: partial(joined, "not", join=lambda some: spans.apart(*some), needs="first", reach=0),
    whoosh.SpanContains: partial(joined, "contains", join=lambda some: spans.around(*some), reach=0),
    whoosh.SpanBefore: partial(joined, "before", join=lambda some: spans.before(*some)),
    whoosh.SpanCondition: partial(joined, "condition", join=lambda some: spans.beside(*some)),
}


def _pair(kind: type, *parts: Node) -> Node:
    node: Node = _PAIRS[kind](parts=parts)
    return node
