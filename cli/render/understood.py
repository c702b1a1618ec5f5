"""What would be made of a file, before it is added: for a reader and as an object."""

from __future__ import annotations

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.visible import fit, visible
from baosou.cli.render.hits import UNTITLED, counted
from baosou.cli.render.status import failure_lines
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import worded
from baosou.corpus.models import Article, Section
from baosou.index.ingest.understood import Understood
from baosou.index.query.tree import field_name
from baosou.index.reports import Unread
from baosou.index.results import VERSION, JsonObject

_ASIDE_COLUMNS = 60


def understood_lines(found: Understood, *, cwd: str) -> list[str]:
    """The file's path, and under it each article with all that was understood of it, and what was not."""
    lines = [shown_path(str(found.path), cwd)]
    for article, sections in found.articles:
        lines += _asides(article) if article.aside else _article(article, sections)
    unread = failure_lines(worded("warning"), _unread(found, warning=True), cwd=cwd)
    unread += failure_lines(worded("failed"), _unread(found, warning=False), cwd=cwd)
    lines += [f"  {line}" for line in unread]
    return [visible(line) for line in lines]


def _article(article: Article, sections: tuple[Section, ...]) -> list[str]:
    characters = sum(len(section.text) for section in sections)
    told = {
        field_name("byline"): "" if article.byline is None else article.byline.text,
        worded("authors"): "、".join(article.authors),
        field_name("date"): article.date,
        field_name("publication"): article.publication,
        field_name("edition"): article.edition,
        field_name("column"): article.column,
        worded("places"): " ".join(article.places),
        worded("countries"): " ".join(article.countries),
        "url": article.url,
        "id": article.record_id,
        **{key: "、".join(values) for key, values in article.extra.items()},
        worded("sections"): f"{len(sections):,} ({counted(characters, 'character')})",
    }
    title = worded(UNTITLED) if article.title is None else article.title.text
    place = worded("page {page}", page=article.regions[0].page) if article.regions else f"{_line_of(article)}"
    return [f"  {place}: {title}", *(f"      {key}: {value}" for key, value in told.items() if value)]


def _asides(article: Article) -> list[str]:
    texts = [fit(block.passage.text.strip(), _ASIDE_COLUMNS) for block in article.blocks]
    return [
        "  " + worded("of no article: {pieces}", pieces=counted(len(texts), "piece")),
        *(f"      {text}" for text in texts),
    ]


def understood_object(found: Understood) -> JsonObject:
    """The line of `add --dry-run --explain --json` for one file."""
    return {
        "version": VERSION,
        "source": str(found.path),
        "articles": [_object(article, sections) for article, sections in found.articles],
        "failed": _unread(found, warning=False),
        "warnings": _unread(found, warning=True),
    }


def _object(article: Article, sections: tuple[Section, ...]) -> JsonObject:
    return {
        "title": None if article.title is None else article.title.text,
        "byline": None if article.byline is None else article.byline.text,
        "authors": article.authors,
        field_name("date"): article.date,
        field_name("publication"): article.publication,
        field_name("edition"): article.edition,
        "column": article.column,
        "places": article.places,
        "countries": article.countries,
        "url": article.url,
        "id": article.record_id,
        "extra": article.extra,
        "aside": article.aside,
        "line": _line_of(article),
        "page": article.regions[0].page if article.regions else None,
        "sections": [
            {"number": section.number, "places": section.places, "text": section.text} for section in sections
        ],
    }


def _line_of(article: Article) -> int:
    """The first line of the source that the article has text of; 1 where it has none of its own."""
    passages = [*filter(None, (article.title, article.byline)), *(block.passage for block in article.blocks)]
    return min((span.line for passage in passages for span in passage.spans), default=1)


def _unread(found: Understood, *, warning: bool) -> list[Unread]:
    return [_told(each) for each in found.failures if each.warning is warning]


def _told(failure: Failure) -> Unread:
    return Unread(str(failure.path), failure.reason, failure.line)
