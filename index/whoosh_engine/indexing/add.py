"""Brings an index up to date with files: what is new or changed goes to workers, and their segments into it."""

from __future__ import annotations

import hashlib
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

from baosou.corpus.discovery import Failure as SourceFailure
from baosou.corpus.discovery import Format, SourceFile, discover, sidecar_of
from baosou.corpus.errors import BaosouError
from baosou.index.adding import AddOptions, Progress
from baosou.index.errors import IndexMissing
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.sources import Built, Outcome, Source
from baosou.index.ingest.workers import Teller, run
from baosou.index.results import AddSummary, Failure
from baosou.index.whoosh_engine.indexing.index_writer import Writer, failures
from baosou.index.whoosh_engine.storage import catalogue as catalogues
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, WordbookEntry
from baosou.index.whoosh_engine.storage.files import BUILDING, NAME, is_own_file, is_there
from baosou.index.whoosh_engine.storage.lock import locked, write_lock
from baosou.index.whoosh_engine.storage.source_list import SourceEntry

_COMMIT_SECONDS = 300.0
_BYTES_OF_CHARACTER = 100
"""Memory that a character of a segment in the making takes at the peak, its sorting included."""


def add(
    folder: Path,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None,
    progress: Callable[[Progress], None],
) -> AddSummary:
    """See `index.api.add`."""
    started = time.monotonic()
    words, odd = wordbook_given(options)
    if options.dry_run and not is_there(folder / NAME):
        return _dry_run(_Survey(Catalogue(), paths, options), started, odd)
    prepare(folder)
    with write_lock(folder, wait=options.wait), building(folder) as workshop:
        current = _current(folder)
        survey = _Survey(current, paths, options)
        if records is not None:
            survey.take_stream(records, workshop)
        if options.dry_run:
            return _dry_run(survey, started, odd)
        writer = Writer(folder, current, jobs=jobs_of(options), memory_mb=options.memory_mb)
        if words is not None:
            writer.wordbook = words(folder, current)
        outcomes = _write(writer, survey, workshop, options, progress)
        gone = survey.gone()
        committed = writer.generation > current.generation
        if gone or (writer.wordbook != current.wordbook and not committed) or not (folder / NAME).exists():
            writer.delete(gone)
            writer.commit()
    failed, warned = failures(outcomes)
    read = [outcome for outcome in outcomes if outcome.read]
    return AddSummary(
        new=sum(outcome.source.key not in current.sources for outcome in read),
        updated=sum(outcome.source.key in current.sources for outcome in read),
        unchanged=survey.unchanged,
        removed=len(gone),
        failed=(*survey.failed, *failed),
        warnings=(*odd, *warned, *writer.warnings()),
        articles=sum(outcome.articles for outcome in read),
        sections=sum(outcome.sections for outcome in read),
        seconds=round(time.monotonic() - started, 3),
    )


def remove(folder: Path, paths: Iterable[Path], *, wait: float, dry_run: bool) -> AddSummary:
    """See `index.api.remove`."""
    started = time.monotonic()
    with locked(folder, wait=wait) as current:
        found: dict[str, None] = {}
        failed = []
        for path in paths:
            key = str(path) if str(path) in current.sources else os.path.abspath(path)
            keys = [known for known in current.sources if known == key or known.startswith(f"{key}{os.sep}")]
            found.update(dict.fromkeys(keys))
            if not keys:
                failed.append(Failure(str(path), "not a source of this index"))
        if found and not dry_run:
            writer = Writer(folder, current, jobs=os.cpu_count() or 1, memory_mb=AddOptions().memory_mb)
            writer.delete(found)
            writer.commit()
    seconds = round(time.monotonic() - started, 3)
    return AddSummary(removed=len(found), failed=tuple(failed), seconds=seconds, dry_run=dry_run)


class _Survey:
    """What of the named paths is new or changed, unchanged, or cannot be read."""

    def __init__(self, current: Catalogue, paths: Sequence[Path], options: AddOptions) -> None:
        self._current = current
        self._options = options
        self._roots = [os.path.abspath(path) for path in paths]
        self._seen: set[str] = set()
        self.changed: list[tuple[SourceFile, str, str, int]] = []
        self._stamps: dict[str, tuple[int, ...]] = {}
        self.failed: list[Failure] = []
        self.unchanged = 0
        for found in discover(paths):
            if isinstance(found, SourceFailure):
                self.failed.append(Failure(str(found.path), found.reason, found.line))
                self._seen.add(str(found.path))
            else:
                self._look_at(found, str(found.path))

    def _look_at(self, file: SourceFile, key: str) -> None:
        self._seen.add(key)
        try:
            stamp = _stamp(file.path)
            digest = digest_of(file.path, self._options.encoding)
            size = file.path.stat().st_size
        except OSError as error:
            self.failed.append(Failure(key, (error.strerror or str(error)).lower()))
            return
        known = self._current.sources.get(key)
        if known is not None and known.digest == digest:
            self.unchanged += 1
        else:
            self.changed.append((file, key, digest, size))
            self._stamps[key] = stamp

    def take_stream(self, records: BinaryIO, workshop: Path) -> None:
        """Keep a stream of records as a source named after what it holds."""
        source = stream_source(records, workshop, self._options)
        self._look_at(source.file, source.key)

    def gone(self) -> list[str]:
        """Sources below the named paths that are no longer on the disk, where they are to be removed."""
        if not self._options.prune:
            return []
        return [
            key
            for key in self._current.sources
            if key not in self._seen
            and any(key == root or key.startswith(f"{root.rstrip(os.sep)}{os.sep}") for root in self._roots)
            and _is_gone(key)
        ]

    def settled(self, outcome: Outcome) -> Outcome:
        """The outcome of a source; one that was written to since it was looked at is read anew by the next `add`."""
        source = outcome.source
        try:
            if _stamp(source.file.path) == self._stamps[source.key]:
                return outcome
        except OSError:
            pass
        odd = SourceFailure(
            source.file.path, "changed while it was read; add it again to have it as it is", warning=True
        )
        return replace(outcome, source=replace(source, digest=""), failures=(*outcome.failures, odd))

    def known(self, key: str) -> SourceEntry | None:
        """The source as the index has it."""
        return self._current.sources.get(key)


