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
from baosou.corpus.layout.reading import explain_pages, read_pages
from baosou.corpus.models import Article
from baosou.corpus.pages.decisions import Decision
from baosou.corpus.pdf.messages import Opened
from baosou.corpus.pdf.reading import DEFAULT_PDF_LIMITS, PdfLimits, Unread, read_printed
from baosou.corpus.readers.sidecar import corrected, sidecar_beside

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
    sidecar = sidecar_beside(path)
    printed = read_printed(path, data=data, passwords=passwords, limits=limits)
    reading = read_pages(seen.pages(printed), name, sidecar.marks)
    if not reading.articles and not seen.unread:
        raise SourceError(worded("; ").join(reading.warnings) or worded("no text on its pages"))
    for article in corrected(reading.articles, reading.marked, sidecar.entries):
        yield replace(article, extra={**article.extra, **FORBIDDEN}) if seen.restricted else article
    for warning in (*reading.warnings, *sidecar.warnings_of(reading.marked)):
        yield Failure(path, warning, warning=True)
    for reason, numbers in _by_reason(seen.unread):
        yield Failure(path, worded("{pages}: {reason}", pages=numbers, reason=reason))


def explain_pdf(path: Path, *, data: bytes | None = None, passwords: Sequence[str] = ()) -> list[Decision]:
    """What each line of its pages was taken for by `read_pdf`; SourceError where it cannot be opened."""
    printed = read_printed(path, data=data, passwords=passwords)
    return explain_pages(_Seen(None).pages(printed), sidecar_beside(path).marks)


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
