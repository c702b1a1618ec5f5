"""Orders all matches and picks one page of them: relevance with a closer look at the best, or a metadata sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from baosou.index.analysis.units import Integers
from baosou.index.query.tree import text_leaves
from baosou.index.ranking.bm25 import NORMS, Scores, normed, saturated
from baosou.index.ranking.closer_look import CloserLook, tells_more
from baosou.index.ranking.reranking import DEPTH
from baosou.index.request import SearchRequest
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Deadline, Found
from baosou.index.segments.ranking.evidence import CandidateReader, RankingTerm, ranking_terms
from baosou.index.segments.ranking.scoring import Archive, Matches, Shares, add_section_scores

_SPARSE = 16
"""Matches of which there are fewer than one in so many are scored by themselves."""


class Parts(Struct, frozen=True):
    """What makes up a score: the share of each ranking term, in their order, and what a closer look added, by kind."""

    terms: tuple[float, ...]
    bonus: Mapping[str, float]


class Ranked(Struct, frozen=True):
    """One match in its place: the segment's number, the article and its best section there, and the score.

    `parts` add up to the score; they are there where the request wants it explained.
    """

    segment: int
    article: int
    section: int
    score: float
    more_sections: tuple[int, ...] = ()
    parts: Parts | None = None


def ranked(
    request: SearchRequest,
    found: Sequence[Found],
    shares: Sequence[Shares],
    deadline: Deadline,
) -> list[Ranked]:
    """The requested page of the matches, best first; equal ones by id, so that every run gives one order."""
    wanted = request.offset + request.limit
    page, order, scores = _ordered(request, found, shares, deadline, wanted)
    found_page = page.ranked(order[request.offset : wanted], scores)
    return page.in_parts(found_page, order[request.offset : wanted], scores, shares) if request.explain else found_page


def ranked_alone(
    request: SearchRequest,
    found: Sequence[Found],
    shares: Sequence[Shares],
    deadline: Deadline,
    *,
    segment: int,
    unit: int,
) -> tuple[int, Ranked]:
    """The place among all matches of one of them, an article or (by section) a section, from 0 on; and it, in parts."""
    page, order, scores = _ordered(request, found, shares, deadline, sum(len(each.units) for each in found))
    place = page.place_of(order, segment, unit)
    own = order[place : place + 1]
    (alone,) = page.in_parts(page.ranked(own, scores), own, scores, shares)
    return place, alone


def _ordered(
    request: SearchRequest, found: Sequence[Found], shares: Sequence[Shares], deadline: Deadline, wanted: int
) -> tuple[_Page, Integers, Scores]:
    """At least the first so many matches in their order, as numbers among all, and the scores of all."""
    known = shares[0].known
    terms = ranking_terms(request, [each.matcher for each in found], known)
    matches = Matches(
        np.repeat(np.arange(len(found)), [len(each.units) for each in found]),
        np.concatenate([each.units for each in found]),
        np.concatenate([_scores(request, n, each, found[n], terms) for n, each in enumerate(shares)]),
    )
    sort = request.sort if terms or request.sort != "relevance" else "-date"
    page = _Page(request, found, matches, known, terms)
    if sort != "relevance":
        from baosou.index.segments.ranking.sorting import sorted_by  # most searches are sorted by relevance

        order = sorted_by(sort, matches, found, request.by, wanted)
        scores = matches.scores
    else:
        order, scores = _best(request, found, matches, max(wanted, DEPTH)), matches.scores
        deadline.check()
        if tells_more(terms, known.are_words):
            order, scores = page.looked_at(order)
    deadline.check()
    return page, order, scores


def _scores(request: SearchRequest, number: int, shares: Shares, found: Found, terms: Sequence[RankingTerm]) -> Scores:
    """The scores of the matches of one segment: articles over all their sections, or (by section) sections."""
    segment = shares.segment
    if request.by == "section":
        scores = np.zeros(segment.sections)
        for term in terms:
            add_section_scores(scores, shares, term.evidence[number], term.weight)
        return scores.take(found.units)
    units = found.units.astype(np.int64, copy=False)
    if len(terms) == 1 and np.array_equal(terms[0].evidence[number].articles, units):
        return terms[0].weight * _saturated(shares, terms[0], number)[1]
    sparse = len(units) * _SPARSE < segment.articles
    scores = np.zeros(len(units) if sparse else segment.articles)
    for term in terms:
        if len(units) * _SPARSE < len(term.evidence[number].articles):
            # to work out what it adds to all others would take most of the time, and later searches seldom ask for it
            _add_to_few(scores, units, shares, term, number)
            continue
        articles, saturated = _saturated(shares, term, number)
        if sparse:
            _add_at(scores, units, articles, term.weight, saturated)
        else:
            scores[articles] += term.weight * saturated
    return scores if sparse else scores.take(units)


def _add_to_few(scores: Scores, units: Integers, shares: Shares, term: RankingTerm, number: int) -> None:
    """Add a term's share to the scores of articles of which there are far fewer than hold it; both ascend."""
    evidence = term.evidence[number]
    places = np.minimum(evidence.articles.searchsorted(units.astype(np.uint32)), len(evidence.articles) - 1)
    same = (evidence.articles.take(places) == units).nonzero()[0]
    scores[same] += term.weight * shares.of_evidence(evidence.of(places.take(same)))


