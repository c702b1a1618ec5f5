"""Facet counts over all matches: exact, for every shard gives all of its values and the first are chosen here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from typing import Any

from baosou.index.ingest.facet_values import within
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.mapping import FACETS, MOST_BUCKETS, PAIR
from baosou.index.opensearch_engine.queries import Dsl
from baosou.index.request import FacetRequest
from baosou.index.results import FacetCount

_REGEXP = '.?+*|{}[]()"\\#@&<>~^$-'
_PAGE = 10_000


def facet_search(field: str, filters: Sequence[Dsl]) -> dict[str, Any]:
    """The search that counts the values of a field among what passes some filters."""
    terms: dict[str, Any] = {"field": field if field in FACETS else "more", "size": MOST_BUCKETS}
    if field not in FACETS:
        terms["include"] = f"{_literally(field)}{PAIR}.*"
    return {"size": 0, "query": {"bool": {"filter": list(filters)}}, "aggs": {"values": {"terms": terms}}}


def facet_counts(
    archive: Archive, request: FacetRequest, filters: Sequence[Dsl], found: Mapping[str, Any], seconds: float | None
) -> tuple[FacetCount, ...]:
    """The most frequent values, equal counts by value; what one answer cannot hold is asked page by page."""
    counted = found["aggregations"]["values"]
    buckets = counted["buckets"]
    if counted["sum_other_doc_count"] or counted["doc_count_error_upper_bound"]:
        buckets = _all_buckets(archive, request.field, filters, seconds)
    counts = {_value(request.field, bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    if request.within is not None:
        known = list(counts)
        below = within(request.within, known)
        counts = {value: counts[value] for value, own in zip(known, below, strict=True) if own}
    kept = nsmallest(request.limit or len(counts), counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in kept)


def _all_buckets(archive: Archive, field: str, filters: Sequence[Dsl], seconds: float | None) -> list[dict[str, Any]]:
    """All values, more than a server gives at once."""
    name = field if field in FACETS else "more"
    composite: dict[str, Any] = {"size": _PAGE, "sources": [{"value": {"terms": {"field": name}}}]}
    if field not in FACETS:
        composite["after"] = {"value": f"{field}{PAIR}"}
    found: list[dict[str, Any]] = []
    while True:
        body = {
            "size": 0,
            "query": {"bool": {"filter": list(filters)}},
            "aggs": {"values": {"composite": composite}},
        }
        (answer,) = archive.client.msearch([body], index=archive.text, seconds=seconds)
        page = answer["aggregations"]["values"]
        for bucket in page["buckets"]:
            value = bucket["key"]["value"]
            if field not in FACETS and not value.startswith(f"{field}{PAIR}"):
                return found
            found.append({"key": value, "doc_count": bucket["doc_count"]})
        if "after_key" not in page or len(page["buckets"]) < _PAGE:
            return found
        composite["after"] = page["after_key"]


def _value(field: str, key: str) -> str:
    return key if field in FACETS else key.removeprefix(f"{field}{PAIR}")


def _literally(text: str) -> str:
    """A text as an expression of Lucene's that fits it alone."""
    return "".join(f"\\{each}" if each in _REGEXP else each for each in text)
