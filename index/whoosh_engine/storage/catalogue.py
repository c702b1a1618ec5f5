"""Which segments and sources make the index: one generation, swapped in whole.

`catalogue.json` names everything that belongs to the current generation; it is replaced by a rename after all it
names is on the disk, so a reader or a crash finds the old generation or the new one and nothing between.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from baosou.corpus.errors import worded
from baosou.index.analysis.analyzer import fingerprint
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion
from baosou.index.whoosh_engine.storage.files import (
    HOLDER,
    LOCK,
    NAME,
    is_own_file,
    is_sound,
    is_there,
    newest_generation,
    number,
    own_names,
    own_segment,
    own_wordbook,
    read_content,
    sealed,
    sources_name,
    sync,
    write_durably,
)

if TYPE_CHECKING:
    from baosou.index.ingest.sources import SourceEntry
    from baosou.index.reports import Status

FORMAT = 12
"""Of segments and catalogues together: an index of another one is made anew."""

_OWN = "+words:"
"""What stands in the analysis of an index before the checksum of the user's words and synonyms."""
_LONGEST = 1 << 28
"""Bytes of a catalogue at most: some twenty for each range of deleted articles."""


class NamesEntry(Struct, frozen=True):
    """The file of the names in a segment, and the checksum of its directory."""

    name: str
    checksum: int


class SegmentEntry(Struct, frozen=True):
    """A segment of the generation; `deleted` are ranges [first, last) of its articles.

    The checksum is that of the file's directory, which has those of all its arrays. `names` is there where articles
    of it were searched for names.
    """

    name: str
    articles: int
    characters: int
    checksum: int
    deleted: tuple[tuple[int, int], ...] = ()
    names: NamesEntry | None = None


class WordbookEntry(Struct, frozen=True):
    """The file of the user's words and synonyms of the generation, and the checksum that tells which they are."""

    name: str
    checksum: int


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
        from baosou.index.reports import Status  # a search asks for none

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
            generation=self.generation,
        )

    def _wordbook_names(self) -> tuple[str, ...]:
        return () if self.wordbook is None else (self.wordbook.name,)

    def names(self) -> set[str]:
        """The files of the generation."""
        segments = {each.name for each in self.segments}
        names = {each.names.name for each in self.segments if each.names is not None}
        return {NAME, sources_name(self.generation), *self._wordbook_names(), *segments, *names}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a writer has replaced the generation since
        return 0


def read_catalogue(folder: Path, *, sources: bool = False) -> Catalogue:
    """The current generation; its sources only on request.

    Raises IndexMissing, IndexDamaged, IndexForbidden or IndexVersion.
    """
    path = folder / NAME
    if not is_there(path):
        if newest_generation(folder) > 1:
            raise IndexDamaged(worded("{path} is missing", path=path))
        raise IndexMissing(
            worded("no index at {folder}; make one with: baosou add PATH... --index {folder}", folder=folder)
        )
    content = read_content(path, most=_LONGEST)
    try:
        data = json.loads(content)
    except (RecursionError, ValueError) as error:
        raise IndexDamaged(worded("{path} is damaged: it is not the JSON that was written", path=path)) from error
    if not isinstance(data, dict) or type(data.get("format")) is not int:
        raise IndexDamaged(worded("{path} is damaged: it names no format", path=path))
    sound = is_sound(content)
    if sound is False or (sound is None and data["format"] == FORMAT):
        raise IndexDamaged(worded("{path} is damaged: its checksum is another", path=path))
    return _catalogue(folder, data, sources)


