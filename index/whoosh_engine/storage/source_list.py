"""The list of an index's sources: a line of JSON for each, in a file of each generation."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from baosou.corpus.errors import worded
from baosou.corpus.selection import EVERYTHING, Selection
from baosou.index.errors import IndexDamaged
from baosou.index.ingest.sources import SourceEntry
from baosou.index.whoosh_engine.storage.files import number, read_content, sources_name

_SELDOM = ("unread", "warned", "encoding", "include", "exclude")


def listing(sources: Mapping[str, SourceEntry]) -> bytes:
    """The content of the file for some sources."""
    lines = (json.dumps(_values(entry)) for _, entry in sorted(sources.items()))
    return "".join(f"{line}\n" for line in lines).encode()


def read_sources(folder: Path, generation: int, *, checksum: int | None = None) -> dict[str, SourceEntry]:
    """The sources of a generation by their absolute path; raises IndexDamaged, also where the checksum is another."""
    return {} if generation == 0 else sources_in(folder / sources_name(generation), checksum=checksum)


def listed(path: Path, checksum: int | None) -> bytes:
    """The content of a file that lists sources; raises IndexDamaged, also where its checksum is another."""
    content = read_content(path)
    if checksum is not None and zlib.crc32(content) != checksum:
        raise IndexDamaged(worded("{path} is damaged: its checksum is another", path=path))
    return content


def sources_in(path: Path, *, checksum: int | None = None) -> dict[str, SourceEntry]:
    """The sources that a file lists; see `read_sources`."""
    content = listed(path, checksum)
    sources = {}
    at = 0
    try:
        for line in content.splitlines(keepends=True):
            entry = _source_entry(json.loads(line))
            sources[entry.path] = entry
            at += len(line)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise IndexDamaged(worded("{path} is damaged at byte {at}", path=path, at=at)) from error
    return sources


def _values(entry: SourceEntry) -> dict[str, Any]:
    """What is written of a source; that of which most have nothing is there only where there is something."""
    values = {**asdict(entry), **asdict(entry.selection)}
    del values["selection"]
    return {key: value for key, value in values.items() if value or key not in _SELDOM}


def _source_entry(values: Any) -> SourceEntry:
    include, exclude = (tuple(values.get(key, ())) for key in ("include", "exclude"))
    texts = [*include, *exclude, *(values[name] for name in ("path", "root", "name", "digest"))]
    encoding = values.get("encoding")
    if not all(isinstance(text, str) for text in texts) or not isinstance(encoding, str | None):
        raise TypeError("no text")
    path, root, name, digest = texts[-4:]
    selection = Selection(include, exclude) if include or exclude else EVERYTHING
    unread, warned = (_told(values.get(key, ())) for key in ("unread", "warned"))
    salt, articles = number(values["salt"]), number(values["articles"])
    return SourceEntry(path, root, name, digest, salt, articles, unread, warned, encoding, selection)


def _told(values: Any) -> tuple[tuple[str, int | None], ...]:
    return tuple((str(reason), None if line is None else number(line)) for reason, line in values)