def _is_gone(path: str) -> bool:
    """Whether nothing has that name any more; where that may not be known, it counts as there."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes when a file is written to, or another one takes its place."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def stream_source(records: BinaryIO, workshop: Path, options: AddOptions) -> Source:
    """A stream of records, kept as a file, as a source named after what it holds; its salt is still to be given."""
    path = workshop / "stdin.jsonl"
    with path.open("wb") as file:
        shutil.copyfileobj(records, file)
    digest = digest_of(path, options.encoding)
    name = f"stdin-{digest[:12]}.jsonl"
    file_of_stream = SourceFile(path, name, Format.JSONL, path)
    return Source(file_of_stream, name, digest, 0, path.stat().st_size, options.encoding)


def digest_of(path: Path, encoding: str | None) -> str:
    """What tells a file, with its sidecar and the encoding that is forced, if any, from what it was before."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
    beside = sidecar_of(path)
    if beside is not None:
        digest.update(b"\0" + beside.read_bytes())
    if encoding:
        digest.update(b"\0" + encoding.lower().encode())
    return digest.hexdigest()


def wordbook_given(
    options: AddOptions,
) -> tuple[Callable[[Path, Catalogue], WordbookEntry | None] | None, list[Failure]]:
    """What writes the words and synonyms that are given with an `add`, if any, and what is odd about them."""
    if options.user_dict is None and options.synonyms is None:
        return None, []
    from baosou.index.whoosh_engine.indexing import user_words

    return user_words.given(options.user_dict, options.synonyms)


def _dry_run(survey: _Survey, started: float, odd: Sequence[Failure]) -> AddSummary:
    gone = survey.gone()
    updated = sum(survey.known(key) is not None for _, key, _, _ in survey.changed)
    return AddSummary(
        new=len(survey.changed) - updated,
        updated=updated,
        unchanged=survey.unchanged,
        removed=len(gone),
        failed=tuple(survey.failed),
        warnings=tuple(odd),
        seconds=round(time.monotonic() - started, 3),
        dry_run=True,
    )


def prepare(folder: Path) -> None:
    """Make the index's folder; refuse one that holds other things."""
    try:
        _make(folder)
        strange = next((path for path in folder.iterdir() if not is_own_file(path)), None)
    except OSError as error:
        raise BaosouError(f"{folder}: no index can be made there: {error.strerror}") from error
    if strange is not None and not (folder / NAME).exists():
        raise BaosouError(
            f"{folder} is neither empty nor an index (it holds {strange.name}); name another with --index"
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
        return catalogues.read_catalogue(folder, sources=True)
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
    writer: Writer, survey: _Survey, workshop: Path, options: AddOptions, progress: Callable[[Progress], None]
) -> list[Outcome]:
    """Build and commit what changed; a long run commits now and then, so that little is lost when it is killed."""
    sources = [
        Source(file, key, digest, writer.salt(key, file.name), size, options.encoding)
        for file, key, digest, size in survey.changed
    ]
    outcomes: list[Outcome] = []
    waiting: list[Built] = []
    committed = time.monotonic()
    for built in built_of(sources, workshop, options, progress):
        waiting.append(built)
        if time.monotonic() - committed > _COMMIT_SECONDS:
            outcomes += _take(writer, waiting, survey)
            waiting, committed = [], time.monotonic()
    return outcomes + (_take(writer, waiting, survey) if waiting else [])


def built_of(
    sources: Sequence[Source], workshop: Path, options: AddOptions, progress: Callable[[Progress], None]
) -> Iterator[Built]:
    """What workers make of the sources, in order."""
    jobs = jobs_of(options)
    characters = max(options.memory_mb * 1_000_000 // jobs // _BYTES_OF_CHARACTER, 100_000)
    plan = Plan.of(sources, workshop, jobs=jobs, characters=characters)
    return run(plan.tasks(), plan.jobs, Teller(sources, progress))


def jobs_of(options: AddOptions) -> int:
    """How many workers to take at most."""
    return options.jobs or os.cpu_count() or 1


def _take(writer: Writer, waiting: Sequence[Built], survey: _Survey) -> list[Outcome]:
    outcomes = [survey.settled(outcome) for built in waiting for outcome in built.outcomes]
    segments = [path for built in waiting for path in built.segments]
    read = [outcome for outcome in outcomes if outcome.read]
    if read:
        writer.take(segments, read)
    return outcomes
