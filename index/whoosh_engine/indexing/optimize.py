"""Makes an index as small and fast as it gets: one segment, as far as memory allows, without what is deleted."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from baosou.index.reports import OptimizeSummary
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.generation import open_segment
from baosou.index.whoosh_engine.indexing.index_writer import Writer
from baosou.index.whoosh_engine.storage.catalogue import SegmentEntry, live_articles, read_catalogue
from baosou.index.whoosh_engine.storage.lock import locked


def optimize(folder: Path, *, jobs: int, memory_mb: int, wait: float, dry_run: bool, sizes: Sizes) -> OptimizeSummary:
    """See `index.backend.Backend.optimize`."""
    started = time.monotonic()
    with locked(folder, wait=wait) as current:
        for entry in current.segments:
            open_segment(folder, entry)  # raises where one is lost or damaged
        before = _bytes(folder, current.segments)
        writer = Writer(folder, current, jobs=jobs, memory_mb=memory_mb, sizes=sizes)
        after = writer.optimized()
        worthwhile = after < len(current.segments) or any(entry.deleted for entry in current.segments)
        if worthwhile and not dry_run:
            writer.commit(optimize=True)
        segments = current.segments if dry_run else read_catalogue(folder).segments
        return OptimizeSummary(
            segments_before=len(current.segments),
            segments_after=after,
            deleted=sum(entry.articles for entry in current.segments) - live_articles(current.segments),
            bytes_before=before,
            bytes_after=_bytes(folder, segments),
            seconds=round(time.monotonic() - started, 3),
            dry_run=dry_run,
        )


def _bytes(folder: Path, segments: Iterable[SegmentEntry]) -> int:
    return sum((folder / entry.name).stat().st_size for entry in segments)
