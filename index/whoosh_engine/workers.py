"""Builds segments in this process or in several, and tells how far they have come."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Empty
from typing import Any

from baosou.corpus.errors import BaosouError
from baosou.index.adding import Progress
from baosou.index.whoosh_engine.building import Built, Report, Source, Task, build, joined

_WAITING = 2
"""How many tasks wait beside those that workers are at, so that none stands idle."""


class Teller:
    """Adds up the reports of all workers."""

    def __init__(self, sources: Sequence[Source], progress: Callable[[Progress], None]) -> None:
        self._sizes = {source.key: source.size for source in sources}
        self._estimate = {source.key: source.size * (1.2 if source.file.compressed else 0.4) for source in sources}
        self._characters: dict[str, int] = {}
        self._total = sum(self._sizes.values())
        self._done = 0.0
        self._articles = 0
        self._progress = progress

    def report(self, key: str, articles: int, characters: int) -> None:
        """Take one report; how far a source is can only be estimated from its size."""
        before = self._share(key)
        self._characters[key] = self._characters.get(key, 0) + characters
        self._articles += articles
        self._done += self._share(key) - before
        self._tell(key)

    def finish(self, source: Source) -> None:
        """A source is done, however much of it was text."""
        self._done += self._sizes[source.key] - self._share(source.key)
        self._characters[source.key] = -1
        self._tell(source.key)

    def _share(self, key: str) -> float:
        seen = self._characters.get(key, 0)
        return self._sizes[key] * min(seen / max(self._estimate[key], 1.0), 0.99) if seen >= 0 else self._sizes[key]

    def _tell(self, key: str) -> None:
        finished = sum(1 for seen in self._characters.values() if seen < 0)
        self._progress(Progress(int(self._done), self._total, finished, self._articles, key))


def run(tasks: Iterable[Task], jobs: int, teller: Teller) -> Iterator[Built]:
    """Build all tasks, in this process or by workers, and give the results in the tasks' order.

    What the batches of one source became is given as one result. Tasks are taken as workers come free, so that
    only a few batches are in memory at a time.
    """
    if jobs <= 1:
        for task in tasks:
            built = build(task, teller.report)
            for source in task.sources:
                teller.finish(source)
            yield built
        return
    context = multiprocessing.get_context("spawn")
    reports: Any = context.Queue()
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(reports,)) as pool:
        try:
            parts: list[Built] = []
            for unfinished, future in _submitted(pool, tasks, jobs + _WAITING, lambda: _pass_on(reports, teller, 0.1)):
                _pass_on(reports, teller, 0)
                parts.append(future.result())
                if unfinished:
                    continue
                built = joined(parts) if len(parts) > 1 else parts[0]
                parts = []
                for outcome in built.outcomes:
                    teller.finish(outcome.source)
                yield built
        except BrokenProcessPool as error:
            raise BaosouError("a worker was killed (too little memory?); try again with --jobs 1") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _submitted(
    pool: ProcessPoolExecutor, tasks: Iterable[Task], limit: int, wait: Callable[[], None]
) -> Iterator[tuple[bool, Future[Built]]]:
    """The tasks' futures, each when it is done and with whether more of its source follows.

    At most `limit` are handed over and not done at a time.
    """
    left = iter(tasks)
    pending: deque[tuple[bool, Future[Built]]] = deque()
    while True:
        while sum(not future.done() for _, future in pending) < limit and (task := next(left, None)) is not None:
            unfinished = task.batch is not None and not task.batch.last
            pending.append((unfinished, pool.submit(_work, task)))
        if not pending:
            return
        if pending[0][1].done():
            yield pending.popleft()
        else:
            wait()


def _pass_on(reports: Any, teller: Teller, timeout: float) -> None:
    try:
        while True:
            teller.report(*reports.get(timeout > 0, timeout or None))
            timeout = 0
    except Empty:
        return


_reports: Any = None


def _start_worker(reports: Any) -> None:
    global _reports
    _reports = reports
    # Records are many small values that live on or die at once, hardly ever in cycles: seek those less often.
    gc.set_threshold(10_000)


def _work(task: Task) -> Built:
    report: Report = lambda key, articles, characters: _reports.put((key, articles, characters))  # noqa: E731
    return build(task, report)
