"""BM25F over title, byline and body, by whole arrays; for articles, and for the sections within them.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004): a term's frequencies in
the fields are each divided by their field's length normalisation, weighted and added before they saturate. An
article is scored over all of its sections together, so that words standing in different sections count; a section
is scored over its own body with its article's title and byline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.matching import Evidence
from baosou.index.whoosh_engine.postings import runs
from baosou.index.whoosh_engine.segment import Segment

K1 = 1.2
WEIGHTS = {Field.TITLE: 2.0, Field.BYLINE: 1.0, Field.BODY: 1.0}
NORMS = {Field.TITLE: 0.5, Field.BYLINE: 0.0, Field.BODY: 0.5}

Scores = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Collection:
    """What scoring knows of all segments together: live articles and sections, and mean lengths in words."""

    articles: int
    sections: int
    mean_words: dict[Field, float]
    mean_body: float


class Lengths:
    """The lengths that scores of one segment are normalised by, in words."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    @cached_property
    def bodies(self) -> Scores:
        """Words of each article's sections together."""
        segment = self.segment
        own = segment.slot_field == Field.BODY
        articles = segment.section_article[segment.slot_section[own]]
        words = np.bincount(articles, weights=segment.slot_words[own], minlength=segment.articles)
        return words.astype(np.float64, copy=False)


def collection(lengths: Sequence[Lengths]) -> Collection:
    """Statistics over the live articles of all segments."""
    articles = sections = 0
    bodies = 0.0
    words = dict.fromkeys(Field, 0)
    slots = dict.fromkeys(Field, 0)
    for each in lengths:
        segment = each.segment
        live = segment.live[segment.section_article]
        articles += int(segment.live.sum())
        sections += int(live.sum())
        bodies += float(each.bodies[segment.live].sum())
        live_slots = live[segment.slot_section]
        fields = segment.slot_field[live_slots]
        for field in Field:
            words[field] += int(segment.slot_words[live_slots][fields == field].sum())
            slots[field] += int((fields == field).sum())
    means = {field: max(words[field] / max(slots[field], 1), 1.0) for field in Field}
    return Collection(articles, sections, means, max(bodies / max(articles, 1), 1.0))


def inverse_frequency(holding: int, total: int) -> float:
    """BM25's inverse document frequency, always positive: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def articles_holding(segment: Segment, evidence: Evidence) -> int:
    """How many live articles hold a term."""
    articles, _ = runs(segment.section_article[segment.slot_section[evidence.slots]])
    return int(segment.live[articles].sum())


def _norm(field: Field, relative_length: Scores) -> Scores:
    return 1 - NORMS[field] + NORMS[field] * relative_length


def _head_shares(segment: Segment, evidence: Evidence, known: Collection) -> tuple[Numbers, Scores]:
    """Articles that hold a term in title or byline, ascending, and the weighted frequency there."""
    slots = evidence.slots
    fields = segment.slot_field[slots]
    shares = np.zeros(len(slots))
    for field in (Field.TITLE, Field.BYLINE):
        own = fields == field
        lengths = segment.slot_words[slots[own]] / known.mean_words[field]
        shares[own] = WEIGHTS[field] * evidence.counts[own] / _norm(field, lengths)
    heads = np.flatnonzero(fields != Field.BODY)
    owners = segment.section_article[segment.slot_section[slots[heads]]]
    return _summed(owners, shares[heads])


def _summed(owners: NDArray[Any], values: Scores) -> tuple[Numbers, Scores]:
    """The distinct owners (which ascend) and the sum of the values of each."""
    distinct, starts = runs(owners)
    return distinct, np.add.reduceat(values, starts) if len(starts) else np.zeros(0)


def _saturated(weight: float, frequency: Scores) -> Scores:
    return weight * (K1 + 1) * frequency / (K1 + frequency)


def add_article_scores(scores: Scores, lengths: Lengths, evidence: Evidence, known: Collection, weight: float) -> None:
    """Add one term's share to the scores of articles; `weight` is its inverse frequency times its boost."""
    segment = lengths.segment
    bodies = segment.slot_field[evidence.slots] == Field.BODY
    owners = segment.section_article[segment.slot_section[evidence.slots[bodies]]]
    articles, frequency = _summed(owners, WEIGHTS[Field.BODY] * evidence.counts[bodies])
    frequency /= _norm(Field.BODY, lengths.bodies[articles] / known.mean_body)
    heads, shares = _head_shares(segment, evidence, known)
    holding, frequency = _added(articles, frequency, heads, shares)
    scores[holding] += _saturated(weight, frequency)


def add_section_scores(scores: Scores, lengths: Lengths, evidence: Evidence, known: Collection, weight: float) -> None:
    """The same for sections; a title or byline counts for each section of its article."""
    segment = lengths.segment
    bodies = segment.slot_field[evidence.slots] == Field.BODY
    slots = evidence.slots[bodies]
    relative = segment.slot_words[slots] / known.mean_words[Field.BODY]
    frequency = WEIGHTS[Field.BODY] * evidence.counts[bodies] / _norm(Field.BODY, relative)
    sections = segment.slot_section[slots].astype(np.int64)
    heads, shares = _head_shares(segment, evidence, known)
    counts = segment.first_section[heads + 1] - segment.first_section[heads]
    starts = np.cumsum(counts) - counts
    theirs = np.arange(int(counts.sum())) - np.repeat(starts - segment.first_section[heads], counts)
    sections, frequency = _added(sections, frequency, theirs, np.repeat(shares, counts))
    scores[sections] += _saturated(weight, frequency)


def _added(first: Numbers, values: Scores, second: Numbers, others: Scores) -> tuple[Numbers, Scores]:
    """Two sparse vectors (ascending places, values) added."""
    if not len(second):
        return first, values
    places = np.union1d(first, second)
    total = np.zeros(len(places))
    total[np.searchsorted(places, first)] += values
    total[np.searchsorted(places, second)] += others
    return places, total
