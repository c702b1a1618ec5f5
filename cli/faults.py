"""What becomes of a process whose index is cut short by another one while it is read."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from baosou.cli.exits import NO_INDEX

_LINE = b"error: a file of the index was cut short while it was read; look at it with: baosou check\n"

_kept: list[Any] = []
"""What the system calls must stay in memory."""


def tell_of_lost_pages() -> None:
    """End with a line and the exit code of a damaged index where a page of a file is gone when it is read.

    A page of a mapped file that no longer exists raises SIGBUS, at which a process dies without a word. Python's own
    handlers run after the instruction that failed, which would fail again for ever; so this one is the system's.
    """
    if not hasattr(signal, "SIGBUS"):
        return
    import ctypes

    def lost(_number: int) -> None:
        os.write(2, _LINE)
        os._exit(NO_INDEX)

    with suppress(AttributeError, OSError, TypeError, MemoryError):
        kind = ctypes.CFUNCTYPE(None, ctypes.c_int)
        handler = kind(lost)
        install = ctypes.CDLL(None).signal
        install.restype, install.argtypes = ctypes.c_void_p, (ctypes.c_int, kind)
        install(int(signal.SIGBUS), handler)
        _kept.append(handler)
