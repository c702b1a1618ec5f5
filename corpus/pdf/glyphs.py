"""The characters of a PDF's page with their places, and the page whole as the geometry takes it."""

from __future__ import annotations

import ctypes
import math
import unicodedata

import pypdfium2 as pdfium
import pypdfium2.raw as c
from msgspec.structs import replace

from baosou.corpus.folding import simple_folds
from baosou.corpus.layout.printed import Glyph, PrintedPage
from baosou.corpus.pdf.drawings import drawings_of
from baosou.corpus.pdf.messages import NotRead
from baosou.corpus.pdf.placing import Placing, placing_of

MOST_CHARACTERS = 100_000
"""A page has at most 30,000; more are no page to be read, and take 400 bytes each."""
_UNMAPPED = "\ufffd"
_HYPHENS = (0xFFFE, 0x02)  # what pdfium makes of a hyphen at a line's end
_BLANKS = frozenset((0x20, 0x0D, 0x0A, 0x09))
_INVISIBLE_MODES = frozenset((c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP))
_WHITE = 0xFF
_DOUBLED = 0.25  # of an em: nearer than this the same character is printed twice, to look bold


class _Run:
    """What the characters of one text object have in common."""

    __slots__ = ("angle", "colour", "font", "seen", "size", "width_of", "x_scale")

    def __init__(self, text: c.FPDF_TEXTPAGE, index: int, drawn: c.FPDF_PAGEOBJECT, fonts: _Fonts) -> None:
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(text, index, matrix)
        nominal = c.FPDFText_GetFontSize(text, index)
        self.size = nominal * math.hypot(matrix.c, matrix.d)
        self.x_scale = math.hypot(matrix.a, matrix.b)
        self.angle = math.atan2(matrix.b, matrix.a)
        if matrix.a < 0 < matrix.d and abs(matrix.b) < -matrix.a / 1000:
            self.angle = 0.0  # mirrored, not turned
        if abs(self.angle) < 1e-3:
            self.angle = 0.0
        self.font = -1
        self.colour = 0
        self.seen = True
        self.width_of: dict[int, float] = {}
        if drawn:
            self.font, self.width_of = fonts.of(c.FPDFTextObj_GetFont(drawn), nominal)
            self.colour = _colour(drawn)
            self.seen = c.FPDFTextObj_GetTextRenderMode(drawn) not in _INVISIBLE_MODES


class _Fonts:
    """The fonts of a page by the order of their first use, and the widths of their characters by size."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._places: dict[int, int] = {}
        self._fonts: list[c.FPDF_FONT] = []
        self._widths: dict[tuple[int, float], dict[int, float]] = {}

    def of(self, font: c.FPDF_FONT, size: float) -> tuple[int, dict[int, float]]:
        """The number of the font, and the widths of it at a size that are known so far."""
        if not font:
            return -1, {}
        address = ctypes.addressof(font.contents)
        place = self._places.get(address)
        if place is None:
            place = self._places[address] = len(self.names)
            self.names.append(_font_name(font))
            self._fonts.append(font)
        return place, self._widths.setdefault((place, size), {})

    def width(self, run: _Run, code: int, nominal: float) -> float:
        """The advance of a character at the run's size, 0 where the font does not tell."""
        known = run.width_of.get(code)
        if known is None:
            given = ctypes.c_float()
            told = run.font >= 0 and c.FPDFFont_GetGlyphWidth(self._fonts[run.font], code, nominal, given)
            known = run.width_of[code] = given.value if told else 0.0
        return known * run.x_scale


def printed_page(document: pdfium.PdfDocument, number: int) -> PrintedPage:
    """The page with this number, from 1.

    Blanks and line ends that pdfium made up are left out, and of characters printed twice to look bold one.
    Characters that are not to be seen on the page are kept as such. Raises SourceError for a page of more characters
    or drawings than any has.
    """
    page = document[number - 1]
    try:
        placing = placing_of(page.raw)
        shapes, pictures = drawings_of(page.raw, placing)
        fonts = _Fonts()
        text = page.get_textpage()
        try:
            glyphs = _glyphs(text.raw, number, placing, fonts)
        finally:
            text.close()
    finally:
        page.close()
    return PrintedPage(number, placing.width, placing.height, tuple(glyphs), shapes, pictures, tuple(fonts.names))


