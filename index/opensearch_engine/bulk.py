"""Documents in requests of a bounded size, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from baosou.index.opensearch_engine.replies import listed, reason_of

MOST_BYTES = 4 << 20
MOST_OPERATIONS = 500

TOLD = ",".join(f"items.*.{name}" for name in ("_index", "_id", "status", "error"))
"""What of its answer a server is to say: all that is counted."""

Action = Literal["index", "create", "delete", "update"]
_AGAIN = frozenset({429, 503})
"""What becomes of a document that a later try may write: the cluster is too busy, or a part of it is on no server."""


class BulkFailure(Struct, frozen=True):
    """A document that a server refused, and why; `cause` is the server's own name for it."""

    index: str
    id: str
    status: int
    cause: str
    reason: str


class BulkAnswer(Struct, frozen=True):
    """How many documents were written, which were refused, and how many had to be sent more than once."""

    done: int = 0
    failures: tuple[BulkFailure, ...] = ()
    repeated: int = 0


def operation(action: Action, index: str, id: str, document: object = None, *, routing: str | None = None) -> bytes:
    """One operation as `Client.bulk` takes it; a document has an id, so that writing it twice writes it once."""
    named = {"_index": index, "_id": id} if routing is None else {"_index": index, "_id": id, "routing": routing}
    line = msgspec.json.encode({action: named}) + b"\n"
    return line if document is None else line + msgspec.json.encode(document) + b"\n"


def batches_of(operations: Iterable[bytes], *, most: int = MOST_OPERATIONS) -> Iterator[list[bytes]]:
    """The operations in the requests that they are sent by, at most so many in each.

    One that is larger than a request has one of its own.
    """
    batch: list[bytes] = []
    size = 0
    for each in operations:
        if batch and (size + len(each) > MOST_BYTES or len(batch) == most):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += len(each)
    if batch:
        yield batch


class BulkTally:
    """What became of operations so far; `homeless` are the indices that lack a part just now."""

    def __init__(self) -> None:
        self._done = 0
        self._repeated = 0
        self._failures: list[BulkFailure] = []
        self.last_reason = ""
        self.homeless: set[str] = set()

    def count(self, sent: Sequence[bytes], answer: Mapping[str, Any]) -> list[bytes]:
        """Count the items of an answer; gives back the operations that are to be sent again."""
        again = []
        self.homeless.clear()
        for each, item in zip(sent, listed(answer, "items", len(sent)), strict=True):
            ((action, told),) = item.items()
            status = told["status"]
            if status < 300 or (action == "delete" and status == 404):
                self._done += 1
            elif status in _AGAIN:
                again.append(each)
                self.last_reason = reason_of(told.get("error"))
                if status == 503:
                    self.homeless.add(told["_index"])
            else:
                error = told.get("error", {})
                failure = BulkFailure(told["_index"], told["_id"], status, error.get("type", ""), reason_of(error))
                self._failures.append(failure)
        self._repeated += len(again)
        return again

    def answer(self) -> BulkAnswer:
        """All of it."""
        return BulkAnswer(self._done, tuple(self._failures), self._repeated)
