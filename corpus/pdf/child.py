"""The process that reads PDFs: takes requests on its standard input and answers with a page at a time.

It ends when whoever started it is gone, whatever it is doing: a thread of its own waits for requests, and sees their
end also while a call of pdfium runs that would never return.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from queue import SimpleQueue
from typing import BinaryIO, Protocol

from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.pdf.messages import (
    Done,
    NotRead,
    Opened,
    Printed,
    Refused,
    Reply,
    Request,
    Unreadable,
    packed,
    read_request,
)

_RARELY = 50_000
_TOO_LARGE = NotRead("it needs more memory than it may take (add --memory)")
_PATIENCE = 20
"""So many pages in a row that cannot be read, and the rest is not tried: a page tree may claim billions."""


class Document(Protocol):
    """An open file: how many pages it has, whether copying is forbidden, and each page by its number from 1."""

    @property
    def pages(self) -> int:
        """How many pages it says it has."""

    @property
    def restricted(self) -> bool:
        """Whether its owner forbids to copy text out of it."""

    def page(self, number: int) -> PrintedPage:
        """A page; raises NotRead where it cannot be read."""


Opener = Callable[[Request], AbstractContextManager[Document]]


def main() -> None:
    """Read PDFs until no more are asked for; arguments are the bytes of memory that this may take (0: any)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this is interrupted too, and ends it
    bound(int(sys.argv[1]))
    replies = own_output()
    opener = _opener()
    gc.freeze()
    gc.set_threshold(_RARELY)
    serve(sys.stdin.buffer, replies, opener)


def _opener() -> Opener:
    """What opens PDFs; where pdfium is not to be had, what says so of each."""
    try:
        from baosou.corpus.pdf.document import opened
    except (ImportError, OSError) as error:
        said = str(error)

        def refused(_: Request) -> AbstractContextManager[Document]:
            raise NotRead("PDFs cannot be read here, for pypdfium2 cannot be loaded ({said})", said=said)

        return refused
    return opened


def serve(requests: BinaryIO, replies: BinaryIO, opener: Opener) -> None:
    """Answer requests until there are no more, then end the process at once."""
    waiting: SimpleQueue[Request] = SimpleQueue()
    threading.Thread(target=_take, args=(requests, waiting), daemon=True).start()

    def send(reply: Reply) -> None:
        replies.write(packed(reply))
        replies.flush()

    with suppress(BrokenPipeError):
        while True:
            for_one = waiting.get()
            _answer(for_one, opener, send)


def _take(requests: BinaryIO, waiting: SimpleQueue[Request]) -> None:
    while (request := read_request(requests)) is not None:
        waiting.put(request)
    os._exit(0)


def _answer(request: Request, opener: Opener, send: Callable[[Reply], None]) -> None:
    try:
        with opener(request) as document:
            send(Opened(document.pages, document.restricted))
            failed = 0
            for number in range(request.first, min(document.pages, request.pages) + 1):
                reply = _page(document, number, request.characters)
                send(reply)
                failed = failed + 1 if isinstance(reply, Unreadable) else 0
                if failed == _PATIENCE:
                    break
    except NotRead as error:
        send(Refused(error.sentence, error.values))
        return
    except MemoryError:
        send(Refused(_TOO_LARGE.sentence))
        return
    send(Done(_resident()))


def _page(document: Document, number: int, most: int) -> Reply:
    try:
        page = document.page(number)
        if len(page.glyphs) > most:
            raise NotRead("more than {most:,} characters on one page", most=most)
    except NotRead as error:
        return Unreadable(number, error.sentence, error.values)
    except MemoryError:
        return Unreadable(number, _TOO_LARGE.sentence)
    except Exception as error:  # noqa: BLE001 (a fault of ours on one page leaves the others)
        said = " ".join(str(error).split())[:200]
        told = "baosou fails on it, which is a fault to report ({name}: {said})"
        fault = NotRead(told, name=type(error).__name__, said=said)
        return Unreadable(number, fault.sentence, fault.values)
    return Printed(page)


def own_output() -> BinaryIO:
    """Standard output for the replies alone: what libraries print there goes nowhere."""
    replies = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return replies


def bound(memory: int) -> None:
    """Take no more than so much memory, write no file and leave no core behind, where the system has such limits."""
    try:
        import resource
    except ImportError:
        return
    bounds = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    if memory and hasattr(resource, "RLIMIT_AS"):
        bounds.append((resource.RLIMIT_AS, memory))
    for kind, most in bounds:
        with suppress(ValueError, OSError):  # a system without this limit, or with a lower one already
            resource.setrlimit(kind, (most, most))


def _resident() -> int:
    """The bytes of memory that this process takes now; 0 where that is not told."""
    try:
        with open("/proc/self/statm", "rb") as told:
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
