"""Finds out of one article what of a query holds, where it stands there, and why the rest does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.characters import QUOTES
from baosou.corpus.folding import fold_text
from baosou.corpus.models import Passage
from baosou.index.highlight.marker import FoldedText, Marker, Place
from baosou.index.highlight.near_misses import apart, pieces_of, similar
from baosou.index.highlight.snippets import snippets
from baosou.index.query.tree import (
    And,
    Boost,
    DateRange,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    TextLeaf,
    Value,
    Wildcard,
    stands_for_words,
    text_leaves,
)
from baosou.index.request import Filter, SearchRequest
from baosou.index.results import Snippet
from baosou.index.segments.doc_sets import mask_of
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Deadline, Found
from baosou.index.segments.ranking.evidence import ranking_terms
from baosou.index.segments.ranking.ranker import ranked_alone
from baosou.index.segments.ranking.scoring import Archive, Shares
from baosou.index.segments.results.articles import ArticleReader
from baosou.index.segments.results.explanation import explanation_of, field_counts, slots_of, standing
from baosou.index.segments.stored import StoredArticle
from baosou.index.understanding.outline import Node, outline
from baosou.index.why import Reason, Sighting, Why

SIGHTINGS = 4
"""Of so many places of one text the context is shown."""


class FieldText(Struct, frozen=True):
    """A text of an article with its passages; `section` is the id of a body's section."""

    field: str
    section: str | None
    text: FoldedText
    passages: tuple[Passage, ...]


