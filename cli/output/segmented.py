"""A segmented page as the JSON object of `segment`: every string once, with its spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import asdict

from baosou.corpus.models import Article, Kind, Page, Passage, Region
from baosou.corpus.pages.decisions import Decision

JsonObject = dict[str, object]

LISTS = {Kind.HEAD: "heads", Kind.CAPTION: "captions", Kind.PARAGRAPH: "paragraphs"}


Regions = Mapping[int, Region]
"""Where the lines of a source are printed, by their numbers; of what has no pages none."""


def decision_object(decision: Decision, regions: Regions) -> JsonObject:
    """What one line of a page was taken for."""
    line, *rest = asdict(decision).items()
    return {**dict([line]), **_printed(decision.line, regions), **dict(rest), "signs": list(decision.signs)}


def page_object(page: Page, source: str, regions: Regions) -> JsonObject:
    """The line for one source."""
    return {
        "source": source,
        "articles": [article_object(article, regions) for article in page.articles],
        "other": [passage.text for passage in page.other],
        "other_spans": [pieces(passage, regions) for passage in page.other],
    }


def article_object(article: Article, regions: Regions) -> JsonObject:
    """An article; `spans` names its strings in page order by the list they stand in and their index there."""
    spans: list[JsonObject] = []
    texts: dict[Kind, list[str]] = {kind: [] for kind in LISTS}
    for name, passage in (("title", article.title), ("byline", article.byline)):
        if passage is not None:
            spans.append({"kind": name, "index": 0, "pieces": pieces(passage, regions)})
    for block in article.blocks:
        found = texts[block.kind]
        spans.append({"kind": block.kind.value, "index": len(found), "pieces": pieces(block.passage, regions)})
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


def pieces(passage: Passage, regions: Regions) -> Sequence[JsonObject]:
    """Where a string came from: `at` in it, line, where that is printed, and characters [start, end) of the source."""
    return [
        {"at": span.at, "line": span.line, **_printed(span.line, regions), "start": span.start, "end": span.end}
        for span in passage.spans
    ]


def _printed(line: int, regions: Regions) -> JsonObject:
    region = regions.get(line)
    return {"page": None, "box": None} if region is None else {"page": region.page, "box": region.box}
