"""The door to an index: open it to search, add sources to it, remove them.

A location is a folder (made when something is added) or, for engines on a server, a URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from baosou.corpus.errors import BaosouError
from baosou.index.adding import AddOptions, Progress
from baosou.index.engine import Engine
from baosou.index.results import AddSummary

__all__ = ["AddOptions", "Progress", "add", "open_engine", "remove"]


def _folder(location: str) -> Path:
    """The folder of an embedded index; raises BaosouError for what is no folder."""
    if "://" in location:
        raise BaosouError(f"{location}: only folders can hold an index; no engine for servers is installed")
    return Path(location).expanduser().absolute()


def open_engine(location: str) -> Engine:
    """Open an index for searching; raises IndexMissing, IndexDamaged or IndexVersion."""
    from baosou.index.whoosh_engine.engine import WhooshEngine

    return WhooshEngine(_folder(location))


def add(
    location: str,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> AddSummary:
    """Index files and folders (and JSON Lines from `records`); again is an update. Raises IndexLocked."""
    from baosou.index.whoosh_engine import indexing

    return indexing.add(_folder(location), paths, options, records=records, progress=progress)


def remove(location: str, paths: Iterable[Path], *, wait: float = 0.0, dry_run: bool = False) -> AddSummary:
    """Remove sources by path; a folder removes everything below it. Raises IndexMissing, IndexLocked."""
    from baosou.index.whoosh_engine import indexing

    return indexing.remove(_folder(location), paths, wait=wait, dry_run=dry_run)
