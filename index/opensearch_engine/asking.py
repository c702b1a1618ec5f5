"""What is asked of an archive beside searches: why, how much in each period, how often texts stand, its status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from baosou.index.ids import DIGITS, asked_id, shown_id
from baosou.index.opensearch_engine.archive import Archive, State
from baosou.index.opensearch_engine.candidates import Reader
from baosou.index.opensearch_engine.counting import ARTICLES, Counts, how_many, of_often, often
from baosou.index.opensearch_engine.lookups import forms_of
from baosou.index.opensearch_engine.mapping import VERSION
from baosou.index.opensearch_engine.matches import Matches, in_order
from baosou.index.opensearch_engine.naming import Names
from baosou.index.opensearch_engine.pages import Pages
from baosou.index.opensearch_engine.queries import Dsl
from baosou.index.query.tree import Everything
from baosou.index.reports import Status
from baosou.index.request import SearchRequest
from baosou.index.segments.matching.matcher import Deadline
from baosou.index.segments.matching.places import counts_by_article
from baosou.index.segments.ranking.scoring import Shares
from baosou.index.segments.results import samples
from baosou.index.segments.results.articles import ArticleReader
from baosou.index.segments.results.why import Inquiry
from baosou.index.timelines import Period, PeriodCount, PeriodCounts
from baosou.index.why import Why

MOST_RANKED = 5_000
"""Among so many matches the rank of one is told."""

_FIELDS: Mapping[Period, str] = {"year": "year", "month": "month", "day": "date"}
_PAGE = 10_000


def why(
    archive: Archive,
    reader: Reader,
    pages: Pages,
    matches: Matches,
    names: Names,
    known: Counts,
    id: str,
    request: SearchRequest,
) -> Why:
    """See `Engine.why`; among very many matches an article has no rank."""
    whole = names.resolved(id)
    section = asked_id(id).section
    request = replace(request, by="article" if section is None else "section")
    filters = matches.filters(request)
    own: list[Dsl] = [{"term": {"article": whole}}]
    if section is not None:
        own.append({"term": {"number": section}})
    counted = archive.client.msearch([how_many(filters), how_many([*filters, *own])], index=archive.text)
    total, matching = (each["hits"]["total"]["value"] for each in counted)
    ranked = matching and total <= MOST_RANKED
    hits = reader.hits(in_order(filters if ranked else [*filters, *own]), first=0, size=total if ranked else matching)
    # an article that is no match is looked at all the same
    others = [] if matching else reader.stored([whole])
    found = pages.found(hits, request, besides=others)
    articles = ArticleReader([found.matcher.segment], request.query, None, names.short)
    shares = [Shares(found.matcher.segment, known)]
    told = Inquiry(request, [found], articles, id, known).why(shares, Deadline(request.timeout, units=1 << 31))
    return replace(told, total=total, rank=told.rank if ranked else None)


def period_counts(archive: Archive, pages: Pages, matches: Matches, request: SearchRequest, by: Period) -> PeriodCounts:
    """See `Engine.period_counts`."""
    field = _FIELDS[by]
    filters = matches.filters(request)
    every = matches.filters(replace(request, query=Everything()))
    undated = how_many([*filters, {"bool": {"must_not": [{"exists": {"field": field}}]}}])
    (counted,) = archive.client.msearch([undated], index=archive.text, seconds=request.timeout)
    matching = _by_period(archive, field, filters, request.timeout)
    of_all = _by_period(archive, field, every, request.timeout)
    occurrences: defaultdict[str, int] = defaultdict(int)
    if request.query != Everything():
        for found in pages.all_found(request):
            segment = found.matcher.segment
            counts = counts_by_article(found.matcher, request.query, found.units)
            for number, count in enumerate(counts.tolist()):
                date = segment.stored(number).date or ""
                occurrences[date[: _LENGTHS[by]]] += count
    counts_of = (
        PeriodCount(period, matching.get(period, (0, 0))[0], occurrences[period], articles, characters)
        for period, (articles, characters) in sorted(of_all.items())
    )
    return PeriodCounts(counted["hits"]["total"]["value"], tuple(counts_of))


_LENGTHS: Mapping[Period, int] = {"year": 4, "month": 7, "day": 10}


def _by_period(
    archive: Archive, field: str, filters: Sequence[Dsl], seconds: float | None
) -> dict[str, tuple[int, int]]:
    """How many articles pass some filters in each period, and how many characters they have."""
    composite: dict[str, Any] = {"size": _PAGE, "sources": [{"period": {"terms": {"field": field}}}]}
    found: dict[str, tuple[int, int]] = {}
    while True:
        body = {
            "size": 0,
            "query": {"bool": {"filter": list(filters)}},
            "aggs": {"periods": {"composite": composite, "aggs": {"characters": {"sum": {"field": "characters"}}}}},
        }
        (answer,) = archive.client.msearch([body], index=archive.text, seconds=seconds)
        page = answer["aggregations"]["periods"]
        for each in page["buckets"]:
            found[each["key"]["period"]] = (each["doc_count"], int(each["characters"]["value"]))
        if "after_key" not in page or len(page["buckets"]) < _PAGE:
            return found
        composite["after"] = page["after_key"]


def searched_characters(archive: Archive, *, aside: bool) -> int:
    """How many characters the articles have that are searched."""
    (found,) = archive.client.msearch([_sums(_searched(aside), ("characters",))], index=archive.text)
    return int(found["aggregations"]["characters"]["value"])


def _searched(aside: bool) -> list[Dsl]:
    return [ARTICLES] if aside else [ARTICLES, {"term": {"aside": False}}]


def _sums(filters: Sequence[Dsl], fields: Sequence[str]) -> dict[str, Any]:
    aggs = {name: {"sum": {"field": name}} for name in fields}
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": list(filters)}}, "aggs": aggs}


def bodies(reader: Reader, names: Names, ids: Sequence[str]) -> list[str]:
    """See `Engine.bodies`."""
    whole = names.all_resolved(ids)
    segment = reader.segment(reader.stored(whole))
    numbers = {shown_id(id, DIGITS): number for number, id in enumerate(segment.article_id.tolist())}
    found = iter(samples.bodies([segment], [(0, numbers[id]) for id in whole if id in numbers]))
    return [next(found) if id in numbers else "" for id in whole]  # one may be gone by now


def frequencies(archive: Archive, texts: Sequence[str], *, aside: bool) -> list[int]:
    """See `Engine.frequencies`."""
    groups = [forms_of(text) for text in texts]
    spelled = [each for group in groups for each in group]
    bodies = [often(each, _searched(aside)) for each in spelled]
    found = archive.client.msearch(bodies, index=archive.text) if bodies else []
    counts = iter([of_often(text, each) for text, each in zip(spelled, found, strict=True)])
    return [sum(next(counts) for _ in group) for group in groups]


def status(archive: Archive, state: State, fields: Sequence[str]) -> Status:
    """See `Engine.status`."""
    body = _sums(_searched(False), ("sections", "characters"))
    every = _sums([ARTICLES], ("characters",))
    counted, of_all = archive.client.msearch([body, every], index=archive.text)
    (sources,) = archive.client.msearch([how_many([{"term": {"kind": "source"}}])], index=archive.meta)
    names = f"{archive.text},{archive.words},{archive.meta}"
    stats = archive.client.request("GET", f"/{names}/_stats/store,docs,segments")["indices"]
    primaries = [each["primaries"] for each in stats.values()]
    own = stats[archive.text]["primaries"]
    return Status(
        location=str(archive.client.location),
        sources=sources["hits"]["total"]["value"],
        articles=counted["hits"]["total"]["value"],
        sections=int(counted["aggregations"]["sections"]["value"]),
        characters=int(of_all["aggregations"]["characters"]["value"]),
        bytes=sum(each["store"]["size_in_bytes"] for each in primaries),
        format=VERSION,
        analysis=state.analysis,
        fields=tuple(fields),
        updated=state.updated,
        segments=own["segments"]["count"],
        deleted=own["docs"]["deleted"],
        generation=state.generation,
    )
