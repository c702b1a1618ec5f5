"""What character recognition writes beside scans (ALTO, PAGE XML, hOCR): printed pages by where their words stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.layout.reading import explain_pages, read_pages
from baosou.corpus.models import Article
from baosou.corpus.pages import explain_page, segment_marked
from baosou.corpus.pages.decisions import Decision
from baosou.corpus.readers.alto import read_alto
from baosou.corpus.readers.hocr import is_hocr, read_hocr
from baosou.corpus.readers.ocr_page import OcrPage, is_scattered, printed_page, sureness, text_of
from baosou.corpus.readers.page_xml import read_page_xml
from baosou.corpus.readers.sidecar import corrected, sidecar_beside
from baosou.corpus.readers.text import articles_of
from baosou.corpus.recognised import kind_of_xml

_DOUBTFUL = 0.6
_MOST_CHARACTERS = 300_000
"""Of one page: a page of a newspaper has up to 30,000."""


def read_ocr(data: bytes, path: Path, name: str, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The articles of the pages of a file, and warnings of pages that the program itself is not sure of.

    Raises SourceError where it is damaged, of no kind that is known, or has no words with places.
    """
    pages = _checked(_pages(data, encoding))
    sidecar = sidecar_beside(path)
    scattered = _scattered(pages)
    if scattered is None:
        reading = read_pages(_printed(pages), name, sidecar.marks)
        yield from corrected(reading.articles, reading.marked, sidecar.entries)
        warnings = (*reading.warnings, *sidecar.warnings_of(reading.marked))
    else:
        plain, numbers = segment_marked(_plain(pages), sidecar.marks)
        articles = articles_of(plain, name)
        yield from corrected(articles, [*numbers, *[None] * (len(articles) - len(numbers))], sidecar.entries)
        told = "page {page} is too scattered to be read by where its words stand; read in the order of the file"
        warnings = (*plain.warnings, *sidecar.warnings_of(numbers), worded(told, page=scattered))
    for warning in warnings:
        yield Failure(path, warning, warning=True)
    for number, page in enumerate(pages, start=1):
        if page.unplaced:
            told = "page {page}: {words:,} words without a place on it are left out"
            yield Failure(path, worded(told, page=number, words=page.unplaced))
        sure = sureness(page)
        if sure is not None and sure < _DOUBTFUL:
            told = "page {page}: its OCR is only {sure:.0%} sure of its characters; much will not be found"
            yield Failure(path, worded(told, page=number, sure=sure), warning=True)


def explain_ocr(data: bytes, path: Path, *, encoding: str | None) -> list[Decision]:
    """What each line of its pages was taken for by `read_ocr`, which see for what is raised."""
    pages = _checked(_pages(data, encoding))
    marks = sidecar_beside(path).marks
    if _scattered(pages) is None:
        return explain_pages(_printed(pages), marks)
    return explain_page(_plain(pages), marks)


def _printed(pages: Sequence[OcrPage]) -> list[PrintedPage]:
    return [printed_page(page, number) for number, page in enumerate(pages, start=1)]


def _plain(pages: Sequence[OcrPage]) -> str:
    return "\n".join(filter(None, map(text_of, pages)))


def _scattered(pages: Sequence[OcrPage]) -> int | None:
    """The first page that cannot be read by where its words stand."""
    return next((number for number, page in enumerate(pages, start=1) if is_scattered(page)), None)


def _checked(pages: list[OcrPage]) -> list[OcrPage]:
    """The pages of a file, if it is one that can be printed."""
    if not pages:
        raise SourceError(worded("no page in it that character recognition has read"))
    if any(sum(len(word.text) for words in page.lines for word in words) > _MOST_CHARACTERS for page in pages):
        raise SourceError(worded("a page of more than {most:,} characters, as none is printed", most=_MOST_CHARACTERS))
    if not any(words for page in pages for words in page.lines):
        raise SourceError(
            worded("no words with places in it; let the program write boxes of words or lines, or plain text")
        )
    return pages


def _pages(data: bytes, encoding: str | None) -> list[OcrPage]:
    if is_hocr(data):
        return read_hocr(data, encoding)
    kind = kind_of_xml(data)
    if kind is None:
        raise SourceError(worded("neither hOCR nor ALTO nor PAGE XML"))
    return read_alto(data) if kind == "alto" else read_page_xml(data)
