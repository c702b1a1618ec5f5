"""What ranking reads out of segments: where each term stands, and the texts of the best candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.analysis.vocabulary import PLAIN
from baosou.index.ranking.closer_look import SECTIONS, Batch
from baosou.index.ranking.terms import Term, wanted, weights
from baosou.index.ranking.texts import Texts
from baosou.index.request import SearchRequest, Unit
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Evidence, SegmentMatcher
from baosou.index.segments.ranking.scoring import Archive, evidence_of
from baosou.index.segments.reader import Segment


class RankingTerm(Term, frozen=True):
    """A term that ranks with its evidence in each segment."""

    evidence: tuple[Evidence, ...]


def ranking_terms(request: SearchRequest, matchers: Sequence[SegmentMatcher], known: Archive) -> list[RankingTerm]:
    """The terms that rank, in their order (see `index.ranking.terms`)."""
    found = wanted(request, matchers[0].vocabulary if matchers else PLAIN)
    evidence = [tuple(evidence_of(matcher, term.leaf) for matcher in matchers) for term in found]
    holding = known.held([term.leaf for term in found], matchers)
    weighed = weights(found, holding, known.articles, request.query)
    return [
        RankingTerm(term.leaf, term.text, weight, places)
        for term, weight, places in zip(found, weighed, evidence, strict=True)
        if weight is not None
    ]


class Places(Struct, frozen=True):
    """Slots firsts[i] to lasts[i] - 1 belong to candidate owners[i]; the owners ascend."""

    firsts: Integers
    lasts: Integers
    owners: Integers


def texts_of(segment: Segment, places: Places, count: int) -> Texts:
    """The texts of so many candidates."""
    kept = (places.lasts > places.firsts).nonzero()[0]
    firsts, lasts, owners = places.firsts.take(kept), places.lasts.take(kept) - 1, places.owners.take(kept)
    starts = segment.slot_base.take(firsts).astype(np.int64)
    # with the blank that ends each slot, so that nothing stands across two
    ends = segment.slot_base.take(lasts).astype(np.int64) + segment.slot_length.take(lasts) + 1
    pieces = segment.checked_text.pieces(starts, ends)
    lengths = np.concatenate(([0], np.cumsum(ends - starts)))
    titles = np.zeros(count, dtype=np.int64)
    titled = segment.slot_field.take(firsts) == int(Field.TITLE)
    titles[owners[titled]] = segment.slot_length.take(firsts[titled])
    bounds = lengths.take(owners.searchsorted(np.arange(count + 1)))
    return Texts(np.concatenate(pieces or [segment.text[:0]]), bounds, titles)


class CandidateReader:
    """Reads candidates of the segments for a closer look, by article or by section."""

    def __init__(self, segments: Sequence[Segment], terms: Sequence[RankingTerm], by: Unit) -> None:
        self._segments = segments
        self._terms = terms
        self._by = by

    def batches(self, segments: Integers, units: Integers) -> list[Batch]:
        """All candidates, those of each segment together, given their segments and numbers there."""
        of_segments = ((at, (segments == at).nonzero()[0]) for at in range(len(self._segments)))
        return [self.batch(at, units.take(places), places) for at, places in of_segments if len(places)]

    def batch(self, at: int, units: Integers, places: Integers) -> Batch:
        """Some candidates of one segment."""
        segment = self._segments[at]
        texts = texts_of(segment, self._places(segment, units), len(units))
        everywhere = self._places(segment, units, None)
        holds = [_holding(term.evidence[at], everywhere, len(units)) for term in self._terms]
        return Batch(places, texts, holds, segment.are_words)

    def _places(self, segment: Segment, units: Integers, sections: int | None = SECTIONS) -> Places:
        """The slots in which a bonus is earned: title, byline, and the opening sections (or the one asked for)."""
        owners = np.arange(len(units))
        if self._by == "article":
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
