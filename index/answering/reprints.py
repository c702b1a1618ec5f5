"""Hits that are one story as one of them: the first, which tells where else it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from baosou.index.analysis.units import Grams, Integers
from baosou.index.query.tree import Phrase
from baosou.index.reprints.stories import stories
from baosou.index.request import SearchRequest
from baosou.index.results import Hit, Results

if TYPE_CHECKING:
    from baosou.index.engine import Engine

MOST = 200
"""So many of the best hits are compared at most, on all pages together."""

_AHEAD = 40
"""So many hits beyond a page are looked at for what is on it again."""


class Asked:
    """What the comparison of articles asks of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pairs(self, grams: Grams) -> Integers:
        """How often each of some ascending pairs of neighbouring characters stands."""
        return self._engine.pairs(grams)

    def holding(self, words: Sequence[str]) -> Sequence[int]:
        """How many articles hold each of some texts."""
        return self._engine.holding(words)

    def holding_within(self, word: str, since: str, until: str) -> int:
        """How many of the articles of some days hold a text."""
        return self._engine.search(SearchRequest(Phrase(word, whole=True), since=since, until=until, limit=0)).total


def folded(engine: Engine, request: SearchRequest, results: Results) -> tuple[Results, tuple[Hit, ...]]:
    """A page of results with each story once, and the hits that are on it by their story alone.

    Pages count stories: where the page has some that are printed again, or is not the first, as many hits are looked at
    as it takes to fill it. Hits beyond the first `MOST` are left as they are.
    """
    hits = results.hits
    if not hits or request.by == "section" or request.offset + min(request.limit, len(hits)) > MOST:
        return results, ()
    groups = list(_stories(engine, hits))
    if request.offset == 0 and len(groups) == len(hits):
        return results, ()
    first = 0
    if results.total > request.offset + len(hits) or request.offset:
        ahead = min(request.offset + request.limit + _AHEAD, MOST)
        hits = engine.search(replace(request, offset=0, limit=ahead, facets=())).hits
        hits = (*hits, *(hit for hit in results.hits if hit.lacks))
        groups, first = list(_stories(engine, hits)), request.offset
    page = groups[first : first + request.limit]
    shown = tuple(
        replace(story[0], rank=first + place, reprints=tuple(hit.id for hit in story[1:]))
        for place, story in enumerate(page, start=1)
    )
    return replace(results, hits=shown), tuple(hit for story in page for hit in story[1:])


def _stories(engine: Engine, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    texts = engine.bodies([hit.id for hit in hits])
    for group in stories(texts, [hit.date for hit in hits], Asked(engine)):
        yield [hits[number] for number in group]
