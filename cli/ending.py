"""Signals that end a process, taken so that it tidies up first."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

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
