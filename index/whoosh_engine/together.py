"""Several indexes opened as if they were one: each source once, and each article with an id of its own."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from baosou.index.errors import IndexDamaged
from baosou.index.ingest.ids import parted
from baosou.index.segments.cache import RecentArrays
from baosou.index.segments.reader import Segment, recent_arrays
from baosou.index.whoosh_engine.generation import Opened, open_generation, open_segment, without


def open_together(folders: Sequence[Path]) -> list[Opened]:
    """The current generation of each folder, each once; damage says which of them it is in.

    A source that is in more than one of them is that of the first; in the others its articles count as deleted. Of
    articles that have one id the later ones get others, as within one index.
    """
    named: dict[Path, Path] = {}
    for folder in folders:
        named.setdefault(folder.resolve(), folder)
    opened, recent = [], recent_arrays()
    for folder in named.values():
        try:
            opened.append(open_generation(folder, recent))
        except IndexDamaged as error:
            error.folder = folder
            raise
    opened = without_repeats(opened, recent)
    known = np.zeros(0, dtype=np.uint64)
    for segment in (segment for each in opened for segment in each.segments):
        ids = segment.article_id.copy()
        ids[segment.live] = parted(ids[segment.live], known)
        if not np.array_equal(ids, segment.article_id):
            segment.take_ids(ids)
        known = np.concatenate((known, ids[segment.live]))
    return opened


def without_repeats(generations: Sequence[Opened], recent: RecentArrays) -> list[Opened]:
    """The generations with each source once, as the first of them has it; in the others its articles are as deleted."""
    known: set[str] = set()
    kept = []
    for each in generations:
        held = [_sources(segment) for segment in each.segments]
        segments = [
            _rest(segment, known, each, at, recent) if known & sources else segment
            for at, (segment, sources) in enumerate(zip(each.segments, held, strict=True))
        ]
        known.update(*held)
        kept.append(replace(each, segments=[segment for segment in segments if segment is not None]))
    return kept


def _sources(segment: Segment) -> Set[str]:
    """The sources of the articles that a segment has."""
    numbers = np.unique(segment.article_source[segment.live]).tolist()
    return {segment.sources[number] for number in numbers}


def _rest(segment: Segment, gone: Set[str], of: Opened, at: int, recent: RecentArrays) -> Segment | None:
    """A segment without the articles of some sources; None where it has no other."""
    deleted = without(segment, gone)
    if sum(last - first for first, last in deleted) == segment.articles:
        return None
    return open_segment(of.folder, replace(of.catalogue.segments[at], deleted=deleted), recent)
