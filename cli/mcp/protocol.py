"""The Model Context Protocol over standard input and output: a JSON-RPC message a line, and its answer a line.

Two generations of the protocol are spoken (https://modelcontextprotocol.io/specification): up to 2025-11-25 a session
begins with `initialize`; since 2026-07-28 there are no sessions, each request names its version in `params._meta`, and
`server/discover` tells what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

SESSIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
"""The versions with sessions; a client that names none of them gets the last."""
STATELESS = "2026-07-28"

LONGEST_MESSAGE = 1 << 20
"""Bytes of a message beyond which it is refused instead of held in memory."""

_VERSION = "io.modelcontextprotocol/protocolVersion"
_SERVER = "io.modelcontextprotocol/serverInfo"
_LASTING = {"ttlMs": 3_600_000, "cacheScope": "public"}
"""How long clients may keep what does not change while the server runs: an hour."""

_NO_JSON, _NO_REQUEST, _NO_METHOD, _WRONG_PARAMS, _OTHER_VERSION = -32700, -32600, -32601, -32602, -32022

Object = dict[str, Any]


class ToolAnswer(Struct, frozen=True):
    """What a call of a tool gives: text, which says what is wrong where it is `wrong`."""

    text: str
    wrong: bool = False


class Server(Struct, frozen=True):
    """What is served: `tools` as the protocol lists them, and `call`, which calls one by its name."""

    name: str
    version: str
    instructions: str
    tools: Sequence[Object]
    call: Callable[[str, Mapping[str, Any]], ToolAnswer]


class _Refused(Exception):  # noqa: N818 (an answer to a message, never seen by users)
    def __init__(self, code: int, message: str, data: Object | None = None) -> None:
        super().__init__(message)
        self.error: Object = {"code": code, "message": message} | ({} if data is None else {"data": data})


def serve(server: Server, incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer messages until no more come. Raises OSError where answers have nowhere to go."""
    for line in _lines(incoming):
        answer = respond(server, line)
        if answer is not None:
            outgoing.write(msgspec.json.encode(answer) + b"\n")
            outgoing.flush()


def _lines(incoming: BinaryIO) -> Iterator[bytes | None]:
    """The messages; None for one that is too long."""
    while line := incoming.readline(LONGEST_MESSAGE + 1):
        if len(line) > LONGEST_MESSAGE and not line.endswith(b"\n"):
            while (rest := incoming.readline(LONGEST_MESSAGE)) and not rest.endswith(b"\n"):
                pass
            yield None
        elif line.strip():
            yield line


def respond(server: Server, line: bytes | None) -> Object | None:
    """The answer to a message; None for what wants none."""
    try:
        if line is None:
            raise _Refused(_NO_REQUEST, f"the message is longer than {LONGEST_MESSAGE:,} bytes")
        message = _message(line)
    except _Refused as refused:
        return {"jsonrpc": "2.0", "id": None, "error": refused.error}
    id = message.get("id")
    if "method" not in message and ("result" in message or "error" in message):
        return None  # an answer to what nobody asked
    try:
        method, params = _request(message)
        if "id" not in message:
            return None
        return {"jsonrpc": "2.0", "id": id, "result": _result(server, method, params)}
    except _Refused as refused:
        known = id if isinstance(id, str | int) and not isinstance(id, bool) else None
        return {"jsonrpc": "2.0", "id": known, "error": refused.error}


def _message(line: bytes) -> Object:
    try:
        message = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _Refused(_NO_JSON, "the message is not JSON") from error
    if not isinstance(message, dict):
        raise _Refused(_NO_REQUEST, "a message must be an object")
    return message


def _request(message: Object) -> tuple[str, Object]:
    method, params = message.get("method"), message.get("params", {})
    if not isinstance(method, str):
        raise _Refused(_NO_REQUEST, "a request has a method")
    if "id" in message and (isinstance(message["id"], bool) or not isinstance(message["id"], str | int)):
        raise _Refused(_NO_REQUEST, "an id is a text or a whole number")
    if not isinstance(params, dict):
        raise _Refused(_WRONG_PARAMS, "params must be an object")
    return method, params


def _result(server: Server, method: str, params: Object) -> Object:
    meta = params.get("_meta")
    wanted = meta.get(_VERSION) if isinstance(meta, dict) else None
    if wanted is None:
        return _of_session(server, method, params)
    if wanted != STATELESS:
        raise _Refused(
            _OTHER_VERSION, f"the version {wanted} is not spoken", {"supported": [STATELESS], "requested": wanted}
        )
    about = {"resultType": "complete", "_meta": {_SERVER: {"name": server.name, "version": server.version}}}
    match method:
        case "server/discover":
            offered = {
                "supportedVersions": [STATELESS],
                "capabilities": {"tools": {}},
                "instructions": server.instructions,
            }
            return offered | _LASTING | about
        case "tools/list":
            return {"tools": server.tools} | _LASTING | about
        case "tools/call":
            return _called(server, params) | about
        case _:
            raise _unknown(method)


def _of_session(server: Server, method: str, params: Object) -> Object:
    match method:
        case "initialize":
            wanted = params.get("protocolVersion")
            return {
                "protocolVersion": wanted if wanted in SESSIONS else SESSIONS[-1],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": server.name, "version": server.version},
                "instructions": server.instructions,
            }
        case "ping":
            return {}
        case "tools/list":
            return {"tools": server.tools}
        case "tools/call":
            return _called(server, params)
        case _:
            raise _unknown(method)


def _unknown(method: str) -> _Refused:
    return _Refused(_NO_METHOD, f"there is no method {method}")


def _called(server: Server, params: Object) -> Object:
    name, arguments = params.get("name"), params.get("arguments", {})
    names = [tool["name"] for tool in server.tools]
    if not isinstance(name, str) or name not in names:
        raise _Refused(_WRONG_PARAMS, f"there is no tool {name}; there are: {', '.join(names)}")
    if not isinstance(arguments, dict):
        raise _Refused(_WRONG_PARAMS, "arguments must be an object")
    answer = server.call(name, arguments)
    return {"content": [{"type": "text", "text": answer.text}]} | ({"isError": True} if answer.wrong else {})
