"""How the process treats memory that it no longer needs, and mapped files that are cut short by another one."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from baosou.cli.exits import NO_INDEX

_MMAP_THRESHOLD = -3
_TRIM_THRESHOLD = -1
_KEPT = 1 << 28
_LARGEST = 1 << 26

_LINE = b"error: a file of the index was cut short while it was read; look at it with: baosou check\n"

_kept: list[Any] = []
"""What the system calls must stay in memory."""


def keep_freed_memory() -> None:
    """Keep memory that large arrays leave, instead of giving it back to the system each time.

    Searches make arrays of some 100 KB by the dozen; pages that come fresh from the system cost more than the sums
    done on them. glibc alone has this setting (mallopt(3)); elsewhere nothing happens.
    """
    import ctypes

    try:
        tune = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    tune(_MMAP_THRESHOLD, _LARGEST)
    tune(_TRIM_THRESHOLD, _KEPT)


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
