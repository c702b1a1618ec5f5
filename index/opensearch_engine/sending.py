"""Documents on their way to the cluster: a few requests at once, while the next ones are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from baosou.index.opensearch_engine.bulk import BulkAnswer, BulkFailure, batches_of
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.lease import Lease

_MOST_AT_ONCE = 4
"""Requests that are under way at most; a cluster that is too busy for one is given no more than these."""

_AHEAD = 2
"""Requests that are made for each that is under way; whoever makes more waits, so that memory has an end."""


class Sending:
    """Sends documents by threads of its own, for a writer who has the lease; threads begin with the first document.

    When it is left, nothing is under way any more: what arrived later would be written over what the next writer wrote.
    """

    def __init__(self, client: Client, lease: Lease, *, at_once: int) -> None:
        self._client = client
        self._lease = lease
        self._at_once = min(max(at_once, 1), _MOST_AT_ONCE)
        self._threads = ThreadPoolExecutor(self._at_once, thread_name_prefix="baosou-sending")
        self._under_way: deque[tuple[Future[BulkAnswer], Mapping[str, str]]] = deque()
        self._refused: dict[str, dict[str, None]] = {}

    def __enter__(self) -> Sending:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def send(self, operations: Iterable[bytes], owners: Mapping[str, str]) -> None:
        """Send operations; `owners` are the sources of the articles in them, by the articles' ids."""
        for batch in batches_of(operations):
            self._lease.require()
            while len(self._under_way) >= self._at_once * _AHEAD:
                self._arrive()
            self._under_way.append((self._threads.submit(self._client.bulk, batch), owners))

    def arrived(self) -> Mapping[str, Iterable[str]]:
        """Wait for all that was sent; gives why the cluster refused what it ever did of it, by the sources."""
        while self._under_way:
            self._arrive()
        return self._refused

    def _arrive(self) -> None:
        sent, owners = self._under_way.popleft()
        for failure in sent.result().failures:
            self._refused.setdefault(owners[_article_of(failure)], {})[failure.reason] = None


def _article_of(failure: BulkFailure) -> str:
    """The article that a document is, or is a section of."""
    return failure.id.partition(".")[0]
