"""PDF: the articles of its pages as they are printed, and which of these cannot be read, or only by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError
from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.layout.reading import read_pages
from baosou.corpus.models import Article
from baosou.corpus.pdf.messages import Opened
from baosou.corpus.pdf.reading import DEFAULT_PDF_LIMITS, PdfLimits, Unread, read_printed

OCR = "run OCR first (such as ocrmypdf -l chi_sim)"
FORBIDDEN: Mapping[str, tuple[str, ...]] = {"rights": ("no copying",)}
"""What is said of each article of a file whose owner forbids to copy text out of it. It is indexed all the same, for
whoever may read it may look for where it says something, but told apart in facets, filters and exports."""

_A_FEW = 100
"""Characters at most on a page that is a picture: a stamp of whoever scanned it, or a page number."""
_WHOLE = 0.7
"""The share of a page from which on a picture is the page."""


def read_pdf(
    path: Path,
    name: str,
    *,
    data: bytes | None = None,
    passwords: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
    limits: PdfLimits = DEFAULT_PDF_LIMITS,
) -> Iterator[Article | Failure]:
    """The articles of a file (or of its `data`), then which pages have no text or cannot be read; raises SourceError.

    `name` is what dates and publications are read from where the pages have none. `progress` is called with how many
    pages are read, and how many there are.
    """
    seen = _Seen(progress)
    reading = read_pages(seen.pages(read_printed(path, data=data, passwords=passwords, limits=limits)), name)
    if not seen.texts and not seen.unread:
        raise SourceError(f"no text layer: its pages are pictures; {OCR}" if seen.pictures else "no text on its pages")
    for article in reading.articles:
        yield replace(article, extra={**article.extra, **FORBIDDEN}) if seen.restricted else article
    for warning in reading.warnings:
        yield Failure(path, warning, warning=True)
    if seen.pictures:
        told = f"no text layer on {pages_named(seen.pictures)}: {OCR}"
        yield Failure(path, told, warning=seen.texts > 0)
    for reason, numbers in _by_reason(seen.unread):
        yield Failure(path, f"{numbers}: {reason}")


class _Seen:
    """What was seen of pages on their way: how many have a text, which are pictures of one, and which were unread."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self.restricted = False
        self.texts = 0
        self.pictures: list[tuple[int, int]] = []
        self.unread: list[Unread] = []
        self._progress = progress

    def pages(self, parts: Iterator[Opened | PrintedPage | Unread]) -> Iterator[PrintedPage]:
        """The pages that could be read."""
        count = 0
        for part in parts:
            match part:
                case Opened(pages=count, restricted=restricted):
                    done, self.restricted = 0, restricted
                case Unread(last=done):
                    self.unread.append(part)
                case PrintedPage(number=done):
                    characters = sum(not glyph.text.isspace() for glyph in part.glyphs)
                    if characters:
                        self.texts += 1
                    if _is_picture(part, characters):
                        self.pictures.append((part.number, part.number))
                    yield part
            if self._progress is not None:
                self._progress(done, count)


def _is_picture(page: PrintedPage, characters: int) -> bool:
    """Whether a page is a picture of a page, which a reader of text sees nothing of."""
    if characters > _A_FEW:
        return False
    if not characters:
        return bool(page.pictures)
    area = page.width * page.height
    return any((box[2] - box[0]) * (box[3] - box[1]) >= _WHOLE * area for box in page.pictures)


def _by_reason(unread: Sequence[Unread]) -> Iterator[tuple[str, str]]:
    """Each reason why pages could not be read, with these pages."""
    ordered = sorted(unread, key=lambda each: each.reason)
    grouped = [(reason, list(each)) for reason, each in groupby(ordered, key=lambda each: each.reason)]
    for reason, each in sorted(grouped, key=lambda group: group[1][0].first):
        yield reason, pages_named([(part.first, part.last) for part in each])


def pages_named(ranges: Sequence[tuple[int, int]]) -> str:
    """Pages in words, those that follow one another as a range: page 7, pages 2, 5-8."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in joined)
    return f"page {shown}" if joined == [(joined[0][0], joined[0][0])] else f"pages {shown}"
