"""PDF: the articles of its pages as they are printed, and which of these cannot be read, or only by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.layout.page_names import pages_named
from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.layout.reading import read_pages
from baosou.corpus.models import Article
from baosou.corpus.pdf.messages import Opened
from baosou.corpus.pdf.reading import DEFAULT_PDF_LIMITS, PdfLimits, Unread, read_printed

FORBIDDEN: Mapping[str, tuple[str, ...]] = {"rights": ("no copying",)}
"""What is said of each article of a file whose owner forbids to copy text out of it. It is indexed all the same, for
whoever may read it may look for where it says something, but told apart in facets, filters and exports."""


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
    if not reading.articles and not seen.unread:
        raise SourceError(worded("; ").join(reading.warnings) or worded("no text on its pages"))
    for article in reading.articles:
        yield replace(article, extra={**article.extra, **FORBIDDEN}) if seen.restricted else article
    for warning in reading.warnings:
        yield Failure(path, warning, warning=True)
    for reason, numbers in _by_reason(seen.unread):
        yield Failure(path, worded("{pages}: {reason}", pages=numbers, reason=reason))


class _Seen:
    """What was seen of a file on the way: whether it may be copied, and which of its pages could not be read."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self.restricted = False
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
                    yield part
            if self._progress is not None:
                self._progress(done, count)


def _by_reason(unread: Sequence[Unread]) -> Iterator[tuple[str, str]]:
    """Each reason why pages could not be read, with these pages."""
    ordered = sorted(unread, key=lambda each: each.reason)
    grouped = [(reason, list(each)) for reason, each in groupby(ordered, key=lambda each: each.reason)]
    for reason, each in sorted(grouped, key=lambda group: group[1][0].first):
        yield reason, pages_named([(part.first, part.last) for part in each])