def _glyphs(text: c.FPDF_TEXTPAGE, number: int, placing: Placing, fonts: _Fonts) -> list[Glyph]:
    count = c.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise NotRead(
            "page {number} has {count:,} characters, more than any newspaper's page", number=number, count=count
        )
    read, generated, object_of = c.FPDFText_GetUnicode, c.FPDFText_IsGenerated, c.FPDFText_GetTextObject
    loose_box, origin_of, tight_box = c.FPDFText_GetLooseCharBox, c.FPDFText_GetCharOrigin, c.FPDFText_GetCharBox
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    rect = c.FS_RECTF()
    rect_at = ctypes.byref(rect)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    left_at, right_at, bottom_at, top_at = map(ctypes.byref, (left, right, bottom, top))
    addressof = ctypes.addressof
    radicals = _radicals()
    runs: dict[int, _Run] = {}
    last_address, run = -1, None
    glyphs: list[Glyph] = []
    objects: list[int] = []
    high = 0
    for index in range(count):
        code = read(text, index)
        if code in _BLANKS and generated(text, index):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        drawn = object_of(text, index)
        address = addressof(drawn.contents) if drawn else 0
        if address != last_address or run is None:
            run = runs.get(address) if address else None
            if run is None:
                run = runs[address] = _Run(text, index, drawn, fonts)
            last_address = address
        origin_of(text, index, x_at, y_at)
        at_x, at_y = x.value, y.value
        loose_box(text, index, rect_at)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if run.angle or abs(box[0] - at_x) > 0.01:  # tight, or turned; then loose boxes are wrong
            tight_box(text, index, left_at, right_at, bottom_at, top_at)
            box = (left.value, bottom.value, right.value, top.value)
            if not run.angle:
                advance = fonts.width(run, code, c.FPDFText_GetFontSize(text, index))
                box = (min(at_x, box[0]), box[1], max(at_x + advance, box[2]) if advance else box[2], box[3])
        character = radicals.get(code) or _character(code, glyphs)
        seen = run.seen and placing.shows(at_x, at_y)
        glyphs.append(
            Glyph(
                character,
                placing.box(box),
                *placing.point(at_x, at_y),
                run.size,
                placing.angle(run.angle),
                run.font,
                run.colour,
                seen,
            )
        )
        objects.append(address)
    return _once(_parted(glyphs, objects), objects)


def _parted(glyphs: list[Glyph], objects: list[int]) -> list[Glyph]:
    """The glyphs with the characters of a ligature, which all stand in one place, side by side: —— is one glyph."""
    begin = 0
    while begin < len(glyphs):
        first, end = glyphs[begin], begin + 1
        while (
            end < len(glyphs)
            and objects[end] == objects[begin]
            and abs(glyphs[end].x - first.x) < 0.01
            and abs(glyphs[end].y - first.y) < 0.01
        ):
            end += 1
        if end - begin > 1:
            left, bottom, right, top = first.box
            across = abs(math.cos(first.angle)) > 0.5
            step = (right - left if across else top - bottom) / (end - begin)
            for place, index in enumerate(range(begin, end)):
                if across:
                    at = left + place * step
                    glyphs[index] = replace(glyphs[index], x=at, box=(at, bottom, at + step, top))
                else:  # on its side, in a vertical line
                    at = top - place * step
                    glyphs[index] = replace(glyphs[index], y=at, box=(left, at - step, right, at))
        begin = end
    return glyphs


def _character(code: int, before: list[Glyph]) -> str:
    if code in _HYPHENS:
        return "\u00ad" if before and before[-1].text.isalpha() else "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return _UNMAPPED
    return chr(code)


def _radicals() -> dict[int, str]:
    """The radicals that text layers have for whole characters, with these."""
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    folds = simple_folds()
    return kangxi | {code: _as_text(folds[code]) for code in range(0x2E80, 0x2EF4) if code in folds}


def _as_text(fold: int | str | None) -> str:
    return chr(fold) if isinstance(fold, int) else fold or ""


def _once(glyphs: list[Glyph], objects: list[int]) -> list[Glyph]:
    """The glyphs without the second ones of those that are printed twice, perhaps with a slight shift.

    `objects` are the text objects that they belong to: none has a character twice in one place.
    """
    order = sorted(range(len(glyphs)), key=lambda index: (glyphs[index].text, glyphs[index].x))
    texts = [glyphs[index].text for index in order]
    doubles: set[int] = set()
    for place, index in enumerate(order):
        if index in doubles:
            continue
        glyph = glyphs[index]
        reach = max(_DOUBLED * glyph.size, 0.01)
        for after in range(place + 1, len(order)):
            other = glyphs[order[after]]
            if texts[after] != glyph.text or other.x - glyph.x > reach:
                break
            if objects[index] == objects[order[after]] != 0:
                continue
            if abs(other.y - glyph.y) <= reach and abs(other.size - glyph.size) <= reach:
                doubles.add(max(index, order[after]))
    return [glyph for index, glyph in enumerate(glyphs) if index not in doubles]


def _colour(drawn: c.FPDF_PAGEOBJECT) -> int:
    """What the object is filled with, as it looks on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not c.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha):
        return 0
    share = alpha.value / 0xFF
    mixed = [round(part.value * share + _WHITE * (1 - share)) for part in (red, green, blue)]
    return mixed[0] << 16 | mixed[1] << 8 | mixed[2]


def _font_name(font: c.FPDF_FONT) -> str:
    """The font's name without the prefix of a subset; Chinese ones are often GBK and nothing else."""
    size = c.FPDFFont_GetBaseFontName(font, None, 0)
    if size <= 1:
        return ""
    buffer = ctypes.create_string_buffer(size)
    c.FPDFFont_GetBaseFontName(font, buffer, size)
    raw = buffer.value
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("gb18030", "replace")
    return name[7:] if name[6:7] == "+" else name
