"""What is stored of an article beside its text: its metadata and where each block came from, as plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baosou.corpus.models import Article, Block, Kind, Passage, Section

_KINDS = {Kind.PARAGRAPH: "p", Kind.HEAD: "h", Kind.CAPTION: "c"}
KINDS = {code: kind for kind, code in _KINDS.items()}


def _spans(passage: Passage | None) -> list[list[int]] | None:
    return None if passage is None else [[s.at, s.line, s.start, s.end] for s in passage.spans]


def _block(block: Block) -> list[Any]:
    """[kind, length in characters, truncated, spans]; the text itself lies in the section's body slot."""
    return [_KINDS[block.kind], len(block.passage.text), int(block.truncated), _spans(block.passage)]


def stored_article(article: Article, sections: Sequence[Section]) -> dict[str, Any]:
    """The stored form of an article; absent and empty values take no room."""
    values: dict[str, Any] = {
        "title": _spans(article.title),
        "byline": _spans(article.byline),
        "authors": article.authors,
        "date": article.date,
        "publication": article.publication,
        "edition": article.edition,
        "column": article.column,
        "url": article.url,
        "record_id": article.record_id,
        "places": article.places,
        "extra": {key: list(value) for key, value in article.extra.items()},
    }
    kept = {key: value for key, value in values.items() if value}
    kept["sections"] = [[section.places, [_block(block) for block in section.blocks]] for section in sections]
    return kept
