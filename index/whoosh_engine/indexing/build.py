"""From sources to segments: what one worker does with the files it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from baosou.corpus.discovery import Failure
from baosou.index.adding import AddOptions, Progress
from baosou.index.analysis.pinyin import load_readings
from baosou.index.analysis.trie import lexicon
from baosou.index.ingest import documents
from baosou.index.ingest.documents import documents_of
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.sources import Built, Reached, Report, Source, SourceOutcome, Task, Work
from baosou.index.ingest.workers import Teller, run
from baosou.index.whoosh_engine.segment_writing.builder import SegmentBuilder, load_folding
from baosou.index.whoosh_engine.sizes import Sizes

_REPORT_EVERY = 200

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


def load_tables() -> None:
    """Load what all tasks need, so that processes copied from this one have it."""
    documents.load_tables()
    lexicon()
    load_readings()
    load_folding()


def build(task: Task, report: Report, sizes: Sizes) -> Built:
    """Read the sources and write their segments; what cannot be read is recorded.

    The ids of a batch are left for whoever has all of its source to part.
    """
    segments: list[Path] = []
    outcomes = []
    ids = np.empty(0, dtype=np.uint64)
    builder = SegmentBuilder(sizes)
    for source in task.sources:
        articles = sections = asides = 0
        failures: list[Failure] = []
        reported, before = 0, builder.characters

        def turn(page: int, pages: int, key: str = source.key) -> None:
            report(Reached(key, page=page, pages=pages))

        for each in documents_of(source, task.batch, failures, turn):
            if each.article.aside:
                asides += 1
            else:
                articles += 1
                sections += len(each.sections)
            builder.add(each.article, each.sections, id=each.id, source=source.key)
            if articles - reported == _REPORT_EVERY:
                report(Reached(source.key, _REPORT_EVERY, builder.characters - before))
                reported, before = articles, builder.characters
            if builder.characters >= task.characters:
                if task.batch is None:
                    ids = builder.part_ids(ids)
                segments.append(_write(builder, task, len(segments)))
                builder, before = SegmentBuilder(sizes), 0
        report(Reached(source.key, articles - reported, builder.characters - before))
        outcomes.append(SourceOutcome.of(source, failures, articles=articles, sections=sections, asides=asides))
    if builder.articles:
        if task.batch is None:
            builder.part_ids(ids)
        segments.append(_write(builder, task, len(segments)))
    return Built(tuple(segments), tuple(outcomes))


def _write(builder: SegmentBuilder, task: Task, number: int) -> Path:
    path = task.target.with_name(f"{task.target.name}-{number}.seg")
    builder.write(path, whole=task.alone)
    return path
