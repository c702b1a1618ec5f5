"""What an index knows of the paths that it was made of, and which of its sources a path names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from baosou.corpus.errors import worded
from baosou.corpus.selection import EVERYTHING, Selection
from baosou.index.adding import AddOptions
from baosou.index.errors import PathMissing
from baosou.index.ingest.sources import SourceEntry
from baosou.index.reports import Unread


def selections_of(known: Mapping[str, SourceEntry], paths: Sequence[Path], options: AddOptions) -> dict[str, Selection]:
    """What is wanted of each of the paths: as the options say, else as the index remembers."""
    if options.include or options.exclude:
        given = Selection.of(options.include, options.exclude)
        return {os.path.abspath(path): given for path in paths}
    remembered = {entry.root: entry.selection for entry in known.values()}
    return {root: remembered.get(root, EVERYTHING) for root in map(os.path.abspath, paths)}


def roots_of(known: Mapping[str, SourceEntry]) -> list[Path]:
    """The paths that an index was made of, those above others first; raises PathMissing where it knows none."""
    roots = {entry.root for entry in known.values() if os.path.isabs(entry.path)}
    if not roots:
        raise PathMissing(worded("a path is missing: the files and folders to index"))
    return [Path(root) for root in sorted(roots)]


def sources_at(known: Iterable[str], paths: Iterable[Path]) -> tuple[list[str], list[Unread]]:
    """The known sources that have these paths or lie below them, and those of the paths that name none."""
    keys = dict.fromkeys(known)
    found: dict[str, None] = {}
    failed = []
    for path in paths:
        wanted = str(path) if str(path) in keys else os.path.abspath(path)
        below = [key for key in keys if is_below(key, wanted)]
        found.update(dict.fromkeys(below))
        if not below:
            failed.append(Unread(str(path), worded("not a source of this index")))
    return list(found), failed


def is_below(key: str, root: str) -> bool:
    """Whether a source is the file at a path or lies in the folder there."""
    return key == root or key.startswith(f"{root.rstrip(os.sep)}{os.sep}")
