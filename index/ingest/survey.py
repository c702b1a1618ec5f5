"""What of the named paths is new or changed since an index was brought up to date, unchanged, gone or unreadable."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from baosou.corpus.discovery import Failure, Format, PassedOver, SourceFile, discover, sidecar_of
from baosou.corpus.errors import system_reason, worded
from baosou.corpus.selection import EVERYTHING, Selection
from baosou.index.adding import AddOptions
from baosou.index.ingest.ids import Salts
from baosou.index.ingest.roots import is_below, selections_of
from baosou.index.ingest.sources import Source, SourceEntry, SourceOutcome, by_ending, failures, failures_again
from baosou.index.reports import AddSummary, Unread


class Survey:
    """What of the named paths is new or changed, unchanged, or cannot be read, for an index that knows some sources."""

    def __init__(
        self,
        known: Mapping[str, SourceEntry],
        paths: Sequence[Path],
        options: AddOptions,
        *,
        own: Path | None = None,
    ) -> None:
        """`own` is the folder that the index itself lies in, whose files are no sources."""
        self._known = known
        self._options = options
        self._salts = Salts(known)
        self._remembered = {entry.root: entry.selection for entry in known.values()}
        self._selections = selections_of(known, paths, options)
        self._seen: set[str] = set()
        self._stamps: dict[str, tuple[int, ...]] = {}
        self._failed: list[Unread] = []
        self._warned: list[Unread] = []
        self._unchanged = 0
        self._passed: dict[str, str] = {}
        self.changed: list[Source] = []
        apart = () if own is None else (os.path.realpath(own),)
        for found in discover(paths, selections=self._selections, apart=apart):
            if isinstance(found, Failure):
                self._failed.append(Unread(str(found.path), found.reason, found.line))
                self._seen.add(str(found.path))
            elif isinstance(found, PassedOver):
                self._passed[str(found.path)] = found.ending
            else:
                self._look_at(found, str(found.path))

    def _look_at(self, file: SourceFile, key: str) -> None:
        self._seen.add(key)
        known = self._known.get(key)
        if known is not None:  # a source stays that of the root it was added with: its ids are made of its name there
            file = replace(file, name=known.name, root=Path(known.root))
        try:
            stamp = _stamp(file.path)
            source = _source(file, key, self._options, self._options.encoding, self._selection(str(file.root)))
        except OSError as error:
            self._failed.append(_unreadable(key, error))
            return
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
            if key not in self._seen and self._is_looked_through(key) and (_is_gone(key) or self._is_left_out(key))
        ]

    def _is_looked_through(self, key: str) -> bool:
        """Whether a source is one of the named paths or lies below one."""
        return any(is_below(key, root) for root in self._selections)

    def _is_left_out(self, key: str) -> bool:
        """Whether a source is no longer wanted of its root."""
        entry = self._known[key]
        return entry.root != key and not self._selection(entry.root).takes(entry.name)

    def _selection(self, root: str) -> Selection:
        """What is wanted of a root; of one that is not looked through, what the index remembers."""
        found = self._selections.get(root)
        return self._remembered.get(root, EVERYTHING) if found is None else found

    def reselected(self) -> dict[str, SourceEntry]:
        """The known sources of which something else is wanted of their roots than before."""
        return {
            key: replace(entry, selection=self._selection(entry.root))
            for key, entry in self._known.items()
            if entry.selection != self._selection(entry.root)
        }

    def settled(self, outcome: SourceOutcome) -> SourceOutcome:
        """The outcome of a source; one that was written to since it was looked at is read anew by the next `add`."""
        source = outcome.source
        try:
            if _stamp(source.file.path) == self._stamps[source.key]:
                return outcome
        except OSError:
            pass
        odd = Failure(
            source.file.path, worded("changed while it was read; add it again to have it as it is"), warning=True
        )
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
            skipped=_counted(self._passed, self._seen | self._known.keys()),
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
            skipped=_counted(self._passed, self._seen | self._known.keys()),
            warnings=(*self._warned, *warned),
            articles=sum(outcome.articles for outcome in read),
            sections=sum(outcome.sections for outcome in read),
            endings=by_ending(read),
        )


def sources_again(
    known: Mapping[str, SourceEntry], paths: Sequence[Path], options: AddOptions, *, own: Path
) -> tuple[list[Source], list[Unread], dict[str, int]]:
    """All known sources and those that some paths name, each in its encoding, and what of them is not to be had.

    Their salts are still to be given. Last come the endings of what is passed over below the paths, with their counts.
    """
    found: dict[str, Source] = {}
    lost: list[Unread] = []
    passed: dict[str, str] = {}
    selections = selections_of(known, paths, options)

    def take(file: SourceFile, key: str, encoding: str | None, selection: Selection) -> None:
        try:
            found[key] = _source(file, key, options, encoding, selection)
        except OSError as error:
            lost.append(_unreadable(key, error))

    for entry in known.values():
        file = _file_of(entry)
        if isinstance(file, Unread):
            lost.append(file)
        else:
            selection = selections.get(entry.root, entry.selection)
            take(file, entry.path, options.encoding or entry.encoding, selection)
    for named in discover(paths, selections=selections, apart=(os.path.realpath(own),)):
        if isinstance(named, Failure):
            lost.append(Unread(str(named.path), named.reason, named.line))
        elif isinstance(named, PassedOver):
            passed[str(named.path)] = named.ending
        elif str(named.path) not in found:
            take(named, str(named.path), options.encoding, selections.get(str(named.root), EVERYTHING))
    return list(found.values()), lost, _counted(passed, found)


def _counted(passed: Mapping[str, str], sources: Container[str]) -> dict[str, int]:
    """How often each ending is passed over, the most frequent first; one that was itself named is a source."""
    counts = Counter(ending for path, ending in passed.items() if path not in sources)
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _file_of(entry: SourceEntry) -> SourceFile | Unread:
    """The file of a source under the name it has in the index."""
    if not os.path.isabs(entry.path):
        return Unread(entry.path, worded("it was read from standard input, which cannot be read again"))
    for found in discover([entry.path]):
        if isinstance(found, Failure):
            return Unread(entry.path, found.reason)
        if isinstance(found, PassedOver):
            break
        if str(found.path) != entry.path:
            break
        return replace(found, name=entry.name, root=Path(entry.root))
    return Unread(entry.path, worded("no longer a file"))


def _source(
    file: SourceFile, key: str, options: AddOptions, encoding: str | None, selection: Selection = EVERYTHING
) -> Source:
    """A file as a source; its salt is still to be given. Raises OSError."""
    digest = digest_of(file.path, encoding)
    return Source(
        file, key, digest, 0, file.path.stat().st_size, encoding, selection, options.passwords, options.memory_of_worker
    )


def _unreadable(key: str, error: OSError) -> Unread:
    return Unread(key, system_reason(error).lower())


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
    return _source(SourceFile(path, name, Format.JSONL, path), name, options, options.encoding)


def digest_of(path: Path, encoding: str | None) -> str:
    """What tells a file, with its sidecar and the encoding that is forced, if any, from what it was before."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
    beside = sidecar_of(path)
    if beside is not None:
        with beside.open("rb") as file:
            digest.update(b"\0" + hashlib.file_digest(file, "blake2b").digest())
    if encoding:
        digest.update(b"\0" + encoding.lower().encode())
    return digest.hexdigest()
