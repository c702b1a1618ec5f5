"""Who is named with whom: the names that stand in the articles found more often than they do elsewhere."""

from __future__ import annotations

import math

from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.index.engine import Engine
from baosou.index.query.tree import And, Everything, Not, Or, Query, Value
from baosou.index.request import FacetRequest, Filter, SearchRequest
from baosou.index.results import FacetCount

LEAST_TOGETHER = 3
"""Articles that name both; fewer may be chance."""

_DOT = "·"


def named_beside(engine: Engine, request: SearchRequest, wanted: FacetRequest) -> tuple[FacetCount, ...]:
    """The values of a field in the matches of a request, those that tell them from all other articles most first.

    Filters on the field itself hold here, and what they ask for is left out.
    """
    own = [each for each in request.filters if each.field == wanted.field]
    rest = tuple(each for each in request.filters if each.field != wanted.field)
    query = And((request.query, *map(_condition, own))) if own else request.query
    every = FacetRequest(wanted.field, 0)
    found = engine.search(
        replace(request, query=query, filters=rest, by="article", limit=0, facets=(every,), parts=(), explain=False)
    )
    archive = engine.search(SearchRequest(Everything(), limit=0, facets=(every,), timeout=request.timeout))
    elsewhere = {each.value: each.count for each in archive.facets[wanted.field]}
    sought = {fold_text(value) for each in own if not each.negated for value in each.values}
    counted = [
        (_weight(each.count, elsewhere[each.value], found.total, archive.total), each)
        for each in found.facets[wanted.field]
        if each.count >= LEAST_TOGETHER and not _is_sought(fold_text(each.value), sought)
    ]
    ordered = sorted(counted, key=lambda each: (-each[0], -each[1].count, each[1].value))
    telling = [each for weight, each in ordered if weight > 0]
    return tuple(telling[: wanted.limit or None])


def _condition(own: Filter) -> Query:
    any_of = Or(tuple(Value(own.field, value) for value in own.values))
    return Not(any_of) if own.negated else any_of


def _is_sought(value: str, sought: set[str]) -> bool:
    """Whether a name is one that was asked for, or the short form of one."""
    return value in sought or any(each.endswith(_DOT + value) for each in sought)


def _weight(together: int, having: int, found: int, articles: int) -> float:
    """How unlikely it is by chance that so many of the articles found have a name (G2, its greatest part)."""
    expected = having * found / max(articles, 1)
    return 2 * together * math.log(together / expected) if together > expected else 0.0
