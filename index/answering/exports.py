"""Articles, sections or hits as flat records: one after another, all of them, as other tools and `add -` read them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from baosou.corpus.models import Kind
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question, request_of, understood_text
from baosou.index.engine import Engine
from baosou.index.request import ExportUnit, Unit
from baosou.index.results import ArticleText, Hit, JsonObject, SectionText, SourcePlace

_ABOUT = ("title", "byline", "authors", "date", "publication", "edition", "column", "places", "url")
_FROM = ("source", "line", "page", "box", "start", "end")
_TEXT = ("characters", "text", "heads", "captions", "aside", "extra")

KEYS: dict[ExportUnit, tuple[str, ...]] = {
    "articles": ("id", "baosou_id", *_ABOUT, *_FROM, *_TEXT),
    "sections": ("id", "baosou_id", *_ABOUT, *_FROM, *_TEXT),
    "hits": (
        *("rank", "score", "id", "baosou_id", "section", "title", "authors", "date", "publication", "edition"),
        *("column", "places", "url", *_FROM, "lacks", "snippets", "extra"),
    ),
}
"""The keys of the records, in their order. `id` is the record's own, `baosou_id` the whole one of the article or (of
sections) of the section; `heads` and `captions` are numbers of lines of `text`, from 1."""


def exported(engine: Engine, question: Question, of: ExportUnit) -> Iterator[JsonObject]:
    """The records of all that answers a question at its word: articles and sections by id, hits by rank.

    Nothing is corrected or added. Raises what a search raises, before the first record.
    """
    strict = replace(question, strict=True, fill=False, facets=(), full_ids=True)
    if of == "hits":
        return map(_hit, ask(engine, strict))
    text = question.text or ""
    parsed, understood = understood_text(engine, text if question.mode == "literal" else text.strip(), strict)
    by: Unit = "section" if of == "sections" else "article"
    found = engine.articles(request_of(engine, replace(strict, by=by), understood, parsed))
    return map(_article, found) if of == "articles" else (_section(each, s) for each in found for s in each.sections)


def _article(article: ArticleText) -> JsonObject:
    return _record(article, article.id, article.places, article.source, article.sections)


def _section(article: ArticleText, section: SectionText) -> JsonObject:
    return _record(article, section.id, section.places, section.source, (section,))


def _record(
    article: ArticleText, id: str, places: tuple[str, ...], source: SourcePlace, sections: tuple[SectionText, ...]
) -> JsonObject:
    blocks = [(block.kind, line) for section in sections for block in section.blocks for line in block.text.split("\n")]
    text = "\n".join([line for _, line in blocks])
    return {
        "id": article.record_id,
        "baosou_id": id,
        "title": article.title,
        "byline": article.byline,
        "authors": list(article.authors),
        "date": article.date,
        "publication": article.publication,
        "edition": article.edition,
        "column": article.column,
        "places": list(places),
        "url": article.url,
        **_place(source),
        "characters": len(text),
        "text": text,
        "heads": [number for number, (kind, _) in enumerate(blocks, start=1) if kind is Kind.HEAD],
        "captions": [number for number, (kind, _) in enumerate(blocks, start=1) if kind is Kind.CAPTION],
        "aside": article.aside,
        "extra": {key: list(values) for key, values in article.extra.items()},
    }


def _hit(hit: Hit) -> JsonObject:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "id": hit.record_id,
        "baosou_id": hit.id,
        "section": hit.section,
        "title": hit.title,
        "authors": list(hit.authors),
        "date": hit.date,
        "publication": hit.publication,
        "edition": hit.edition,
        "column": hit.column,
        "places": list(hit.places),
        "url": hit.url,
        **_place(hit.source),
        "lacks": list(hit.lacks),
        "snippets": [snippet.text for snippet in hit.snippets],
        "extra": {key: list(values) for key, values in hit.extra.items()},
    }


def _place(source: SourcePlace) -> JsonObject:
    return {
        "source": source.path,
        "line": source.line,
        "page": source.page,
        "box": None if source.box is None else list(source.box),
        "start": source.start,
        "end": source.end,
    }
