"""A generation of an index with its files mapped."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from baosou.corpus.errors import worded
from baosou.index.errors import IndexDamaged
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.cache import RecentArrays
from baosou.index.segments.reader import Segment, recent_arrays
from baosou.index.whoosh_engine.storage.catalogue import (
    Catalogue,
    SegmentEntry,
    WordbookEntry,
    read_catalogue,
    require_sources,
)

if TYPE_CHECKING:
    from baosou.index.reports import Status
    from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook


class Opened(Struct, frozen=True):
    """A generation with its files mapped."""

    folder: Path
    catalogue: Catalogue
    segments: list[Segment]
    wordbook: Wordbook | None

    def files(self) -> list[ArrayFile]:
        """The files besides the segments."""
        return [] if self.wordbook is None else [self.wordbook.file]

    def status(self) -> Status:
        """What the catalogue alone tells of the index's status; raises IndexDamaged for its list of sources."""
        require_sources(self.folder, self.catalogue)
        return self.catalogue.status(self.folder)

    def is_current(self) -> bool:
        """Whether no writer has made another generation since."""
        return read_catalogue(self.folder) == self.catalogue


def open_generation(folder: Path, recent: RecentArrays | None = None) -> Opened:
    """The current generation with its files mapped.

    A writer may replace the generation between the reading of its catalogue and the opening of its files; then
    the newer one is opened.
    """
    catalogue = read_catalogue(folder)
    recent = recent_arrays() if recent is None else recent
    while True:
        try:
            segments = [open_segment(folder, entry, recent) for entry in catalogue.segments]
            return Opened(folder, catalogue, segments, _open_wordbook(folder, catalogue.wordbook))
        except IndexDamaged:
            newer = read_catalogue(folder)
            if newer.generation == catalogue.generation:
                raise
            catalogue = newer


def open_segment(folder: Path, entry: SegmentEntry, recent: RecentArrays | None = None) -> Segment:
    """A segment of the generation; raises IndexDamaged where the file is not the one that was written."""
    segment = Segment(folder / entry.name, entry.deleted, recent)
    if segment.file.checksum != entry.checksum or segment.articles != entry.articles:
        raise IndexDamaged(worded("{path}: not the segment that this index was written with", path=segment.path))
    if entry.names is not None:
        from baosou.index.segments.enriched import Enriched  # most indexes do without

        segment.enriched = Enriched(folder / entry.names.name, segment.articles, entry.names.checksum)
    return segment


def without(segment: Segment, sources: Set[str]) -> tuple[tuple[int, int], ...]:
    """What is deleted of a segment, as a catalogue has it, once the articles of these sources are too."""
    numbers = [number for number, key in enumerate(segment.sources) if key in sources]
    dead = ~segment.live | np.isin(segment.article_source, numbers)
    edges = np.flatnonzero(np.diff(dead, prepend=False, append=False)).tolist()
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _open_wordbook(folder: Path, entry: WordbookEntry | None) -> Wordbook | None:
    if entry is None:
        return None
    from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook  # most indexes do without

    return Wordbook(folder / entry.name, entry.checksum)


def new_entry(segment: Segment) -> SegmentEntry:
    """The entry of a segment just written."""
    characters = int(segment.file.json("totals")["characters"])
    return SegmentEntry(segment.path.name, segment.articles, characters, segment.file.checksum)
