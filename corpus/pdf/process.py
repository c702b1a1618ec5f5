"""A child process that reads PDFs and can be stopped at any moment, and those of them that wait for work.

A child ends with whoever started it, by itself (see `child`): nothing is to be tidied up after a kill.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from baosou.corpus.errors import SourceError, system_reason, worded
from baosou.corpus.pdf.messages import LENGTH, Reply, Request, packed, reply_of

_PIECE = 1 << 20
_IDLE = 4
"""So many children are kept at most where several threads read at once."""


class TooSlow(Exception):  # noqa: N818 (an outcome, not a fault)
    """What was waited for did not come in time."""


class Died(Exception):  # noqa: N818
    """The child is gone, or was ended since it answers what is no answer."""


class Child:
    """A process that reads PDFs; `files` is how many it was asked for, and if it is `spent`, it is to have no more."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._replies = self._process.stdin, self._process.stdout
        self._read = bytearray()
        self.files = 0
        self.spent = False

    def ask(self, request: Request) -> None:
        """Send a request; raises Died."""
        self.files += 1
        left = memoryview(packed(request))
        try:
            while left:
                left = left[self._requests.write(left) or 0 :]
        except OSError as error:
            raise Died from error

    def reply(self, seconds: float, most: int) -> Reply:
        """The next reply, of at most so many bytes; raises TooSlow and Died."""
        end = time.monotonic() + seconds
        (size,) = LENGTH.unpack(self._taken(LENGTH.size, end))
        try:
            if size <= most:
                return reply_of(self._taken(size, end))
        except msgspec.MsgspecError:
            pass
        self._process.kill()
        raise Died

    def _taken(self, size: int, end: float) -> bytearray:
        """The next bytes of the replies."""
        with selectors.DefaultSelector() as ready:
            ready.register(self._replies, selectors.EVENT_READ)
            while len(self._read) < size:
                if not ready.select(max(end - time.monotonic(), 0)):
                    raise TooSlow
                piece = self._replies.read(_PIECE)
                if not piece:
                    raise Died
                self._read += piece
        taken = self._read[:size]
        del self._read[:size]
        return taken

    def end(self, patience: float = 0.0) -> int:
        """End it, if it does not end by itself within so many seconds; gives how it ended, as `subprocess` does."""
        if patience:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        self._process.kill()
        self.leave()
        return self._process.wait()

    def leave(self) -> None:
        """Close this end of its pipes, at which it ends by itself once no other process holds them."""
        for pipe in (self._requests, self._replies):
            with suppress(OSError):
                pipe.close()


_idle: list[tuple[tuple[str, ...], Child]] = []


@contextmanager
def child_of(command: tuple[str, ...]) -> Iterator[Child]:
    """A child that a command starts, or that waits for work; it is kept for later unless the body leaves it at work.

    Raises SourceError where none can be started.
    """
    child = _waiting(command)
    child.spent = True
    try:
        yield child
    finally:
        if child.spent or len(_idle) >= _IDLE:
            child.end()
        else:
            _idle.append((command, child))


def _waiting(command: tuple[str, ...]) -> Child:
    for waiting in _idle.copy():
        if waiting[0] == command:
            with suppress(ValueError):  # another thread was faster
                _idle.remove(waiting)
                return waiting[1]
    try:
        return Child(command)
    except OSError as error:
        raise SourceError(
            worded("the process that reads PDFs cannot be started: {reason}", reason=system_reason(error))
        ) from error


def _leave_all() -> None:
    while _idle:
        _idle.pop()[1].leave()


# A copy of this process would keep children from seeing that this one is gone.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)


def child_command(memory: int) -> tuple[str, ...]:
    """What starts a child that may take so many bytes of memory; it finds modules where this process does."""
    mode = "-I" if sys.flags.isolated else "-P"
    code = f"import sys; sys.path[:] = {sys.path!r}; from baosou.corpus.pdf.child import main; main()"
    return (sys.executable, mode, "-c", code, str(memory))
