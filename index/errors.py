"""The errors of the index side; `cli` turns each kind into its exit code in one place.

BaosouError           what is read cannot be used                                input              exit 2
├── QueryError        the query cannot be understood; knows the position         query              exit 2
├── PathMissing       nothing is named to be added, and nothing is known         usage              exit 2
├── UnknownId         no article or section has that id, or several have         id                 exit 2
├── IndexMissing      there is no index at that place                            index_missing      exit 3
├── IndexDamaged      a file of the index is not what it should be               index_damaged      exit 3
├── IndexForbidden    a file of the index may not be read                        index_forbidden    exit 3
├── IndexVersion      the index was made by another version                      index_version      exit 3
├── IndexUnreachable  no server of the index answers                             index_unreachable  exit 3
├── IndexIncomplete   a part of the index is on no server that answers           index_incomplete   exit 3
├── ServerError       a server refuses what it was asked; knows its status       server             exit 3
├── IndexLocked       another process is writing                                 locked             exit 4
├── IndexClosed       an `Index` is used after it was closed (in Python only)    closed
└── SearchTimeout     the search took longer than it was given                   timeout            exit 2
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from baosou.corpus.errors import BaosouError, and_more, worded


class QueryError(BaosouError):
    """A query that cannot be understood, at character `position` of `query`."""

    kind: ClassVar[str] = "query"

    def __init__(self, message: str, *, query: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class PathMissing(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """Nothing is named that is to be added, and the index was made of nothing that could be looked at again."""

    kind: ClassVar[str] = "usage"


class UnknownId(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """An id or prefix that names no article, or more than one; `ids` are those, where they are few."""

    def __init__(self, message: str, *, ids: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.ids = tuple(ids)

    kind: ClassVar[str] = "id"


class IndexMissing(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """No index stands where one was looked for."""

    kind: ClassVar[str] = "index_missing"


class IndexDamaged(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """A file of the index is missing, cut short or changed; `folder` is that of the index, where it is known."""

    kind: ClassVar[str] = "index_damaged"

    def __init__(self, message: str, *, folder: Path | None = None) -> None:
        super().__init__(message)
        self.folder = folder


class IndexForbidden(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """There is an index, or may be one, that this user has no permission to read."""

    kind: ClassVar[str] = "index_forbidden"


class IndexVersion(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """The index was written by another version or with another analysis."""

    kind: ClassVar[str] = "index_version"


class IndexUnreachable(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """No server of the index answers, or all of them are too busy for too long."""

    kind: ClassVar[str] = "index_unreachable"


class IndexIncomplete(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """A part of the index is on no server that answers; nothing is found, counted or written without it."""

    kind: ClassVar[str] = "index_incomplete"


class ServerError(BaosouError):
    """A server of the index refuses a request: `status` of HTTP, and the server's own name for the `cause`."""

    kind: ClassVar[str] = "server"

    def __init__(self, message: str, *, status: int, cause: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.cause = cause


class IndexLocked(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """Another process holds the index's write lock."""

    kind: ClassVar[str] = "locked"


class IndexClosed(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """An opened index is used after it was closed."""

    kind: ClassVar[str] = "closed"


class SearchTimeout(BaosouError):  # noqa: N818 - named after what is wrong, as users say it
    """The time allowed for a search ran out; there are no partial results."""

    kind: ClassVar[str] = "timeout"


def error_object(error: BaosouError) -> dict[str, object]:
    """An error as JSON has it: its kind, its message, and at which character of the query, where that is known."""
    at = error.position if isinstance(error, QueryError) and error.query else None
    return {"kind": error.kind, "message": str(error), "at": at}


def timed_out(seconds: float) -> SearchTimeout:
    """The error of a search that took longer than it was given."""
    return SearchTimeout(
        worded("the search took longer than {seconds:g} s; give it more with --timeout", seconds=seconds)
    )


_NAMED = 40
"""So many fields are named at most where one is unknown."""


def unknown_field(name: str, fields: Sequence[str]) -> QueryError:
    """The error of a filter, facet or query on a field that an index does not have; of very many the first are told."""
    known = and_more(", ".join(fields[:_NAMED]), len(fields) - _NAMED)
    return QueryError(worded("unknown field {name}; fields are: {fields}", name=name, fields=known))
