"""The work of something, counted: how long it takes would say as much of the machine, and of what else runs on it.

A step is a line of Python that is run, or a call of something that is not Python. What such a call does inside is not
seen here; `make torture` looks at that, with inputs of millions of characters.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

LONGEST_WAIT = 600.0
"""Seconds after which something hangs: so long that no machine, however busy, needs them."""


def steps(work: Callable[[], object]) -> int:
    """How many steps a work takes; the same every time that it finds the same things loaded and kept."""
    count = 0

    def traced(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return traced

    def profiled(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "c_call"

    tracing, profiling = sys.gettrace(), sys.getprofile()
    sys.setprofile(profiled)
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(tracing)
        sys.setprofile(profiling)
    return count


def growth(work: Callable[[int], object], size: int, times: int) -> float:
    """How many times as many steps a work takes for an input that is so many times as large."""
    work(size)  # what is loaded at first and then kept is no part of it
    return steps(lambda: work(size * times)) / steps(lambda: work(size))


@contextmanager
def no_longer_than(seconds: float = LONGEST_WAIT) -> Iterator[None]:
    """Interrupt what hangs in the body."""

    def ring(*_: object) -> None:
        raise AssertionError(f"it hangs: not done after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def wait_until(found: Callable[[], object]) -> None:
    """Wait for something to come; fails where it hangs."""
    end = time.monotonic() + LONGEST_WAIT
    while not found():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
