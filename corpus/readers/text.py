"""Raw page text: segmented into the page's articles. Exports of references and of data bases are records instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import worded
from baosou.corpus.metadata import with_metadata
from baosou.corpus.models import Article, Block, Kind, Page
from baosou.corpus.readers.clippings import read_clippings
from baosou.corpus.readers.cut_text import as_printed, is_numbered, read_numbered
from baosou.corpus.readers.databases import clippings_of
from baosou.corpus.readers.markup import without_entities
from baosou.corpus.readers.references import read_references, style_of

if TYPE_CHECKING:
    from baosou.corpus.pages.decisions import Decision
    from baosou.corpus.readers.sidecar import Entry


def read_text(data: bytes, path: Path, name: str, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The articles of a page in page order, last what belongs to none as an aside, and warnings; or those of an export.

    `name` is what dates and publications are read from where the page has none. A sidecar beside `path` beats
    what is understood of the lines that it speaks of.
    """
    # with their word lists; other documents do without
    from baosou.corpus.pages import segment_page
    from baosou.corpus.readers.headed import entries_of
    from baosou.corpus.readers.sidecar import sidecar_beside

    decoded = decode(data, encoding=encoding)
    style = style_of(decoded.text)
    sidecar = sidecar_beside(path)
    warnings: tuple[str, ...] = sidecar.warnings
    text = as_read(decoded.text)
    if sidecar.entries:
        page, numbers, articles = _told(text, name, sidecar.entries)
        yield from articles
        warnings = (*page.warnings, *sidecar.warnings_of(numbers))
    elif style is not None:
        yield from read_references(decoded.text, style, path)
    elif is_numbered(decoded.text):
        yield from read_numbered(decoded.text, path)
    elif (clippings := clippings_of(decoded.text)) is not None:
        yield from read_clippings(clippings, path)
    elif entries := entries_of(text):
        page, _, articles = _told(text, name, entries)
        yield from articles
        warnings = (*page.warnings, *warnings)
    else:
        page = segment_page(text)
        yield from articles_of(page, name)
        warnings = (*page.warnings, *warnings)
    for warning in warnings:
        yield Failure(path, warning, warning=True)
    if decoded.replaced:
        yield replacement_warning(path, decoded.replaced, decoded.encoding)


def _told(text: str, name: str, entries: Sequence[Entry]) -> tuple[Page, list[int | None], list[Article]]:
    """A page of which entries say what is what: the page, the entries of its articles, and these."""
    from baosou.corpus.pages import segment_marked
    from baosou.corpus.readers.sidecar import corrected

    page, numbers = segment_marked(text, [entry.mark for entry in entries])
    articles = articles_of(page, name)
    return page, numbers, corrected(articles, [*numbers, *[None] * (len(articles) - len(numbers))], entries)


def explain_text(data: bytes, path: Path, *, encoding: str | None) -> list[Decision]:
    """What each line of the page was taken for by `read_text`; nothing where it read an export."""
    from baosou.corpus.pages import explain_page
    from baosou.corpus.readers.headed import entries_of
    from baosou.corpus.readers.sidecar import sidecar_beside

    text = decode(data, encoding=encoding).text
    marks = sidecar_beside(path).marks
    if not marks and (style_of(text) is not None or is_numbered(text) or clippings_of(text) is not None):
        return []
    read = as_read(text)
    return explain_page(read, marks or [entry.mark for entry in entries_of(read)])


def as_read(text: str) -> str:
    """The text in which the spans of a page count: with the characters of its entities, words that were cut joined."""
    return as_printed(without_entities(text))


def articles_of(page: Page, name: str) -> tuple[Article, ...]:
    """A page's articles with their metadata, and the page's other text as one last aside."""
    if not page.other:
        return with_metadata(page, name)
    aside = Article(
        blocks=tuple(Block(Kind.PARAGRAPH, passage) for passage in page.other),
        aside=True,
    )
    return with_metadata(Page((*page.articles, aside), page.other, page.warnings), name)


def replacement_warning(path: Path, replaced: int, encoding: str) -> Failure:
    """The note that a file held bytes which are not in its encoding."""
    told = (
        worded("not valid {encoding} at 1 place; U+FFFD stands for what cannot be read there", encoding=encoding)
        if replaced == 1
        else worded(
            "not valid {encoding} at {places:,} places; U+FFFD stands for what cannot be read there",
            encoding=encoding,
            places=replaced,
        )
    )
    return Failure(path, told, warning=True)
