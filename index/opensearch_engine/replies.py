"""What an answer of the server means: a value, or the error that the user is told in one line.

Nothing partial passes for whole: of searches each shard must have answered, in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from baosou.corpus.errors import BaosouError, worded
from baosou.index.errors import (
    IndexForbidden,
    IndexIncomplete,
    IndexMissing,
    IndexUnreachable,
    SearchTimeout,
    ServerError,
)
from baosou.index.opensearch_engine.exchange import Reply
from baosou.index.opensearch_engine.patience import BUSY

LONGEST_REASON = 300
"""Characters of a server's own words that are repeated."""

READING = ("_search", "_count", "point_in_time")
"""Requests of which each shard must answer; one that writes also counts copies that are not there yet."""


def is_reading(method: str, path: str) -> bool:
    """Whether each shard must have answered; a point in time that is let go of has none."""
    return method != "DELETE" and path.rpartition("/")[2] in READING


def value_of(reply: Reply, *, reading: bool = False) -> dict[str, Any]:
    """What the server said, of each shard where it was reading; raises the error that it is."""
    try:
        value = msgspec.json.decode(reply.body) if reply.body.strip() else {}
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if reply.status in (401, 403):
            raise error_of(reply.host, reply.status, {}) from error
        raise ServerError(
            worded("{host}: what answers there is no OpenSearch", host=reply.host), status=reply.status
        ) from error
    if not isinstance(value, dict):
        value = {"items": value}
    if reply.status >= 300:
        raise error_of(reply.host, reply.status, value)
    if reading:
        require_whole(value)
    return value


def listed(value: Mapping[str, Any], key: str, length: int) -> list[dict[str, Any]]:
    """The answers to each part of a request; raises ServerError where they are not as many."""
    found = value.get(key)
    if not isinstance(found, list) or len(found) != length:
        raise ServerError(
            worded("the server does not answer each of {length} {key}", length=length, key=key), status=200
        )
    return found


def one_of_many(reply: Reply, answer: dict[str, Any]) -> dict[str, Any]:
    """One answer of many searches; raises the error that it is."""
    if "error" in answer:
        status = answer.get("status", 500)
        if status in BUSY:
            raise IndexUnreachable(
                worded(
                    "no server of the index answers: {host}: {reason}",
                    host=reply.host,
                    reason=reason_of(answer["error"]),
                )
            )
        raise error_of(reply.host, status, answer)
    require_whole(answer)
    return answer


_NO_COPY = frozenset({"no_shard_available_action_exception", "unavailable_shards_exception"})


def lacks_a_part(reply: Reply) -> bool:
    """Whether a host is ready, and lacks the part of an index that it was asked for."""
    error = _error_in(reply)
    return isinstance(error, dict) and error.get("type") in _NO_COPY


def _error_in(reply: Reply) -> object:
    try:
        value = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return value.get("error") if isinstance(value, dict) else None


def busy_reason(reply: Reply) -> str:
    """Why a host does not do now what it was asked."""
    said = reason_of(_error_in(reply))
    return said or ("it is too busy" if reply.status == 429 else f"it is not ready (status {reply.status})")


def require_whole(answer: Mapping[str, Any]) -> None:
    """Raise unless every shard answered, in time. A shard without any copy is in no count of failures."""
    if answer.get("timed_out"):
        raise SearchTimeout(worded("the search took longer than it was given; give it more with --timeout"))
    shards = answer.get("_shards")
    if not isinstance(shards, dict) or not isinstance(shards.get("total"), int):
        raise ServerError(worded("the server does not say whether all of the index answered"), status=200)
    if shards.get("successful") != shards["total"]:
        reasons = [reason_of(each.get("reason", {})) for each in shards.get("failures", ())]
        told = f" ({reasons[0]})" if reasons else ""
        raise IndexIncomplete(
            worded(
                "only {answering} of {parts} parts of the index answer{told}",
                answering=shards.get("successful"),
                parts=shards["total"],
                told=told,
            )
        )


def error_of(host: object, status: int, value: Mapping[str, Any]) -> BaosouError:
    """The error that an answer is."""
    error = value.get("error")
    cause = str(error.get("type", "")) if isinstance(error, dict) else ""
    reason = reason_of(error)
    if status == 401:
        return IndexForbidden(worded("{host}: the user's name or the password is not accepted", host=host))
    if status == 403 and cause in ("", "security_exception"):
        return IndexForbidden(
            worded("{host}: the user may not do this{told}", host=host, told=f" ({reason})" if reason else "")
        )
    if cause == "index_not_found_exception":
        name = error.get("index", "") if isinstance(error, dict) else ""
        return IndexMissing(worded("{host}: there is no index {name}", host=host, name=name))
    return ServerError(
        worded(
            "{host}: {reason}", host=host, reason=reason or worded("it answered with status {status}", status=status)
        ),
        status=status,
        cause=cause,
    )


def reason_of(error: object) -> str:
    """A server's own words for what is wrong, short and in one line; the deepest cause says most."""
    if not isinstance(error, dict):
        return _line(error) if isinstance(error, str) else ""
    roots = error.get("root_cause")
    first = roots[0] if isinstance(roots, list) and roots and isinstance(roots[0], dict) else error
    cause = first
    while isinstance(cause.get("caused_by"), dict):
        cause = cause["caused_by"]
    said = str(cause.get("reason") or first.get("reason") or error.get("reason") or "")
    return _line(said or str(cause.get("type", "")))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_REASON else f"{line[:LONGEST_REASON]}…"
