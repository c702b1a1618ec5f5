"""From sources to segments: what one worker does with the files it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from baosou.corpus.models import Article, Section
from baosou.index.adding import AddOptions, Progress
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.reading import read_task
from baosou.index.ingest.sources import Built, Report, Source, Task, Work
from baosou.index.ingest.workers import Teller, run
from baosou.index.segments.writing.builder import SegmentBuilder, load_tables
from baosou.index.segments.writing.sizes import Sizes

_BYTES_OF_CHARACTER = 100
"""Memory that a character of a segment in the making takes at the peak, its sorting included."""


def built_of(
    sources: Sequence[Source],
    workshop: Path,
    options: AddOptions,
    progress: Callable[[Progress], None],
    sizes: Sizes,
) -> Iterator[Built]:
    """The segments that workers make of the sources, in order."""
    characters = max(options.memory_mb * 1_000_000 // options.workers // _BYTES_OF_CHARACTER, 100_000)
    plan = Plan.of(sources, workshop, jobs=options.workers, characters=characters)
    return run(plan.tasks(), plan.jobs, Teller(sources, progress), Work(partial(build, sizes=sizes), load_tables))


def build(task: Task, report: Report, sizes: Sizes) -> Built:
    """Read the sources and write their segments; what cannot be read is recorded.

    The ids of a batch are left for whoever has all of its source to part.
    """
    segments = _Segments(task, sizes)
    outcomes = read_task(task, report, segments)
    return Built(segments.written(), outcomes)


class _Segments:
    """Writes the segments of a task, each of so many characters."""

    def __init__(self, task: Task, sizes: Sizes) -> None:
        self._task, self._sizes = task, sizes
        self._paths: list[Path] = []
        self._ids = np.empty(0, dtype=np.uint64)
        self._before = 0
        self._builder = SegmentBuilder(sizes)

    @property
    def characters(self) -> int:
        """See `Keeper.characters`."""
        return self._before + self._builder.characters

    def add(self, article: Article, sections: Sequence[Section], *, id: int, source: str) -> None:
        """Add an article of a source."""
        self._builder.add(article, sections, id=id, source=source)
        if self._builder.characters >= self._task.characters:
            self._write()

    def written(self) -> tuple[Path, ...]:
        """All segments, of what was added last, too."""
        if self._builder.articles:
            self._write()
        return tuple(self._paths)

    def _write(self) -> None:
        if self._task.batch is None:
            self._ids = self._builder.part_ids(self._ids)
        path = self._task.target.with_name(f"{self._task.target.name}-{len(self._paths)}.seg")
        self._before = self.characters
        self._builder.write(path, whole=self._task.alone)
        self._paths.append(path)
        self._builder = SegmentBuilder(self._sizes)
