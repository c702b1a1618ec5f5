"""From the paths a user names to the files that are read, each once and in a fixed order."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from baosou.corpus.decoding import decode
from baosou.corpus.dumps import is_dump
from baosou.corpus.errors import SourceError, system_reason, worded
from baosou.corpus.recognised import is_recognised
from baosou.corpus.selection import EVERYTHING, Selection
from baosou.corpus.unreadable import UNREADABLE


class Format(Enum):
    """How a source is laid out; `.gz` around any of them is not a format of its own."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    PDF = "pdf"
    WORD = "word"
    EPUB = "epub"
    ODT = "odt"
    MHT = "mht"
    OCR = "ocr"
    TAGGED = "tagged"
    LABELLED = "labelled"


_FORMATS = {
    ".txt": Format.TEXT,
    # what reference managers export, told from pages by what stands in it
    **dict.fromkeys((".enw", ".ris", ".net", ".ciw"), Format.TEXT),
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    **dict.fromkeys((".mht", ".mhtml"), Format.MHT),
    ".hocr": Format.OCR,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".pdf": Format.PDF,
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), Format.WORD),
    ".epub": Format.EPUB,
    **dict.fromkeys((".odt", ".ott"), Format.ODT),
}
_MAY_BE_DUMPS = frozenset((".xml", ".sgml", ".sgm", ".dat", ".rss", ".atom"))
_WITH_SIDECARS = (Format.TEXT, Format.PDF, Format.OCR)
SIDECAR = ".baosou.json"
"""The end of the names of files that say what a page beside them is; they are no sources."""

_ENDING = re.compile(r"(?:\.[a-z0-9_+~-]{1,12}){1,2}")

_KERNEL = ("/proc/", "/sys/")
"""Where Linux shows its own state as files: without end, and of no archive."""


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


class PassedOver(Struct, frozen=True):
    """A file of a folder that nothing can read, by its ending in small letters ("" where it has none)."""

    path: Path
    ending: str


Found = SourceFile | Failure | PassedOver


def discover(
    paths: Iterable[str | os.PathLike[str]],
    *,
    selections: Mapping[str, Selection] = MappingProxyType({}),
    apart: Collection[str] = (),
) -> Iterator[Found]:
    """The files under `paths`, in the order of `paths` and by name inside folders.

    In folders, hidden entries are left out, and so is what the root's selection does not take. A file that is itself
    named is read whatever its ending, as text. Symbolic links are followed; a file that is reached twice comes once.
    Nothing is looked for in the folders `apart`, which are real paths.
    """
    seen: set[str] = set(apart)
    for path in paths:
        root = Path(os.path.abspath(path))
        yield from _visit(root, seen, selections.get(str(root), EVERYTHING))


def _visit(root: Path, seen: set[str], selection: Selection) -> Iterator[Found]:
    pending = [root]
    while pending:  # not recursive: folders may be nested deeper than Python's stack
        path = pending.pop()
        folder = False
        try:
            mode = os.stat(path).st_mode
            real = os.path.realpath(path)
            folder = stat.S_ISDIR(mode)
            if not _is_wanted(path, root, selection, folder=folder):
                continue
            if folder and path.is_symlink() and Path(os.path.realpath(path.parent)).is_relative_to(real):
                yield Failure(path, worded("a symbolic link to a folder that holds it; it would have no end"))
                continue
            if real in seen:
                continue
            if (folder or stat.S_ISREG(mode)) and f"{real}/".startswith(_KERNEL):
                yield Failure(path, worded("the system shows its own state there, which is no archive"))
                continue
            if folder:
                with os.scandir(path) as entries:
                    names = sorted((entry.name for entry in entries), reverse=True)
                pending += [path / name for name in _without_sidecars(names)]
                seen.add(real)
                continue
        except (OSError, ValueError) as error:
            if _is_wanted(path, root, selection, folder=folder):
                yield Failure(path, _reason(error))
            continue
        found = _source(path, root, mode)
        if isinstance(found, SourceFile):
            seen.add(real)
        yield found


