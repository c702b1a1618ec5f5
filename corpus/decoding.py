"""From bytes to text: which encoding a file has, and its characters.

The order of trust: a byte order mark, an encoding forced by the user, strict UTF-8 (of what is written in another
encoding only a few words can be valid in it, by chance), what the file itself declares, then the reading
(GB18030, Big5, UTF-16 without a mark) whose characters look most like prose, and last a detector. GB18030 and
Big5 share most of their bytes, so that validity alone cannot part them.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from baosou.corpus.errors import SourceError
from baosou.corpus.folding import without_nuls
from baosou.corpus.plausibility import DOUBTFUL, SURE, controls, noise, plausibility

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"(\xb5/\xfd", "zstd"),
    (b"7z\xbc\xaf'\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)

# Supersets that read everything the narrow name reads, as browsers take them (WHATWG Encoding Standard).
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "ascii": "utf-8", "utf-8-sig": "utf-8"}

_MAX_NOISE = 0.05  # a twentieth of control codes and unassigned code points is no text
_MAX_CONTROLS = 0.3  # what is valid UTF-8 is not easily anything else
_MAX_NULS = 0.1  # of the bytes of a stream of UTF-8; text in UTF-16 has more
_MAX_REPAIRS = 0.02  # more invalid places than this share of the file's characters: another encoding, or no text


class Decoded(Struct, frozen=True):
    """A file's characters, without the byte order mark.

    `replaced` counts the places where bytes were invalid and U+FFFD stands instead.
    """

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, *, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of a whole file, with U+FFFD for any NUL in it.

    `encoding` is forced: no other is tried. `declared` is what the file says of itself, and is believed
    unless its reading looks worse than another's. Raises SourceError for binary data, for an unknown name,
    and for bytes that are not in the forced encoding.
    """
    reading = _decoded(data, encoding, declared)
    return Decoded(without_nuls(reading.text), reading.encoding, reading.replaced)


def _decoded(data: bytes, encoding: str | None, declared: str | None) -> Decoded:
    if encoding is not None:
        return _decode_forced(data, text_encoding(encoding))
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is not None:
        raise SourceError(f"looks like binary data ({kind})")
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(_repaired(data[len(bom) :], name))
    if b"\0" in data:
        return _decode_with_nuls(data)
    text = _strict(data, "utf-8")
    if text is not None:
        return _checked(Decoded(text, "utf-8"))
    return _checked(_most_plausible(data, declared))


def text_encoding(name: str) -> str:
    """Python's name of a text encoding, widened (gb2312 and gbk are read as gb18030); SourceError if unknown."""
    try:
        info = codecs.lookup(name.strip())
        "a".encode(info.name)
        b"".decode(info.name)
    except (LookupError, ValueError, TypeError, AssertionError) as error:
        raise SourceError(
            f"unknown encoding {name!r}; known are utf-8, gb18030, big5, utf-16 and Python's other names"
        ) from error
    return _WIDER.get(info.name, info.name)


def head_encoding(head: bytes, *, encoding: str | None = None) -> tuple[str, int]:
    """The encoding of a stream from its first bytes, and the length of its byte order mark.

    `head` may end in the middle of a line or character. An all-ASCII head is taken for UTF-8, and so is one with
    a stray NUL: in a stream it spoils its own record only.
    """
    for bom, name in _BOMS:
        if head.startswith(bom) and encoding is None:
            return name, len(bom)
    if encoding is not None:
        name = text_encoding(encoding)
        known = {"utf-16": ("utf-16-le", "utf-16-be"), "utf-32": ("utf-32-le", "utf-32-be")}.get(name, (name,))
        for bom, marked in _BOMS:
            if head.startswith(bom) and marked in known:
                return marked, len(bom)
        return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name), 0
    if b"\0" in head:
        if _strict(_whole_characters(head), "utf-8") is not None and head.count(0) <= _MAX_NULS * len(head):
            return "utf-8", 0
        return decode(head[: len(head) & ~1]).encoding, 0
    lines = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]
    # Where the whole lines are ASCII, only the last one can tell.
    return decode(_whole_characters(head) if lines.isascii() else lines).encoding, 0


