"""What character recognition writes beside scans (ALTO, PAGE XML, hOCR): printed pages by where their words stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.layout.reading import read_pages
from baosou.corpus.models import Article
from baosou.corpus.pages import segment_page
from baosou.corpus.readers.alto import read_alto
from baosou.corpus.readers.hocr import is_hocr, read_hocr
from baosou.corpus.readers.ocr_page import OcrPage, is_scattered, printed_page, sureness, text_of
from baosou.corpus.readers.page_xml import read_page_xml
from baosou.corpus.readers.text import articles_of
from baosou.corpus.recognised import kind_of_xml

_DOUBTFUL = 0.6
_MOST_CHARACTERS = 300_000
"""Of one page: a page of a newspaper has up to 30,000."""


def read_ocr(data: bytes, path: Path, name: str, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The articles of the pages of a file, and warnings of pages that the program itself is not sure of.

    Raises SourceError where it is damaged, of no kind that is known, or has no words with places.
    """
    pages = _pages(data, encoding)
    if not pages:
        raise SourceError(worded("no page in it that character recognition has read"))
    if any(sum(len(word.text) for words in page.lines for word in words) > _MOST_CHARACTERS for page in pages):
        raise SourceError(worded("a page of more than {most:,} characters, as none is printed", most=_MOST_CHARACTERS))
    if not any(page.lines for page in pages):
        raise SourceError(
            worded("no words with places in it; let the program write boxes of words or lines, or plain text")
        )
    scattered = next((number for number, page in enumerate(pages, start=1) if is_scattered(page)), None)
    if scattered is None:
        reading = read_pages([printed_page(page, number) for number, page in enumerate(pages, start=1)], name)
        yield from reading.articles
        warnings = reading.warnings
    else:
        plain = segment_page("\n".join(filter(None, map(text_of, pages))))
        yield from articles_of(plain, name)
        told = "page {page} is too scattered to be read by where its words stand; read in the order of the file"
        warnings = (*plain.warnings, worded(told, page=scattered))
    for warning in warnings:
        yield Failure(path, warning, warning=True)
    for number, page in enumerate(pages, start=1):
        sure = sureness(page)
        if sure is not None and sure < _DOUBTFUL:
            told = "page {page}: its OCR is only {sure:.0%} sure of its characters; much will not be found"
            yield Failure(path, worded(told, page=number, sure=sure), warning=True)


def _pages(data: bytes, encoding: str | None) -> list[OcrPage]:
    if is_hocr(data):
        return read_hocr(data, encoding)
    kind = kind_of_xml(data)
    if kind is None:
        raise SourceError(worded("neither hOCR nor ALTO nor PAGE XML"))
    return read_alto(data) if kind == "alto" else read_page_xml(data)
