"""From bytes to text: which encoding a file has, and its characters.

The order of trust: an encoding forced by the user, a byte order mark, strict UTF-8 (of what is written in another
encoding only a few words can be valid in it, by chance), then the encoding whose characters look most like prose, for
which what the file itself declares speaks. GB18030 and Big5 share most of their bytes, so that validity alone cannot
part them. Bytes that are not valid in the file's encoding do not make it another one: see `damaged`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from baosou.corpus.damaged import by_lines, read_closely, strictly
from baosou.corpus.errors import SourceError, worded
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

_BIG5 = ("big5", "big5hkscs", "cp950")
_NARROW = ("gb18030", *_BIG5)
_WIDE = ("utf-16-le", "utf-16-be")
_WIDEST = ("utf-32-le", "utf-32-be")
_OF_ITSELF, _UNMARKED = 0.5, -0.5  # what a declaration adds to the plausibility of a reading, and a missing mark takes
_SAMPLES, _SAMPLE = 16, 1 << 14
_A_FEW, _ENOUGH = 10, 100  # characters beyond ASCII by which an encoding is told at all, and surely

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r"))
_MAX_NOISE = 0.05  # a twentieth of control codes is no text, nor one of unassigned code points that of a marked file
_MAX_CONTROLS = 0.3  # what is valid UTF-8 is not easily anything else
_MAX_NULS = 0.1  # of the bytes of text in an encoding of single bytes; text in UTF-16 has more
_MAX_LOST = 0.5  # of the bytes beyond blanks
_MAX_DAMAGED, _A_PLACE = 0.02, 2  # of the bytes of a file whose encoding is forced; a short one may lose a character

_PADDING = "\0\x1a"
"""What ends a file and is no text: blocks are filled up with NULs, and DOS ended texts with ^Z."""


class Decoded(Struct, frozen=True):
    """A file's characters, without the byte order mark.

    `replaced` counts the places where bytes were invalid: U+FFFD stands there, or what another encoding makes of them.
    """

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, *, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of a whole file, with U+FFFD for any NUL in it.

    `encoding` is forced: no other is tried. `declared` is what the file says of itself, and is believed
    unless its reading looks worse than another's. Raises SourceError for binary data, for an unknown name,
    and for bytes of which many are not in the forced encoding.
    """
    reading = _decoded(data, encoding, declared)
    text = reading.text.rstrip(_PADDING)
    padded = "\0" in reading.text[len(text) :]
    nuls = text.count("\0")
    return Decoded(without_nuls(text) if nuls else text, reading.encoding, reading.replaced + nuls + padded)


def _decoded(data: bytes, encoding: str | None, declared: str | None) -> Decoded:
    if encoding is not None:
        return _decode_forced(data, text_encoding(encoding))
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is not None:
        raise SourceError(worded("looks like binary data ({kind})", kind=worded(kind)))
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _detected(data[len(bom) :], name, marked=True)
    known = None
    if declared is not None:
        with suppress(SourceError):  # a made-up charset in a page's head says nothing
            known = text_encoding(declared)
    return _detected(data, known, marked=False)


def text_encoding(name: str) -> str:
    """Python's name of a text encoding, widened (gb2312 and gbk are read as gb18030); SourceError if unknown."""
    try:
        info = codecs.lookup(name.strip())
        "a".encode(info.name)
        b"".decode(info.name)
    except (LookupError, ValueError, TypeError, AssertionError) as error:
        raise SourceError(
            worded(
                "unknown encoding {name!r}; known are utf-8, gb18030, big5, utf-16 and Python's other names", name=name
            )
        ) from error
    return _WIDER.get(info.name, info.name)


def head_encoding(head: bytes, *, encoding: str | None = None) -> tuple[str, int]:
    """The encoding of a stream from its first bytes, and the length of its byte order mark.

    `head` may end in the middle of a line or character. An all-ASCII head is taken for UTF-8.
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
    """One line of a stream whose encoding is known; invalid bytes and NULs become U+FFFD and are counted."""
    reading = read_closely(raw, encoding)
    text = reading.text.rstrip(_PADDING) if reading.text.endswith(tuple(_PADDING)) else reading.text
    nuls = text.count("\0")
    return Decoded(without_nuls(text) if nuls else text, encoding, reading.places + nuls)


def utf8_chunks(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """A stream's bytes as UTF-8, for encodings in which a newline is not one byte; what is invalid stays so."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield _as_utf8(decoder.decode(chunk))
    yield _as_utf8(decoder.decode(b"", True))


