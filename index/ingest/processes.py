"""Copies of this process, which have its imports, tables and open files from the start."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def can_copy() -> bool:
    """Whether this process may be copied: on Linux, and while it has no other threads, those of libraries included.

    A lock that another thread holds at that moment would never be freed in the copy.
    """
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


@contextmanager
def beside(work: Callable[[], None], *, jobs: int) -> Iterator[None]:
    """Do `work` in a copy of this process while the body runs; without a second job or a copy, after it.

    The work must leave what it makes in files, and may be begun twice: where the copy fails, it is done here, so
    that whoever waits for it learns why.
    """
    if jobs < 2 or not can_copy():
        yield
        work()
        return
    context: Any = multiprocessing.get_context("fork")
    process = context.Process(target=_quietly, args=(work, os.getpid()), daemon=True)
    process.start()
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join()
    if process.exitcode:
        work()


_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


def die_with(parent: int) -> None:
    """Have this process killed when its parent is, on Linux: a copy holds the parent's locks as long as it lives."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def ended_by_others() -> None:
    """Leave it to whoever made this copy to be interrupted, and to end it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def _quietly(work: Callable[[], None], parent: int) -> None:
    die_with(parent)
    ended_by_others()
    try:
        work()
    except Exception:  # noqa: BLE001 (told where it is done again)
        os._exit(1)
