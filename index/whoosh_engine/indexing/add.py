"""Brings an index up to date with files: what is new or changed goes to workers, and their segments into it."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from baosou.corpus.errors import BaosouError, system_reason, worded
from baosou.index.adding import AddOptions, Progress
from baosou.index.errors import IndexMissing
from baosou.index.ingest.roots import roots_of, sources_at
from baosou.index.ingest.sources import Built, SourceOutcome
from baosou.index.ingest.survey import Survey
from baosou.index.reports import AddSummary, Unread
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.indexing.build import built_of
from baosou.index.whoosh_engine.indexing.index_writer import Writer
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, WordbookEntry, read_catalogue
from baosou.index.whoosh_engine.storage.files import BUILDING, NAME, is_own_file, is_there
from baosou.index.whoosh_engine.storage.lock import locked, write_lock

_COMMIT_SECONDS = 300.0


def add(
    folder: Path,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None,
    progress: Callable[[Progress], None],
    sizes: Sizes,
) -> AddSummary:
    """See `index.backend.Backend.add`."""
    started = time.monotonic()
    words, odd = wordbook_given(options)
    if not paths and records is None:
        paths = roots_of(_current(folder).sources)
    if options.dry_run and not is_there(folder / NAME):
        survey = Survey({}, paths, options)
        with tempfile.TemporaryDirectory() as elsewhere:
            if records is not None:
                survey.take_stream(records, Path(elsewhere))
        return _told(survey.forecast(), odd, started)
    prepare(folder)
    with write_lock(folder, wait=options.wait), building(folder) as workshop:
        current = _current(folder)
        survey = Survey(current.sources, paths, options, own=folder)
        if records is not None:
            survey.take_stream(records, workshop)
        if options.dry_run:
            return _told(survey.forecast(), odd, started)
        writer = Writer(folder, current, jobs=options.workers, memory_mb=options.memory_mb, sizes=sizes)
        if words is not None:
            writer.wordbook = words(folder, current)
        reselected = survey.reselected()
        writer.sources.update(reselected)
        outcomes = _write(writer, survey, workshop, options, progress, sizes)
        gone = survey.gone()
        committed = writer.generation > current.generation
        changed = bool(reselected) or writer.wordbook != current.wordbook
        if gone or (changed and not committed) or not (folder / NAME).exists():
            writer.delete(gone)
            writer.commit()
    summary = survey.summary(outcomes, removed=len(gone))
    return _told(replace(summary, warnings=(*summary.warnings, *writer.warnings())), odd, started)


def _told(summary: AddSummary, odd: Sequence[Unread], started: float) -> AddSummary:
    """The summary with what is odd about the words that were given, and how long all took."""
    return replace(summary, warnings=(*odd, *summary.warnings), seconds=round(time.monotonic() - started, 3))


def remove(folder: Path, paths: Iterable[Path], *, wait: float, dry_run: bool, sizes: Sizes) -> AddSummary:
    """See `index.backend.Backend.remove`."""
    started = time.monotonic()
    with locked(folder, wait=wait) as current:
        found, failed = sources_at(current.sources, paths)
        if found and not dry_run:
            writer = Writer(folder, current, jobs=os.cpu_count() or 1, memory_mb=AddOptions().memory_mb, sizes=sizes)
            writer.delete(found)
            writer.commit()
    seconds = round(time.monotonic() - started, 3)
    return AddSummary(removed=len(found), failed=tuple(failed), seconds=seconds, dry_run=dry_run)


def wordbook_given(
    options: AddOptions,
) -> tuple[Callable[[Path, Catalogue], WordbookEntry | None] | None, list[Unread]]:
    """What writes the words and synonyms that are given with an `add`, if any, and what is odd about them."""
    if options.user_dict is None and options.synonyms is None:
        return None, []
    from baosou.index.whoosh_engine.indexing import user_words

    return user_words.given(options.user_dict, options.synonyms)


def prepare(folder: Path) -> None:
    """Make the index's folder; refuse one that holds other things."""
    try:
        _make(folder)
        strange = next((path for path in folder.iterdir() if not is_own_file(path)), None)
    except OSError as error:
        raise BaosouError(
            worded("{folder}: no index can be made there: {reason}", folder=folder, reason=system_reason(error))
        ) from error
    if strange is not None and not (folder / NAME).exists():
        raise BaosouError(
            worded(
                "{folder} is neither empty nor an index (it holds {name}); name another with --index",
                folder=folder,
                name=strange.name,
            )
        )


def _make(folder: Path) -> None:
    """Make the folder, for its owner alone unless others may look into the folder it lies in by its group.

    An archive may hold what is not for everyone; where the folder above is shared (setgid), the index is too.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    shared = folder.parent.stat().st_mode & stat.S_ISGID
    folder.mkdir(mode=0o777 if shared else 0o700, exist_ok=True)


def _current(folder: Path) -> Catalogue:
    try:
        return read_catalogue(folder, sources=True)
    except IndexMissing:
        return Catalogue()


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A folder inside the index for segments in the making."""
    workshop = Path(tempfile.mkdtemp(prefix=BUILDING, dir=folder))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write(
    writer: Writer,
    survey: Survey,
    workshop: Path,
    options: AddOptions,
    progress: Callable[[Progress], None],
    sizes: Sizes,
) -> list[SourceOutcome]:
    """Build and commit what changed; a long run commits now and then, so that little is lost when it is killed."""
    outcomes: list[SourceOutcome] = []
    waiting: list[Built] = []
    committed = time.monotonic()
    for built in built_of(survey.changed, workshop, options, progress, sizes):
        waiting.append(built)
        if time.monotonic() - committed > _COMMIT_SECONDS:
            outcomes += _take(writer, waiting, survey)
            waiting, committed = [], time.monotonic()
    return outcomes + (_take(writer, waiting, survey) if waiting else [])


def _take(writer: Writer, waiting: Sequence[Built], survey: Survey) -> list[SourceOutcome]:
    outcomes = [survey.settled(outcome) for built in waiting for outcome in built.outcomes]
    segments = [path for built in waiting for path in built.files]
    read = [outcome for outcome in outcomes if outcome.read]
    if read:
        writer.take(segments, read)
    return outcomes
