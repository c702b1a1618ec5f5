"""A closer look at the texts of the best candidates of one search: what their scores gain by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import is_ideograph
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.query.tree import text_leaves
from baosou.index.ranking import reranking
from baosou.index.ranking.bm25 import Scores, Statistics
from baosou.index.ranking.crossings import AreWords, Crossings
from baosou.index.ranking.reranking import Candidates
from baosou.index.ranking.terms import Term, leaf_text
from baosou.index.ranking.texts import Sought, Texts, of_query, read
from baosou.index.request import SearchRequest

SECTIONS = 8
"""How many sections of an article the closer look takes in."""


_PAIR = 2
"""A query of one word of so many characters is one pair of characters: a closer look at the pair says little new."""


def tells_more(terms: Sequence[Term], are_words: AreWords) -> bool:
    """Whether a closer look tells more than the terms do; of a pair that is no word, where it crosses two words."""
    if len(terms) != 1 or len(terms[0].text) != _PAIR:
        return len(terms) > 1 or any(len(term.text) > _PAIR for term in terms)
    text = terms[0].text
    return _is_pair(text) and not are_words([text]).any()


def _is_pair(text: str) -> bool:
    return len(text) == _PAIR and all(is_ideograph(ord(character)) for character in text)


class Batch(Struct, frozen=True):
    """Candidates that are read together: their places among all, their texts, and which of them hold each term.

    The texts are those of the title, the byline, and the opening SECTIONS, or the section that is looked for; terms
    are held by any text. `are_words` tells of texts of two characters, of which one is a term's, which are words.
    """

    places: Integers
    texts: Texts
    holds: Sequence[NDArray[np.bool_]]
    are_words: AreWords


class _Group(Struct, frozen=True):
    """Candidates, and their places among all."""

    places: Integers
    candidates: Candidates


class CloserLook:
    """What the texts of candidates earn beyond their words; `topic` is what the best of them tell of a question."""

    def __init__(
        self, request: SearchRequest, terms: Sequence[Term], known: Statistics, vocabulary: Vocabulary
    ) -> None:
        self._known = known
        self._terms = terms
        self._asks = request.asks
        self._weights = reranking.ASKING if request.asks else reranking.PLAIN
        leaves = [leaf_text(leaf) for leaf, _ in text_leaves(request.query)]
        text = fold_text(request.typed) or "".join(leaves)
        weighed = [(term.text, term.weight) for term in terms if term.text]
        self._sought = of_query(weighed, text, known)
        crossed = [each for each in dict.fromkeys(leaves) if _is_pair(each)]
        self._crossings = Crossings(crossed, self._sought, vocabulary)
        self._topic: Sought | None = None
        self._topic_weight = 0.0

    def scored(self, batches: Sequence[Batch], scores: Scores) -> Scores:
        """The scores of all candidates, best first, with what each earns."""
        groups = [_Group(batch.places, self._candidates(batch)) for batch in batches]
        scores = scores.copy()
        for group in groups:
            scores[group.places] += reranking.bonuses(group.candidates, self._sought, self._known, self._weights)
        if self._asks:
            self._believe(groups, scores)
            for group in groups:
                scores[group.places] += self._of_topic(group.candidates.texts)
        return scores

    def parts(self, batch: Batch) -> Mapping[str, float]:
        """What the one candidate of a batch earned, by what for."""
        own = self._candidates(batch)
        parts = {
            **reranking.bonus_parts(own, self._sought, self._known, self._weights),
            "topic": self._of_topic(own.texts),
        }
        return {kind: float(part[0]) for kind, part in parts.items()}

    def _candidates(self, batch: Batch) -> Candidates:
        """The candidates as they were read; where a term crosses two words of their texts, it does not stand."""
        crossed = self._crossings.left_out(read(batch.texts, self._sought), batch.texts, batch.are_words)
        covered = np.zeros(len(batch.places))
        for term, holds in zip(self._terms, batch.holds, strict=True):
            if term.text in crossed.only:
                holds = holds.copy()
                holds[crossed.only[term.text]] = False
            covered += term.weight * holds
        return Candidates(batch.texts, crossed.text, covered)

    def _believe(self, groups: Sequence[_Group], scores: Scores) -> None:
        from baosou.index.ranking import feedback  # most searches are no questions

        best = np.argsort(-scores, kind="stable")[: feedback.BEST]
        openings = {
            place: group.candidates.texts.units[group.candidates.texts.bounds[n] : group.candidates.texts.bounds[n + 1]]
            for group in groups
            for n, place in enumerate(group.places.tolist())
        }
        believed = [openings[place] for place in best.tolist()]
        if len(best) < feedback.BEST or scores[best[-1]] < feedback.NEAR * scores[best[0]]:
            return
        self._topic = feedback.topic(believed, scores.take(best), self._known)
        self._topic_weight = feedback.WEIGHT * float(scores[best[0]])

    def _of_topic(self, texts: Texts) -> Scores:
        if self._topic is None:
            return np.zeros(len(texts.bounds) - 1)
        return self._topic_weight * reranking.frequencies(texts, self._topic, self._known)
