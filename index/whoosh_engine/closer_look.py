"""A closer look at the texts of the best candidates of one search: what their scores gain by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from baosou.corpus.folding import fold_text
from baosou.index.engine import SearchRequest
from baosou.index.query import text_leaves
from baosou.index.whoosh_engine import reranking
from baosou.index.whoosh_engine.matching import Found
from baosou.index.whoosh_engine.postings import Integers
from baosou.index.whoosh_engine.reranking import Texts, Wanted
from baosou.index.whoosh_engine.scoring import Collection, Scores
from baosou.index.whoosh_engine.segment import Segment
from baosou.index.whoosh_engine.terms import RankingTerm, leaf_text

_SECTIONS = 8
"""How many sections of an article the closer look takes in."""


class _Group(Struct, frozen=True):
    """The candidates of one segment: their places among all candidates, and their texts."""

    places: Integers
    texts: Texts


class CloserLook:
    """What the texts of candidates earn beyond their words; `topic` is what the best of them tell of a question."""

    def __init__(
        self, request: SearchRequest, found: Sequence[Found], known: Collection, terms: Sequence[RankingTerm]
    ) -> None:
        self._request = request
        self._segments = [each.matcher.segment for each in found]
        self._known = known
        leaves = (leaf_text(leaf) for leaf, _ in text_leaves(request.query))
        text = fold_text(request.typed) or "".join(leaves)
        weighed = [(term.text, term.weight) for term in terms if term.text]
        self._sought = reranking.wanted(weighed, text, self._segments, known)
        self._topic: Wanted | None = None
        self._topic_weight = 0.0

    def scored(self, segments: Integers, units: Integers, scores: Scores) -> Scores:
        """The scores of all candidates with what each earns, given their segments and numbers there, best first."""
        groups = []
        for at, segment in enumerate(self._segments):
            places = (segments == at).nonzero()[0]
            if len(places):
                groups.append(_Group(places, self._texts(segment, units.take(places))))
        scores = scores.copy()
        for group in groups:
            scores[group.places] += reranking.bonuses(group.texts, self._sought, self._known)
        if self._request.feedback:
            self._believe(groups, scores)
            for group in groups:
                scores[group.places] += self._of_topic(group.texts)
        return scores

    def parts(self, segment: Segment, unit: Integers) -> Mapping[str, float]:
        """What one of the candidates earned, by what for; `unit` is its number in the segment, in an array."""
        texts = self._texts(segment, unit)
        parts = {**reranking.bonus_parts(texts, self._sought, self._known), "topic": self._of_topic(texts)}
        return {kind: float(part[0]) for kind, part in parts.items()}

    def _believe(self, groups: Sequence[_Group], scores: Scores) -> None:
        from baosou.index.whoosh_engine import feedback  # most searches are no questions

        best = np.argsort(-scores, kind="stable")[: feedback.BEST]
        openings = {
            place: group.texts.units[group.texts.bounds[n] : group.texts.bounds[n + 1]]
            for group in groups
            for n, place in enumerate(group.places.tolist())
        }
        believed = [openings[place] for place in best.tolist()]
        self._topic = feedback.topic(believed, scores.take(best), self._segments, self._known)
        self._topic_weight = feedback.WEIGHT * float(scores[best[0]])

    def _of_topic(self, texts: Texts) -> Scores:
        if self._topic is None:
            return np.zeros(len(texts.bounds) - 1)
        return self._topic_weight * reranking.frequencies(texts, self._topic, self._known)

    def _texts(self, segment: Segment, units: Integers) -> Texts:
        """Where a bonus is earned: title, byline, and the opening sections (or the one section asked for)."""
        owners = np.arange(len(units))
        if self._request.by == "article":
            first, last = segment.sections_of(units)
            return reranking.texts_of(
                segment,
                segment.slots_from(first),
                segment.slots_from(np.minimum(last, first + _SECTIONS)),
                owners,
                len(units),
            )
        first, _ = segment.sections_of(segment.section_article.take(units))
        heads = segment.slots_from(first)
        # title and byline stand before the body of the first section, which is none of theirs
        bodies = heads + segment.heads(first)
        return reranking.texts_of(
            segment,
            np.column_stack((heads, segment.slots_from(units))).reshape(-1),
            np.column_stack((np.where(first == units, heads, bodies), segment.slots_from(units + 1))).reshape(-1),
            np.repeat(owners, 2),
            len(units),
        )
