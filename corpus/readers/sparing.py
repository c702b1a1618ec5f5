"""What is found in a source, with no more failures and warnings than anybody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article

MOST = 1000
"""So many failures, and so many warnings, of one source are told each by itself."""


_LONGEST_FAULT = 200


def fewer(failures: Sequence[Failure], path: Path) -> tuple[Failure, ...]:
    """The first MOST failures and the first MOST warnings, and that there are further ones, if there are."""
    kept: list[Failure] = []
    told = (False, worded("further records could not be read")), (True, worded("further warnings"))
    for warning, further in told:
        own = [each for each in failures if each.warning is warning and each.reason != further]
        kept += own[:MOST]
        if len(own) > MOST or any(each.reason == further for each in failures):
            kept.append(Failure(path, further, warning=warning))
    return tuple(kept)


def sparing(found: Iterable[Article | Failure], path: Path) -> Iterator[Article | Failure]:
    """The same, but beyond MOST failures or warnings only their number, last.

    A source of which so many records are none, and not one is, is not read to its end. A fault of its reader's own ends
    it as one more failure: no file takes the others with it.
    """
    articles, failed, warned = False, 0, 0
    for each in _surviving(found, path):
        if not isinstance(each, Failure):
            articles = True
        elif each.warning:
            warned += 1
            if warned > MOST:
                continue
        else:
            failed += 1
            if failed > MOST and not articles:
                yield Failure(
                    path, worded("none of its first {most:,} records can be read; the rest was not tried", most=MOST)
                )
                return
            if failed > MOST:
                continue
        yield each
    if failed > MOST:
        yield Failure(path, worded("{failed:,} more records could not be read", failed=failed - MOST))
    if warned > MOST:
        yield Failure(path, worded("{warned:,} more warnings", warned=warned - MOST), warning=True)


def _surviving(found: Iterable[Article | Failure], path: Path) -> Iterator[Article | Failure]:
    try:
        yield from found
    except (SourceError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the other files are read)
        said = " ".join(str(error).split())[:_LONGEST_FAULT]
        yield Failure(
            path,
            worded(
                "baosou fails on it, which is a fault to report ({name}: {said})", name=type(error).__name__, said=said
            ),
        )
