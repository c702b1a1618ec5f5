"""Has texts tagged in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from baosou.corpus.errors import BaosouError, worded
from baosou.index.ingest.processes import can_copy, die_with, ended_by_others
from baosou.index.names.tags import Tag, Tagger

_AHEAD = 2
"""Batches for each worker that wait for it or for whoever takes them."""

Key = TypeVar("Key")
TagLists = Sequence[Sequence[Tag]]


def tagged(
    batches: Iterable[tuple[Key, Sequence[str]]], tagger: Tagger, *, jobs: int
) -> Iterator[tuple[Key, TagLists]]:
    """The tags of the texts of each batch, in order, with the key that it has."""
    if jobs == 1:
        for key, texts in batches:
            yield key, tagger.tagged(texts)
        return
    context = multiprocessing.get_context("fork" if can_copy() else "spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_Worker.begin, initargs=(tagger, os.getpid()))
    waiting: deque[tuple[Key, Future[TagLists]]] = deque()
    try:
        for key, texts in batches:
            waiting.append((key, pool.submit(_Worker.work, texts)))
            if len(waiting) >= _AHEAD * jobs:
                first, made = waiting.popleft()
                yield first, made.result()
        while waiting:
            first, made = waiting.popleft()
            yield first, made.result()
    except BrokenProcessPool as error:
        raise BaosouError(worded("a worker was killed (too little memory?); try again with --jobs 1")) from error
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """A process that tags; what it needs for that it loads once."""

    tagger: Tagger

    @classmethod
    def begin(cls, tagger: Tagger, parent: int) -> None:
        die_with(parent)
        ended_by_others()
        cls.tagger = tagger

    @classmethod
    def work(cls, texts: Sequence[str]) -> TagLists:
        return cls.tagger.tagged(texts)
