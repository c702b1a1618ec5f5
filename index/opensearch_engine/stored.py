"""What a cluster keeps of an article to give it back as it was read: packed, for it is never looked through there."""

from __future__ import annotations

import base64
import zlib

import msgspec
from msgspec import Struct

from baosou.corpus.models import Article, Section

_LEVEL = 3
"""Of zlib: more of it takes longer than what it saves takes to send."""


class Stored(Struct, frozen=True):
    """An article of a source; its blocks are those of the sections."""

    source: str
    article: Article
    sections: tuple[Section, ...]


def packed(stored: Stored) -> str:
    """As it stands in a document."""
    return base64.b64encode(zlib.compress(msgspec.msgpack.encode(stored), _LEVEL)).decode("ascii")


def unpacked(text: str) -> Stored:
    """What a document holds."""
    return _DECODER.decode(zlib.decompress(base64.b64decode(text)))


_DECODER = msgspec.msgpack.Decoder(Stored)
