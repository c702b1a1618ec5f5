"""One writer at a time: a lock of the operating system, which dies with its holder, and a note of who that is."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from baosou.corpus.errors import BaosouError, system_reason, worded
from baosou.index.errors import IndexDamaged, IndexLocked, IndexMissing, IndexVersion
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, collect, read_catalogue
from baosou.index.whoosh_engine.storage.files import BUILDING, HOLDER, LOCK, NAME, is_there, read_content

_LONGEST_NOTE = 1000
"""Bytes of the note of who is writing, at most."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def locked(folder: Path, *, wait: float) -> Iterator[Catalogue]:
    """Hold the write lock of an index that is there; gives its catalogue. Raises IndexMissing, IndexLocked."""
    if not is_there(folder / NAME):
        read_catalogue(folder)  # says what is missing; a lock would make a folder of none
    with write_lock(folder, wait=wait):
        yield read_catalogue(folder, sources=True)


@contextmanager
def write_lock(folder: Path, *, wait: float) -> Iterator[None]:
    """Hold the folder's write lock; raises IndexLocked, naming the holder, after `wait` seconds.

    Where the disk has no room for what the body writes, BaosouError says so.

    What dead writers left is removed before the body runs, and what the body leaves where it fails after it: on a
    full disk that is the room which the next try needs.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexLocked(_held(folder)) from error
    except OSError as error:
        raise BaosouError(
            worded(
                "{folder}: the index cannot be written: {reason}",
                folder=folder,
                reason=system_reason(error).lower(),
            )
        ) from error
    try:
        _sign(folder)
        sweep(folder)
        try:
            yield
        except BaseException as error:
            with suppress(OSError):
                sweep(folder)
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                reason = system_reason(error).lower()
                raise BaosouError(
                    worded("{folder}: {reason}; the index is as it was last committed", folder=folder, reason=reason)
                ) from error
            raise
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def sweep(folder: Path) -> None:
    """Remove what belongs to no generation: segments in the making, and files that no catalogue came to name.

    Where the catalogue cannot be read, nothing that it may name is removed. The caller holds the write lock.
    """
    for path in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)
    try:
        current = read_catalogue(folder)
    except IndexMissing:
        current = Catalogue()
    except (IndexDamaged, IndexVersion):
        return
    collect(folder, current)


def _sign(folder: Path) -> None:
    """Leave word of who is writing; where there is no room for it, others are told less."""
    note = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    with suppress(OSError):
        (folder / HOLDER).unlink(missing_ok=True)
        with (folder / HOLDER).open("x", encoding="utf-8") as file:
            file.write(json.dumps(note))


def _held(folder: Path) -> str:
    """That somebody else is writing, and who, where that is known."""
    try:
        note = json.loads(read_content(folder / HOLDER, most=_LONGEST_NOTE))
        process, since = int(note["pid"]), str(note["since"])[:40]
    except (BaosouError, KeyError, RecursionError, TypeError, ValueError):
        return worded("{folder} is being written; wait for it with --wait S", folder=folder)
    told = "{folder} is being written by process {process} since {since}; wait for it with --wait S"
    return worded(told, folder=folder, process=process, since=since)
