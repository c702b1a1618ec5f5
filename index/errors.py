"""The errors of the index side; `cli` turns each kind into its exit code in one place.

BaosouError
├── QueryError        the query cannot be understood; knows the position         exit 2
├── PathMissing       nothing is named to be added, and nothing is known         exit 2
├── UnknownId         no article or section has that id, or several have         exit 2
├── IndexMissing      there is no index at that place                            exit 3
├── IndexDamaged      a file of the index is not what it should be               exit 3
├── IndexForbidden    a file of the index may not be read                        exit 3
├── IndexVersion      the index was made by another version                      exit 3
├── IndexLocked       another process is writing                                 exit 4
├── IndexClosed       an `Index` is used after it was closed (in Python only)
└── SearchTimeout     the search took longer than it was given                   exit 2
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baosou.corpus.errors import BaosouError, worded


class QueryError(BaosouError):
    """A query that cannot be understood, at character `position` of `query`."""

    def __init__(self, message: str, *, query: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class PathMissing(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """Nothing is named that is to be added, and the index was made of nothing that could be looked at again."""


class UnknownId(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """An id or prefix that names no article, or more than one; `ids` are those, where they are few."""

    def __init__(self, message: str, *, ids: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.ids = tuple(ids)


class IndexMissing(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """No index stands where one was looked for."""


class IndexDamaged(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """A file of the index is missing, cut short or changed; `folder` is that of the index, where it is known."""

    def __init__(self, message: str, *, folder: Path | None = None) -> None:
        super().__init__(message)
        self.folder = folder


class IndexForbidden(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """There is an index, or may be one, that this user has no permission to read."""


class IndexVersion(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """The index was written by another version or with another analysis."""


class IndexLocked(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """Another process holds the index's write lock."""


class IndexClosed(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """An opened index is used after it was closed."""


class SearchTimeout(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """The time allowed for a search ran out; there are no partial results."""


def timed_out(seconds: float) -> SearchTimeout:
    """The error of a search that took longer than it was given."""
    return SearchTimeout(
        worded("the search took longer than {seconds:g} s; give it more with --timeout", seconds=seconds)
    )
