"""Hits that are one story as one of them: the first, which tells where else it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from baosou.index.analysis.units import Grams, Integers
from baosou.index.query.tree import Phrase
from baosou.index.reprints.stories import stories
from baosou.index.request import SearchRequest
from baosou.index.results import Hit, Results

if TYPE_CHECKING:
    from baosou.index.engine import Engine

MOST = 200
"""So many of the best hits are compared at most, on all pages together; those behind them are hits one by one."""

MOST_COUNTED = 10_000
"""So many where stories are counted."""

LOOKED_AHEAD = 50
"""At least so many of the best hits are looked at for what is on a page again."""


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


def folded(
    engine: Engine, request: SearchRequest, results: Results, *, most: int = MOST
) -> tuple[Results, tuple[Hit, ...]]:
    """A page of results with each story once, and the hits that are on it by their story alone.

    Pages count stories, those of the first `most` hits, then hits one by one. Which story a hit is of is told by what
    comes before it, so a page is the same however far it is looked ahead; what comes later adds to `reprints` alone.
    """
    hits = results.hits
    if not hits or request.by == "section":
        return results, ()
    lacking = [bool(hit.lacks) for hit in hits]
    if request.offset > results.total or lacking != sorted(lacking):
        # what fills a page is a list of its own, which goes on as it began
        return _joined(results, hits, _groups(engine, hits))
    added = hits[len(hits) - sum(lacking) :]
    page = slice(request.offset, request.offset + request.limit)
    looked_at, groups = _looked_ahead(engine, request, results.total, page.stop, most, added)
    every = [looked_at.places[group[0]] for group in groups]
    if results.total > most:
        every += range(most, min(results.total, most + page.stop))
        every += range(results.total, results.total + len(added))
    shown = _read(engine, request, results, every[page], added)
    again = [[looked_at.hits[number] for number in group[1:]] for group in groups[page]]
    stories_shown = [
        replace(hit, rank=page.start + place, reprints=tuple(each.id for each in others))
        for place, (hit, others) in enumerate(zip(shown, [*again, *[[]] * len(shown)], strict=False), start=1)
    ]
    return replace(results, hits=tuple(stories_shown)), tuple(hit for others in again for hit in others)


class _LookedAt(Struct, frozen=True):
    """Hits with their places among all hits; behind those are what was added to fill the page."""

    hits: tuple[Hit, ...]
    places: Sequence[int]


def _looked_ahead(
    engine: Engine, request: SearchRequest, total: int, wanted: int, most: int, added: Sequence[Hit]
) -> tuple[_LookedAt, list[list[int]]]:
    """As many of the first hits as it takes to tell so many stories, if there are, and the stories by their numbers."""
    every = replace(request, offset=0, facets=(), snippets=0, explain=False, parts=())
    end = min(total, most)
    count = min(end, max(wanted, LOOKED_AHEAD))
    while True:
        hits = engine.search(replace(every, limit=count)).hits
        places = list(range(count))
        if count == total:
            hits, places = (*hits, *added), [*places, *range(total, total + len(added))]
        groups = _groups(engine, hits)
        if len(groups) >= wanted or count == end:
            return _LookedAt(hits, places), groups
        count = min(end, 2 * count)


def _read(
    engine: Engine, request: SearchRequest, results: Results, places: Sequence[int], added: Sequence[Hit]
) -> list[Hit]:
    """The hits at some places, with all that a page shows."""
    own = [place for place in places if place < results.total]
    at_hand = dict(enumerate(results.hits, start=request.offset))
    if any(place not in at_hand for place in own):
        first = min(own)
        found = engine.search(replace(request, offset=first, limit=max(own) - first + 1, facets=()))
        at_hand = dict(enumerate(found.hits, start=first))
    return [added[place - results.total] if place >= results.total else at_hand[place] for place in places]


def _joined(results: Results, hits: Sequence[Hit], groups: Sequence[Sequence[int]]) -> tuple[Results, tuple[Hit, ...]]:
    """Results with the hits of each group as one."""
    shown = tuple(
        replace(hits[group[0]], rank=hits[0].rank + place, reprints=tuple(hits[n].id for n in group[1:]))
        for place, group in enumerate(groups)
    )
    return replace(results, hits=shown), tuple(hits[n] for group in groups for n in group[1:])


def _groups(engine: Engine, hits: Sequence[Hit]) -> list[list[int]]:
    texts = engine.bodies([hit.id for hit in hits])
    return stories(texts, [hit.date for hit in hits], Asked(engine))
