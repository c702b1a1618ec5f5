"""Which segments and sources make the index: one generation, swapped in whole.

`catalogue.json` names everything that belongs to the current generation; it is replaced by a rename after all it
names is on the disk, so a reader or a crash finds the old generation or the new one and nothing between.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from baosou.index.analysis import fingerprint
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion
from baosou.index.results import Status
from baosou.index.whoosh_engine import sealing
from baosou.index.whoosh_engine.layout import FORMAT
from baosou.index.whoosh_engine.recent import RecentArrays
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
_GENERATION = re.compile(r"(\d{1,12})(n\d+)?(\.seg|\.jsonl)?$")
_LONGEST = 1 << 28
"""Bytes of a catalogue at most: some twenty for each range of deleted articles."""


class SegmentEntry(Struct, frozen=True):
    """A segment of the generation; `deleted` are ranges [first, last) of its articles.

    The checksum is that of the file's directory, which has those of all its arrays.
    """

    name: str
    articles: int
    characters: int
    checksum: int
    deleted: tuple[tuple[int, int], ...] = ()


class WordbookEntry(Struct, frozen=True):
    """The file of the user's words and synonyms of the generation, and the checksum that tells which they are."""

    name: str
    checksum: int


class SourceEntry(Struct, frozen=True):
    """A source as it was when it was indexed. `salt` parts the ids of sources of the same name in other roots.

    `unread` are its records that could not be read, as (reason, line); `encoding` is the one that was forced.
    """

    path: str
    root: str
    name: str
    digest: str
    salt: int
    articles: int
    unread: tuple[tuple[str, int | None], ...] = ()
    encoding: str | None = None


