"""Brings an archive on a cluster up to date with files, and takes sources out of it.

Documents have ids, so that to send them twice is to send them once. What a source was made of is written down last: of
one that a killed process has left half written, the next `add` writes all again.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from baosou.corpus.errors import BaosouError, worded
from baosou.index.adding import AddOptions, Progress
from baosou.index.analysis.user_words import UserWord, united
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.roots import roots_of, sources_at
from baosou.index.ingest.sources import SourceOutcome, Work
from baosou.index.ingest.survey import Survey
from baosou.index.ingest.user_words import changed, synonyms_of, words_of
from baosou.index.ingest.workers import Teller, run
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.documents import build
from baosou.index.opensearch_engine.lease import Lease
from baosou.index.opensearch_engine.writer import Writer
from baosou.index.reports import AddSummary, Unread, WordsSummary
from baosou.index.segments.writing.builder import load_tables

_CHARACTERS = 400_000
"""Of so many characters what a worker makes is put down, to be sent while it goes on."""

_COMMIT_SECONDS = 300.0


def add(
    archive: Archive,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None,
    progress: Callable[[Progress], None],
) -> AddSummary:
    """See `index.backend.Backend.add`."""
    started = time.monotonic()
    if options.rebuild:
        raise BaosouError(
            worded("an index on a cluster is not made anew in its place yet; add its sources to another name")
        )
    words, odd = words_of(options.user_dict) if options.user_dict is not None else ([], [])
    rules, more_odd = synonyms_of(options.synonyms) if options.synonyms is not None else (None, [])
    odd = [*odd, *more_odd]
    archive.settled()
    if not paths and records is None:
        paths = roots_of(archive.sources())
    with tempfile.TemporaryDirectory(prefix="baosou-") as folder:
        workshop = Path(folder)
        if options.dry_run:
            survey = Survey(archive.sources(), paths, options)
            if records is not None:
                survey.take_stream(records, workshop)
            return _told(survey.forecast(), odd, started)
        archive.create(shards=options.shards, replicas=options.replicas)
        with _writing(archive, wait=options.wait) as lease:
            state = archive.settled()
            survey = Survey(archive.sources(), paths, options)
            if records is not None:
                survey.take_stream(records, workshop)
            with Writer(archive, lease, state, at_once=options.workers) as writer:
                writer.words(united(state.words, words), state.synonyms if rules is None else rules)
                reselected = survey.reselected()
                outcomes = _write(writer, lease, survey, workshop, options, progress)
                gone = survey.gone()
                writer.commit(reselected.values(), gone)
        summary = survey.summary(outcomes, removed=len(gone))
    return _told(replace(summary, warnings=(*summary.warnings, *writer.warnings())), odd, started)


def remove(archive: Archive, paths: Iterable[Path], *, wait: float, dry_run: bool) -> AddSummary:
    """See `index.backend.Backend.remove`."""
    started = time.monotonic()
    archive.state()
    with _writing(archive, wait=wait) as lease:
        found, failed = sources_at(archive.sources(), paths)
        if found and not dry_run:
            with Writer(archive, lease, archive.state()) as writer:
                writer.commit((), found)
    seconds = round(time.monotonic() - started, 3)
    return AddSummary(removed=len(found), failed=tuple(failed), seconds=seconds, dry_run=dry_run)


def change_words(
    archive: Archive, words: Sequence[UserWord], *, remove: bool, wait: float, dry_run: bool
) -> WordsSummary:
    """See `index.backend.Backend.change_words`."""
    archive.state()
    with _writing(archive, wait=wait) as lease:
        state = archive.state()
        after, summary = changed(state.words, words, remove=remove)
        if summary.changed and not dry_run:
            with Writer(archive, lease, state) as writer:
                writer.words(after, state.synonyms)
                writer.commit((), ())
    return replace(summary, dry_run=dry_run)


@contextmanager
def _writing(archive: Archive, *, wait: float) -> Iterator[Lease]:
    lease = Lease(archive)
    lease.take(wait=wait)
    with lease.kept():
        yield lease


def _told(summary: AddSummary, odd: Sequence[Unread], started: float) -> AddSummary:
    return replace(summary, warnings=(*odd, *summary.warnings), seconds=round(time.monotonic() - started, 3))


def _write(
    writer: Writer,
    lease: Lease,
    survey: Survey,
    workshop: Path,
    options: AddOptions,
    progress: Callable[[Progress], None],
) -> list[SourceOutcome]:
    """Read and send what is new or changed, and now and then write down what is done."""
    sources = survey.changed
    plan = Plan.of(sources, workshop, jobs=options.workers, characters=_CHARACTERS)
    outcomes: list[SourceOutcome] = []
    committed = time.monotonic()
    lease.unwatch()
    results = run(
        plan.tasks(),
        plan.jobs,
        Teller(sources, progress),
        Work(build, load_tables),
        begun=lease.watch,
        part=writer.send,
    )
    for built in results:
        settled = [survey.settled(outcome) for outcome in built.outcomes]
        writer.finished(settled)
        outcomes += settled
        if time.monotonic() - committed > _COMMIT_SECONDS:
            writer.commit((), ())
            committed = time.monotonic()
    lease.watch()
    return writer.told(outcomes)
