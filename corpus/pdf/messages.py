"""What the process that reads PDFs is asked and answers: values as MessagePack, each after its length."""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec
from msgspec import Struct

from baosou.corpus.errors import worded
from baosou.corpus.layout.printed import PrintedPage

LENGTH = struct.Struct(">Q")


class Request(Struct, frozen=True):
    """A file to read from its page `first` (from 1) on, named by its path or given as its bytes.

    At most so many `pages` of it are read, and none that has more `characters`. The passwords are tried in turn.
    """

    path: bytes
    data: bytes | None
    first: int
    passwords: tuple[str, ...]
    pages: int
    characters: int


class Opened(Struct, frozen=True, tag=True):
    """The file is open and has so many pages; `restricted` says that its owner forbids to copy text out of it."""

    pages: int
    restricted: bool = False


class NotRead(Exception):  # noqa: N818 (what is answered, not a fault)
    """Why a file or a page cannot be read: a sentence and its values, for the process that reads knows no language."""

    def __init__(self, sentence: str, /, **values: str | int) -> None:
        super().__init__(worded(sentence, **values))
        self.sentence, self.values = sentence, values


class Refused(Struct, frozen=True, tag=True):
    """The file cannot be opened, and why: the sentence and the values of a `NotRead`."""

    sentence: str
    values: dict[str, str | int] = {}


class Printed(Struct, frozen=True, tag=True):
    """A page."""

    page: PrintedPage


class Unreadable(Struct, frozen=True, tag=True):
    """A page that cannot be read, and why, as in `Refused`."""

    number: int
    sentence: str
    values: dict[str, str | int] = {}


class Done(Struct, frozen=True, tag=True):
    """The file is done with; the process takes so many bytes of memory now (0: unknown)."""

    resident: int


Reply = Opened | Refused | Printed | Unreadable | Done

_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def packed(message: Request | Reply) -> bytes:
    """A message with its length before it."""
    body = _encoder.encode(message)
    return LENGTH.pack(len(body)) + body


def reply_of(body: bytes | bytearray | memoryview) -> Reply:
    """The reply that some bytes are; raises msgspec.MsgspecError where they are none."""
    return _replies.decode(body)


def read_request(stream: BinaryIO) -> Request | None:
    """The next request of a stream; None at its end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    body = stream.read(size)
    return _requests.decode(body) if len(body) == size else None
