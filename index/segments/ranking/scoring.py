"""BM25F (see `index.ranking.bm25`) out of segments' arrays: for articles, for sections, and its statistics."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams, Integers, ranges
from baosou.index.query.tree import Fuzzy, TextLeaf, Wildcard
from baosou.index.ranking.bm25 import Scores, Statistics, saturated, shares
from baosou.index.request import Unit
from baosou.index.segments.doc_sets import Numbers
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Deadline, Evidence, Found, SegmentMatcher, Small
from baosou.index.segments.reader import Segment

_BODY = int(Field.BODY)

_MANY = 4
"""The shares of all slots are worked out as soon as one in so many has been asked for."""


class Archive(Statistics, Protocol):
    """What ranking asks of all articles of an index, of which the segments at hand may be a few."""

    def held(self, terms: Sequence[TextLeaf | str], matchers: Sequence[SegmentMatcher]) -> Sequence[int]:
        """See `holding`; the matchers have what was found in the segments at hand."""

    def are_words(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which of some texts of two characters stand as words anywhere."""

    def words(self, leaf: Wildcard | Fuzzy, matchers: Sequence[SegmentMatcher]) -> Set[str]:
        """The words and texts of the archive that a leaf stands for."""


class Collection(Struct, frozen=True):
    """Implements `Archive` over the segments of an index, all of them; see there."""

    segments: tuple[Segment, ...]
    articles: int
    sections: int
    means: Scores
    mean_body: float

    def holding(self, terms: Sequence[TextLeaf | str]) -> Sequence[int]:
        """See Statistics; what is found is kept for searches."""
        deadline = Deadline(None, units=sum(len(segment.text) for segment in self.segments))
        matchers = [SegmentMatcher(segment, deadline) for segment in self.segments]
        return self.held(terms, matchers)

    def held(self, terms: Sequence[TextLeaf | str], matchers: Sequence[SegmentMatcher]) -> Sequence[int]:
        """See Archive."""
        return [sum(articles_holding(m.segment, evidence_of(m, term)) for m in matchers) for term in terms]

    def words(self, leaf: Wildcard | Fuzzy, matchers: Sequence[SegmentMatcher]) -> Set[str]:
        """See Archive."""
        return {word for matcher in matchers for word in matcher.words(leaf)}

    def are_words(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """See Archive."""
        return np.array([any(s.word_number(text.encode()) is not None for s in self.segments) for text in texts])

    def occurrences(self, words: Sequence[str]) -> Sequence[int]:
        """See Statistics; deleted articles included."""
        return [
            sum(
                int(segment.word_lists.counts[n])
                for segment in self.segments
                if (n := segment.word_number(text)) is not None
            )
            for text in (word.encode() for word in words)
        ]

    def pairs(self, grams: Grams) -> NDArray[np.int64]:
        """See Statistics."""
        counts = np.zeros(len(grams), dtype=np.int64)
        for segment in self.segments:
            counts += segment.gram_counts(grams)
        return counts

    def characters(self, units: Sequence[int]) -> Sequence[int]:
        """See Statistics."""
        return [sum(segment.character_count(unit) for segment in self.segments) for unit in units]


class Matches(Struct, frozen=True):
    """All matches of all segments as parallel arrays: the segment and the number of each there, and its score."""

    segments: Integers
    units: Integers
    scores: Scores

    def ids(self, found: Sequence[Found], by: Unit, places: Integers) -> NDArray[np.uint64]:
        """The article ids of some of the matches."""
        ids = np.empty(len(places), dtype=np.uint64)
        at = self.segments.take(places)
        for number, each in enumerate(found):
            own = (at == number).nonzero()[0]
            units = self.units.take(places.take(own))
            segment = each.matcher.segment
            ids[own] = segment.article_id.take(units if by == "article" else segment.section_article.take(units))
        return ids


def evidence_of(matcher: SegmentMatcher, term: TextLeaf | str) -> Evidence:
    """The evidence of a term in one segment; a string is a lone character (see `index.ranking.terms.wanted`)."""
    return matcher.character_evidence(term) if isinstance(term, str) else matcher.evidence(term)


def collection(segments: Sequence[Segment]) -> Collection:
    """Statistics over the live articles of all segments."""
    articles = sections = 0
    words, slots = np.zeros(len(Field)), np.zeros(len(Field))
    for segment in segments:
        dead = segment.dead
        articles += segment.articles - dead.articles
        sections += segment.sections - len(dead.sections)
        words += segment.lengths[0]
        slots += segment.lengths[1]
        if len(dead.slots):
            fields = segment.slot_field.take(dead.slots)
            words -= np.bincount(fields, segment.slot_words.take(dead.slots), len(Field))
            slots -= np.bincount(fields, minlength=len(Field))
    means = np.maximum(words / np.maximum(slots, 1.0), 1.0)
    return Collection(tuple(segments), articles, sections, means, max(float(words[_BODY]) / max(articles, 1), 1.0))


def articles_holding(segment: Segment, evidence: Evidence) -> int:
    """How many live articles hold a term."""
    if not segment.deleted:
        return len(evidence.articles)
    return int(np.count_nonzero(segment.live.take(evidence.articles)))


class Shares:
    """What one occurrence in each slot of a segment adds to its article's frequency: field weight by length norm."""

    def __init__(self, segment: Segment, known: Archive) -> None:
        self.segment = segment
        self.known = known
        self._table: Scores | None = None
        self._asked = 0

    def of(self, slots: Numbers | Small) -> Scores:
        """The shares of some slots, for articles: bodies are normalised by all sections of their article."""
        if self._table is None and self._asked * _MANY > len(self.segment.slot_field):
            self._table = self._of_articles(np.arange(len(self.segment.slot_field)))
        self._asked += len(slots)
        return self._of_articles(slots) if self._table is None else self._table.take(slots)

    def _of_articles(self, slots: Numbers | Small) -> Scores:
        segment = self.segment
        fields = segment.slot_field.take(slots)
        bodies = segment.article_words.take(segment.slot_article.take(slots)) / self.known.mean_body
        return shares(fields, np.where(fields == _BODY, bodies, self._relative(slots, fields)))

    def of_sections(self, slots: Numbers | Small) -> Scores:
        """The shares of some slots, for sections: each is normalised by its own length."""
        fields = self.segment.slot_field.take(slots)
        return shares(fields, self._relative(slots, fields))

    def _relative(self, slots: Numbers | Small, fields: NDArray[np.uint8]) -> Scores:
        relative: Scores = self.segment.slot_words.take(slots) / self.known.means.take(fields)
        return relative

    def of_evidence(self, evidence: Evidence) -> Scores:
        """What a term of weight 1 adds to the score of each article of its evidence."""
        if not len(evidence.slots):
            return np.zeros(0)
        frequency = np.add.reduceat(evidence.counts * self.of(evidence.slots), evidence.firsts)
        scores: Scores = saturated(frequency)
        return scores


def add_section_scores(scores: Scores, shares: Shares, evidence: Evidence, weight: float) -> None:
    """Add one term's share to the scores of sections; a title or byline counts for each section of its article."""
    segment = shares.segment
    counted = evidence.counts * shares.of_sections(evidence.slots)
    sections = segment.slot_section.take(evidence.slots)
    heads = np.flatnonzero(segment.slot_field.take(evidence.slots) != _BODY)
    owners = segment.slot_article.take(evidence.slots.take(heads))
    firsts, lasts = segment.sections_of(owners)
    # a title's own slot stands with the first section; the others get what it adds there
    sizes = lasts - firsts - 1
    if int(sizes.sum()) > 2 * segment.sections:
        raise ValueError("the sections of an article do not lie together")
    places = np.concatenate((sections, ranges(firsts + 1, sizes)))
    values = np.concatenate((counted, np.repeat(counted.take(heads), sizes)))
    frequency = np.bincount(places, values, len(scores)).astype(np.float64, copy=False)
    holding = np.flatnonzero(frequency)
    scores[holding] += weight * saturated(frequency.take(holding))
