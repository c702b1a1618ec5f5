"""What of the named paths is new or changed since an index was brought up to date, unchanged, gone or unreadable."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from baosou.corpus.discovery import Failure as SourceFailure
from baosou.corpus.discovery import Format, SourceFile, discover
from baosou.index.adding import AddOptions
from baosou.index.ingest.sources import Outcome, Source, SourceEntry
from baosou.index.results import Failure


class Survey:
    """What of the named paths is new or changed, unchanged, or cannot be read."""

    def __init__(self, known: Mapping[str, SourceEntry], paths: Sequence[Path], options: AddOptions) -> None:
        self._known = known
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
        known = self._known.get(key)
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
            for key in self._known
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
        return self._known.get(key)


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
    """What tells a file, read in an encoding that is forced or not, from what it was before."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
    if encoding:
        digest.update(b"\0" + encoding.lower().encode())
    return digest.hexdigest()
