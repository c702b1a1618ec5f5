"""Orders all matches and picks one page of them: relevance with a closer look at the best, or a metadata sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.engine import SearchRequest
from baosou.index.marking import QUOTES
from baosou.index.query import Near, Phrase, Wildcard
from baosou.index.whoosh_engine import reranking, scoring
from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.matching import Deadline, SegmentMatcher, TextLeaf, text_leaves
from baosou.index.whoosh_engine.scoring import Collection

if TYPE_CHECKING:
    from baosou.index.whoosh_engine.engine import Found

Leaves = Sequence[tuple[TextLeaf, float]]
Keys = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One match in its place: the segment's number, the article and its best section there, and the score."""

    segment: int
    article: int
    section: int
    score: float
    more_sections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Matches:
    """All matches of all segments as parallel arrays; sections are those by which an article is scored."""

    segments: NDArray[np.int64]
    units: NDArray[np.int64]
    ids: NDArray[np.uint64]
    scores: NDArray[np.float64]


def ranked(request: SearchRequest, found: Sequence[Found], known: Collection, deadline: Deadline) -> list[Ranked]:
    """The requested page of the matches, best first; equal ones by id, so that every run gives one order."""
    leaves = list(dict(text_leaves(request.query)).items())
    weights = _weights(leaves, found, known)
    scores = [_section_scores(each.matcher, leaves, weights, known) for each in found]
    matches = _matches(request, found, scores)
    wanted = request.offset + request.limit
    if request.sort != "relevance" or not leaves:
        sort = request.sort if request.sort != "relevance" else "-date"
        order = _sorted(sort, matches, found, request)[request.offset : wanted]
        return [_ranked(matches, n, found, scores, leaves, request) for n in order.tolist()]
    best = _best(matches, max(wanted, reranking.DEPTH))
    top = [_ranked(matches, n, found, scores, leaves, request) for n in best.tolist()]
    deadline.check()
    return _looked_at(top, found, known, leaves, weights)[request.offset : wanted]


def _weights(leaves: Leaves, found: Sequence[Found], known: Collection) -> list[float]:
    weights = []
    for leaf, boost in leaves:
        holding = sum(scoring.sections_holding(f.matcher.segment, f.matcher.evidence(leaf)) for f in found)
        weights.append(boost * scoring.inverse_frequency(holding, max(known.sections, holding)))
    return weights


def _section_scores(
    matcher: SegmentMatcher, leaves: Leaves, weights: Sequence[float], known: Collection
) -> scoring.Scores:
    scores = np.zeros(matcher.segment.sections)
    for (leaf, _), weight in zip(leaves, weights, strict=True):
        scoring.add_scores(scores, matcher.segment, matcher.evidence(leaf), known, weight)
    return scores


def _matches(request: SearchRequest, found: Sequence[Found], scores: Sequence[scoring.Scores]) -> _Matches:
    segments, units, ids, values = [], [], [], []
    for number, (each, section_scores) in enumerate(zip(found, scores, strict=True)):
        segment = each.matcher.segment
        chosen = np.flatnonzero(each.units)
        if request.by == "article":
            best = np.maximum.reduceat(section_scores, segment.first_section[:-1]) if segment.articles else scores[0]
            values.append(best[chosen])
            ids.append(segment.article_id[chosen])
        else:
            values.append(section_scores[chosen])
            ids.append(segment.article_id[segment.section_article[chosen]])
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


def _ranked(
    matches: _Matches,
    number: int,
    found: Sequence[Found],
    scores: Sequence[scoring.Scores],
    leaves: Leaves,
    request: SearchRequest,
) -> Ranked:
    at, unit = int(matches.segments[number]), int(matches.units[number])
    segment = found[at].matcher.segment
    score = float(matches.scores[number])
    if request.by == "section":
        return Ranked(at, int(segment.section_article[unit]), unit, score)
    first, last = int(segment.first_section[unit]), int(segment.first_section[unit + 1])
    own = scores[at][first:last]
    best = int(np.argmax(own))
    holding = np.zeros(last - first, dtype=np.bool_)
    for leaf, _ in leaves:
        sections = segment.slot_section[found[at].matcher.evidence(leaf).slots]
        low, high = np.searchsorted(sections, (first, last))
        holding[sections[low:high] - first] = True
    holding[best] = False
    others = sorted(np.flatnonzero(holding).tolist(), key=lambda n: (-own[n], n))
    return Ranked(at, unit, first + best, score, tuple(first + n for n in others))


def _looked_at(
    top: Sequence[Ranked], found: Sequence[Found], known: Collection, leaves: Leaves, weights: Sequence[float]
) -> list[Ranked]:
    """The first candidates with their bonus, in their new order, and the rest behind them."""
    terms = []
    for (leaf, _), weight in zip(leaves, weights, strict=True):
        texts = leaf.phrases if isinstance(leaf, Near) else (leaf.text,) if isinstance(leaf, Phrase) else ()
        if isinstance(leaf, Wildcard):
            texts = (leaf.pattern.strip("*?"),)
        for text in texts:
            folded = "".join(c for c in fold_text(text) if c not in QUOTES)
            if folded:
                terms.append((folded, weight))
    sought = reranking.wanted(terms, [each.matcher.segment for each in found], known)
    looked = []
    for each in top[: reranking.DEPTH]:
        segment = found[each.segment].matcher.segment
        head = int(segment.first_section[each.article])
        texts = (
            segment.section_text(head, Field.TITLE),
            segment.section_text(head, Field.BYLINE),
            segment.section_text(each.section),
        )
        gained = reranking.bonus("\n".join(texts), sought, 1.8 * known.mean_words[Field.BODY])
        looked.append((replace(each, score=each.score + gained), int(segment.article_id[each.article])))
    looked.sort(key=lambda pair: (-pair[0].score, pair[1], pair[0].section))
    return [each for each, _ in looked] + list(top[reranking.DEPTH :])
