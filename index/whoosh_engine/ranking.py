"""Orders all matches and picks one page of them: relevance with a closer look at the best, or a metadata sort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.engine import SearchRequest
from baosou.index.whoosh_engine import reranking, scoring
from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.matching import Deadline, Found, text_leaves
from baosou.index.whoosh_engine.scoring import Collection, Shares
from baosou.index.whoosh_engine.segment import Segment
from baosou.index.whoosh_engine.terms import RankingTerm, leaf_text, ranking_terms

Keys = NDArray[Any]

_SECTIONS = 8
"""How many sections of an article the closer look takes in."""


class Ranked(Struct, frozen=True):
    """One match in its place: the segment's number, the article and its best section there, and the score."""

    segment: int
    article: int
    section: int
    score: float
    more_sections: tuple[int, ...] = ()


class _Matches(Struct, frozen=True):
    """All matches of all segments as parallel arrays; sections are those by which an article is scored."""

    segments: NDArray[np.int64]
    units: NDArray[np.int64]
    ids: NDArray[np.uint64]
    scores: NDArray[np.float64]


def ranked(
    request: SearchRequest,
    found: Sequence[Found],
    shares: Sequence[Shares],
    deadline: Deadline,
) -> list[Ranked]:
    """The requested page of the matches, best first; equal ones by id, so that every run gives one order."""
    known = shares[0].known
    terms = ranking_terms(request, [each.matcher for each in found], known)
    matches = _matches(request, found, [_scores(request, n, each, terms) for n, each in enumerate(shares)])
    wanted = request.offset + request.limit
    sort = request.sort if terms or request.sort != "relevance" else "-date"
    page = _Page(request, found, matches, known, terms)
    if sort != "relevance":
        order = _sorted(sort, matches, found, request)
        scores = matches.scores
    else:
        order = _best(matches, max(wanted, reranking.DEPTH))
        deadline.check()
        order, scores = page.looked_at(order)
    deadline.check()
    return [page.ranked(n, float(scores[n])) for n in order[request.offset : wanted].tolist()]


def _scores(request: SearchRequest, number: int, shares: Shares, terms: Sequence[RankingTerm]) -> scoring.Scores:
    """The scores of all articles, or (by section) all sections, of one segment."""
    by_section = request.by == "section"
    scores = np.zeros(shares.segment.sections if by_section else shares.segment.articles)
    add = scoring.add_section_scores if by_section else scoring.add_article_scores
    for term in terms:
        add(scores, shares, term.evidence[number], term.weight)
    return scores


def _matches(request: SearchRequest, found: Sequence[Found], scores: Sequence[scoring.Scores]) -> _Matches:
    segments, units, ids, values = [], [], [], []
    for number, (each, segment_scores) in enumerate(zip(found, scores, strict=True)):
        segment = each.matcher.segment
        chosen = np.flatnonzero(each.units)
        articles = chosen if request.by == "article" else segment.section_article[chosen]
        ids.append(segment.article_id[articles])
        values.append(segment_scores[chosen])
        units.append(chosen)
        segments.append(np.full(len(chosen), number))
    return _Matches(np.concatenate(segments), np.concatenate(units), np.concatenate(ids), np.concatenate(values))


def _best(matches: _Matches, count: int) -> NDArray[np.int64]:
    """The `count` best matches in order, and no tie decided by chance."""
    scores = matches.scores
    if len(scores) > count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        chosen = np.flatnonzero(scores >= least)
    else:
        chosen = np.arange(len(scores))
    order = np.lexsort((matches.units[chosen], matches.ids[chosen], -scores[chosen]))
    best: NDArray[np.int64] = chosen[order][:count]
    return best


def _sorted(sort: str, matches: _Matches, found: Sequence[Found], request: SearchRequest) -> NDArray[np.int64]:
    """All matches by date (undated ones last), title or source path; equal ones by id."""
    keys: list[Keys] = []
    for number, each in enumerate(found):
        segment = each.matcher.segment
        units = matches.units[matches.segments == number]
        articles = units if request.by == "article" else segment.section_article[units]
        if sort in ("date", "-date"):
            first = segment.dates[articles, 0].astype(np.int64)
            keys.append(np.where(first == 0, 1 << 40, first if sort == "date" else -first))
        elif sort == "title":
            firsts = segment.first_section[articles].tolist()
            keys.append(np.array([fold_text(segment.section_text(s, Field.TITLE)) or "\U0010ffff" for s in firsts]))
        else:
            paths = np.array(segment.sources or [""])
            keys.append(paths[segment.article_source[articles]])
    ties = [matches.units, matches.ids]
    if sort == "source":
        # within a source its articles keep their order on the page
        ties = [matches.units, matches.segments]
    order: NDArray[np.int64] = np.lexsort((*ties, np.concatenate(keys)))
    return order


