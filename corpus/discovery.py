"""From the paths a user names to the files that are read, each once and in a fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

from msgspec import Struct

from baosou.corpus.decoding import decode
from baosou.corpus.errors import SourceError


class Format(Enum):
    """How a source is laid out; `.gz` around any of them is not a format of its own."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


_FORMATS = {
    ".txt": Format.TEXT,
    # what reference managers export, told from pages by what stands in it
    **dict.fromkeys((".enw", ".ris", ".net", ".ciw"), Format.TEXT),
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
}
SIDECAR = ".baosou.json"
"""The end of the names of files that say what a page beside them is; they are no sources."""
_UNSUPPORTED = {".pdf": "PDF is not supported yet", ".docx": "Word (.docx) is not supported yet"}


class SourceFile(Struct, frozen=True):
    """One file to read.

    `path` is absolute, with symbolic links left as they are. `name` is the path inside the added root, with
    "/" between its parts on every system (the file's own name where the root is the file itself); names that
    are not UTF-8 on disk are decoded like text. `root` is the added path.
    """

    path: Path
    name: str
    format: Format
    root: Path
    compressed: bool = False


class Failure(Struct, frozen=True):
    """Something that could not be read, and why, in one line.

    `line` (from 1) is that of a bad record. A `warning` lost no text: what it speaks of was read all the same.
    """

    path: Path
    reason: str
    line: int | None = None
    warning: bool = False


def discover(paths: Iterable[str | os.PathLike[str]]) -> Iterator[SourceFile | Failure]:
    """The files under `paths`, in the order of `paths` and by name inside folders.

    In folders, hidden entries and unknown suffixes are passed over; a file that is itself named is read
    whatever its suffix, as text. Symbolic links are followed; a file that is reached twice comes once.
    """
    seen: set[str] = set()
    for path in paths:
        root = Path(os.path.abspath(path))
        yield from _visit(root, seen)


def _visit(root: Path, seen: set[str]) -> Iterator[SourceFile | Failure]:
    pending = [root]
    while pending:  # not recursive: folders may be nested deeper than Python's stack
        path = pending.pop()
        try:
            mode = os.stat(path).st_mode
            real = os.path.realpath(path)
            folder = stat.S_ISDIR(mode)
            if folder and path.is_symlink() and Path(os.path.realpath(path.parent)).is_relative_to(real):
                yield Failure(path, "a symbolic link to a folder that holds it; it would have no end")
                continue
            if real in seen:
                continue
            if folder:
                with os.scandir(path) as entries:
                    names = sorted((entry.name for entry in entries), reverse=True)
                pending += [path / name for name in names if not name.startswith(".")]
                seen.add(real)
                continue
        except (OSError, ValueError) as error:
            yield Failure(path, _reason(error))
            continue
        found = _source(path, root, mode)
        if isinstance(found, SourceFile):
            seen.add(real)
        if found is not None:
            yield found


def _source(path: Path, root: Path, mode: int) -> SourceFile | Failure | None:
    """What one entry that is no folder is; None for a file of a folder that is not ours to read."""
    if not stat.S_ISREG(mode):
        return Failure(path, f"not a regular file but {_special(mode)}")
    if path.name.endswith(SIDECAR):
        return None if path != root else Failure(path, "a sidecar; it is read with the page that it stands beside")
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    compressed = bool(suffixes) and suffixes[-1] == ".gz"
    suffix = suffixes[-2 if compressed else -1] if len(suffixes) > compressed else ""
    if suffix in _UNSUPPORTED:
        return Failure(path, _UNSUPPORTED[suffix])
    known = _FORMATS.get(suffix)
    if known is None and path != root:
        return None
    return SourceFile(path, source_name(path, root), known or Format.TEXT, root, compressed)


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of a page: page.txt.baosou.json, else page.baosou.json; None where there is none."""
    for name in dict.fromkeys((f"{path.name}{SIDECAR}", f"{path.stem}{SIDECAR}")):
        beside = path.with_name(name)
        if beside.is_file():
            return beside
    return None


def source_name(path: Path, root: Path) -> str:
    """The name of `path` inside `root`, as text that can be printed."""
    relative = path.name if path == root else path.relative_to(root).as_posix()
    raw = os.fsencode(relative)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return decode(raw).text  # names out of archives made on Windows are GBK or Big5
    except SourceError:
        return raw.decode("utf-8", "replace")


def _special(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))
    return next((kind for is_kind, kind in kinds if is_kind(mode)), "a device")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    return getattr(error, "strerror", None) or str(error)
