"""Explains answers: the terms of a query as they were looked for, and the scores of ranked matches in parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from baosou.index.analysis.units import Integers
from baosou.index.explanations import Explanation, Reading, ScorePart, TermReading
from baosou.index.query.tree import Fuzzy, Phrase, TextLeaf, Wildcard, text_leaves
from baosou.index.ranking.score_parts import explanation
from baosou.index.request import SearchRequest
from baosou.index.results import Hit
from baosou.index.segments.layout import FIELD_NAMES, Field
from baosou.index.segments.matching.matcher import Evidence, SegmentMatcher
from baosou.index.segments.ranking.evidence import RankingTerm, ranking_terms
from baosou.index.segments.ranking.ranker import Ranked
from baosou.index.segments.ranking.scoring import Archive
from baosou.index.segments.reader import Segment
from baosou.index.understanding.outline import other_spellings, outline


def explained(
    request: SearchRequest,
    page: Sequence[Ranked],
    hits: Sequence[Hit],
    matchers: Sequence[SegmentMatcher],
    known: Archive,
) -> tuple[Reading, tuple[Hit, ...]]:
    """How a request was read, and its hits, which are those of the page of matches, with their scores explained."""
    terms = ranking_terms(request, matchers, known)
    asked = dict(text_leaves(request.query))
    read = Reading(
        terms=tuple(
            _term_reading(term, asked, matchers, held, known)
            for term, held in zip(terms, known.held([term.leaf for term in terms], matchers), strict=True)
        ),
        filters=request.filters,
        since=request.since,
        until=request.until,
    )
    return read, tuple(
        replace(hit, explanation=explanation_of(request, each, hit.id, terms, matchers[each.segment].segment))
        for hit, each in zip(hits, page, strict=True)
    )


def _term_reading(
    term: RankingTerm, asked: dict[TextLeaf, float], matchers: Sequence[SegmentMatcher], held: int, known: Archive
) -> TermReading:
    leaf = term.leaf if not isinstance(term.leaf, str) else Phrase(term.leaf, whole=True)
    node = outline(leaf)
    words = known.words(leaf, matchers) if isinstance(leaf, Wildcard | Fuzzy) else set()
    return TermReading(
        text=_text(leaf),
        field=leaf.field,
        kind=node.kind,
        asked=leaf in asked,
        spellings=other_spellings(leaf) if isinstance(leaf, Phrase) else (),
        words=tuple(sorted(words)),
        articles=held,
        boost=asked.get(leaf, 1.0),
        weight=term.weight,
    )


def explanation_of(
    request: SearchRequest, ranked: Ranked, id: str, terms: Sequence[RankingTerm], segment: Segment
) -> Explanation:
    """The score of a ranked match of a request that wanted parts; `id` is its article's and names its sections."""
    assert ranked.parts is not None
    slots = slots_of(segment, ranked.article, ranked.section if request.by == "section" else None)
    first, _ = segment.sections_of_article(ranked.article)
    parts = []
    for term, score in zip(terms, ranked.parts.terms, strict=True):
        if not score:
            continue
        inside, counts = standing(term.evidence[ranked.segment], slots)
        bodies = inside[segment.slot_field.take(inside) == int(Field.BODY)]
        parts.append(
            ScorePart(
                kind="term",
                score=score,
                text=term.text if isinstance(term.leaf, str) else _text(term.leaf),
                field=None if isinstance(term.leaf, str) else term.leaf.field,
                counts=field_counts(segment, inside, counts),
                sections=tuple(f"{id}.{section - first + 1}" for section in segment.slot_section.take(bodies).tolist()),
            )
        )
    return explanation(ranked.score, parts, ranked.parts.bonus)


def _text(leaf: TextLeaf) -> str:
    """A leaf as readers know it: as typed, or for several phrases near one another with blanks between."""
    match leaf:
        case Phrase(text, _, _) | Fuzzy(text, _, _):
            return text
        case Wildcard(pattern, _):
            return pattern
        case _:
            return " ".join(leaf.phrases)


def slots_of(segment: Segment, article: int, section: int | None = None) -> Integers:
    """The slots of an article, or those that a section is scored by: its own and its article's title and byline."""
    first, last = segment.sections_of_article(article)
    begin, end = segment.slots_from(np.array([first, last])).tolist()
    slots = np.arange(begin, end)
    if section is None:
        return slots
    heads = segment.slot_field.take(slots) != int(Field.BODY)
    own: Integers = slots[heads | (segment.slot_section.take(slots) == section)]
    return own


def standing(evidence: Evidence, slots: Integers) -> tuple[Integers, Integers]:
    """Which of some ascending slots hold a term, and how often each does."""
    low, high = evidence.slots.searchsorted(slots[[0, -1]].astype(np.uint32)) if len(slots) else (0, 0)
    found = evidence.slots[low : high + 1].astype(np.int64)
    own = np.isin(found, slots)
    return found[own], evidence.counts[low : high + 1].astype(np.int64)[own]


def field_counts(segment: Segment, slots: Integers, counts: Integers) -> dict[str, int]:
    """How often something stands in each text field, given the slots that hold it; fields without it left out."""
    totals = np.bincount(segment.slot_field.take(slots), counts, len(Field)).astype(np.int64).tolist()
    return {name: totals[number] for name, number in FIELD_NAMES.items() if totals[number]}
