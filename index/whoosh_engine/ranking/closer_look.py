"""A closer look at the texts of the best candidates of one search: what their scores gain by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers, is_ideograph
from baosou.index.query.tree import text_leaves
from baosou.index.request import SearchRequest
from baosou.index.whoosh_engine.matching.matcher import Evidence, Found
from baosou.index.whoosh_engine.ranking import candidate_texts, reranking, sought
from baosou.index.whoosh_engine.ranking.candidate_texts import Places, Texts
from baosou.index.whoosh_engine.ranking.crossings import Crossings
from baosou.index.whoosh_engine.ranking.reranking import Candidates
from baosou.index.whoosh_engine.ranking.scoring import Collection, Scores
from baosou.index.whoosh_engine.ranking.sought import Sought
from baosou.index.whoosh_engine.ranking.terms import RankingTerm, leaf_text
from baosou.index.whoosh_engine.segment.reader import Segment

_SECTIONS = 8
"""How many sections of an article the closer look takes in."""


_PAIR = 2
"""A query of one word of so many characters is one pair of characters: a closer look at the pair says little new."""


def tells_more(terms: Sequence[RankingTerm], segments: Sequence[Segment]) -> bool:
    """Whether a closer look tells more than the terms do; of a pair that is no word, where it crosses two words."""
    if len(terms) != 1 or len(terms[0].text) != _PAIR:
        return len(terms) > 1 or any(len(term.text) > _PAIR for term in terms)
    text = terms[0].text
    return _is_pair(text) and all(segment.word_number(text.encode()) is None for segment in segments)


def _is_pair(text: str) -> bool:
    return len(text) == _PAIR and all(is_ideograph(ord(character)) for character in text)


class _Group(Struct, frozen=True):
    """The candidates of one segment, and their places among all candidates."""

    places: Integers
    candidates: Candidates


class CloserLook:
    """What the texts of candidates earn beyond their words; `topic` is what the best of them tell of a question."""

    def __init__(
        self, request: SearchRequest, found: Sequence[Found], known: Collection, terms: Sequence[RankingTerm]
    ) -> None:
        self._request = request
        self._segments = [each.matcher.segment for each in found]
        self._known = known
        self._terms = terms
        self._weights = reranking.ASKING if request.asks else reranking.PLAIN
        leaves = [leaf_text(leaf) for leaf, _ in text_leaves(request.query)]
        text = fold_text(request.typed) or "".join(leaves)
        weighed = [(term.text, term.weight) for term in terms if term.text]
        self._sought = sought.of_query(weighed, text, self._segments, known)
        crossed = [each for each in dict.fromkeys(leaves) if _is_pair(each)]
        self._crossings = Crossings(crossed, self._sought, found[0].matcher.vocabulary)
        self._topic: Sought | None = None
        self._topic_weight = 0.0

    def scored(self, segments: Integers, units: Integers, scores: Scores) -> Scores:
        """The scores of all candidates with what each earns, given their segments and numbers there, best first."""
        groups = []
        for at in range(len(self._segments)):
            places = (segments == at).nonzero()[0]
            if len(places):
                groups.append(_Group(places, self._candidates(at, units.take(places))))
        scores = scores.copy()
        for group in groups:
            scores[group.places] += reranking.bonuses(group.candidates, self._sought, self._known, self._weights)
        if self._request.asks:
            self._believe(groups, scores)
            for group in groups:
                scores[group.places] += self._of_topic(group.candidates.texts)
        return scores

    def parts(self, at: int, unit: Integers) -> Mapping[str, float]:
        """What one of the candidates of a segment earned, by what for; `unit` is its number there, in an array."""
        own = self._candidates(at, unit)
        parts = {
            **reranking.bonus_parts(own, self._sought, self._known, self._weights),
            "topic": self._of_topic(own.texts),
        }
        return {kind: float(part[0]) for kind, part in parts.items()}

    def _candidates(self, at: int, units: Integers) -> Candidates:
        """Some candidates of a segment; where a term crosses two words of their texts, it does not stand."""
        segment = self._segments[at]
        texts = candidate_texts.texts_of(segment, self._places(segment, units), len(units))
        text = candidate_texts.read(texts, self._sought)
        crossed = self._crossings.left_out(text, texts, segment.are_words)
        everywhere = self._places(segment, units, None)
        covered = np.zeros(len(units))
        for term in self._terms:
            holds = _holding(term.evidence[at], everywhere, len(units))
            if term.text in crossed.only:
                holds[crossed.only[term.text]] = False
            covered += term.weight * holds
        return Candidates(texts, crossed.text, covered)

    def _believe(self, groups: Sequence[_Group], scores: Scores) -> None:
        from baosou.index.whoosh_engine.ranking import feedback  # most searches are no questions

        best = np.argsort(-scores, kind="stable")[: feedback.BEST]
        openings = {
            place: group.candidates.texts.units[group.candidates.texts.bounds[n] : group.candidates.texts.bounds[n + 1]]
            for group in groups
            for n, place in enumerate(group.places.tolist())
        }
        believed = [openings[place] for place in best.tolist()]
        if len(best) < feedback.BEST or scores[best[-1]] < feedback.NEAR * scores[best[0]]:
            return
        self._topic = feedback.topic(believed, scores.take(best), self._segments, self._known)
        self._topic_weight = feedback.WEIGHT * float(scores[best[0]])

    def _of_topic(self, texts: Texts) -> Scores:
        if self._topic is None:
            return np.zeros(len(texts.bounds) - 1)
        return self._topic_weight * reranking.frequencies(texts, self._topic, self._known)

    def _places(self, segment: Segment, units: Integers, sections: int | None = _SECTIONS) -> Places:
        """The slots in which a bonus is earned: title, byline, and the opening sections (or the one asked for)."""
        owners = np.arange(len(units))
        if self._request.by == "article":
            first, last = segment.sections_of(units)
            end = last if sections is None else np.minimum(last, first + sections)
            return Places(segment.slots_from(first), segment.slots_from(end), owners)
        first, _ = segment.sections_of(segment.section_article.take(units))
        heads = segment.slots_from(first)
        # title and byline stand before the body of the first section, which is none of theirs
        bodies = heads + segment.heads(first)
        return Places(
            np.column_stack((heads, segment.slots_from(units))).reshape(-1),
            np.column_stack((np.where(first == units, heads, bodies), segment.slots_from(units + 1))).reshape(-1),
            np.repeat(owners, 2),
        )


def _holding(evidence: Evidence, places: Places, count: int) -> NDArray[np.bool_]:
    """Which of some candidates hold a term anywhere in their slots."""
    begins, ends = (evidence.slots.searchsorted(each.astype(np.uint32)) for each in (places.firsts, places.lasts))
    return np.bincount(places.owners, ends > begins, count) > 0
