"""The cluster as the engine talks to it: requests, many searches at once, many documents at once.

An answer is whole or an error. Requests are tried again where that can help, so each must mean the same when it is
sent twice: documents have ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote, urlencode

import msgspec

from baosou.corpus.errors import BaosouError, worded
from baosou.index.access import Access
from baosou.index.errors import IndexIncomplete, IndexUnreachable
from baosou.index.opensearch_engine.bulk import MOST_OPERATIONS, TOLD, BulkAnswer, BulkTally, batches_of
from baosou.index.opensearch_engine.exchange import Broken, Exchange, Reply
from baosou.index.opensearch_engine.location import Location
from baosou.index.opensearch_engine.patience import BUSY, Deadline, Patience
from baosou.index.opensearch_engine.replies import (
    busy_reason,
    error_of,
    is_reading,
    lacks_a_part,
    listed,
    one_of_many,
    value_of,
)

JSON = "application/json"
LINES = "application/x-ndjson"
Params = Mapping[str, str | int | bool]

SEARCHES_AT_ONCE = 100
"""Searches in one request; more are several requests."""

SHARD_SECONDS = 5
"""How long a write waits at the server for a part of the index that is on no server just now."""


class Client:
    """A cluster at a location; threads may share one."""

    def __init__(self, location: Location, access: Access | None = None, *, patience: Patience | None = None) -> None:
        self.location = location
        self._patience = Patience() if patience is None else patience
        self._exchange = Exchange(location, access)

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Params | None = None,
        *,
        seconds: float | None = None,
    ) -> dict[str, Any]:
        """What the server answers, as plain values.

        `path` is written as people write it, `/浙报-text/_search`; `seconds` is the time for all of it, tries again
        and pauses too. Raises IndexUnreachable, IndexForbidden, IndexMissing (no such index), IndexIncomplete (a part
        of it is lost), SearchTimeout, and ServerError with the status for whatever else is refused, such as 404 for a
        document that is not there and 409 for one that is.
        """
        sent = None if body is None else msgspec.json.encode(body)
        target = _target(path, params)
        deadline = Deadline(self._patience, seconds)
        for turn in self._turns(self._patience.partial):
            reply = self._ask(method, target, sent, JSON, deadline)
            try:
                return value_of(reply, reading=is_reading(method, path))
            except IndexIncomplete as fault:
                if turn == self._patience.partial:
                    raise self._named(fault, _indices_of(path)) from fault
        raise AssertionError("at least one try is made")

    def exists(self, path: str) -> bool:
        """Whether there is an index, a document, a template at a path."""
        reply = self._ask("HEAD", _target(path, None), None, JSON, Deadline(self._patience, None))
        if reply.status not in (200, 404):
            raise error_of(reply.host, reply.status, {})
        return reply.status == 200

    def msearch(
        self,
        bodies: Sequence[Mapping[str, Any]],
        *,
        index: str | None = None,
        header: Mapping[str, Any] | None = None,
        params: Params | None = None,
        seconds: float | None = None,
    ) -> list[dict[str, Any]]:
        """The answers to searches, in their order, in as few requests as there are hundreds of them.

        `index` and `header` are those of each search. Raises what `request` raises, for the first that went wrong;
        searches that the cluster was too busy for, or lacked a part of the index for, are asked again, they alone.
        """
        deadline = Deadline(self._patience, seconds)
        target = _target("/_msearch" if index is None else f"/{index}/_msearch", params)
        head = msgspec.json.encode(header or {}) + b"\n"
        found: list[dict[str, Any]] = []
        for start in range(0, len(bodies), SEARCHES_AT_ONCE):
            lines = [head + msgspec.json.encode(body) + b"\n" for body in bodies[start : start + SEARCHES_AT_ONCE]]
            found += self._many(lines, target, deadline)
        return found

    def bulk(
        self, operations: Iterable[bytes], *, params: Params | None = None, most: int = MOST_OPERATIONS
    ) -> BulkAnswer:
        """Write documents, each operation made by `bulk.operation`; what a server refuses is in the answer, one by one.

        No request is larger than its bounds (`most` operations), and the next one waits for the one before: a cluster
        that is too busy for some gets them again, after a pause, and nothing more until it took them. Raises
        IndexIncomplete where a part of the index is on no server, and what `request` raises.
        """
        tally = BulkTally()
        target = _target("/_bulk", {"timeout": f"{SHARD_SECONDS}s", "filter_path": TOLD, **(params or {})})
        for batch in batches_of(operations, most=most):
            left = batch
            for turn in self._turns(self._patience.busy):
                reply = self._ask("POST", target, b"".join(left), LINES, Deadline(self._patience, None))
                left = tally.count(left, value_of(reply))
                if not left:
                    break
                if turn >= (self._patience.homeless if tally.homeless else self._patience.busy):
                    raise self._not_written(tally)
        return tally.answer()

    def require_parts(self, indices: str) -> None:
        """Raise IndexIncomplete, naming what is missing, unless a copy of each part of the indices is on a server."""
        lost = self.lost_parts(indices)
        if lost:
            raise IndexIncomplete("; ".join(lost))

    def lost_parts(self, indices: str = "*") -> list[str]:
        """What of these indices is on no server of the cluster, a line for each index."""
        health = self.request("GET", f"/_cluster/health/{indices}", params={"level": "shards"})
        told = []
        for name, index in sorted(health.get("indices", {}).items()):
            parts = index.get("shards", {})
            gone = sorted((each for each, part in parts.items() if not part.get("primary_active")), key=int)
            if gone:
                which = f"part {gone[0]}" if len(gone) == 1 else f"parts {', '.join(gone)}"
                told.append(f"{which} of the {len(parts)} of {name} is on no server of the cluster")
        return told

    def close(self) -> None:
        """Let go of all connections."""
        self._exchange.close()

    def _many(self, lines: Sequence[bytes], target: str, deadline: Deadline) -> list[dict[str, Any]]:
        """The answers to searches of one request; those that may yet succeed are asked again."""
        found: dict[int, dict[str, Any]] = {}
        left = list(range(len(lines)))
        for turn in self._turns(self._patience.busy):
            reply = self._ask("POST", target, b"".join(lines[each] for each in left), LINES, deadline)
            answers = listed(value_of(reply), "responses", len(left))
            fault: BaosouError | None = None
            for each, answer in zip(left, answers, strict=True):
                try:
                    found[each] = one_of_many(reply, answer)
                except (IndexIncomplete, IndexUnreachable) as error:
                    fault = fault or error
            if fault is None:
                break
            if turn >= (self._patience.partial if isinstance(fault, IndexIncomplete) else self._patience.busy):
                raise self._named(fault, _indices_of(target)) from fault
            left = [each for each in left if each not in found]
        return [found[each] for each in range(len(lines))]

    def _ask(self, method: str, target: str, body: bytes | None, kind: str, deadline: Deadline) -> Reply:
        """The answer of a host that has time for it; raises IndexUnreachable or IndexIncomplete when patience ends."""
        faults: dict[object, str] = {}
        silent = refused = busy = 0
        while True:
            asked = None
            try:
                reply = self._exchange.send(method, target, body, kind=kind, seconds=deadline.left())
            except Broken as broken:
                faults[broken.host] = broken.reason
                silent += broken.silent
                refused += 1
                if silent >= self._patience.silent * self._exchange.hosts:
                    break
                if refused % self._exchange.hosts:
                    continue  # the other hosts are asked before anybody waits
                turn, most = refused // self._exchange.hosts, self._patience.unreachable
            else:
                if reply.status not in BUSY:
                    return reply
                faults[reply.host] = busy_reason(reply)
                busy += 1
                turn, most, asked = busy, self._patience.busy, reply.retry_after
                if lacks_a_part(reply) and busy >= self._patience.homeless:
                    missing = IndexIncomplete(
                        worded("a part of the index does not answer ({fault})", fault=faults[reply.host])
                    )
                    raise self._named(missing, _indices_of(target))
            if turn >= most:
                break
            deadline.left()
            self._patience.wait(turn, asked)
        told = "; ".join(f"{host}: {reason}" for host, reason in faults.items())
        raise IndexUnreachable(worded("no server of the index answers: {told}", told=told))

    def _turns(self, most: int) -> Iterator[int]:
        """The numbers of tries, with a pause before each but the first."""
        for turn in range(1, most + 1):
            if turn > 1:
                self._patience.wait(turn - 1)
            yield turn

    def _named(self, fault: BaosouError, indices: str) -> BaosouError:
        """The error with what is missing by name, as far as the cluster can say it."""
        if not isinstance(fault, IndexIncomplete):
            return fault
        try:
            lost = self.lost_parts(indices or f"{self.location.name}-*")
        except BaosouError:
            return fault
        return IndexIncomplete(worded("{fault}: {lost}", fault=fault, lost="; ".join(lost))) if lost else fault

    def _not_written(self, tally: BulkTally) -> BaosouError:
        if tally.homeless:
            missing = IndexIncomplete(worded("documents were not written ({reason})", reason=tally.last_reason))
            return self._named(missing, ",".join(sorted(tally.homeless)))
        return IndexUnreachable(worded("the cluster is too busy to take documents: {reason}", reason=tally.last_reason))


def _indices_of(target: str) -> str:
    """The indices that a request names, or nothing."""
    first = unquote(target.lstrip("/").partition("/")[0])
    return "" if first.startswith("_") else first


def _target(path: str, params: Params | None) -> str:
    """The path and its parameters as they are sent."""
    named = {key: str(value).lower() if isinstance(value, bool) else value for key, value in (params or {}).items()}
    return quote(path, safe="/,*:") + (f"?{urlencode(named)}" if named else "")
