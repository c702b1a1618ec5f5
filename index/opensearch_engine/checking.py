"""Checks an archive on a cluster: that all of it is there, and made as it should be; merges what it lies in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from baosou.corpus.errors import BaosouError
from baosou.index.ingest.against_files import against_files
from baosou.index.ingest.sources import SourceEntry
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.counting import ARTICLES
from baosou.index.opensearch_engine.lease import Lease
from baosou.index.opensearch_engine.mapping import meta_index, text_index, words_index
from baosou.index.reports import CheckProgress, CheckReport, Finding, OptimizeSummary

_PAGE = 5_000


def check(archive: Archive, *, sources: bool, progress: Callable[[CheckProgress], None]) -> CheckReport:
    """See `index.backend.Backend.check`."""
    started = time.monotonic()
    archive.state()
    names = (archive.text, archive.words, archive.meta)
    found: list[Finding] = []
    try:
        lost = archive.client.lost_parts(",".join(names))
        found += [Finding("index", str(archive.client.location), line) for line in lost]
        if not found:
            found += _of_mapping(archive)
    except BaosouError as error:
        found.append(Finding("index", str(archive.client.location), str(error)))
    known: dict[str, SourceEntry] = {}
    if not found:
        progress(CheckProgress(0, 1, archive.text))
        known = archive.sources()
        found += _of_counts(archive, known)
    if sources and not found:
        found += against_files(known, progress)
    size = 0 if found else _size(archive)
    seconds = round(time.monotonic() - started, 3)
    return CheckReport(tuple(found), len(names), size, len(known) if sources else 0, 0, seconds)


def _of_mapping(archive: Archive) -> Iterator[Finding]:
    """Fields that are mapped otherwise than they were made, so that what is found may be something else."""
    indices = {archive.text: text_index(1, 0), archive.words: words_index(0), archive.meta: meta_index(0)}
    for name, made in indices.items():
        answer = archive.client.request("GET", f"/{name}/_mapping")
        (held,) = answer.values()
        properties = held["mappings"].get("properties", {})
        for field, wanted in made["mappings"]["properties"].items():
            own = properties.get(field)
            if own is None or not _is_as_made(own, wanted):
                yield Finding("index", name, f"the field {field} is not mapped as it was made")


def _is_as_made(own: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a field is mapped so; what a server adds by itself is let be."""
    told = ("type", "analyzer", "search_analyzer", "similarity", "position_increment_gap", "ignore_above", "enabled")
    return all(own.get(key) == wanted[key] for key in told if key in wanted)


def _of_counts(archive: Archive, known: Mapping[str, SourceEntry]) -> Iterator[Finding]:
    """Sources with more or fewer articles than were written of them, articles of none, sections of no article."""
    held = _articles_by_source(archive)
    for path, entry in known.items():
        count, sections, wanted = held.pop(path, (0, 0, 0))
        if count != entry.articles:
            yield Finding("index", path, f"{count} articles are there of {entry.articles} that were written")
        if sections != wanted:
            yield Finding("index", path, f"{sections} sections are there of {wanted} that its articles have")
    for path in held:
        yield Finding("index", path, "its articles are there, but no word of the source; add it again, or remove it")


def _articles_by_source(archive: Archive) -> dict[str, tuple[int, int, int]]:
    """Of each source: its articles, its sections, and how many sections its articles say they have."""
    found: dict[str, tuple[int, int, int]] = {}
    composite: dict[str, Any] = {"size": _PAGE, "sources": [{"path": {"terms": {"field": "path"}}}]}
    aggs = {"articles": {"filter": ARTICLES}, "wanted": {"sum": {"field": "sections"}}}
    while True:
        body = {"size": 0, "aggs": {"paths": {"composite": composite, "aggs": aggs}}}
        (answer,) = archive.client.msearch([body], index=archive.text)
        page = answer["aggregations"]["paths"]
        for each in page["buckets"]:
            articles = each["articles"]["doc_count"]
            found[each["key"]["path"]] = (articles, each["doc_count"] - articles, int(each["wanted"]["value"]))
        if "after_key" not in page or len(page["buckets"]) < _PAGE:
            return found
        composite["after"] = page["after_key"]


def optimize(archive: Archive, *, wait: float, dry_run: bool) -> OptimizeSummary:
    """See `index.backend.Backend.optimize`: each part of the texts becomes one segment, without what is deleted."""
    started = time.monotonic()
    archive.state()
    before, deleted, size = _segments(archive)
    after, left, size_after = before, deleted, size
    if not dry_run:
        lease = Lease(archive)
        lease.take(wait=wait)
        with lease.kept():
            path = f"/{archive.text},{archive.words}/_forcemerge"
            archive.client.request("POST", path, params={"max_num_segments": 1}, seconds=3600)
            archive.client.request("POST", f"/{archive.text},{archive.words}/_refresh")
            archive.client.request("POST", f"/{archive.text},{archive.words}/_flush")
        after, left, size_after = _segments(archive)
    seconds = round(time.monotonic() - started, 3)
    return OptimizeSummary(before, after, max(deleted - left, 0), size, size_after, seconds, dry_run)


def _segments(archive: Archive) -> tuple[int, int, int]:
    """How many segments there are, how many deleted documents lie in them, and their bytes."""
    stats = _stats(archive, (archive.text, archive.words))
    return (
        sum(each["segments"]["count"] for each in stats),
        sum(each["docs"]["deleted"] for each in stats),
        sum(each["store"]["size_in_bytes"] for each in stats),
    )


def _size(archive: Archive) -> int:
    return sum(each["store"]["size_in_bytes"] for each in _stats(archive, (archive.text, archive.words, archive.meta)))


def _stats(archive: Archive, names: Sequence[str]) -> list[dict[str, Any]]:
    answer = archive.client.request("GET", f"/{','.join(names)}/_stats/store,docs,segments")
    return [each["primaries"] for each in answer["indices"].values()]
