"""What a client of the Model Context Protocol sends, in both generations of it, and what it gets."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.mcp.protocol import LONGEST_MESSAGE, SESSIONS, STATELESS, Server, ToolAnswer, serve

ERA = {"io.modelcontextprotocol/protocolVersion": STATELESS}
ECHO = {"name": "echo", "description": "Says it again.", "inputSchema": {"type": "object"}}


def echo(name: str, arguments: Mapping[str, Any]) -> ToolAnswer:
    return ToolAnswer(f"{name}: {arguments.get('text', '')}", wrong="text" not in arguments)


SERVER = Server("报社", "7", "Ask in Chinese.", [ECHO], echo)


def answers(*messages: object) -> list[Any]:
    incoming = b"".join(
        (message if isinstance(message, bytes) else json.dumps(message).encode()) + b"\n" for message in messages
    )
    outgoing = io.BytesIO()
    serve(SERVER, io.BytesIO(incoming), outgoing)
    return [json.loads(line) for line in outgoing.getvalue().splitlines()]


def request(method: str, params: object = None, id: object = 1) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": id, "method": method} | ({} if params is None else {"params": params})


@pytest.mark.parametrize(
    ("wanted", "spoken"), [*((each, each) for each in SESSIONS), ("1999-01-01", SESSIONS[-1]), (None, SESSIONS[-1])]
)
def test_a_session_begins_with_the_version_that_both_speak(wanted: str | None, spoken: str) -> None:
    (answer,) = answers(request("initialize", {"protocolVersion": wanted, "capabilities": {}}))
    assert answer["result"]["protocolVersion"] == spoken
    assert answer["result"]["serverInfo"] == {"name": "报社", "version": "7"}
    assert answer["result"]["capabilities"] == {"tools": {}}


def test_a_session_lists_and_calls_tools_and_its_notifications_get_no_answer() -> None:
    found = answers(
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        request("ping", id="p"),
        request("tools/list", id=2),
        request("tools/call", {"name": "echo", "arguments": {"text": "渔港"}}, id=3),
        request("tools/call", {"name": "echo"}, id=4),
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 3}},
        {"jsonrpc": "2.0", "id": 9, "result": {}},
    )
    assert [each["id"] for each in found] == ["p", 2, 3, 4]
    assert found[0]["result"] == {}
    assert found[1]["result"] == {"tools": [ECHO]}
    assert found[2]["result"] == {"content": [{"type": "text", "text": "echo: 渔港"}]}
    assert found[3]["result"]["isError"] is True


def test_without_a_session_each_request_names_the_version_and_each_answer_the_server() -> None:
    found = answers(
        request("server/discover", {"_meta": ERA}),
        request("tools/list", {"_meta": ERA}),
        request("tools/call", {"_meta": ERA, "name": "echo", "arguments": {"text": "灯塔"}}),
    )
    for answer in found:
        assert answer["result"]["resultType"] == "complete"
        assert answer["result"]["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "报社"
    assert found[0]["result"]["supportedVersions"] == [STATELESS]
    assert found[1]["result"]["tools"] == [ECHO]
    assert found[1]["result"]["ttlMs"] > 0
    assert found[2]["result"]["content"][0]["text"] == "echo: 灯塔"


def test_a_version_that_is_not_spoken_is_told_with_those_that_are() -> None:
    (answer,) = answers(request("tools/list", {"_meta": {"io.modelcontextprotocol/protocolVersion": "2099-01-01"}}))
    assert answer["error"]["code"] == -32022
    assert answer["error"]["data"] == {"supported": [STATELESS], "requested": "2099-01-01"}


@pytest.mark.parametrize(
    ("message", "code", "id"),
    [
        (b"{", -32700, None),
        (b"\xff\xfe", -32700, None),
        (b"[" * 5000, -32700, None),
        ([request("ping")], -32600, None),
        ("ping", -32600, None),
        ({"jsonrpc": "2.0", "id": 5}, -32600, 5),
        (request("ping", id=True), -32600, None),
        (request("ping", id={}), -32600, None),
        (request("ping", [1]), -32602, 1),
        (request("server/discover"), -32601, 1),
        (request("resources/list"), -32601, 1),
        (request("initialize", {"_meta": ERA}), -32601, 1),
        (request("tools/call", {"name": "rm"}), -32602, 1),
        (request("tools/call", {"name": ["echo"]}), -32602, 1),
        (request("tools/call", {"name": "echo", "arguments": "渔"}), -32602, 1),
        (b'{"id": 1, "method": "ping", "x": "' + b"x" * LONGEST_MESSAGE + b'"}', -32600, None),
    ],
)
def test_what_is_no_request_gets_an_error_and_the_next_one_its_answer(message: object, code: int, id: object) -> None:
    wrong, right = answers(message, request("ping", id="next"))
    assert (wrong["error"]["code"], wrong["id"]) == (code, id)
    assert right == {"jsonrpc": "2.0", "id": "next", "result": {}}


def test_the_last_message_needs_no_end_of_its_line() -> None:
    outgoing = io.BytesIO()
    serve(SERVER, io.BytesIO(json.dumps(request("ping")).encode()), outgoing)
    assert json.loads(outgoing.getvalue())["result"] == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["2.0", "ping", "tools/call", "echo", "渔港"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "method", "params", "name", "arguments", "_meta", *ERA]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_comes_every_request_with_an_id_gets_one_answer(message: object) -> None:
    found = answers(message, b"", request("ping", id="last"))
    assert found[-1]["id"] == "last"
    assert len(found) <= 2
    if isinstance(message, dict) and "method" in message and "id" in message:
        assert len(found) == 2