def _as_utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace").replace("\ufffd".encode(), b"\xff")


def _decode_forced(data: bytes, name: str) -> Decoded:
    marked, length = head_encoding(data[:8], encoding=name)
    body = data[length:]
    text = strictly(body, marked)
    if text is not None:
        return Decoded(text, marked)
    quick = by_lines(body, marked)
    if quick.count("\ufffd") > _MAX_DAMAGED * len(body) + _A_PLACE or plausibility(quick) < DOUBTFUL:
        raise SourceError(worded("not valid {name}; leave the encoding out to have it detected", name=name))
    reading = read_closely(body, marked)
    return Decoded(reading.text, marked, reading.places)


def _detected(data: bytes, declared: str | None, *, marked: bool) -> Decoded:
    """The reading in the encoding that a file has by its mark, or by how its bytes look."""
    if marked and declared is not None and noise(by_lines(_sample(data), declared)) <= _MAX_NOISE:
        return _read(data, declared)
    body = data.rstrip(b"\0")
    narrow = body.count(0) <= _MAX_NULS * len(body)
    text = strictly(body, "utf-8") if narrow else None
    if text is not None:
        if controls(text) > _MAX_CONTROLS or (data and not body):
            raise SourceError(worded("looks like binary data (many control codes)"))
        return Decoded(text, "utf-8", int(body != data))
    sample = _sample(body)
    name = _of_its_kind(body, _likeliest(sample, declared, narrow=narrow))
    many = len(sample) - len(sample.translate(None, _CONTROLS)) > _MAX_NOISE * len(sample)
    if many and (name in _NARROW or plausibility(by_lines(sample, name)) < DOUBTFUL):
        raise SourceError(worded("looks like binary data (many control codes)"))
    return _read(data, name, plausibly=True)


def _read(data: bytes, name: str, *, plausibly: bool = False) -> Decoded:
    """The reading in an encoding, without the NULs that fill up the last block; it may have to be `plausibly` text."""
    unit = 2 if name in _WIDE else 4 if name in _WIDEST else 1
    body = data[: -(-len(data.rstrip(b"\0")) // unit) * unit]
    reading = read_closely(body, name)
    lost = reading.lost > _MAX_LOST * (len(body) - sum(map(body.count, (b" ", b"\t", b"\r", b"\n"))))
    doubtful = plausibly and plausibility(kept := reading.text.replace("\ufffd", "")) < DOUBTFUL
    if lost or (doubtful and _beyond_ascii(kept) >= _A_FEW):
        raise SourceError(worded("no known encoding fits; name one with --encoding"))
    return Decoded(reading.text, name, reading.places + (len(body) < len(data)))


def _likeliest(sample: bytes, declared: str | None, *, narrow: bool) -> str:
    """The encoding in which the bytes look most like prose; earlier candidates win ties."""
    names = (*_NARROW, *_WIDE, "utf-8") if narrow else (*_WIDEST, *_WIDE)
    scores: dict[str, float] = {}
    for name in names if declared is None else dict.fromkeys((declared, *names)):
        text = by_lines(sample, name)
        bonus = _OF_ITSELF if name == declared else _UNMARKED if name in _WIDE else 0.0
        scores[name] = plausibility(text) + bonus
        if scores[name] > SURE and _beyond_ascii(text) >= _ENOUGH:
            return name
    return max(scores, key=scores.__getitem__)


def _of_its_kind(data: bytes, name: str) -> str:
    """The form of Big5 that has all characters of a file and suits them best: they differ in signs and rare ones."""
    if name not in _BIG5:
        return name
    whole = {form: text for form in _BIG5 if (text := strictly(data, form)) is not None}
    return max(whole, key=lambda form: plausibility(whole[form]), default="big5hkscs")


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _sample(data: bytes) -> bytes:
    """All of a short file, and of a long one stretches that begin where a character of UTF-16 or UTF-32 may."""
    if len(data) <= _SAMPLES * _SAMPLE:
        return data
    step = len(data) // _SAMPLES & ~3
    return b"".join([data[at : at + _SAMPLE] for at in range(0, step * _SAMPLES, step)])