def _add_at(scores: Scores, units: Integers, articles: Integers, weight: float, saturated: Scores) -> None:
    """Add a term's share to the scores of some articles; both ascend."""
    if len(articles) <= len(units):
        places = np.minimum(units.searchsorted(articles), len(units) - 1)
        same = (units.take(places) == articles).nonzero()[0]
        scores[places.take(same)] += weight * saturated.take(same)
    else:
        places = np.minimum(articles.searchsorted(units), len(articles) - 1)
        same = (articles.take(places) == units).nonzero()[0]
        scores[same] += weight * saturated.take(places.take(same))


def _saturated(shares: Shares, term: RankingTerm, number: int) -> tuple[Integers, Scores]:
    """The articles of a term in a segment, and what the term adds to each at weight 1.

    The articles are numbers that numpy need not convert to index with.
    """
    evidence = term.evidence[number]
    return shares.segment.kept(
        ("saturated", term.leaf), lambda: (evidence.articles.astype(np.int64), shares.of_evidence(evidence))
    )


def _best(request: SearchRequest, found: Sequence[Found], matches: Matches, count: int) -> Integers:
    """The `count` best matches in order, and no tie decided by chance."""
    scores = matches.scores
    chosen = np.arange(len(scores)) if len(scores) <= count else (scores >= _least(scores, count)).nonzero()[0]
    ids = matches.ids(found, request.by, chosen)
    order = np.lexsort((matches.units.take(chosen), ids, -scores.take(chosen)))
    best: Integers = chosen.take(order[:count])
    return best