class _Page:
    """Makes the ranked matches of one page, and looks more closely at the best of them."""

    def __init__(
        self,
        request: SearchRequest,
        found: Sequence[Found],
        matches: _Matches,
        known: Collection,
        terms: Sequence[RankingTerm],
    ) -> None:
        self._request = request
        self._found = found
        self._matches = matches
        self._known = known
        self._terms = terms
        self._leaves = [leaf for leaf, _ in text_leaves(request.query)]

    def ranked(self, number: int, score: float) -> Ranked:
        """A match with its best section and the others that hold anything."""
        at, unit = int(self._matches.segments[number]), int(self._matches.units[number])
        segment = self._found[at].matcher.segment
        if self._request.by == "section":
            return Ranked(at, int(segment.section_article[unit]), unit, score)
        first, last = int(segment.first_section[unit]), int(segment.first_section[unit + 1])
        if last - first == 1:
            return Ranked(at, unit, first, score)
        own = np.array([self._within(at, section) for section in range(first, last)])
        best = int(np.argmax(own))
        others = [n for n in range(last - first) if n != best and self._holds(at, first + n)]
        others.sort(key=lambda n: (-own[n], n))
        return Ranked(at, unit, first + best, score, tuple(first + n for n in others))

    def _within(self, at: int, section: int) -> float:
        """How well a section answers among those of its article: its terms' weights, saturating in frequency."""
        segment = self._found[at].matcher.segment
        slot = segment.section_slot(section, Field.BODY)
        if slot is None:
            return 0.0
        norm = 0.5 + 0.5 * float(segment.slot_words[slot]) / self._known.mean_words[Field.BODY]
        total = 0.0
        for term in self._terms:
            evidence = term.evidence[at]
            place = int(evidence.slots.searchsorted(slot))
            if place < len(evidence.slots) and evidence.slots[place] == slot:
                count = float(evidence.counts[place])
                total += term.weight * (scoring.K1 + 1) * count / (count + scoring.K1 * norm)
        return total

    def _holds(self, at: int, section: int) -> bool:
        matcher = self._found[at].matcher
        first, last = matcher.segment.first_slot[section : section + 2].tolist()
        return any(
            slots.searchsorted(first) < slots.searchsorted(last)
            for slots in (matcher.evidence(leaf).slots for leaf in self._leaves)
        )

    def looked_at(self, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The first candidates in their new order, the rest behind them; and all scores, with each one's bonus."""
        segments = [each.matcher.segment for each in self._found]
        terms = [(term.text, term.weight) for term in self._terms if term.text]
        text = fold_text(self._request.typed) or "".join(leaf_text(leaf) for leaf in self._leaves)
        sought = reranking.wanted(terms, text, segments, self._known)
        nearest, scores = order[: reranking.DEPTH], self._matches.scores.copy()
        for at, segment in enumerate(segments):
            own = nearest[self._matches.segments[nearest] == at]
            texts = segment.folded_texts([self._slots(segment, unit) for unit in self._matches.units[own].tolist()])
            scores[own] += [reranking.bonus(each, sought, self._known) for each in texts]
        again = np.lexsort((self._matches.units[nearest], self._matches.ids[nearest], -scores[nearest]))
        return np.concatenate((nearest[again], order[reranking.DEPTH :])), scores

    def _slots(self, segment: Segment, unit: int) -> list[int | None]:
        """Where a bonus is earned: title, byline, and the opening sections (or the one section asked for)."""
        if self._request.by == "section":
            first, sections = int(segment.first_section[segment.section_article[unit]]), range(unit, unit + 1)
        else:
            first, last = segment.first_section[unit : unit + 2].tolist()
            sections = range(first, min(last, first + _SECTIONS))
        heads = [segment.section_slot(first, field) for field in (Field.TITLE, Field.BYLINE)]
        return [*heads, *(segment.section_slot(section, Field.BODY) for section in sections)]
