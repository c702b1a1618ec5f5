"""Raw page text: segmented into the page's articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure, sidecar_of
from baosou.corpus.metadata import with_metadata
from baosou.corpus.models import Article, Block, Kind, Page


def read_text(data: bytes, path: Path, name: str, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The articles of a page in page order, last what belongs to none as an aside, and warnings.

    `name` is what dates and publications are read from where the page has none. A sidecar beside `path` beats
    what is understood of the lines that it speaks of.
    """
    # with their word lists; other documents do without
    from baosou.corpus.pages import segment_marked, segment_page
    from baosou.corpus.readers.sidecar import Sidecar, corrected, read_sidecar

    decoded = decode(data, encoding=encoding)
    beside = sidecar_of(path)
    sidecar = Sidecar() if beside is None else read_sidecar(beside)
    if sidecar.entries:
        page, numbers = segment_marked(decoded.text, [entry.mark for entry in sidecar.entries])
        articles = articles_of(page, name)
        yield from corrected(articles, [*numbers, *[None] * (len(articles) - len(numbers))], sidecar.entries)
    else:
        page = segment_page(decoded.text)
        yield from articles_of(page, name)
    for warning in (*page.warnings, *sidecar.warnings):
        yield Failure(path, warning, warning=True)
    if decoded.replaced:
        yield replacement_warning(path, decoded.replaced, decoded.encoding)


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
    noun = "place" if replaced == 1 else "places"
    return Failure(path, f"invalid {encoding} at {replaced} {noun}, read as U+FFFD", warning=True)