def _least(scores: Scores, count: int) -> float:
    """The score of the last of the `count` best of more."""
    rows = len(scores) // (count * _SPARSE)
    if rows > 1:
        # the best of so many columns are among the best of all: what is below the last of them need not be ordered
        columns = scores[: len(scores) // rows * rows].reshape(rows, -1).max(axis=0)
        scores = scores[scores >= np.partition(columns, -count)[-count]]
    return float(np.partition(scores, -count)[-count])


class _Page:
    """Makes the ranked matches of one page, and looks more closely at the best of them."""

    def __init__(
        self,
        request: SearchRequest,
        found: Sequence[Found],
        matches: Matches,
        known: Archive,
        terms: Sequence[RankingTerm],
    ) -> None:
        self._request = request
        self._found = found
        self._matches = matches
        self._known = known
        self._terms = terms
        self._leaves = [leaf for leaf, _ in text_leaves(request.query)]
        self._looking: CloserLook | None = None

    def place_of(self, order: Integers, segment: int, unit: int) -> int:
        """The place in the order of an article (or section) of a segment."""
        numbers = (self._matches.units == unit) & (self._matches.segments == segment)
        return int(numbers.take(order).nonzero()[0][0])

    def ranked(self, order: Integers, scores: Scores) -> list[Ranked]:
        """Matches in their order, each with its best section and the others that hold anything."""
        page: dict[int, Ranked] = {}
        for at, each in enumerate(self._found):
            own = [n for n in order.tolist() if self._matches.segments[n] == at]
            segment, units = each.matcher.segment, self._matches.units.take(own) if own else self._matches.units[:0]
            if self._request.by == "section":
                articles = segment.section_article.take(units).tolist()
                for n, article, unit in zip(own, articles, units.tolist(), strict=True):
                    page[n] = Ranked(at, article, unit, float(scores[n]))
            else:
                for n, article, sections in zip(own, units.tolist(), self._sections(at, units), strict=True):
                    page[n] = Ranked(at, article, sections[0], float(scores[n]), sections[1:])
        return [page[n] for n in order.tolist()]

    def _sections(self, at: int, articles: Integers) -> list[tuple[int, ...]]:
        """Each article's best section, then the others that hold any of what is asked for, best first."""
        segment = self._found[at].matcher.segment
        firsts, lasts = segment.sections_of(articles)
        several = (lasts - firsts > 1).nonzero()[0].tolist()
        best: list[tuple[int, ...]] = [(first,) for first in firsts.tolist()]
        if several:
            sections = np.concatenate([np.arange(firsts[n], lasts[n]) for n in several])
            slots, ends = segment.slots_from(sections), segment.slots_from(sections + 1)
            own, holds = self._within(at, slots, ends), np.zeros(len(sections), dtype=np.bool_)
            for leaf in self._leaves:
                standing = self._found[at].matcher.evidence(leaf).slots
                begins, stops = (standing.searchsorted(each.astype(np.uint32)) for each in (slots, ends))
                holds |= begins < stops
            start = 0
            for n in several:
                end = start + int(lasts[n] - firsts[n])
                ranks = sorted(range(start, end), key=lambda place: (-own[place], place))
                chosen = [ranks[0], *(place for place in ranks[1:] if holds[place])]
                best[n] = tuple(int(sections[place]) for place in chosen)
                start = end
        return best

    def _within(self, at: int, slots: Integers, ends: Integers) -> Scores:
        """How well sections answer among those of their article: the terms' weights, saturating in frequency.

        Given are each section's first slot and the one after its last; only its body, the last one, counts.
        """
        segment = self._found[at].matcher.segment
        bodies = np.maximum(ends - 1, 0)
        has_body = (ends > slots) & (segment.slot_field.take(bodies) == int(Field.BODY))
        norms = normed(NORMS["body"], segment.slot_words.take(bodies) / self._known.means[Field.BODY])
        total = np.zeros(len(slots))
        for term in self._terms:
            evidence = term.evidence[at]
            if len(evidence.slots):
                places = np.minimum(evidence.slots.searchsorted(bodies.astype(np.uint32)), len(evidence.slots) - 1)
                counts = np.where(evidence.slots.take(places) == bodies, evidence.counts.take(places), 0)
                total += term.weight * saturated(counts, norms=norms)
        return np.where(has_body, total, 0.0)

    def looked_at(self, order: Integers) -> tuple[Integers, Scores]:
        """The first candidates in their new order, the rest behind them; and all scores, with each one's bonus."""
        nearest, scores = order[:DEPTH], self._matches.scores.copy()
        segments, units = self._matches.segments.take(nearest), self._matches.units.take(nearest)
        scores[nearest] = self._closer.scored(self._reader.batches(segments, units), scores.take(nearest))
        ids = self._matches.ids(self._found, self._request.by, nearest)
        again = np.lexsort((units, ids, -scores.take(nearest)))
        return np.concatenate((nearest.take(again), order[DEPTH:])), scores

    @property
    def _closer(self) -> CloserLook:
        # not a cached property, which lets no other page in while a cluster is asked
        if self._looking is None:
            self._looking = CloserLook(self._request, self._terms, self._known, self._found[0].matcher.vocabulary)
        return self._looking

    @cached_property
    def _reader(self) -> CandidateReader:
        segments = [each.matcher.segment for each in self._found]
        return CandidateReader(segments, self._terms, self._request.by)

    def in_parts(
        self, page: Sequence[Ranked], order: Integers, scores: Scores, shares: Sequence[Shares]
    ) -> list[Ranked]:
        """The ranked matches, each with the parts of its score: by the functions that scored it, on it alone."""
        explained = []
        for each, n in zip(page, order.tolist(), strict=True):
            at, unit = each.segment, self._matches.units[n : n + 1]
            found = Found(self._found[at].matcher, unit)
            terms = tuple(float(_scores(self._request, at, shares[at], found, [term])[0]) for term in self._terms)
            looked_at = scores[n] != self._matches.scores[n]
            bonus = self._closer.parts(self._reader.batch(at, unit, np.zeros(1, dtype=np.int64))) if looked_at else {}
            explained.append(replace(each, parts=Parts(terms, bonus)))
        return explained
