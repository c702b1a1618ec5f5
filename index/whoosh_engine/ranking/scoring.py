"""BM25F over title, byline and body, by whole arrays; for articles, and for the sections within them.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004): a term's frequencies in
the fields are each divided by their field's length normalisation, weighted and added before they saturate. An
article is scored over all of its sections together, so that words standing in different sections count; a section
is scored over its own body with its article's title and byline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import ranges
from baosou.index.whoosh_engine.matching.matcher import Evidence, Small
from baosou.index.whoosh_engine.segment.doc_sets import Numbers
from baosou.index.whoosh_engine.segment.layout import Field
from baosou.index.whoosh_engine.segment.reader import Segment

K1 = 1.2
WEIGHTS = {Field.TITLE: 2.0, Field.BYLINE: 1.0, Field.BODY: 1.0}
_BODY = int(Field.BODY)
NORMS = {Field.TITLE: 0.5, Field.BYLINE: 0.0, Field.BODY: 0.5}
_WEIGHTS = np.array([WEIGHTS[field] for field in Field])
_NORMS = np.array([NORMS[field] for field in Field])

_MANY = 4
"""The shares of all slots are worked out as soon as one in so many has been asked for."""

Scores = NDArray[np.float64]


class Collection(Struct, frozen=True):
    """What scoring knows of all segments together: live articles and sections, and mean lengths in words.

    `means` are those of titles, bylines and bodies of sections, `mean_body` that of an article's bodies together.
    """

    articles: int
    sections: int
    means: Scores
    mean_body: float


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
    return Collection(articles, sections, means, max(float(words[_BODY]) / max(articles, 1), 1.0))


def inverse_frequency(holding: int, total: int) -> float:
    """BM25's inverse document frequency, always positive: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def articles_holding(segment: Segment, evidence: Evidence) -> int:
    """How many live articles hold a term."""
    if not segment.deleted:
        return len(evidence.articles)
    return int(np.count_nonzero(segment.live.take(evidence.articles)))


class Shares:
    """What one occurrence in each slot of a segment adds to its article's frequency: field weight by length norm."""

    def __init__(self, segment: Segment, known: Collection) -> None:
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
        return self._normed(fields, np.where(fields == _BODY, bodies, self._relative(slots, fields)))

    def of_sections(self, slots: Numbers | Small) -> Scores:
        """The shares of some slots, for sections: each is normalised by its own length."""
        fields = self.segment.slot_field.take(slots)
        return self._normed(fields, self._relative(slots, fields))

    def _relative(self, slots: Numbers | Small, fields: NDArray[np.uint8]) -> Scores:
        relative: Scores = self.segment.slot_words.take(slots) / self.known.means.take(fields)
        return relative

    def _normed(self, fields: NDArray[np.uint8], lengths: Scores) -> Scores:
        norms = _NORMS.take(fields)
        shares: Scores = _WEIGHTS.take(fields) / (1 - norms + norms * lengths)
        return shares

    def saturated(self, evidence: Evidence) -> Scores:
        """What a term of weight 1 adds to the score of each article of its evidence."""
        if not len(evidence.slots):
            return np.zeros(0)
        frequency = np.add.reduceat(evidence.counts * self.of(evidence.slots), evidence.firsts)
        return _saturated(frequency)


def _saturated(frequency: Scores) -> Scores:
    return (K1 + 1) * frequency / (K1 + frequency)


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
    scores[holding] += weight * _saturated(frequency.take(holding))
