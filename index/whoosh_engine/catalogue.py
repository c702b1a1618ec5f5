"""Which segments and sources make the index: one generation, swapped in whole.

`catalogue.json` names everything that belongs to the current generation; it is replaced by a rename after all it
names is on the disk, so a reader or a crash finds the old generation or the new one and nothing between.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from baosou.index.analysis import fingerprint
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion
from baosou.index.results import Status
from baosou.index.whoosh_engine.layout import FORMAT
from baosou.index.whoosh_engine.segment import Segment, recent_arrays

if TYPE_CHECKING:
    from baosou.index.whoosh_engine.wordbook import Wordbook

NAME = "catalogue.json"
LOCK = "lock"
HOLDER = "writer.json"
BUILDING = "building-"
_SEGMENT = ".seg"
_WORDBOOK = "wordbook-"
_OWN = "+words:"
"""What stands in the analysis of an index before the checksum of the user's words and synonyms."""
_SOURCES = "sources-"


class SegmentEntry(Struct, frozen=True):
    """A segment of the generation; `deleted` are ranges [first, last) of its articles."""

    name: str
    articles: int
    characters: int
    deleted: tuple[tuple[int, int], ...] = ()


class WordbookEntry(Struct, frozen=True):
    """The file of the user's words and synonyms of the generation, and the checksum that tells which they are."""

    name: str
    checksum: int


class SourceEntry(Struct, frozen=True):
    """A source as it was when it was indexed. `salt` parts the ids of sources of the same name in other roots.

    `unread` are its records that could not be read, as (reason, line).
    """

    path: str
    root: str
    name: str
    digest: str
    salt: int
    articles: int
    unread: tuple[tuple[str, int | None], ...] = ()