def _catalogue(folder: Path, data: dict[str, Any], sources: bool) -> Catalogue:
    path = folder / NAME
    analysis, own, checksum = str(data.get("analysis")).partition(_OWN)
    if data["format"] > FORMAT:
        raise IndexVersion(
            worded(
                "{folder} was made by a newer version of baosou (format {format}, this one reads {own}); "
                "update baosou, or make the index anew with: baosou add --rebuild --index {folder}",
                folder=folder,
                format=data["format"],
                own=FORMAT,
            )
        )
    if data["format"] != FORMAT or analysis != fingerprint():
        raise IndexVersion(
            worded(
                "{folder} was made by another version of baosou; "
                "make it anew with: baosou add --rebuild --index {folder}",
                folder=folder,
            )
        )
    try:
        entries = tuple(map(_segment_entry, data["segments"]))
        if len({entry.name for entry in entries}) != len(entries):
            raise ValueError("a segment is named twice")
        wordbook = WordbookEntry(own_wordbook(data["wordbook"]), int(checksum, 16)) if own else None
        generation, count = number(data["generation"]), number(data["source_count"])
        updated = data["updated"] if data["updated"] is None else str(data["updated"])
        sources_checksum = number(data["sources_checksum"])
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(worded("{path} is damaged ({error})", path=path, error=error)) from error
    current = Catalogue(generation, entries, {}, count, updated, wordbook, sources_checksum)
    if not sources:
        return current
    from baosou.index.whoosh_engine.storage.source_list import read_sources  # searches do without

    return replace(current, sources=read_sources(folder, generation, checksum=sources_checksum))


def _segment_entry(values: Any) -> SegmentEntry:
    articles = number(values["articles"])
    deleted = tuple((number(first), number(last)) for first, last in values["deleted"])
    ends = [0, *(last for _, last in deleted)]
    if any(not end <= first < last for end, (first, last) in zip(ends, deleted, strict=False)) or ends[-1] > articles:
        raise ValueError(f"what is deleted of {values['name']!r} makes no sense")
    named = values.get("names")
    names = None if named is None else NamesEntry(own_names(named["name"]), number(named["checksum"]))
    return SegmentEntry(
        own_segment(values["name"]), articles, number(values["characters"]), number(values["checksum"]), deleted, names
    )


def require_sources(folder: Path, catalogue: Catalogue) -> None:
    """Verify the list of sources, without reading any of it; raises IndexDamaged."""
    if not catalogue.generation:
        return
    from baosou.index.whoosh_engine.storage.source_list import listed

    try:
        listed(folder / sources_name(catalogue.generation), catalogue.sources_checksum)
    except IndexDamaged:
        if read_catalogue(folder).generation == catalogue.generation:
            raise
        # a writer has replaced the generation since, and with it the list


def commit(folder: Path, catalogue: Catalogue) -> None:
    """Make a generation the current one; what its segments hold must be on the disk already.

    The names of all new files reach the disk before the catalogue that names them, and that before anything it no
    longer names is removed.
    """
    from baosou.index.whoosh_engine.storage.source_list import listing

    listed = listing(catalogue.sources)
    write_durably(folder / sources_name(catalogue.generation), listed)
    values = asdict(catalogue)
    del values["sources"]
    values["segments"] = list(map(_segment_values, catalogue.segments))
    values["wordbook"] = None if catalogue.wordbook is None else catalogue.wordbook.name
    values["analysis"] = catalogue.analysis
    values["source_count"] = len(catalogue.sources)
    values["sources_checksum"] = zlib.crc32(listed)
    values["updated"] = datetime.now(UTC).isoformat(timespec="seconds")
    new = folder / f"{NAME}.new"
    write_durably(new, sealed(values))
    sync(folder)
    new.replace(folder / NAME)
    sync(folder)
    collect(folder, catalogue)


def _segment_values(entry: SegmentEntry) -> dict[str, Any]:
    values = asdict(entry)
    if entry.names is None:
        del values["names"]
    else:
        values["names"] = asdict(entry.names)
    return values


def collect(folder: Path, catalogue: Catalogue) -> None:
    """Remove what no longer belongs to the index: older generations and leftovers of dead writers."""
    kept = {LOCK, HOLDER} | catalogue.names()
    for path in folder.iterdir():
        if path.name not in kept and is_own_file(path) and not path.is_dir():
            with suppress(FileNotFoundError):
                path.unlink()


def live_articles(entries: Iterable[SegmentEntry]) -> int:
    """How many articles of the segments are not deleted."""
    return sum(entry.articles - sum(last - first for first, last in entry.deleted) for entry in entries)
