"""What of the named paths is new or changed since an index was brought up to date, unchanged, gone or unreadable."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from baosou.corpus.discovery import Failure, Format, SourceFile, discover
from baosou.index.adding import AddOptions
from baosou.index.ingest.ids import Salts
from baosou.index.ingest.sources import Source, SourceEntry, SourceOutcome, failures, failures_again
from baosou.index.results import AddSummary, Unread


class Survey:
    """What of the named paths is new or changed, unchanged, or cannot be read, for an index that knows some sources."""

    def __init__(self, known: Mapping[str, SourceEntry], paths: Sequence[Path], options: AddOptions) -> None:
        self._known = known
        self._options = options
        self._salts = Salts(known)
        self._roots = [os.path.abspath(path) for path in paths]
        self._seen: set[str] = set()
        self._stamps: dict[str, tuple[int, ...]] = {}
        self._failed: list[Unread] = []
        self._warned: list[Unread] = []
        self._unchanged = 0
        self.changed: list[Source] = []
        for found in discover(paths):
            if isinstance(found, Failure):
                self._failed.append(Unread(str(found.path), found.reason, found.line))
                self._seen.add(str(found.path))
            else:
                self._look_at(found, str(found.path))

    def _look_at(self, file: SourceFile, key: str) -> None:
        self._seen.add(key)
        try:
            stamp = _stamp(file.path)
            source = _source(file, key, self._options.encoding)
        except OSError as error:
            self._failed.append(_unreadable(key, error))
            return
        known = self._known.get(key)
        if known is not None and known.digest == source.digest:
            self._unchanged += 1
            failed, warned = failures_again(known)
            self._failed += failed
            self._warned += warned
        else:
            self.changed.append(self._salts.given(source))
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
            for key in self._known
            if key not in self._seen and any(_is_below(key, root) for root in self._roots) and _is_gone(key)
        ]

    def settled(self, outcome: SourceOutcome) -> SourceOutcome:
        """The outcome of a source; one that was written to since it was looked at is read anew by the next `add`."""
        source = outcome.source
        try:
            if _stamp(source.file.path) == self._stamps[source.key]:
                return outcome
        except OSError:
            pass
        odd = Failure(source.file.path, "changed while it was read; add it again to have it as it is", warning=True)
        return replace(outcome, source=replace(source, digest=""), failures=(*outcome.failures, odd))

    def forecast(self) -> AddSummary:
        """What an `add` would do."""
        updated = sum(source.key in self._known for source in self.changed)
        return AddSummary(
            new=len(self.changed) - updated,
            updated=updated,
            unchanged=self._unchanged,
            removed=len(self.gone()),
            failed=tuple(self._failed),
            warnings=tuple(self._warned),
            dry_run=True,
        )

    def summary(self, outcomes: Sequence[SourceOutcome], *, removed: int) -> AddSummary:
        """What an `add` did, by what became of the sources that are new or changed."""
        failed, warned = failures(outcomes)
        read = [outcome for outcome in outcomes if outcome.read]
        updated = sum(outcome.source.key in self._known for outcome in read)
        return AddSummary(
            new=len(read) - updated,
            updated=updated,
            unchanged=self._unchanged,
            removed=removed,
            failed=(*self._failed, *failed),
            warnings=(*self._warned, *warned),
            articles=sum(outcome.articles for outcome in read),
            sections=sum(outcome.sections for outcome in read),
        )


def sources_at(known: Iterable[str], paths: Iterable[Path]) -> tuple[list[str], list[Unread]]:
    """The known sources that have these paths or lie below them, and those of the paths that name none."""
    keys = dict.fromkeys(known)
    found: dict[str, None] = {}
    failed = []
    for path in paths:
        wanted = str(path) if str(path) in keys else os.path.abspath(path)
        below = [key for key in keys if _is_below(key, wanted)]
        found.update(dict.fromkeys(below))
        if not below:
            failed.append(Unread(str(path), "not a source of this index"))
    return list(found), failed


def sources_again(
    known: Mapping[str, SourceEntry], paths: Sequence[Path], options: AddOptions
) -> tuple[list[Source], list[Unread]]:
    """All known sources and those that some paths name, each in its encoding, and what of them is not to be had.

    Their salts are still to be given.
    """
    found: dict[str, Source] = {}
    lost: list[Unread] = []

    def take(file: SourceFile, key: str, encoding: str | None) -> None:
        try:
            found[key] = _source(file, key, encoding)
        except OSError as error:
            lost.append(_unreadable(key, error))

    for entry in known.values():
        file = _file_of(entry)
        if isinstance(file, Unread):
            lost.append(file)
        else:
            take(file, entry.path, options.encoding or entry.encoding)
    for named in discover(paths):
        if isinstance(named, Failure):
            lost.append(Unread(str(named.path), named.reason, named.line))
        elif str(named.path) not in found:
            take(named, str(named.path), options.encoding)
    return list(found.values()), lost


def _file_of(entry: SourceEntry) -> SourceFile | Unread:
    """The file of a source under the name it has in the index."""
    if not os.path.isabs(entry.path):
        return Unread(entry.path, "it was read from standard input, which cannot be read again")
    for found in discover([entry.path]):
        if isinstance(found, Failure):
            return Unread(entry.path, found.reason)
        if str(found.path) != entry.path:
            break
        return replace(found, name=entry.name, root=Path(entry.root))
    return Unread(entry.path, "no longer a file")


def _source(file: SourceFile, key: str, encoding: str | None) -> Source:
    """A file as a source; its salt is still to be given. Raises OSError."""
    return Source(file, key, digest_of(file.path, encoding), 0, file.path.stat().st_size, encoding)


def _unreadable(key: str, error: OSError) -> Unread:
    return Unread(key, (error.strerror or str(error)).lower())


def _is_below(key: str, root: str) -> bool:
    """Whether a source is the file at a path or lies in the folder there."""
    return key == root or key.startswith(f"{root.rstrip(os.sep)}{os.sep}")


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
    name = f"stdin-{digest_of(path, options.encoding)[:12]}.jsonl"
    return _source(SourceFile(path, name, Format.JSONL, path), name, options.encoding)


def digest_of(path: Path, encoding: str | None) -> str:
    """What tells a file, read in an encoding that is forced or not, from what it was before."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
    if encoding:
        digest.update(b"\0" + encoding.lower().encode())
    return digest.hexdigest()
