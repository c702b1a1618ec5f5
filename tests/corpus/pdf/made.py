"""PDFs made by hand: pages of Chinese text, encrypted ones, and files that no honest producer writes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence

Line = tuple[float, float, float, str]
"""Where a line of text begins, from the left and from the foot of the page, its size, and its text."""

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts ["
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
    b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] "
    b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
)
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FIRST = 10


def file_of(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of numbered objects, the first of which is its catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)


def page(contents: int, resources: bytes = b"/Font << /F 5 0 R >>") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %b >> >>" % (
        contents,
        resources,
    )


def drawn(lines: Sequence[Line]) -> bytes:
    """What draws lines of text."""
    return b"".join(
        b"BT /F %g Tf 1 0 0 1 %g %g Tm <%b> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())
        for x, y, size, text in lines
    )


def article(
    title: str, paragraphs: Sequence[str], *, left: float = 60, top: float = 760, measure: int = 24
) -> list[Line]:
    """A headline and under it a column of paragraphs that begin with two blanks."""
    lines: list[Line] = [(left, top, 22, title)]
    y = top - 36.0
    for paragraph in paragraphs:
        rest, indent = paragraph, 2
        while rest:
            lines.append((left + 10.5 * indent, y, 10.5, rest[: measure - indent]))
            rest, indent = rest[measure - indent :], 0
            y -= 16
    return lines


def text_pdf(*pages: Sequence[Line] | None) -> bytes:
    """A file of pages with these lines; None is a page that is a picture."""
    return file_of(text_objects(*pages))


def text_objects(*pages: Sequence[Line] | None) -> dict[int, bytes]:
    numbers = range(_FIRST, _FIRST + 2 * len(pages), 2)
    objects = {1: CATALOGUE, 2: tree(numbers), 5: FONT, 6: PICTURE}
    for number, lines in zip(numbers, pages, strict=True):
        if lines is None:
            objects[number] = page(number + 1, b"/XObject << /P 6 0 R >>")
            objects[number + 1] = stream(b"q 595 0 0 842 0 0 cm /P Do Q")
        else:
            objects[number] = page(number + 1)
            objects[number + 1] = stream(drawn(lines))
    return objects


def tree(kids: Sequence[int], count: int | None = None) -> bytes:
    return b"<< /Type /Pages /Kids [%b] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids) if count is None else count,
    )


PICTURE = stream(
    b"\x80\xff\x20\x00",
    b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
)


def one_page(contents: bytes, *, entries: bytes = b"", resources: bytes = b"", more: Mapping[int, bytes]) -> bytes:
    """A file of one page with these contents, and other objects."""
    objects = {1: CATALOGUE, 2: tree([3]), 3: page(4, resources), 4: stream(contents, entries), **more}
    return file_of(objects)


def encrypted(lines: Sequence[Line], *, user: str, owner: str, rights: int = -4) -> bytes:
    """A file of one page under RC4 with 40 bits (revision 2 of ISO 32000's standard handler)."""
    owners = _rc4(hashlib.md5(_padded(owner)).digest()[:5], _padded(user))
    identity = b"0123456789abcdef"
    seed = _padded(user) + owners + (rights & 0xFFFFFFFF).to_bytes(4, "little") + identity
    key = hashlib.md5(seed).digest()[:5]
    objects = text_objects(lines)
    contents = drawn(lines)
    own = hashlib.md5(key + (_FIRST + 1).to_bytes(3, "little") + b"\0\0").digest()[:10]
    objects[_FIRST + 1] = stream(_rc4(own, contents))
    one, two, user_key = (value.hex().encode() for value in (identity, owners, _rc4(key, _PADDING)))
    handler = b"/Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P %d" % (two, user_key, rights)
    trailer = b"/ID [<%b> <%b>] /Encrypt << %b >>" % (one, one, handler)
    return file_of(objects, trailer)


def _padded(password: str) -> bytes:
    return (password.encode() + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def draws_itself() -> bytes:
    """A form that draws itself twice: pdfium never returns."""
    return _forms({7: (7, b"/X Do /X Do")})


def nested_forms(depth: int, times: int) -> bytes:
    """Forms of which each draws the next one so many times."""
    forms = {7 + level: (8 + level, b"/X Do " * times) for level in range(depth)}
    return _forms({**forms, 7 + depth: (7, b"0 0 1 1 re f")})


def _forms(forms: Mapping[int, tuple[int, bytes]]) -> bytes:
    more = {
        number: stream(
            contents,
            b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources << /XObject << /X %d 0 R >> >>" % inner,
        )
        for number, (inner, contents) in forms.items()
    }
    return one_page(b"/X Do", resources=b"/XObject << /X 7 0 R >>", more=more)


def bomb(piece: bytes, times: int) -> bytes:
    """A page whose contents are a piece many times, packed."""
    pack = zlib.compressobj(9)
    packed = b"".join(pack.compress(piece * 1024) for _ in range(times // 1024)) + pack.flush()
    return one_page(packed, entries=b"/Filter /FlateDecode", resources=b"/Font << /F 5 0 R >>", more={5: FONT})


def tree_that_holds_itself() -> bytes:
    return file_of({1: CATALOGUE, 2: tree([2, 3], 5), 3: tree([2], 4)})


def tree_of(count: int, lines: Sequence[Line]) -> bytes:
    """A file of one page that claims to have so many."""
    objects = text_objects(lines)
    return file_of({**objects, 2: tree([_FIRST], count)})