def _whole_characters(data: bytes) -> bytes:
    """The bytes without a UTF-8 character that their end cuts in two."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data)
    except UnicodeDecodeError:
        return data
    return data[: len(data) - len(decoder.getstate()[0])]


def decode_line(raw: bytes, encoding: str) -> Decoded:
    """One line of a stream whose encoding is known; invalid bytes become U+FFFD and are counted."""
    return _repaired(raw, encoding)


def utf8_chunks(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """A stream's bytes as UTF-8, for encodings in which a newline is not one byte."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def _decode_forced(data: bytes, name: str) -> Decoded:
    marked, length = head_encoding(data[:8], encoding=name)
    body = data[length:]
    try:
        return Decoded(body.decode(marked), marked)
    except UnicodeDecodeError as error:
        at = length + error.start
        raise SourceError(f"not valid {name} (byte {at:,}); leave the encoding out to have it detected") from error


def _decode_with_nuls(data: bytes) -> Decoded:
    """UTF-16 without a byte order mark is the only text with NUL bytes."""
    readings = [_repaired(data, name) for name in ("utf-16-le", "utf-16-be")]
    best = max(readings, key=lambda reading: plausibility(reading.text) - 10 * noise(reading.text))
    if "\0" in best.text or plausibility(best.text) < DOUBTFUL or noise(best.text) > _MAX_NOISE:
        raise SourceError("looks like binary data (it holds NUL bytes)")
    return _checked(best)


def _most_plausible(data: bytes, declared: str | None) -> Decoded:
    """The best reading; earlier candidates win ties, a strict one wins over a repaired one."""
    readings: list[tuple[float, Decoded]] = []

    def consider(name: str, bonus: float = 0.0) -> None:
        text = _strict(data, name)
        if text is not None:
            readings.append((plausibility(text) + bonus, Decoded(text, name)))

    if declared is not None:
        with suppress(SourceError):  # a made-up charset in a page's head says nothing
            consider(text_encoding(declared), 0.5)
    consider("gb18030")
    consider("big5")
    consider("big5hkscs")
    consider("cp950")
    if len(data) % 2 == 0:
        consider("utf-16-le", -0.5)
        consider("utf-16-be", -0.5)
    if not readings or max(score for score, _ in readings) < SURE:
        for name in ("utf-8", "gb18030", "big5hkscs"):
            repaired = _repaired(data, name)
            if repaired.replaced and _is_repairable(repaired):
                readings.append((plausibility(repaired.text), repaired))
    if not readings or max(score for score, _ in readings) < DOUBTFUL:
        detected = _detected(data)
        if detected is not None:
            readings.append((plausibility(detected.text), detected))
    if not readings:
        return _last_resort(data)
    return max(readings, key=lambda reading: reading[0])[1]


def _is_repairable(reading: Decoded) -> bool:
    wide = sum(not char.isascii() for char in reading.text) - reading.replaced
    return reading.replaced <= max(1, _MAX_REPAIRS * len(reading.text)) and wide >= 2 * reading.replaced


def _detected(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # a tenth of a second to import, and seldom needed

    best = from_bytes(data[:100_000]).best()
    text = _strict(data, best.encoding) if best is not None else None
    return Decoded(text, best.encoding) if best is not None and text is not None else None


def _last_resort(data: bytes) -> Decoded:
    """No encoding fits: the reading with the fewest invalid places, if it still is mostly text."""
    readings = [_repaired(data, name) for name in ("utf-8", "gb18030", "big5hkscs")]
    best = min(readings, key=lambda reading: reading.replaced)
    if best.replaced > 0.1 * len(best.text):
        if noise(best.text.replace("\ufffd", "")) > _MAX_NOISE:
            raise SourceError("looks like binary data (many control codes)")
        raise SourceError("no known encoding fits; name one with --encoding")
    return best


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _repaired(data: bytes, name: str) -> Decoded:
    text = _strict(data, name)
    if text is not None:
        return Decoded(text, name)
    replaced = data.decode(name, "replace")
    own = data.decode(name, "ignore").count("\ufffd")
    return Decoded(replaced, name, replaced.count("\ufffd") - own)


def _checked(reading: Decoded) -> Decoded:
    """The reading, unless it is full of control codes or, where it was a guess, of unassigned characters."""
    if reading.encoding.startswith("utf-"):
        binary = controls(reading.text) > _MAX_CONTROLS
    else:
        binary = noise(reading.text) > _MAX_NOISE
    if binary:
        raise SourceError("looks like binary data (many control codes)")
    return reading
