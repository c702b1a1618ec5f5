"""What a command asks of its process: memory that is kept, a limit of time, and an end that leaves nothing behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from baosou.cli.exits import NO_INDEX, failing, json_line, say
from baosou.corpus.errors import worded
from baosou.index.errors import IndexDamaged

_MMAP_THRESHOLD = -3
_TRIM_THRESHOLD = -1
_KEPT = 1 << 28
_LARGEST = 1 << 26

_LOST = "a file of the index was cut short while it was read; look at it with: baosou check"

_kept: list[Any] = []
"""What the system calls must stay in memory."""


def keep_freed_memory() -> None:
    """Keep memory that large arrays leave, instead of giving it back to the system each time.

    Searches make arrays of some 100 KB by the dozen, and workers that add such of 20 MB; pages that come fresh from the
    system cost more than the sums done on them. glibc alone has this setting (mallopt(3)); elsewhere nothing happens.
    """
    import ctypes

    try:
        tune = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    tune(_MMAP_THRESHOLD, _LARGEST)
    tune(_TRIM_THRESHOLD, _KEPT)


def workers_keep_freed_memory() -> None:
    """The same in copies of this process alone: what it hands them and what it merges needs its memory in turn."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=keep_freed_memory)


def tell_of_lost_pages(*, as_json: bool) -> None:
    """End with a line and the exit code of a damaged index where a page of a file is gone when it is read.

    A page of a mapped file that no longer exists raises SIGBUS, at which a process dies without a word. Python's own
    handlers run after the instruction that failed, which would fail again for ever; so this one is the system's.
    """
    if not hasattr(signal, "SIGBUS"):
        return
    import ctypes

    line = f"{json_line(IndexDamaged(worded(_LOST))) if as_json else failing(worded(_LOST))}\n".encode()

    def lost(_number: int) -> None:
        os.write(2, line)
        os._exit(NO_INDEX)

    with suppress(AttributeError, OSError, TypeError, MemoryError):
        kind = ctypes.CFUNCTYPE(None, ctypes.c_int)
        handler = kind(lost)
        install = ctypes.CDLL(None).signal
        install.restype, install.argtypes = ctypes.c_void_p, (ctypes.c_int, kind)
        install(int(signal.SIGBUS), handler)
        _kept.append(handler)


AGAIN = 0.05
"""Seconds after which the limit is called to mind again, where the first call came at a deaf moment."""


_LONGEST = 1e9
"""Seconds that the system's timers can count; nobody waits for more."""

_PROCESSES_A_PROCESSOR = 4


def processes(wanted: int) -> int:
    """How many processes are started where so many are wanted; the user is told where that is fewer."""
    most = _PROCESSES_A_PROCESSOR * (os.cpu_count() or 1)
    if wanted > most:
        say(
            worded(
                "--jobs {wanted}: {most} processes are started, {each} for each processor",
                wanted=wanted,
                most=most,
                each=_PROCESSES_A_PROCESSOR,
            )
        )
    return min(wanted, most)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise SearchTimeout in the body when it has taken so many seconds; None is no limit.

    Where the system has no timers, and in other threads than the main one, the body is left to itself: engines look at
    the clock too, between their steps.
    """
    if seconds is None:
        yield
        return
    import threading

    from baosou.index.errors import timed_out

    def ring(*_: object) -> NoReturn:
        raise timed_out(seconds)

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, min(max(seconds, 1e-6), _LONGEST), AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_ENDING = ("SIGTERM", "SIGHUP")


@contextmanager
def tidied() -> Iterator[Callable[[], None]]:
    """Let SIGTERM and SIGHUP interrupt the body as Ctrl-C does, and then end the process as they would have at once.

    What an `add` has written by then would lie on the disk until the next one. Ignored signals (nohup) stay ignored.
    Given is what the body calls now and then: it interrupts where a signal came at a moment when Python passes over
    what handlers raise, such as while a process is copied.
    """
    ended: list[int] = []

    def interrupt(number: int, _: object) -> NoReturn:
        ended.append(number)
        raise KeyboardInterrupt

    def look() -> None:
        if ended:
            raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = [number for number in numbers if before[number] is signal.SIG_DFL]
    try:
        for number in taken:
            signal.signal(number, interrupt)
        yield look
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
        if ended:
            os.kill(os.getpid(), ended[0])