class Catalogue(Struct, frozen=True):
    """One generation of an index."""

    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    source_count: int = 0
    updated: str | None = None
    wordbook: WordbookEntry | None = None
    format: int = FORMAT

    @property
    def analysis(self) -> str:
        """Names what text and queries of this generation are analysed with, the user's words included."""
        return fingerprint() + ("" if self.wordbook is None else f"{_OWN}{self.wordbook.checksum:08x}")

    def next(self, segments: tuple[SegmentEntry, ...], *, wordbook: WordbookEntry | None) -> Catalogue:
        """The generation after this one, with the same sources."""
        return replace(self, generation=self.generation + 1, segments=segments, wordbook=wordbook)

    def status(self, folder: Path) -> Status:
        """What the catalogue alone tells of the index's status."""
        return Status(
            location=str(folder),
            sources=self.source_count,
            articles=0,
            sections=0,
            characters=0,
            bytes=sum(_size(folder / name) for name in self.names()),
            format=self.format,
            analysis=self.analysis,
            fields=(),
            updated=self.updated,
            segments=len(self.segments),
            deleted=0,
        )

    def _wordbook_names(self) -> tuple[str, ...]:
        return () if self.wordbook is None else (self.wordbook.name,)

    def names(self) -> set[str]:
        """The files of the generation."""
        return {NAME, _sources_name(self.generation), *self._wordbook_names(), *(e.name for e in self.segments)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a writer has replaced the generation since
        return 0


def _sources_name(generation: int) -> str:
    return f"{_SOURCES}{generation:06d}.jsonl"


def wordbook_name(generation: int) -> str:
    """The file of the user's words that a generation adds."""
    return f"{_WORDBOOK}{generation:06d}"


def segment_name(generation: int, number: int = 0) -> str:
    """The file of a segment that a generation adds, which mostly is one."""
    return f"{generation:06d}{f'n{number}' if number else ''}{_SEGMENT}"


def read_catalogue(folder: Path, *, sources: bool = False) -> Catalogue:
    """The current generation; its sources only on request. Raises IndexMissing, IndexDamaged or IndexVersion."""
    path = folder / NAME
    try:
        data = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"no index at {folder}; make one with: baosou add PATH... --index {folder}") from error
    except OSError as error:
        raise IndexDamaged(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise IndexDamaged(f"{path}: damaged; it is not the JSON that was written") from error
    return _catalogue(folder, data, sources)


def _catalogue(folder: Path, data: Any, sources: bool) -> Catalogue:
    path = folder / NAME
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        raise IndexDamaged(f"{path}: damaged; it names no format")
    analysis, own, checksum = str(data.get("analysis")).partition(_OWN)
    if data["format"] != FORMAT or analysis != fingerprint():
        raise IndexVersion(
            f"{folder} was made by another version of baosou; make it anew in an empty folder: "
            f"baosou add PATH... --index DIR"
        )
    try:
        entries = tuple(
            SegmentEntry(
                _own_name(e["name"]),
                int(e["articles"]),
                int(e["characters"]),
                tuple((int(a), int(b)) for a, b in e["deleted"]),
            )
            for e in data["segments"]
        )
        wordbook = WordbookEntry(_own_wordbook(data["wordbook"]), int(checksum, 16)) if own else None
        generation, count = int(data["generation"]), int(data["source_count"])
        updated = data["updated"] if data["updated"] is None else str(data["updated"])
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{path}: damaged ({error})") from error
    known = read_sources(folder, generation) if sources else {}
    return Catalogue(generation, entries, known, count, updated, wordbook)


def _own_name(name: Any) -> str:
    """A segment's file name; nothing outside the folder is ever opened."""
    if not isinstance(name, str) or not name.endswith(_SEGMENT) or not name.removesuffix(_SEGMENT).isalnum():
        raise ValueError(f"bad segment name {name!r}")
    return name


def _own_wordbook(name: Any) -> str:
    """The file name of a wordbook; nothing outside the folder is ever opened."""
    if not isinstance(name, str) or not name.startswith(_WORDBOOK) or not name.removeprefix(_WORDBOOK).isalnum():
        raise ValueError(f"bad name of a wordbook {name!r}")
    return name


def read_sources(folder: Path, generation: int) -> dict[str, SourceEntry]:
    """The sources of a generation by their absolute path."""
    path = folder / _sources_name(generation)
    if generation == 0:
        return {}
    sources = {}
    try:
        for line in path.read_text("utf-8", "surrogateescape").splitlines():
            values = json.loads(line)
            values["unread"] = tuple((str(reason), number) for reason, number in values["unread"])
            entry = SourceEntry(**values)
            sources[entry.path] = entry
    except OSError as error:
        raise IndexDamaged(f"{path}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"{path}: damaged ({error})") from error
    return sources


def commit(folder: Path, catalogue: Catalogue) -> None:
    """Make a generation the current one; what its segments hold must be on the disk already.

    The names of all new files reach the disk before the catalogue that names them, and that before anything it no
    longer names is removed.
    """
    lines = (json.dumps(asdict(entry)) for _, entry in sorted(catalogue.sources.items()))
    _write_durably(folder / _sources_name(catalogue.generation), "".join(f"{line}\n" for line in lines))
    values = asdict(catalogue)
    del values["sources"]
    values["segments"] = [asdict(segment) for segment in catalogue.segments]
    values["wordbook"] = None if catalogue.wordbook is None else catalogue.wordbook.name
    values["analysis"] = catalogue.analysis
    values["source_count"] = len(catalogue.sources)
    values["updated"] = datetime.now(UTC).isoformat(timespec="seconds")
    new = folder / f"{NAME}.new"
    _write_durably(new, json.dumps(values, indent=1))
    sync(folder)
    new.replace(folder / NAME)
    sync(folder)
    collect(folder, catalogue)


def _write_durably(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # never through a link that stands in its place
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Wait until a file, or a folder's entries, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def collect(folder: Path, catalogue: Catalogue) -> None:
    """Remove what no longer belongs to the index: older generations and leftovers of dead writers."""
    kept = {LOCK, HOLDER} | catalogue.names()
    for path in folder.iterdir():
        if path.name not in kept and is_own_file(path) and not path.is_dir():
            with suppress(FileNotFoundError):
                path.unlink()


def is_own_file(path: Path) -> bool:
    """Whether a file in an index folder is one that baosou makes there."""
    name = path.name
    return (
        name in (NAME, f"{NAME}.new", LOCK, HOLDER)
        or name.startswith((_SOURCES, _WORDBOOK, BUILDING))
        or (name.endswith(_SEGMENT))
    )


class Opened(Struct, frozen=True):
    """A generation with its files mapped."""

    catalogue: Catalogue
    segments: list[Segment]
    wordbook: Wordbook | None


def open_generation(folder: Path) -> Opened:
    """The current generation with its files mapped.

    A writer may replace the generation between the reading of its catalogue and the opening of its files; then
    the newer one is opened.
    """
    catalogue = read_catalogue(folder)
    while True:
        try:
            recent = recent_arrays()
            segments = [Segment(folder / entry.name, entry.deleted, recent) for entry in catalogue.segments]
            return Opened(catalogue, segments, _open_wordbook(folder, catalogue.wordbook))
        except IndexDamaged:
            newer = read_catalogue(folder)
            if newer.generation == catalogue.generation:
                raise
            catalogue = newer


def _open_wordbook(folder: Path, entry: WordbookEntry | None) -> Wordbook | None:
    if entry is None:
        return None
    from baosou.index.whoosh_engine.wordbook import Wordbook  # most indexes do without

    return Wordbook(folder / entry.name, entry.checksum)


def new_entry(segment: Segment) -> SegmentEntry:
    """The entry of a segment just written."""
    return SegmentEntry(segment.path.name, segment.articles, int(segment.file.json("totals")["characters"]))


def live_articles(entries: Iterable[SegmentEntry]) -> int:
    """How many articles of the segments are not deleted."""
    return sum(entry.articles - sum(last - first for first, last in entry.deleted) for entry in entries)
