"""The door to an index: open it to search, add sources to it, remove them.

A location is a folder (made when something is added) or, for engines on a server, a URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from baosou.index.engine import Engine
from baosou.index.results import AddSummary


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an `add` has come: bytes of sources done of all found so far, and the source at hand."""

    done: int
    total: int
    sources: int
    articles: int
    path: str


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add: `jobs` workers (None: the processors), `memory_mb` for all of them together."""

    encoding: str | None = None
    jobs: int | None = None
    prune: bool = False
    dry_run: bool = False
    memory_mb: int = 512
    wait: float = 0.0


def open_engine(location: str) -> Engine:
    """Open an index for searching; raises IndexMissing, IndexDamaged or IndexVersion."""
    raise NotImplementedError


def add(
    location: str,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> AddSummary:
    """Index files and folders (and JSON Lines from `records`); again is an update. Raises IndexLocked."""
    raise NotImplementedError


def remove(location: str, paths: Iterable[Path], *, wait: float = 0.0, dry_run: bool = False) -> AddSummary:
    """Remove sources by path; a folder removes everything below it. Raises IndexMissing, IndexLocked."""
    raise NotImplementedError
