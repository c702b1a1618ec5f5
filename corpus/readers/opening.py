"""A source's bytes, decompressed, within bounds that no file can talk us out of."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.discovery import SourceFile
from baosou.corpus.errors import SourceError, worded

_CHUNK = 1 << 20


class Limits(Struct, frozen=True):
    """Bounds on what one source may need, in bytes (after decompression), times and columns.

    `document` and `lines` bound a file that is read whole, `markup` one that is parsed as HTML or Markdown, and
    `record` one line or row of a stream. `expansion` is how many times its size on disk a compressed file may grow to,
    if it is more than `harmless`; text grows three to twenty times. Of streams of records, which are never held whole,
    that is asked from `stream` on. `memory` is for the process of its own that reads a format which may ask for any.
    """

    document: int = 64 << 20
    markup: int = 16 << 20
    lines: int = 500_000
    record: int = 64 << 20
    expansion: int = 200
    columns: int = 10_000
    harmless: int = 16 << 20
    stream: int = 1 << 30
    memory: int = 512 << 20


DEFAULT_LIMITS = Limits()


@contextmanager
def open_chunks(source: SourceFile, limits: Limits) -> Iterator[Iterator[bytes]]:
    """The bytes of a file in pieces; OSError as `open`, SourceError (while reading) for a damaged or odd file.

    A file that grows meanwhile is read as far as it went when it was opened.
    """
    with _regular(source.path) as (file, size):
        # what says that it is empty and is not has no end that could be known
        chunks = _up_to(plain_chunks(file), size or limits.stream)
        yield _inflated(file, size, limits) if source.compressed else chunks


@contextmanager
def open_seekable(source: SourceFile, limits: Limits) -> Iterator[BinaryIO]:
    """A file to be read here and there, such as a zip archive, which is not held whole; errors as of `open_chunks`.

    What a `.gz` stands around is inflated, and may be as large as a document.
    """
    with _regular(source.path) as (file, size):
        if source.compressed:
            yield BytesIO(whole(_inflated(file, size, limits), source, replace(limits, lines=limits.document)))
        else:
            yield file


@contextmanager
def _regular(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """A file and its size; what was one when it was found may be a pipe by now, and would never open."""
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(worded("no longer a regular file"))
        yield file, found.st_size


def _up_to(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    for chunk in chunks:
        if len(chunk) >= size:
            yield chunk[:size]
            return
        size -= len(chunk)
        yield chunk


def plain_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of an open stream in pieces, as they come."""
    # read1 hands on what a pipe has instead of waiting for a full piece.
    read = getattr(stream, "read1", stream.read)
    while chunk := read(_CHUNK):
        yield chunk


def whole_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """All bytes of a file that is no source, such as a list of words; OSError as `open`, SourceError if too large.

    Pipes and devices are read too (a shell's <(...) is one): up to the same bound, and a named pipe into which nobody
    writes is empty instead of waited for.
    """
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        os.set_blocking(file.fileno(), True)
        return whole_stream(file, limits)


def whole_stream(stream: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """All bytes of an open stream, such as standard input; SourceError if they are more than a document may have."""
    content = stream.read(limits.document + 1)
    if len(content) > limits.document:
        raise SourceError(worded("larger than {megabytes} MB, or without an end", megabytes=limits.document >> 20))
    return content


def whole(chunks: Iterator[bytes], source: SourceFile, limits: Limits, *, markup: bool = False) -> bytes:
    """All bytes of a document at once; SourceError if they are more than a document may have."""
    bound = max(source.path.stat().st_size * limits.expansion, limits.harmless)
    most = min(limits.document, limits.markup) if markup else limits.document
    parts = []
    size = lines = 0
    for chunk in chunks:
        lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
        if lines > limits.lines:
            raise SourceError(
                worded("more than {lines:,} lines; split it, or make it one record a line (.jsonl)", lines=limits.lines)
            )
        size += len(chunk)
        if size > bound and source.compressed:
            raise _bomb(limits)
        if size > most:
            raise SourceError(
                worded(
                    "larger than {megabytes} MB; split it, or make it one record a line (.jsonl)", megabytes=most >> 20
                )
            )
        parts.append(chunk)
    return b"".join(parts)


def _bomb(limits: Limits) -> SourceError:
    return SourceError(
        worded(
            "the compressed file grows more than {expansion} times; it looks like a bomb", expansion=limits.expansion
        )
    )


def _inflated(file: BinaryIO, size: int, limits: Limits) -> Iterator[bytes]:
    bound = max(size * limits.expansion, limits.stream)
    try:
        with gzip.GzipFile(fileobj=file) as stream:
            # read1, not read: it hands over what came before the place where a damaged file breaks off.
            while chunk := stream.read1(_CHUNK):
                bound -= len(chunk)
                if bound < 0:
                    raise _bomb(limits)
                yield chunk
    except EOFError as error:
        raise SourceError(worded("the compressed file ends early; copy it again from where it came")) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(worded("the compressed file is damaged or no gzip file ({error})", error=error)) from error
