"""JSON that carries its own checksum as its last member; files of an index read whole, if not too long."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baosou.index.errors import IndexDamaged
from baosou.index.whoosh_engine.storage.array_file import open_regular

_SEAL = re.compile(rb',"checksum":"([0-9a-f]{8})"\}\n')
_SEAL_BYTES = 24


def sealed(values: Mapping[str, object]) -> bytes:
    """An object as JSON with the CRC-32 of all bytes before it as its last member, `checksum`."""
    content = json.dumps(values, separators=(",", ":")).encode()[:-1]
    return content + f',"checksum":"{zlib.crc32(content):08x}"}}\n'.encode()


def is_sound(content: bytes) -> bool | None:
    """Whether the checksum is that of the content; None where there is none."""
    seal = _SEAL.fullmatch(content[-_SEAL_BYTES:])
    return None if seal is None else int(seal[1], 16) == zlib.crc32(content[:-_SEAL_BYTES])


def read(path: Path, *, most: int | None = None) -> bytes:
    """The content of a file of an index; raises IndexDamaged for one of more than `most` bytes."""
    handle = open_regular(path)
    try:
        with os.fdopen(handle, "rb") as file:
            if most is not None and os.fstat(handle).st_size > most:
                raise IndexDamaged(f"{path} is damaged: it is longer than any catalogue")
            return file.read()
    except OSError as error:
        raise IndexDamaged(f"{path}: {error.strerror}") from error


def number(value: Any) -> int:
    """A number read from JSON, from 0 on, of at most 64 bits; raises ValueError for anything else."""
    if type(value) is not int or not 0 <= value < 1 << 64:
        raise ValueError(f"no number: {str(value)[:20]!r}")
    return value
