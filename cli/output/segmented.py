"""A segmented page as the JSON object of `segment`: every string once, with its spans."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict

from baosou.corpus.models import Article, Kind, Page, Passage
from baosou.corpus.pages.decisions import Decision

JsonObject = dict[str, object]

LISTS = {Kind.HEAD: "heads", Kind.CAPTION: "captions", Kind.PARAGRAPH: "paragraphs"}


def decision_object(decision: Decision) -> JsonObject:
    """What one line of a page was taken for."""
    return asdict(decision) | {"signs": list(decision.signs)}


def page_object(page: Page, source: str) -> JsonObject:
    """The line for one source."""
    return {
        "source": source,
        "articles": [article_object(article) for article in page.articles],
        "other": [passage.text for passage in page.other],
        "other_spans": [pieces(passage) for passage in page.other],
    }


def article_object(article: Article) -> JsonObject:
    """An article; `spans` names its strings in page order by the list they stand in and their index there."""
    spans: list[JsonObject] = []
    texts: dict[Kind, list[str]] = {kind: [] for kind in LISTS}
    for name, passage in (("title", article.title), ("byline", article.byline)):
        if passage is not None:
            spans.append({"kind": name, "index": 0, "pieces": pieces(passage)})
    for block in article.blocks:
        found = texts[block.kind]
        spans.append({"kind": block.kind.value, "index": len(found), "pieces": pieces(block.passage)})
        found.append(block.passage.text)
    return {
        "title": None if article.title is None else article.title.text,
        "authors": list(article.authors),
        "byline": None if article.byline is None else article.byline.text,
        "heads": texts[Kind.HEAD],
        "captions": texts[Kind.CAPTION],
        "paragraphs": texts[Kind.PARAGRAPH],
        "spans": spans,
    }


def pieces(passage: Passage) -> Sequence[JsonObject]:
    """Where a string came from: `at` in the string, then line and characters [start, end) of the source."""
    return [{"at": span.at, "line": span.line, "start": span.start, "end": span.end} for span in passage.spans]
