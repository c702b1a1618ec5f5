"""One writer at a time: a lock of the operating system, which dies with its holder, and a note of who that is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from baosou.index.errors import IndexLocked
from baosou.index.whoosh_engine.catalogue import HOLDER, LOCK


@contextmanager
def write_lock(folder: Path, *, wait: float) -> Iterator[None]:
    """Hold the folder's write lock; raises IndexLocked, naming the holder, after `wait` seconds."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexLocked(f"{folder} is being written{_holder(folder)}; wait for it with --wait S") from error
    try:
        note = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        (folder / HOLDER).write_text(json.dumps(note), encoding="utf-8")
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        note = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return f" by process {int(note['pid'])} since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
