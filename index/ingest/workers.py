"""Has sources worked on in this process or in several, and tells how far they have come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from baosou.index.adding import Progress
from baosou.index.ingest.pool import do_all
from baosou.index.ingest.sources import Built, Reached, Source, Task, Work, joined

_MOST_HELD = 10_000
"""Failures of a source's parts that are held before all but the first are given up."""


class Teller:
    """Adds up the reports of all workers."""

    def __init__(self, sources: Sequence[Source], progress: Callable[[Progress], None]) -> None:
        self._sizes = {source.key: source.size for source in sources}
        self._estimate = {source.key: source.size * (1.2 if source.file.compressed else 0.4) for source in sources}
        self._characters: dict[str, int] = {}
        self._pages: dict[str, tuple[int, int]] = {}
        self._total = sum(self._sizes.values())
        self._done = 0.0
        self._articles = 0
        self._turned = 0
        self._progress = progress

    def report(self, reached: Reached) -> None:
        """Take one report; how far a source without pages is can only be estimated from its size."""
        key = reached.key
        before = self._share(key)
        if reached.pages:
            self._turned += reached.page - self._pages.get(key, (0, 0))[0]
            self._pages[key] = reached.page, reached.pages
        self._characters[key] = self._characters.get(key, 0) + reached.characters
        self._articles += reached.articles
        self._done += self._share(key) - before
        self._tell(key)

    def finish(self, source: Source) -> None:
        """A source is done, however much of it was text."""
        self._done += self._sizes[source.key] - self._share(source.key)
        self._characters[source.key] = -1
        self._pages.pop(source.key, None)
        self._tell(source.key)

    def _share(self, key: str) -> float:
        seen = self._characters.get(key, 0)
        if seen < 0:
            return self._sizes[key]
        page, pages = self._pages.get(key, (0, 0))
        share = page / pages if pages else seen / max(self._estimate[key], 1.0)
        return self._sizes[key] * min(share, 0.99)

    def _tell(self, key: str) -> None:
        page, pages = self._pages.get(key, (0, 0))
        done, sources = int(self._done), len(self._characters)
        self._progress(Progress(done, self._total, sources, self._articles, key, page, pages, self._turned))


def run(tasks: Iterable[Task], jobs: int, teller: Teller, work: Work) -> Iterator[Built]:
    """Do all tasks, in this process or by workers, and give the results in the tasks' order.

    What the batches of one source became is given as one result.
    """
    if jobs <= 1:
        for task in tasks:
            built = work.build(task, teller.report)
            for source in task.sources:
                teller.finish(source)
            yield built
        return
    parts: list[Built] = []
    for unfinished, part in do_all(tasks, jobs, teller.report, work):
        parts.append(part)
        if unfinished:
            if sum(len(outcome.failures) for each in parts for outcome in each.outcomes) > _MOST_HELD:
                parts = [joined(parts)]
            continue
        built = joined(parts) if len(parts) > 1 else part
        parts = []
        for outcome in built.outcomes:
            teller.finish(outcome.source)
        yield built
