"""The files of an index's folder: what they are called, which are baosou's, how they are opened and reach the disk.

Small ones are JSON that carries its own checksum as its last member.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from baosou.corpus.errors import system_reason, worded
from baosou.index.errors import IndexDamaged
from baosou.index.segments.array_file import forbidden, open_regular

NAME = "catalogue.json"
LOCK = "lock"
HOLDER = "writer.json"
BUILDING = "building-"
_SEGMENT = ".seg"
NAMES = ".names"
_WORDBOOK = "wordbook-"
_SOURCES = "sources-"
_GENERATION = re.compile(r"(\d{1,12})(n\d+)?(\.seg|\.names|\.jsonl)?$")
_SEAL = re.compile(rb',"checksum":"([0-9a-f]{8})"\}\n')
_SEAL_BYTES = 24


def sources_name(generation: int) -> str:
    """The file of the sources of a generation."""
    return f"{_SOURCES}{generation:06d}.jsonl"


def wordbook_name(generation: int) -> str:
    """The file of the user's words that a generation adds."""
    return f"{_WORDBOOK}{generation:06d}"


def segment_name(generation: int, number: int = 0) -> str:
    """The file of a segment that a generation adds, which mostly is one."""
    return f"{generation:06d}{f'n{number}' if number else ''}{_SEGMENT}"


def names_name(generation: int, number: int = 0) -> str:
    """The file of the names in a segment that a generation adds."""
    return f"{generation:06d}{f'n{number}' if number else ''}{NAMES}"


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
        or name.endswith((_SEGMENT, NAMES))
    )


def own_segment(name: Any) -> str:
    """A segment's file name; nothing outside the folder is ever opened."""
    if not isinstance(name, str) or not name.endswith(_SEGMENT) or not name.removesuffix(_SEGMENT).isalnum():
        raise ValueError(f"bad segment name {name!r}")
    return name


def own_names(name: Any) -> str:
    """The file name of the names in a segment; nothing outside the folder is ever opened."""
    if not isinstance(name, str) or not name.endswith(NAMES) or not name.removesuffix(NAMES).isalnum():
        raise ValueError(f"bad name of a file of names {name!r}")
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


def read_content(path: Path, *, most: int | None = None) -> bytes:
    """The content of a file of an index; raises IndexDamaged for one of more than `most` bytes."""
    handle = open_regular(path)
    try:
        with os.fdopen(handle, "rb") as file:
            if most is not None and os.fstat(handle).st_size > most:
                raise IndexDamaged(worded("{path} is damaged: it is longer than any catalogue", path=path))
            return file.read()
    except OSError as error:
        raise IndexDamaged(worded("{path}: {reason}", path=path, reason=system_reason(error))) from error


def sealed(values: Mapping[str, object]) -> bytes:
    """An object as JSON with the CRC-32 of all bytes before it as its last member, `checksum`."""
    content = json.dumps(values, separators=(",", ":")).encode()[:-1]
    return content + f',"checksum":"{zlib.crc32(content):08x}"}}\n'.encode()


def is_sound(content: bytes) -> bool | None:
    """Whether the checksum is that of the content; None where there is none."""
    seal = _SEAL.fullmatch(content[-_SEAL_BYTES:])
    return None if seal is None else int(seal[1], 16) == zlib.crc32(content[:-_SEAL_BYTES])


def number(value: Any) -> int:
    """A number read from JSON, from 0 on, of at most 64 bits; raises ValueError for anything else."""
    if type(value) is not int or not 0 <= value < 1 << 64:
        raise ValueError(f"no number: {str(value)[:20]!r}")
    return value
