"""The files of an index's folder: what they are called, which of them are baosou's, and how they reach the disk."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from baosou.index.errors import IndexForbidden

NAME = "catalogue.json"
LOCK = "lock"
HOLDER = "writer.json"
BUILDING = "building-"
_SEGMENT = ".seg"
_WORDBOOK = "wordbook-"
_SOURCES = "sources-"
_GENERATION = re.compile(r"(\d{1,12})(n\d+)?(\.seg|\.jsonl)?$")


def sources_name(generation: int) -> str:
    """The file of the sources of a generation."""
    return f"{_SOURCES}{generation:06d}.jsonl"


def wordbook_name(generation: int) -> str:
    """The file of the user's words that a generation adds."""
    return f"{_WORDBOOK}{generation:06d}"


def segment_name(generation: int, number: int = 0) -> str:
    """The file of a segment that a generation adds, which mostly is one."""
    return f"{generation:06d}{f'n{number}' if number else ''}{_SEGMENT}"


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


def is_own_file(path: Path) -> bool:
    """Whether a file in an index folder is one that baosou makes there."""
    name = path.name
    return (
        name in (NAME, f"{NAME}.new", LOCK, HOLDER)
        or name.startswith((_SOURCES, _WORDBOOK, BUILDING))
        or (name.endswith(_SEGMENT))
    )


def own_segment(name: Any) -> str:
    """A segment's file name; nothing outside the folder is ever opened."""
    if not isinstance(name, str) or not name.endswith(_SEGMENT) or not name.removesuffix(_SEGMENT).isalnum():
        raise ValueError(f"bad segment name {name!r}")
    return name


def own_wordbook(name: Any) -> str:
    """The file name of a wordbook; nothing outside the folder is ever opened."""
    if not isinstance(name, str) or not name.startswith(_WORDBOOK) or not name.removeprefix(_WORDBOOK).isalnum():
        raise ValueError(f"bad name of a wordbook {name!r}")
    return name


def is_there(path: Path) -> bool:
    """Whether anything has that name; raises IndexForbidden where that may not be known."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError as error:
        raise forbidden(path) from error
    return True


def forbidden(path: Path) -> IndexForbidden:
    """The error of a file that may not be read."""
    return IndexForbidden(f"{path}: permission denied; ask its owner, or name another index with --index")


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and wait until its content is on the disk."""
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
