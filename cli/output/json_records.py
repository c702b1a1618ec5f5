"""Answers as JSON objects for other programs, a function for each kind of answer."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from msgspec.structs import asdict, replace

from baosou.cli.output.visible import UNSAFE, readable
from baosou.index.results import (
    AddSummary,
    Answer,
    ArticleText,
    BlockText,
    FacetCount,
    Failure,
    Hit,
    OptimizeSummary,
    SectionText,
    SourcePlace,
    Status,
)

if TYPE_CHECKING:
    from baosou.index.answering.suggest import Suggestion

VERSION = 1
"""The version of every JSON object; it changes when a key changes its meaning or goes."""

JsonObject = dict[str, object]


def to_json(value: object) -> str:
    """One line of JSON in UTF-8, with what a terminal would obey written as \\u escapes."""
    try:
        text = msgspec.json.encode(value).decode("utf-8")
    except UnicodeEncodeError:  # a name or text with the half of a surrogate pair
        text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    # nothing unsafe is printable, and to be told so takes a third of the time of a search
    return text if text.isprintable() else UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


@lru_cache(maxsize=1024)
def shown_path(path: str, cwd: str) -> str:
    """A source's path: relative where it lies below the working folder, absolute elsewhere."""
    below = cwd.rstrip(os.sep) + os.sep
    return readable(path[len(below) :] if path.startswith(below) and len(path) > len(below) else path)


def file_url(path: str, host: str) -> str:
    """The file:// URL of an absolute path (RFC 8089), percent-encoded byte by byte."""
    return f"file://{host}{quote(os.fsencode(path))}"


def place_object(source: SourcePlace, cwd: str) -> SourcePlace:
    """Where a section stands, its path as it is shown; the fields are the keys."""
    return SourcePlace(shown_path(source.path, cwd), source.line, source.start, source.end)


def hit_object(hit: Hit, cwd: str) -> Hit | JsonObject:
    """One hit, itself: its fields are the keys. Only where it was explained is `explanation` there too."""
    shown = replace(hit, source=place_object(hit.source, cwd))
    if hit.explanation is None:
        return shown
    from baosou.cli.output.explained_records import explanation_object

    return {**asdict(shown), "explanation": explanation_object(hit.explanation)}


def facets_object(facets: Mapping[str, Sequence[FacetCount]]) -> JsonObject:
    """Each field's values with their counts, in the order in which they are ranked."""
    return {
        field: [{"value": count.value, "count": count.count} for count in counts] for field, counts in facets.items()
    }


def answer_object(answer: Answer, cwd: str) -> JsonObject:
    """The whole answer of `search --json`; with `reading` where it was explained, `copies` for similar articles."""
    more: JsonObject = {}
    if answer.results.reading is not None:
        from baosou.cli.output.explained_records import reading_object

        more["reading"] = reading_object(answer.results.reading)
    if answer.copies:
        more["copies"] = list(answer.copies)
    return {
        "version": VERSION,
        "query": answer.query,
        "interpreted": answer.interpreted,
        "rescue": answer.rescue,
        "total": answer.results.total,
        "also": answer.also,
        "took_ms": round(answer.took_ms, 3),
        "hits": [hit_object(hit, cwd) for hit in answer.results.hits],
        "facets": facets_object(answer.results.facets),
        "suggestion": answer.suggestion,
        "notes": list(answer.notes),
        **more,
    }


def suggestions_object(text: str, suggestions: Sequence[Suggestion]) -> JsonObject:
    """The answer of `suggest --json`."""
    found = [{"text": each.text, "kind": each.kind, "count": each.count} for each in suggestions]
    return {"version": VERSION, "text": text, "suggestions": found}


def counts_object(answer: Answer) -> JsonObject:
    """The answer of `facets --json`: as `search --json` without hits."""
    return {
        "version": VERSION,
        "query": answer.query,
        "interpreted": answer.interpreted,
        "rescue": answer.rescue,
        "total": answer.results.total,
        "took_ms": round(answer.took_ms, 3),
        "facets": facets_object(answer.results.facets),
        "suggestion": answer.suggestion,
        "notes": list(answer.notes),
    }


def block_object(block: BlockText) -> JsonObject:
    """A paragraph, head or caption with its line and highlights."""
    return {
        "kind": block.kind.value,
        "text": block.text,
        "line": block.line,
        "highlights": [list(span) for span in block.highlights],
    }


def section_object(section: SectionText, cwd: str) -> JsonObject:
    """A section with its blocks in page order."""
    return {
        "id": section.id,
        "places": list(section.places),
        "source": place_object(section.source, cwd),
        "blocks": [block_object(block) for block in section.blocks],
    }


def article_object(article: ArticleText, cwd: str) -> JsonObject:
    """The answer of `show --json`: an article's metadata and its sections (one, for a section's id)."""
    return {
        "version": VERSION,
        "id": article.id,
        "title": article.title,
        "title_highlights": [list(span) for span in article.title_highlights],
        "byline": article.byline,
        "authors": list(article.authors),
        "date": article.date,
        "publication": article.publication,
        "edition": article.edition,
        "column": article.column,
        "places": list(article.places),
        "url": article.url,
        "record_id": article.record_id,
        "extra": {key: list(values) for key, values in article.extra.items()},
        "source": place_object(article.source, cwd),
        "sections": [section_object(section, cwd) for section in article.sections],
    }


def failure_object(failure: Failure, cwd: str) -> JsonObject:
    """A source or record that could not be read; `line` only where it is known."""
    found: JsonObject = {"path": shown_path(failure.path, cwd), "reason": failure.reason}
    return found if failure.line is None else {**found, "line": failure.line}


def summary_object(summary: AddSummary, cwd: str) -> JsonObject:
    """The answer of `add --json` and `remove --json`."""
    return {
        "version": VERSION,
        "new": summary.new,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "failed": [failure_object(failure, cwd) for failure in summary.failed],
        "warnings": [failure_object(warning, cwd) for warning in summary.warnings],
        "articles": summary.articles,
        "sections": summary.sections,
        "seconds": round(summary.seconds, 3),
        "dry_run": summary.dry_run,
    }


def optimize_object(summary: OptimizeSummary) -> JsonObject:
    """The answer of `optimize --json`."""
    return {"version": VERSION, **asdict(summary), "seconds": round(summary.seconds, 3)}


def status_object(status: Status) -> JsonObject:
    """The answer of `status --json`."""
    return {
        "version": VERSION,
        "location": status.location,
        "sources": status.sources,
        "articles": status.articles,
        "sections": status.sections,
        "characters": status.characters,
        "bytes": status.bytes,
        "format": status.format,
        "analysis": status.analysis,
        "fields": list(status.fields),
        "updated": status.updated,
        "segments": status.segments,
        "deleted": status.deleted,
    }