class Inquiry:
    """Asks of the article of an id (or of a section, where the request is by section) what of a request holds.

    `found` is what matches the request in each segment.
    """

    def __init__(
        self, request: SearchRequest, found: Sequence[Found], reader: ArticleReader, id: str, known: Archive
    ) -> None:
        self._request = request
        self._found = found
        self._known = known
        self._matchers = [each.matcher for each in found]
        self._at, self._article, number = reader.resolve(id)
        self._own = self._matchers[self._at]
        self._section: int | None = None
        if number is not None:
            self._section = self._own.segment.sections_of_article(self._article)[0] + number - 1
        self._shown = reader.article(id)
        self._slots = slots_of(self._own.segment, self._article)
        self._texts = [
            FieldText(
                field=field.name.lower(),
                section=f"{self._shown.id}.{number}" if field is Field.BODY else None,
                text=FoldedText(text),
                passages=passages,
            )
            for field, number, text, passages in reader.texts(self._at, self._article)
        ]

    def why(self, shares: Sequence[Shares], deadline: Deadline) -> Why:
        """All that was found out, with the rank and the score of a match."""
        unit = self._article if self._section is None else self._section
        total = sum(len(each.units) for each in self._found)
        why = Why(
            id=self._shown.id if self._section is None else self._shown.sections[0].id,
            article=self._shown,
            matches=bool((self._found[self._at].units == unit).any()),
            query=self.query(self._request.query),
            filters=tuple(self.filters()),
            total=total,
        )
        if not why.matches:
            return why
        place, own = ranked_alone(self._request, self._found, shares, deadline, segment=self._at, unit=unit)
        terms = ranking_terms(self._request, self._matchers, self._known)
        explanation = explanation_of(self._request, own, self._shown.id, terms, self._own.segment)
        return replace(why, rank=place + 1, explanation=explanation)

    @property
    def _stored(self) -> StoredArticle:
        return self._own.segment.stored(self._article)

    def query(self, query: Query, boost: float = 1.0) -> Reason:
        """What of a query's tree holds."""
        node = outline(query, boost)
        match query:
            case And(children) | Or(children):
                return Reason(node, self._holds(query), children=tuple(map(self.query, children)))
            case Not(child):
                inner = self.query(child)
                return Reason(node, not inner.holds, cause="excluded" if inner.holds else None, children=(inner,))
            case Boost(child, factor):
                return self.query(child, boost * factor)
            case Phrase() | Near() | Wildcard() | Fuzzy():
                return self._of_text(query, node)
            case Value(field, _):
                return self._of_values(node, field, self._holds(query))
            case DateRange(since, until):
                return self._of_dates(node, since, until)
            case _:
                return Reason(node, True)

    def filters(self) -> Iterator[Reason]:
        """What holds of all that a request asks beside its query, a reason each."""
        request, segment = self._request, self._own.segment
        for each in request.filters:
            yield self._of_filter(each)
        if request.since or request.until:
            period = Node("date", f"from {request.since or '…'} to {request.until or '…'}", "date")
            yield self._of_dates(period, request.since, request.until)
        if segment.article_aside.item(self._article) and not request.aside:
            yield Reason(Node("everything", "running heads"), False, cause="aside")
        leaves = [leaf for leaf, _ in text_leaves(request.query)]
        if self._section is not None and leaves:
            inside = any(self._section in self._own.sections(leaf).tolist() for leaf in leaves)
            yield Reason(Node("section", "this section"), inside, cause=None if inside else "other section")

    def _holds(self, query: Query) -> bool:
        return bool(mask_of(self._own.articles(query), self._own.segment.articles)[self._article])

    # Texts

    def _of_text(self, leaf: TextLeaf, node: Node) -> Reason:
        inside, counts = standing(self._own.evidence(leaf), self._slots)
        (articles,) = self._known.held([leaf], self._matchers)
        if len(inside):
            words = self._own.words(leaf) if stands_for_words(leaf) else None
            return Reason(
                node,
                holds=True,
                counts=field_counts(self._own.segment, inside, counts),
                sightings=tuple(self._sightings(Marker(leaf, words))),
                articles=articles,
            )
        return self._missing(leaf, node, articles)

    def _missing(self, leaf: TextLeaf, node: Node, articles: int) -> Reason:
        if leaf.field is not None:
            anywhere = self._of_text(_anywhere(leaf), node)
            if anywhere.holds:
                return Reason(
                    node,
                    holds=False,
                    articles=articles,
                    cause="other field",
                    other_counts=anywhere.counts,
                    sightings=anywhere.sightings,
                )
        pieces: tuple[tuple[str, int], ...] = ()
        closest, closeness = None, None
        if isinstance(leaf, Phrase | Near):
            named = tuple(dict.fromkeys(_pieces(leaf)))
            if len(named) > 1:
                pieces = tuple((piece, self._count(piece)) for piece in named)
            closeness, closest = self._closest(leaf)
        cause: Literal["elsewhere", "nowhere"] = "elsewhere" if articles else "nowhere"
        return Reason(node, False, articles=articles, cause=cause, pieces=pieces, closest=closest, closeness=closeness)

    def _count(self, piece: str) -> int:
        """How often a word stands in the article."""
        marker = Marker(Phrase(piece, whole=True))
        return sum(len(marker.find(each.text, each.field)) for each in self._texts)

    def _closest(self, leaf: Phrase | Near) -> tuple[Literal["within", "apart", "similar"] | None, Sighting | None]:
        """Where the text of a leaf nearly stands, and in which sense."""
        texts = [each for each in self._texts if leaf.field in (None, each.field)]
        if isinstance(leaf, Near):
            return None, None
        folded = _joined(leaf.text)
        if leaf.whole:
            within = next(iter(self._sightings(Marker(Phrase(leaf.text, leaf.field)))), None)
            if within is not None:
                return "within", within
        pieces = pieces_of(folded)
        standing_apart = [(each, places) for each in texts if (places := apart(each.text, pieces))]
        if standing_apart:
            each, places = min(standing_apart, key=lambda found: found[1][-1][1] - found[1][0][0])
            return "apart", self._sighting(each, places)
        for each in texts:
            if alike := similar(each.text, folded):
                return "similar", self._sighting(each, alike)
        return None, None

    def _sightings(self, marker: Marker) -> Iterator[Sighting]:
        left = SIGHTINGS
        for each in self._texts:
            places = marker.find(each.text, each.field)
            if not places or left <= 0:
                continue
            count = min(self._request.snippets, left)
            for found in self._snippets(each, places, count):
                yield Sighting(each.field, each.section, found)
                left -= 1

    def _sighting(self, each: FieldText, places: list[Place]) -> Sighting | None:
        found = self._snippets(each, places, 1)
        return Sighting(each.field, each.section, found[0]) if found else None

    def _snippets(self, each: FieldText, places: list[Place], count: int) -> tuple[Snippet, ...]:
        lines, first = [], 0
        for passage in each.passages:
            lines += [(first + span.at, span.line) for span in passage.spans]
            first += len(passage.text) + 1
        return snippets(each.text.text, lines, places, count=count, width=self._request.width)

    # Values and dates

    def _of_filter(self, each: Filter) -> Reason:
        node = Node("field", ", ".join(each.values), each.field)
        if self._section is not None and each.field == "place":
            number = self._section
            named = bool(self._own.valued(each.field, each.values, sections=True)[number])
            first, _ = self._own.segment.sections_of_article(self._article)
            places = self._stored.sections[number - first].places
        else:
            named = bool(self._own.valued(each.field, each.values)[self._article])
            places = None
        found = self._of_values(node, each.field, named, places)
        if not each.negated:
            return found
        negation = Node("not", node.text, each.field, children=(node,))
        return Reason(negation, not named, cause="excluded" if named else None, children=(found,))

    def _of_values(self, node: Node, field: str, holds: bool, values: tuple[str, ...] | None = None) -> Reason:
        if values is None:
            values = self._values(field)
        return Reason(node, holds, cause=None if holds else "value", values=values)

    def _values(self, field: str) -> tuple[str, ...]:
        """What the article has in a field; of places the narrowest alone."""
        stored, segment = self._stored, self._own.segment
        if field == "place":
            return stored.places
        if field == "date":
            return (stored.date,) if stored.date else ()
        column = segment.column(field)
        values = column.of(self._article) if column is not None else ()
        if field == "source" and not stored.own_source:
            values = (segment.sources[int(segment.article_source[self._article])],)
        return tuple(values)

    def _of_dates(self, node: Node, since: str | None, until: str | None) -> Reason:
        holds = bool(self._own.dated(since, until)[self._article])
        values = self._values("date")
        return Reason(node, holds, cause=None if holds else "date" if values else "undated", values=values)


def _anywhere(leaf: TextLeaf) -> TextLeaf:
    """The leaf without its field."""
    match leaf:
        case Phrase(text, _, whole):
            return Phrase(text, None, whole)
        case Near(phrases, slop, _):
            return Near(phrases, slop)
        case Wildcard(pattern, _):
            return Wildcard(pattern)
        case Fuzzy(text, distance, _):
            return Fuzzy(text, distance)


def _pieces(leaf: Phrase | Near) -> tuple[str, ...]:
    return leaf.phrases if isinstance(leaf, Near) else pieces_of(_joined(leaf.text))


def _joined(text: str) -> str:
    """A text folded, without what a search steps over: blanks and quotation marks."""
    return "".join(character for character in fold_text(text) if character not in QUOTES and not character.isspace())
