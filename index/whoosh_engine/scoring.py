"""BM25F over title, byline and body, by whole arrays; for articles, and for the sections within them.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004): a term's frequencies in
the fields are each divided by their field's length normalisation, weighted and added before they saturate. An
article is scored over all of its sections together, so that words standing in different sections count; a section
is scored over its own body with its article's title and byline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.matching import Evidence
from baosou.index.whoosh_engine.postings import runs
from baosou.index.whoosh_engine.segment import Segment

K1 = 1.2
WEIGHTS = {Field.TITLE: 2.0, Field.BYLINE: 1.0, Field.BODY: 1.0}
_BODY = int(Field.BODY)
NORMS = {Field.TITLE: 0.5, Field.BYLINE: 0.0, Field.BODY: 0.5}

Scores = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Collection(Struct, frozen=True):
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
        own = segment.slot_field == _BODY
        articles = segment.section_article[segment.slot_section[own]]
        words = np.bincount(articles, weights=segment.slot_words[own], minlength=segment.articles)
        return words.astype(np.float64, copy=False)


def collection(lengths: Sequence[Lengths]) -> Collection:
    """Statistics over the live articles of all segments."""
    articles = sections = 0
    bodies = 0.0
    words = np.zeros(len(Field))
    slots = np.zeros(len(Field), dtype=np.int64)
    for each in lengths:
        segment = each.segment
        fields, slot_words = segment.slot_field, segment.slot_words
        articles += int(np.count_nonzero(segment.live))
        sections += segment.sections
        bodies += float(each.bodies[segment.live].sum())
        if segment.deleted:
            live = segment.live[segment.section_article]
            sections -= int(np.count_nonzero(~live))
            live_slots = live[segment.slot_section]
            fields, slot_words = fields[live_slots], slot_words[live_slots]
        words += np.bincount(fields, weights=slot_words, minlength=len(Field))
        slots += np.bincount(fields, minlength=len(Field))
    means = {field: max(float(words[field]) / max(int(slots[field]), 1), 1.0) for field in Field}
    return Collection(articles, sections, means, max(bodies / max(articles, 1), 1.0))


def inverse_frequency(holding: int, total: int) -> float:
    """BM25's inverse document frequency, always positive: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def articles_holding(segment: Segment, evidence: Evidence) -> int:
    """How many live articles hold a term."""
    articles, _ = runs(evidence.articles)
    return int(np.count_nonzero(segment.live[articles])) if segment.deleted else len(articles)


def _norm(field: Field, relative_length: Scores) -> Scores:
    """What a frequency in a field is divided by."""
    return 1 - NORMS[field] + NORMS[field] * relative_length


def _parted(segment: Segment, evidence: Evidence) -> tuple[Numbers, Numbers]:
    """The places in the evidence of slots that are bodies, and of those that are titles and bylines."""
    bodies = segment.slot_field.take(evidence.slots) == _BODY
    return np.flatnonzero(bodies), np.flatnonzero(~bodies)


def _head_shares(segment: Segment, evidence: Evidence, heads: Numbers, known: Collection) -> tuple[Numbers, Scores]:
    """Articles that hold a term in title or byline, ascending, and the weighted frequency there."""
    slots, counts = evidence.slots[heads], evidence.counts[heads]
    fields = segment.slot_field[slots]
    shares = np.zeros(len(slots))
    for field in (Field.TITLE, Field.BYLINE):
        own = fields == int(field)
        lengths = segment.slot_words[slots[own]] / known.mean_words[field]
        shares[own] = WEIGHTS[field] * counts[own] / _norm(field, lengths)
    return _summed(evidence.articles[heads], shares)


def _summed(owners: NDArray[Any], values: NDArray[Any]) -> tuple[Numbers, Scores]:
    """The distinct owners (which ascend) and the sum of the values of each."""
    distinct, starts = runs(owners)
    return distinct, np.add.reduceat(values, starts) if len(starts) else np.zeros(0)


def _saturated(weight: float, frequency: Scores) -> Scores:
    return weight * (K1 + 1) * frequency / (K1 + frequency)


def add_article_scores(scores: Scores, lengths: Lengths, evidence: Evidence, known: Collection, weight: float) -> None:
    """Add one term's share to the scores of articles; `weight` is its inverse frequency times its boost."""
    segment = lengths.segment
    bodies, heads = _parted(segment, evidence)
    counted = WEIGHTS[Field.BODY] * evidence.counts.take(bodies)
    articles, frequency = _summed(evidence.articles.take(bodies), counted)
    frequency /= _norm(Field.BODY, lengths.bodies.take(articles) / known.mean_body)
    owners, shares = _head_shares(segment, evidence, heads, known)
    holding, frequency = _added(articles, frequency, owners, shares)
    scores[holding] += _saturated(weight, frequency)


def add_section_scores(scores: Scores, lengths: Lengths, evidence: Evidence, known: Collection, weight: float) -> None:
    """The same for sections; a title or byline counts for each section of its article."""
    segment = lengths.segment
    bodies, heads = _parted(segment, evidence)
    slots = evidence.slots.take(bodies)
    relative = segment.slot_words[slots] / known.mean_words[Field.BODY]
    frequency = WEIGHTS[Field.BODY] * evidence.counts.take(bodies) / _norm(Field.BODY, relative)
    sections = segment.slot_section[slots].astype(np.int64)
    owners, shares = _head_shares(segment, evidence, heads, known)
    counts = segment.first_section[owners + 1] - segment.first_section[owners]
    starts = np.cumsum(counts) - counts
    theirs = np.arange(int(counts.sum())) - np.repeat(starts - segment.first_section[owners], counts)
    sections, frequency = _added(sections, frequency, theirs, np.repeat(shares, counts))
    scores[sections] += _saturated(weight, frequency)


def _added(first: Numbers, values: Scores, second: Numbers, others: Scores) -> tuple[Numbers, Scores]:
    """Two sparse vectors (ascending places, values) added; places of the second alone come last."""
    if not len(second) or not len(first):
        return (first, values) if len(first) else (second, others)
    at = np.minimum(np.searchsorted(first, second), len(first) - 1)
    shared = first[at] == second
    total = values.copy()
    total[at[shared]] += others[shared]
    return np.concatenate((first, second[~shared])), np.concatenate((total, others[~shared]))
