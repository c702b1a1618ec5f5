"""A stream of bytes as numbered lines of text, each held in memory by itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from baosou.corpus.decoding import decode, decode_line, head_encoding, utf8_chunks
from baosou.corpus.errors import SourceError, worded

_HEAD = 1 << 16  # what an encoding is detected from


_HOPELESS = 16  # times longer than a line may be: nothing that can be read is to be expected after it


class Line(Struct, frozen=True):
    """One line without its end. `text` is None if it could not be taken, and then `problem` says why.

    A `problem` beside a text is a warning: some bytes were replaced.
    """

    number: int
    text: str | None
    problem: str | None = None


class RawLine(Struct, frozen=True):
    """One line without its end, as bytes in `encoding`; None in their place if they are too many.

    `forced` says that the encoding was told and not detected.
    """

    number: int
    raw: bytes | None
    encoding: str
    forced: bool


def text_lines(chunks: Iterator[bytes], *, encoding: str | None, limit: int, blank: bool = True) -> Iterator[Line]:
    """The lines of a stream, decoded one by one; see `raw_lines`."""
    for line in raw_lines(chunks, encoding=encoding, limit=limit, blank=blank):
        yield decoded(line, limit=limit)


def decoded(line: RawLine, *, limit: int) -> Line:
    """The line as text; `limit` is what `raw_lines` was given."""
    if line.raw is None:
        return Line(line.number, None, worded("a line of more than {bytes:,} bytes", bytes=limit))
    found = decode_line(line.raw, line.encoding)
    if not found.replaced:
        return Line(line.number, found.text)
    if line.forced:
        return Line(line.number, None, worded("not valid {encoding}", encoding=line.encoding))
    replaced = worded("{bytes} invalid bytes replaced ({encoding})", bytes=found.replaced, encoding=line.encoding)
    return Line(line.number, found.text, replaced)


def raw_lines(chunks: Iterator[bytes], *, encoding: str | None, limit: int, blank: bool) -> Iterator[RawLine]:
    """The lines of a stream, each with its encoding; ends are LF, CRLF, or CR where there is no LF.

    The encoding is detected from the head of the stream, or where that is ASCII from the first line that is
    not. Without `blank`, empty lines are counted but not given. Raises SourceError for binary data and where
    the head is not in the forced `encoding`.
    """
    head, broken = _head(chunks)
    if broken is not None and not head:
        raise broken
    name, mark = head_encoding(head, encoding=encoding)
    if encoding is not None and decode_line(head[mark:], name).replaced > 1:  # one may be cut off at the end
        raise SourceError(worded("not valid {name}; leave the encoding out to have it detected", name=name))
    pieces = _rejoined(head[mark:], broken, chunks)
    if name.startswith(("utf-16", "utf-32")):
        pieces, name = utf8_chunks(pieces, name), "utf-8"
    settled = encoding is not None or mark > 0 or not head.isascii()
    for number, raw in _split(pieces, limit, blank):
        if not settled and raw is not None and not raw.isascii():
            name, settled = decode(raw).encoding, True
        yield RawLine(number, raw, name, encoding is not None)


def _head(chunks: Iterator[bytes]) -> tuple[bytes, SourceError | None]:
    """The first bytes of a stream, and what broke it off; that is told after the lines before it."""
    head = bytearray()
    try:
        for chunk in chunks:
            head += chunk
            if len(head) >= _HEAD:
                break
    except SourceError as error:
        return bytes(head), error
    return bytes(head), None


def _rejoined(head: bytes, broken: SourceError | None, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    if broken is not None:
        raise broken
    yield from chunks


def _split(chunks: Iterator[bytes], limit: int, blank: bool) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines without their ends; None for one of more than `limit` bytes, of which nothing is kept.

    Raises SourceError where a line has no end in sight.
    """
    pending: list[bytes] = []
    size = 0
    number = 0
    end = b""
    for chunk in chunks:
        end = end or (b"\r" if b"\r" in chunk and b"\n" not in chunk else b"\n")
        if not (blank or size or chunk.strip(end)):  # at once, for a bomb may have nothing but empty lines
            number += len(chunk)
            continue
        *complete, rest = chunk.split(end)
        for piece in complete:
            number += 1
            if piece or size:
                size += len(piece)
                pending.append(piece)
                yield number, _joined(pending) if size <= limit else None
                pending, size = [], 0
            elif blank:
                yield number, b""
        size += len(rest)
        if size > limit * _HOPELESS:
            raise SourceError(
                worded("a line of more than {bytes:,} bytes; the rest of the file is not read", bytes=limit * _HOPELESS)
            )
        if size > limit:
            pending.clear()
        elif rest:
            pending.append(rest)
    if size:
        yield number + 1, _joined(pending) if size <= limit else None


def _joined(pieces: list[bytes]) -> bytes:
    line = b"".join(pieces) if len(pieces) > 1 else pieces[0]
    return line[:-1] if line.endswith(b"\r") else line
