"""A server that answers as it is told: too busy, slow, broken off, partial; with TLS and passwords where asked.

Each script is a function from a request to what is sent; what was asked is kept.
"""

from __future__ import annotations

import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import msgspec
from msgspec import Struct

JSON = "application/json"


class Asked(Struct, frozen=True):
    """A request that came in."""

    method: str
    target: str
    body: bytes
    authorization: str | None = None

    @property
    def path(self) -> str:
        """What was asked for, without its parameters, as people write it."""
        return unquote(self.target.partition("?")[0])

    @property
    def lines(self) -> list[bytes]:
        return self.body.splitlines()


class Sent(Struct, frozen=True):
    """What is answered: whole, or broken off after `cut` bytes, or piece by piece after a sign.

    `held` is waited for before each byte of the body but the first.
    """

    value: object = None
    status: int = 200
    raw: bytes | None = None
    retry_after: str | None = None
    cut: int | None = None
    held: threading.Event | None = None
    hangs_up: bool = False


Script = Callable[[Asked], Sent]


def whole(total: int = 0, **more: object) -> dict[str, object]:
    """The answer to a search that all parts of an index gave."""
    shards = {"total": 3, "successful": 3, "skipped": 0, "failed": 0}
    return {"timed_out": False, "_shards": shards, "hits": {"total": {"value": total, "relation": "eq"}}, **more}


def partial(successful: int = 2, total: int = 3, **shards: object) -> dict[str, object]:
    """The answer of an index a part of which has no copy left: nothing failed, and something is missing."""
    return {**whole(4), "_shards": {"total": total, "successful": successful, "skipped": 0, "failed": 0, **shards}}


def refusal(status: int, cause: str, reason: str) -> Sent:
    """An error as the server writes it."""
    error = {"type": cause, "reason": reason}
    return Sent({"error": {"root_cause": [error], **error}, "status": status}, status)


def in_turn(answers: Iterable[Sent]) -> Script:
    """One answer after the other, and the last one for good."""
    waiting = list(answers)

    def next_one(_: Asked) -> Sent:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return next_one


class Stub:
    """A server on loopback that follows a script."""

    def __init__(self, script: Script, *, trust: ssl.SSLContext | None = None, user: str | None = None) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self._wanted = None if user is None else f"Basic {b64encode(user.encode()).decode()}"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if trust is not None:
            self._server.socket = trust.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, asked: Asked) -> Sent:
        self.asked.append(asked)
        if self._wanted is not None and asked.authorization != self._wanted:
            return Sent(raw=b"Unauthorized", status=401)
        return self.script(asked)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                sent = stub.answer(Asked(self.command, self.path, body, self.headers.get("Authorization")))
                if sent.hangs_up:
                    self.close_connection = True
                    return
                text = msgspec.json.encode(sent.value) if sent.raw is None else sent.raw
                self.send_response(sent.status)
                self.send_header("Content-Type", JSON)
                self.send_header("Content-Length", str(len(text)))
                if sent.retry_after is not None:
                    self.send_header("Retry-After", sent.retry_after)
                self.end_headers()
                if sent.cut is not None:
                    self.wfile.write(text[: sent.cut])
                    self.close_connection = True
                elif sent.held is not None:
                    self._write_slowly(text, sent.held)
                elif self.command != "HEAD":
                    self.wfile.write(text)

            def _write_slowly(self, text: bytes, held: threading.Event) -> None:
                for start in range(len(text)):
                    try:
                        self.wfile.write(text[start : start + 1])
                    except OSError:
                        return
                    held.wait(0.005)

            do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - named by the library

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def serving(script: Script, *, trust: ssl.SSLContext | None = None, user: str | None = None) -> Iterator[Stub]:
    """A stub for as long as the body lasts."""
    stub = Stub(script, trust=trust, user=user)
    stub.start()
    try:
        yield stub
    finally:
        stub.stop()
