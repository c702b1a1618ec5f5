"""A limit that also ends what does not look at the clock by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

AGAIN = 0.05
"""Seconds after which the limit is called to mind again, where the first call came at a deaf moment."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise SearchTimeout in the body when it has taken so many seconds; None is no limit.

    Where the system has no timers, and in other threads than the main one, the body is left to itself: engines look at
    the clock too, between their steps.
    """
    if seconds is None:
        yield
        return
    import signal
    import threading

    from baosou.index.errors import timed_out

    def ring(*_: object) -> NoReturn:
        raise timed_out(seconds)

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6), AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
