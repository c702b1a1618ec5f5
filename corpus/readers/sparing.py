"""What is found in a source, with no more failures and warnings than anybody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article

MOST = 1000
"""So many failures, and so many warnings, of one source are told each by itself."""


def sparing(found: Iterable[Article | Failure], path: Path) -> Iterator[Article | Failure]:
    """The same, but beyond MOST failures or warnings only their number, last.

    A source of which so many records are none, and not one is, is not read to its end.
    """
    articles, failed, warned = False, 0, 0
    for each in found:
        if not isinstance(each, Failure):
            articles = True
        elif each.warning:
            warned += 1
            if warned > MOST:
                continue
        else:
            failed += 1
            if failed > MOST and not articles:
                yield Failure(path, f"none of its first {MOST:,} records can be read; the rest was not tried")
                return
            if failed > MOST:
                continue
        yield each
    if failed > MOST:
        yield Failure(path, f"{failed - MOST:,} more records could not be read")
    if warned > MOST:
        yield Failure(path, f"{warned - MOST:,} more warnings", warning=True)