class Catalogue(Struct, frozen=True):
    """One generation of an index."""

    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    source_count: int = 0
    updated: str | None = None
    wordbook: WordbookEntry | None = None
    sources_checksum: int = 0
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
        return {NAME, sources_name(self.generation), *self._wordbook_names(), *(e.name for e in self.segments)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a writer has replaced the generation since
        return 0


def sources_name(generation: int) -> str:
    """The file of the sources of a generation."""
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
    if not os.path.lexists(path):
        if newest_generation(folder) > 1:
            raise IndexDamaged(f"{path} is missing")
        raise IndexMissing(f"no index at {folder}; make one with: baosou add PATH... --index {folder}")
    content = sealing.read(path, most=_LONGEST)
    try:
        data = json.loads(content)
    except (RecursionError, ValueError) as error:
        raise IndexDamaged(f"{path} is damaged: it is not the JSON that was written") from error
    if not isinstance(data, dict) or type(data.get("format")) is not int:
        raise IndexDamaged(f"{path} is damaged: it names no format")
    sound = sealing.is_sound(content)
    if sound is False or (sound is None and data["format"] == FORMAT):
        raise IndexDamaged(f"{path} is damaged: its checksum is another")
    return _catalogue(folder, data, sources)


def newest_generation(folder: Path) -> int:
    """The newest generation that any file in a folder is of; 0 where there is none."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return 0
    numbers = (_GENERATION.match(name.removeprefix(_SOURCES).removeprefix(_WORDBOOK)) for name in names)
    return max((int(number[1]) for number in numbers if number), default=0)


def newest_file(folder: Path, named: Callable[[int], str]) -> Path | None:
    """The file of a kind that is of the newest generation."""
    first = named(0).partition("0")[0]
    found = [path for path in folder.iterdir() if path.name.startswith(first) and path.is_file()]
    return max(found, key=lambda path: path.name, default=None)


def _catalogue(folder: Path, data: dict[str, Any], sources: bool) -> Catalogue:
    path = folder / NAME
    analysis, own, checksum = str(data.get("analysis")).partition(_OWN)
    if data["format"] > FORMAT:
        raise IndexVersion(
            f"{folder} was made by a newer version of baosou (format {data['format']}, this one reads {FORMAT}); "
            f"update baosou, or make the index anew with: baosou add --rebuild --index {folder}"
        )
    if data["format"] != FORMAT or analysis != fingerprint():
        raise IndexVersion(
            f"{folder} was made by another version of baosou; make it anew with: baosou add --rebuild --index {folder}"
        )
    try:
        entries = tuple(map(_segment_entry, data["segments"]))
        if len({entry.name for entry in entries}) != len(entries):
            raise ValueError("a segment is named twice")
        wordbook = WordbookEntry(_own_wordbook(data["wordbook"]), int(checksum, 16)) if own else None
        generation, count = _number(data["generation"]), _number(data["source_count"])
        updated = data["updated"] if data["updated"] is None else str(data["updated"])
        sources_checksum = _number(data["sources_checksum"])
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{path} is damaged ({error})") from error
    known = read_sources(folder, generation, checksum=sources_checksum) if sources else {}
    return Catalogue(generation, entries, known, count, updated, wordbook, sources_checksum)


def _segment_entry(values: Any) -> SegmentEntry:
    articles = _number(values["articles"])
    deleted = tuple((_number(first), _number(last)) for first, last in values["deleted"])
    ends = [0, *(last for _, last in deleted)]
    if any(not end <= first < last for end, (first, last) in zip(ends, deleted, strict=False)) or ends[-1] > articles:
        raise ValueError(f"what is deleted of {values['name']!r} makes no sense")
    return SegmentEntry(
        _own_name(values["name"]), articles, _number(values["characters"]), _number(values["checksum"]), deleted
    )


def _number(value: Any) -> int:
    """A number from 0 on, of at most 64 bits."""
    if type(value) is not int or not 0 <= value < 1 << 64:
        raise ValueError(f"no number: {str(value)[:20]!r}")
    return value


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


def read_sources(folder: Path, generation: int, *, checksum: int | None = None) -> dict[str, SourceEntry]:
    """The sources of a generation by their absolute path; raises IndexDamaged, also where the checksum is another."""
    return {} if generation == 0 else sources_in(folder / sources_name(generation), checksum=checksum)


def require_sources(folder: Path, catalogue: Catalogue) -> None:
    """Verify the list of sources, without reading any of it; raises IndexDamaged."""
    if not catalogue.generation:
        return
    try:
        _listed(folder / sources_name(catalogue.generation), catalogue.sources_checksum)
    except IndexDamaged:
        if read_catalogue(folder).generation == catalogue.generation:
            raise
        # a writer has replaced the generation since, and with it the list


def _listed(path: Path, checksum: int | None) -> bytes:
    content = sealing.read(path)
    if checksum is not None and zlib.crc32(content) != checksum:
        raise IndexDamaged(f"{path} is damaged: its checksum is another")
    return content


def sources_in(path: Path, *, checksum: int | None = None) -> dict[str, SourceEntry]:
    """The sources that a file lists; see `read_sources`."""
    content = _listed(path, checksum)
    sources = {}
    at = 0
    try:
        for line in content.splitlines(keepends=True):
            entry = _source_entry(json.loads(line))
            sources[entry.path] = entry
            at += len(line)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{path} is damaged at byte {at}") from error
    return sources


def _source_entry(values: Any) -> SourceEntry:
    texts = [values[name] for name in ("path", "root", "name", "digest")]
    encoding = values.get("encoding")
    if not all(isinstance(text, str) for text in texts) or not isinstance(encoding, str | None):
        raise TypeError("no text")
    path, root, name, digest = texts
    unread = tuple((str(reason), None if line is None else _number(line)) for reason, line in values["unread"])
    return SourceEntry(path, root, name, digest, _number(values["salt"]), _number(values["articles"]), unread, encoding)


def commit(folder: Path, catalogue: Catalogue) -> None:
    """Make a generation the current one; what its segments hold must be on the disk already.

    The names of all new files reach the disk before the catalogue that names them, and that before anything it no
    longer names is removed.
    """
    lines = (json.dumps(asdict(entry)) for _, entry in sorted(catalogue.sources.items()))
    listed = "".join(f"{line}\n" for line in lines).encode()
    _write_durably(folder / sources_name(catalogue.generation), listed)
    values = asdict(catalogue)
    del values["sources"]
    values["segments"] = [asdict(segment) for segment in catalogue.segments]
    values["wordbook"] = None if catalogue.wordbook is None else catalogue.wordbook.name
    values["analysis"] = catalogue.analysis
    values["source_count"] = len(catalogue.sources)
    values["sources_checksum"] = zlib.crc32(listed)
    values["updated"] = datetime.now(UTC).isoformat(timespec="seconds")
    new = folder / f"{NAME}.new"
    _write_durably(new, sealing.sealed(values))
    sync(folder)
    new.replace(folder / NAME)
    sync(folder)
    collect(folder, catalogue)


def _write_durably(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # never through a link that stands in its place
    with path.open("xb") as file:
        file.write(content)
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
            segments = [open_segment(folder, entry, recent) for entry in catalogue.segments]
            return Opened(catalogue, segments, _open_wordbook(folder, catalogue.wordbook))
        except IndexDamaged:
            newer = read_catalogue(folder)
            if newer.generation == catalogue.generation:
                raise
            catalogue = newer


def open_segment(folder: Path, entry: SegmentEntry, recent: RecentArrays | None = None) -> Segment:
    """A segment of the generation; raises IndexDamaged where the file is not the one that was written."""
    segment = Segment(folder / entry.name, entry.deleted, recent)
    if segment.file.checksum != entry.checksum or segment.articles != entry.articles:
        raise IndexDamaged(f"{segment.path}: not the segment that this index was written with")
    return segment


def _open_wordbook(folder: Path, entry: WordbookEntry | None) -> Wordbook | None:
    if entry is None:
        return None
    from baosou.index.whoosh_engine.wordbook import Wordbook  # most indexes do without

    return Wordbook(folder / entry.name, entry.checksum)


def new_entry(segment: Segment) -> SegmentEntry:
    """The entry of a segment just written."""
    characters = int(segment.file.json("totals")["characters"])
    return SegmentEntry(segment.path.name, segment.articles, characters, segment.file.checksum)


def live_articles(entries: Iterable[SegmentEntry]) -> int:
    """How many articles of the segments are not deleted."""
    return sum(entry.articles - sum(last - first for first, last in entry.deleted) for entry in entries)
