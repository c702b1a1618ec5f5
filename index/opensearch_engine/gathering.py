"""Searches of questions that are asked at the same time go together: as many round trips as the longest one needs.

Each question runs in a thread of its own, as it does alone. When all of them wait for the cluster, what they wait for
is asked in one request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from baosou.corpus.errors import BaosouError
from baosou.index.opensearch_engine.client import Client, Params

Made = TypeVar("Made")
Answers = list[dict[str, Any]]

AT_ONCE = 16
"""Questions that are asked together."""

_PATIENCE = 0.2
"""Seconds for which those that wait do so for one that does something else."""


class Gathering(Client):
    """A client whose searches go together with those of other threads in a group, see `each`."""

    _own = threading.local()

    def each(self, questions: Iterable[Callable[[], Made]]) -> Iterator[Made]:
        """What some questions are answered with, in their order; some at a time."""
        waiting = iter(questions)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while some := list(islice(waiting, AT_ONCE)):
                group = _Group(super().msearch, len(some))
                futures = [pool.submit(self._in_group, group, question) for question in some]
                yield from [future.result() for future in futures]

    def _in_group(self, group: _Group, question: Callable[[], Made]) -> Made:
        self._own.group = group
        try:
            return question()
        finally:
            self._own.group = None
            group.leave()

    def msearch(
        self,
        bodies: Sequence[Mapping[str, Any]],
        *,
        index: str | None = None,
        header: Mapping[str, Any] | None = None,
        params: Params | None = None,
        seconds: float | None = None,
    ) -> Answers:
        """See Client; in a group the searches of all go together."""
        group: _Group | None = getattr(self._own, "group", None)
        if group is None or header or params or not bodies:
            return super().msearch(bodies, index=index, header=header, params=params, seconds=seconds)
        return group.ask(_Asked(bodies, index, seconds))


class _Asked:
    """The searches that one question waits for."""

    def __init__(self, bodies: Sequence[Mapping[str, Any]], index: str | None, seconds: float | None) -> None:
        self.bodies = bodies
        self.index = index
        self.seconds = seconds
        self.done = threading.Event()
        self.answers: Answers = []
        self.error: BaseException | None = None


class _Group:
    """Questions that are being answered; when none of them can go on, what they wait for is asked."""

    def __init__(self, msearch: Callable[..., Answers], count: int) -> None:
        self._msearch = msearch
        self._going = count
        self._waiting: list[_Asked] = []
        self._lock = threading.Lock()

    def ask(self, asked: _Asked) -> Answers:
        """The answers to some searches."""
        with self._lock:
            self._waiting.append(asked)
            together = self._due()
        self._answer(together)
        while not asked.done.wait(_PATIENCE):
            # another one is busy, or waits for what this one holds: those that wait go on without it
            with self._lock:
                together, self._waiting = self._waiting, []
            self._answer(together)
        if asked.error is not None:
            raise asked.error
        return asked.answers

    def leave(self) -> None:
        """A question is answered."""
        with self._lock:
            self._going -= 1
            together = self._due()
        self._answer(together)

    def _due(self) -> list[_Asked]:
        """All that is waited for, where nobody does anything else."""
        if not self._waiting or len(self._waiting) < self._going:
            return []
        together, self._waiting = self._waiting, []
        return together

    def _answer(self, together: Sequence[_Asked]) -> None:
        for index in dict.fromkeys(each.index for each in together):
            own = [each for each in together if each.index == index]
            try:
                self._answer_all(own)
            except BaosouError:
                # whose question it was is told by asking each by itself
                for each in own:
                    self._answer_one(each)
            except BaseException as error:
                for each in own:
                    each.error = error
                raise
            finally:
                for each in own:
                    each.done.set()

    def _answer_all(self, own: Sequence[_Asked]) -> None:
        bodies = [body for each in own for body in each.bodies]
        limits = [each.seconds for each in own]
        seconds = None if None in limits else max(limit for limit in limits if limit is not None)
        answers = iter(self._msearch(bodies, index=own[0].index, seconds=seconds))
        for each in own:
            each.answers = list(islice(answers, len(each.bodies)))

    def _answer_one(self, asked: _Asked) -> None:
        try:
            asked.answers = self._msearch(asked.bodies, index=asked.index, seconds=asked.seconds)
        except BaosouError as error:
            asked.error = error
