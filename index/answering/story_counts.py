"""Total and facets counted in stories: what several papers printed, or one printed again, counts once.

It counts as the article that was printed first, so that a month has the stories that began in it and a paper those that
it had before others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.index.answering.reprints import MOST_COUNTED, Asked
from baosou.index.errors import QueryError
from baosou.index.reprints.stories import stories
from baosou.index.request import FacetRequest, Filter, SearchRequest
from baosou.index.results import FacetCount, Results

if TYPE_CHECKING:
    from baosou.index.engine import Engine


def in_stories(engine: Engine, request: SearchRequest, results: Results, *, most: int = MOST_COUNTED) -> Results:
    """The results of a request with its total and its facets counted in stories; raises QueryError for too many."""
    if request.by == "section":
        raise QueryError(worded("stories are counted of articles, not of sections"))
    repeated = _repeated(engine, request, request.filters, most)
    counted: dict[str, tuple[FacetCount, ...]] = {}
    for facet in request.facets:
        # a filter does not narrow the counts of its own field, so there may be stories of other articles too
        others = tuple(each for each in request.filters if each.field != facet.field)
        known = repeated if len(others) == len(request.filters) else _repeated(engine, request, others, most)
        counted[facet.name] = _counted(engine, request, facet, known)
    return replace(results, total=results.total - len(repeated), facets={**results.facets, **counted})


def _counted(
    engine: Engine, request: SearchRequest, facet: FacetRequest, repeated: Sequence[str]
) -> tuple[FacetCount, ...]:
    without = (*request.without, *repeated)
    found = engine.search(replace(request, without=without, facets=(facet,), limit=0, explain=False, parts=()))
    return found.facets[facet.name]


def _repeated(engine: Engine, request: SearchRequest, filters: tuple[Filter, ...], most: int) -> list[str]:
    """The ids of all matches that are a story which another one printed before."""
    every = replace(request, filters=filters, facets=(), offset=0, snippets=0, explain=False, parts=(), full_ids=True)
    total = engine.search(replace(every, limit=0)).total
    if total > most:
        told = (
            "{total:,} articles match; stories are told among {most:,} at most: ask for fewer by words, -w or --since"
        )
        raise QueryError(worded(told, total=total, most=most))
    hits = engine.search(replace(every, sort="date", limit=most)).hits
    groups = stories(engine.bodies([hit.id for hit in hits]), [hit.date for hit in hits], Asked(engine))
    return [hits[number].id for group in groups for number in group[1:]]
