"""Which sources of an index are no longer as they were when they were indexed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from baosou.index.ingest.sources import SourceEntry
from baosou.index.ingest.survey import digest_of
from baosou.index.reports import CheckProgress, Finding


def against_files(known: Mapping[str, SourceEntry], progress: Callable[[CheckProgress], None]) -> Iterator[Finding]:
    """Sources that are not as they were when they were indexed."""
    sizes = {key: _size(Path(key)) for key in known}
    total, done = sum(sizes.values()), 0
    for key, entry in known.items():
        progress(CheckProgress(done, total, key))
        done += sizes[key]
        if not os.path.isabs(key):
            continue  # records of standard input: there is no file
        try:
            if digest_of(Path(key), entry.encoding) != entry.digest:
                yield Finding("source", key, "changed since it was indexed")
        except FileNotFoundError:
            yield Finding("source", key, "missing")
        except OSError as error:
            yield Finding("source", key, (error.strerror or str(error)).lower())


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0
