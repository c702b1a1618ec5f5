"""BM25F over title, byline and section body, by whole arrays.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004): a leaf's frequencies in
the fields are each divided by their field's length normalisation, weighted and added before they saturate. The
title and byline of an article count for each of its sections.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.matching import Evidence
from baosou.index.whoosh_engine.segment import Segment

K1 = 1.2
WEIGHTS = {Field.TITLE: 2.0, Field.BYLINE: 1.0, Field.BODY: 1.0}
NORMS = {Field.TITLE: 0.5, Field.BYLINE: 0.0, Field.BODY: 0.5}

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Collection:
    """What scoring knows of all segments together: live sections, and the mean length of each field in words."""

    sections: int
    mean_words: dict[Field, float]


def collection(segments: Sequence[Segment]) -> Collection:
    """Statistics over the live articles of all segments."""
    sections = 0
    words = dict.fromkeys(Field, 0)
    slots = dict.fromkeys(Field, 0)
    for segment in segments:
        live = segment.live[segment.section_article]
        sections += int(live.sum())
        live_slots = live[segment.slot_section]
        fields = segment.slot_field[live_slots]
        for field in Field:
            words[field] += int(segment.slot_words[live_slots][fields == field].sum())
            slots[field] += int((fields == field).sum())
    return Collection(sections, {field: max(words[field] / max(slots[field], 1), 1.0) for field in Field})


def inverse_frequency(holding: int, total: int) -> float:
    """BM25's inverse document frequency, always positive: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def sections_holding(segment: Segment, evidence: Evidence) -> int:
    """How many live sections hold a leaf."""
    sections = np.unique(segment.slot_section[evidence.slots])
    return int(segment.live[segment.section_article[sections]].sum())


def add_scores(scores: Scores, segment: Segment, evidence: Evidence, known: Collection, weight: float) -> None:
    """Add one leaf's share to the scores of the segment's sections; `weight` is its inverse frequency and boost."""
    slots = evidence.slots
    fields = segment.slot_field[slots]
    shares = np.zeros(len(slots))
    for field in Field:
        own = fields == field
        lengths = segment.slot_words[slots[own]] / known.mean_words[field]
        shares[own] = WEIGHTS[field] * evidence.counts[own] / (1 - NORMS[field] + NORMS[field] * lengths)
    body = fields == Field.BODY
    sections = segment.slot_section[slots[body]].astype(np.int64)
    if body.all():
        frequency = shares
    else:
        articles = segment.section_article[segment.slot_section[slots[~body]]].astype(np.int64)
        heads = np.bincount(articles, weights=shares[~body], minlength=segment.articles)
        sections = np.union1d(sections, _sections_of(segment, np.unique(articles)))
        frequency = heads[segment.section_article[sections]]
        frequency[np.searchsorted(sections, segment.slot_section[slots[body]])] += shares[body]
    scores[sections] += weight * (K1 + 1) * frequency / (K1 + frequency)


def _sections_of(segment: Segment, articles: NDArray[np.int64]) -> NDArray[np.int64]:
    first, last = segment.first_section[articles], segment.first_section[articles + 1]
    counts = last - first
    starts = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(starts - first, counts)


def best_sections(segment: Segment, scores: Scores, articles: NDArray[np.int64]) -> NDArray[np.int64]:
    """The best-scored section of each article (the first of equals); articles ascend."""
    sections = _sections_of(segment, articles)
    owners = np.repeat(np.arange(len(articles)), segment.first_section[articles + 1] - segment.first_section[articles])
    order = np.lexsort((sections, -scores[sections], owners))
    firsts = np.searchsorted(owners, np.arange(len(articles)))
    best: NDArray[np.int64] = sections[order][firsts]
    return best
