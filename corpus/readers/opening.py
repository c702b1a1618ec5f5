"""A source's bytes, decompressed, within bounds that no file can talk us out of."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from msgspec import Struct

from baosou.corpus.discovery import SourceFile
from baosou.corpus.errors import SourceError

_CHUNK = 1 << 20
_HARMLESS = 64 << 20  # below this size no expansion is too much


class Limits(Struct, frozen=True):
    """Bounds on what one source may need, in bytes (after decompression), times and columns.

    `document` bounds a file that is read whole, `record` one line or row of a stream. `expansion` is how many
    times its size on disk a compressed document may grow to; text grows three to twenty times. Streams of
    records may grow as they like: they are never held whole.
    """

    document: int = 256 << 20
    record: int = 64 << 20
    expansion: int = 200
    columns: int = 10_000


DEFAULT_LIMITS = Limits()


@contextmanager
def open_chunks(source: SourceFile, limits: Limits) -> Iterator[Iterator[bytes]]:
    """The bytes of a file in pieces; OSError as `open`, SourceError (while reading) for a damaged gzip file."""
    with open(source.path, "rb") as file:
        yield _inflated(file) if source.compressed else plain_chunks(file)


def plain_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of an open stream in pieces, as they come."""
    # read1 hands on what a pipe has instead of waiting for a full piece.
    read = getattr(stream, "read1", stream.read)
    while chunk := read(_CHUNK):
        yield chunk


def whole(chunks: Iterator[bytes], source: SourceFile, limits: Limits) -> bytes:
    """All bytes of a document at once; SourceError if they are more than a document may have."""
    bound = source.path.stat().st_size * limits.expansion if source.compressed else limits.document
    parts = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max(bound, _HARMLESS) and source.compressed:
            raise SourceError(f"the compressed file grows more than {limits.expansion} times; it looks like a bomb")
        if size > limits.document:
            raise SourceError(
                f"larger than {limits.document >> 20} MB; split it, or make it one record a line (.jsonl)"
            )
        parts.append(chunk)
    return b"".join(parts)


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=file) as stream:
            # read1, not read: it hands over what came before the place where a damaged file breaks off.
            while chunk := stream.read1(_CHUNK):
                yield chunk
    except EOFError as error:
        raise SourceError("the compressed file ends early; copy it again from where it came") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"the compressed file is damaged or no gzip file ({error})") from error
