"""How often and how long a request is tried again; every count of tries ends.

Two kinds of failure are told apart: hosts that give no answer (all are asked once, then a pause), and a cluster that is
there and asks for time (too busy, or just choosing another copy of what a lost server held), which is given more of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from time import monotonic, sleep

from msgspec import Struct

from baosou.index.errors import timed_out

BUSY = frozenset({429, 502, 503, 504})
"""Answers that a later try may change: too many requests, and a host or a shard that is not there just now."""


class Patience(Struct, frozen=True):
    """How long is waited: `seconds` for an answer, and so many tries as what was wrong with it is worth.

    `unreachable` hosts, `silent` ones (which cost all of `seconds`), a cluster that is too `busy`, answers that are
    `partial`, and documents that are `homeless`: their part of the index is on no server, which each try waits for.

    A pause is at most twice the one before, from `first` to `longest` seconds, and half of it is chance, so that many
    workers do not come again all at once.
    """

    seconds: float = 60.0
    unreachable: int = 4
    silent: int = 2
    busy: int = 10
    partial: int = 4
    homeless: int = 6
    first: float = 0.1
    longest: float = 5.0
    pause: Callable[[float], None] = sleep
    clock: Callable[[], float] = monotonic

    def wait(self, turn: int, asked: str | None = None) -> None:
        """The pause after so many tries; a server may ask for a longer one, within reason."""
        length = min(self.longest, self.first * 2 ** (turn - 1))
        length *= 0.5 + random.random() / 2
        if asked is not None and asked.isdecimal():
            length = max(length, min(float(asked), 2 * self.longest))
        self.pause(length)


class Deadline:
    """The end of the time that an answer was given, if it was given any."""

    def __init__(self, patience: Patience, seconds: float | None) -> None:
        self._clock = patience.clock
        self._seconds = seconds
        self._longest = patience.seconds
        self._end = None if seconds is None else patience.clock() + seconds

    def left(self) -> float:
        """For how long one try may go on; raises SearchTimeout when nothing is left."""
        if self._end is None or self._seconds is None:
            return self._longest
        left = self._end - self._clock()
        if left <= 0:
            raise timed_out(self._seconds)
        return min(left, self._longest)
