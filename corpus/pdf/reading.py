"""The pages of a PDF within bounds of time and memory, and what of it could not be read."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from baosou.corpus.errors import SourceError, worded
from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.pdf.messages import Done, Opened, Printed, Refused, Request, Unreadable
from baosou.corpus.pdf.process import Child, Died, TooSlow, child_command, child_of


class PdfLimits(Struct, frozen=True):
    """Bounds on what one PDF may ask of the child process that reads it: seconds, bytes of memory, pages, characters.

    The opening and each page may take `page_seconds`; a file `file_seconds` and for each of its pages `seconds_a_page`
    more, but at most `most_seconds`. After `deaths` pages that are too slow or end the child, the rest of a file is
    given up. A child is replaced after `files`, or where it keeps more than `kept` bytes.
    """

    page_seconds: float = 30.0
    file_seconds: float = 60.0
    seconds_a_page: float = 2.0
    most_seconds: float = 3600.0
    memory: int = 512 << 20
    pages: int = 5_000
    characters: int = 200_000
    message: int = 256 << 20
    deaths: int = 3
    files: int = 500
    kept: int = 256 << 20


DEFAULT_PDF_LIMITS = PdfLimits()


class Unread(Struct, frozen=True):
    """Pages that could not be read, the first and the last of them, and why."""

    first: int
    last: int
    reason: str


_LAST_BREATH = 5.0
"""Seconds in which a process that has closed its pipes ends by itself, so that it is known how."""

PdfPart = Opened | PrintedPage | Unread
"""What is found in a PDF, in order: that it is open, then each page, or that it could not be read."""


class _Progress:
    """How far a file is: the next page, for how long it was waited, and how many of its pages have ended a child."""

    def __init__(self, limits: PdfLimits) -> None:
        self.limits = limits
        self.opened: Opened | None = None
        self.next = 1
        self.waited = 0.0
        self.deaths = 0

    @property
    def last(self) -> int:
        """The last page that is to be read; 0 where that is not known yet."""
        return min(self.opened.pages, self.limits.pages) if self.opened else 0

    @property
    def most_seconds(self) -> float:
        """How long the file may take in all."""
        return min(self.limits.file_seconds + self.last * self.limits.seconds_a_page, self.limits.most_seconds)

    @property
    def seconds(self) -> float:
        """How long it may still take."""
        return max(self.most_seconds - self.waited, 0.0)


def read_printed(
    path: Path,
    *,
    data: bytes | None = None,
    passwords: Sequence[str] = (),
    limits: PdfLimits = DEFAULT_PDF_LIMITS,
    command: tuple[str, ...] | None = None,
) -> Iterator[PdfPart]:
    """What is found in a file, or in its `data`; SourceError where it cannot be opened.

    `command` starts another child than that which reads PDFs. A page is at fault only where it ends a child that has
    read nothing before it.
    """
    progress = _Progress(limits)
    fault: str | None = None
    while progress.opened is None or progress.next <= progress.last:
        request = Request(os.fsencode(path), data, progress.next, tuple(passwords), limits.pages, limits.characters)
        with child_of(command or child_command(limits.memory)) as child:
            try:
                yield from _parts(child, request, progress)
                break
            except TooSlow:
                late = worded("not read within {seconds:g} s", seconds=limits.page_seconds)
                fault = late if progress.seconds else None
            except Died:
                if child.files > 1 or progress.next > request.first:
                    continue
                fault = _death(child.end(_LAST_BREATH), limits)
        if progress.opened is None:
            raise SourceError(fault or worded("not opened within {seconds:g} s", seconds=progress.most_seconds))
        if fault is None:
            break
        yield Unread(progress.next, progress.next, fault)
        progress.next += 1
        progress.deaths += 1
        if progress.deaths >= limits.deaths:
            break
    yield from _rest(progress)


def _parts(child: Child, request: Request, progress: _Progress) -> Iterator[PdfPart]:
    """What a child finds in a file from the page on that is asked for; raises TooSlow, Died and SourceError."""
    limits = progress.limits
    child.ask(request)
    while True:
        patience = min(limits.page_seconds, progress.seconds)
        began = time.monotonic()
        try:
            reply = child.reply(patience, limits.message)
        except TooSlow:
            progress.waited += patience
            raise
        progress.waited += time.monotonic() - began
        match reply:
            case Opened():
                if progress.opened is None:
                    progress.opened = reply
                    yield reply
            case Printed(page=page):
                progress.next = page.number + 1
                yield page
            case Unreadable(number=number, sentence=sentence, values=values):
                progress.next = number + 1
                yield Unread(number, number, worded(sentence, **values))
            case Refused(sentence=sentence, values=values):
                child.spent = child.files >= limits.files
                raise SourceError(worded(sentence, **values))
            case Done(resident=resident):
                child.spent = child.files >= limits.files or resident > limits.kept
                return


def _rest(progress: _Progress) -> Iterator[Unread]:
    """The pages that were not tried."""
    limits, opened = progress.limits, progress.opened
    if opened is None:
        return
    if progress.next <= progress.last:
        if not progress.seconds:
            reason = worded("the file takes longer than {seconds:g} s", seconds=progress.most_seconds)
        elif progress.deaths >= limits.deaths:
            reason = worded("not tried after {pages} pages that cannot be read", pages=progress.deaths)
        else:
            reason = worded("not tried after so many pages that cannot be read")
        yield Unread(progress.next, progress.last, reason)
    if opened.pages > limits.pages:
        beyond = worded("beyond the {most:,} pages that are read of a file", most=limits.pages)
        yield Unread(limits.pages + 1, opened.pages, beyond)


def _death(status: int, limits: PdfLimits) -> str:
    """Why a child ended, as far as that is known."""
    if status == -signal.SIGKILL:
        return worded("the process that reads it was killed (too little memory?)")
    return worded(
        "it ends the process that reads it: damaged, or in need of more than {megabytes:,} MB of memory (add --memory)",
        megabytes=limits.memory >> 20,
    )