def _is_wanted(path: Path, root: Path, selection: Selection, *, folder: bool) -> bool:
    if selection is EVERYTHING or path == root:
        return True
    name = source_name(path, root)
    return selection.enters(name) if folder else selection.takes(name)


def _without_sidecars(names: Sequence[str]) -> list[str]:
    """The entries of a folder that are not hidden, without the sidecars of its pages, which are read with them."""
    shown = [name for name in names if not name.startswith(".")]
    if not any(name.endswith(SIDECAR) for name in shown):
        return shown
    pages = {
        called
        for page in map(Path, shown)
        if (format := _format_told(_suffix(page)[0])) in _WITH_SIDECARS
        for called in ((page.name, page.stem) if format is Format.TEXT else (page.name,))
    }
    return [name for name in shown if not (name.endswith(SIDECAR) and name.removesuffix(SIDECAR) in pages)]


def _format_told(suffix: str) -> Format | None:
    """What a file may be by the end of its name alone."""
    return Format.OCR if suffix == ".xml" else _FORMATS.get(suffix)


def _source(path: Path, root: Path, mode: int) -> Found:
    """What one entry that is no folder is."""
    if not stat.S_ISREG(mode):
        return Failure(path, worded("not a regular file but {special}", special=_special(mode)))
    if path.name.endswith(SIDECAR):
        if path == root:
            return Failure(path, worded("a sidecar; it is read with the page that it stands beside"))
        return PassedOver(path, SIDECAR)
    suffix, compressed = _suffix(path)
    known = _FORMATS.get(suffix)
    if suffix == ".xml" and is_recognised(path, compressed=compressed):
        known = Format.OCR
    elif suffix in _MAY_BE_DUMPS and is_dump(path, compressed=compressed):
        known = Format.TAGGED
    if known is None:
        ending = ending_of(path)
        if path != root:
            return PassedOver(path, ending)
        if ending in UNREADABLE:
            return Failure(path, worded(UNREADABLE[ending]))
        if suffix == ".xml":
            return Failure(path, worded("XML of another kind: no element with a title and a text, which is an article"))
    return SourceFile(path, source_name(path, root), known or Format.TEXT, root, compressed)


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of a page: page.txt.baosou.json, of text also page.baosou.json; None where there is none."""
    named = (path.name, path.stem) if _FORMATS.get(_suffix(path)[0], Format.TEXT) is Format.TEXT else (path.name,)
    for name in (f"{each}{SIDECAR}" for each in dict.fromkeys(named)):
        beside = path.with_name(name)
        if beside.is_file():
            return beside
    return None


def _suffix(path: Path) -> tuple[str, bool]:
    """What the name ends in before a `.gz`, and whether it has that."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    compressed = bool(suffixes) and suffixes[-1] == ".gz"
    return suffixes[-2 if compressed else -1] if len(suffixes) > compressed else "", compressed


def is_page(path: Path) -> bool:
    """Whether a file of this name is read as the text that it is, and not as records or markup."""
    suffix, compressed = _suffix(path)
    return not compressed and _FORMATS.get(suffix, Format.TEXT) is Format.TEXT and suffix not in UNREADABLE


def ending_of(path: Path) -> str:
    """What a file is counted by: .txt, .txt.gz; "" for none, and for what follows a point in words (1.渔港新事)."""
    suffix, compressed = _suffix(path)
    ending = f"{suffix}.gz" if compressed else suffix
    return ending if _ENDING.fullmatch(ending) else ""


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
    kinds = ((stat.S_ISFIFO, worded("a named pipe")), (stat.S_ISSOCK, worded("a socket")))
    return next((kind for is_kind, kind in kinds if is_kind(mode)), worded("a device"))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return worded("no such file or folder")
    if isinstance(error, PermissionError):
        return worded("permission denied")
    return system_reason(error) if isinstance(error, OSError) else str(error)
