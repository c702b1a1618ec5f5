"""The process's streams on the terminal, wherever they lead, so that `id=$(baosou search -i)` draws there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from baosou.cli.exits import UsageError
from baosou.corpus.errors import worded

_STREAMS = (0, 1, 2)
_SIZES = ("COLUMNS", "LINES")
"""What says how large the terminal is, instead of the terminal itself, which can change."""


@contextmanager
def on_the_terminal() -> Iterator[None]:
    """Read from the terminal, write to it and ask it for its size in the body; raises UsageError without one."""
    if os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError(worded("-i needs a terminal that can draw (TERM is dumb)"))
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise UsageError(worded("-i needs a terminal")) from error
    sys.stdout.flush()
    sys.stderr.flush()
    kept = {stream: os.dup(stream) for stream in _STREAMS}
    sizes = {name: os.environ.pop(name) for name in _SIZES if name in os.environ}
    try:
        for stream in _STREAMS:
            os.dup2(terminal, stream)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for stream, copy in kept.items():
            os.dup2(copy, stream)
            os.close(copy)
        os.close(terminal)
        os.environ.update(sizes)
