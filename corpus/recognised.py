"""Which XML files are those that character recognition writes beside scans: told by their first element."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

_HEAD = 1 << 13  # a file may open with a long comment on where it comes from
_FIRST = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})[\s>/]")
_KINDS = {b"alto": "alto", b"PcGts": "page"}


def kind_of_xml(data: bytes) -> str | None:
    """ "alto" or "page" by how a file begins; None for all other XML."""
    head = data[:_HEAD]
    found = _FIRST.search(head.replace(b"\0", b"") if b"\0" in head[:64] else head)  # UTF-16 of ASCII
    return _KINDS.get(found[1]) if found is not None else None


def is_recognised(path: Path, *, compressed: bool) -> bool:
    """Whether a file of this ending is to be read; what cannot be opened is not."""
    try:
        with gzip.open(path) if compressed else path.open("rb") as file:
            return kind_of_xml(file.read(_HEAD)) is not None
    except (OSError, EOFError, zlib.error):
        return False
