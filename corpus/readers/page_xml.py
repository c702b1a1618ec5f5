"""PAGE XML (2010 to 2019): regions of lines of words of glyphs with polygons, as OCR-D and Transkribus write them."""

from __future__ import annotations

from msgspec import Struct, field

from baosou.corpus.layout.printed import Box
from baosou.corpus.readers.ocr_numbers import fraction, number, points_of
from baosou.corpus.readers.ocr_page import OcrPage, OcrWord, union
from baosou.corpus.readers.xml_events import XmlEvent, local, xml_events

_TEXTS = ("TextRegion", "TextLine", "Word", "Glyph")
_PICTURES = ("ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "AdvertRegion")


class _Open(Struct):
    """A region, line, word or glyph that is being read; `text` is its first reading."""

    kind: str
    points: list[str] = field(default_factory=list)
    text: str | None = None
    sure: float | None = None
    inner: list[_Open] = field(default_factory=list)

    @property
    def box(self) -> Box | None:
        return points_of(" ".join(self.points))


def read_page_xml(data: bytes) -> list[OcrPage]:
    """The pages of a file (its standard allows one)."""
    reader = _Reader()
    for event in xml_events(data, {}):
        reader.take(event)
    return reader.pages


class _Reader:
    def __init__(self) -> None:
        self.pages: list[OcrPage] = []
        self._open: list[_Open] = []
        self._sure: float | None = None
        self._reading = False
        self._pieces: list[str] = []

    def take(self, event: XmlEvent) -> None:
        """Take the next event of the file."""
        if event.kind == "text":
            if self._reading:
                self._pieces.append(event.text)
            return
        name, attributes = local(event.text), event.attributes
        start = event.kind == "start"
        if name == "Page" and start:
            size = number(attributes, "imageWidth"), number(attributes, "imageHeight")
            # the resolution of ImageXResolution's attribute is hardly ever given, and often made up
            self.pages.append(OcrPage(*size, number(attributes, "imageXResolution"), [], [], []))
        elif not self.pages:
            return
        elif name in _TEXTS or name in _PICTURES or name == "SeparatorRegion":
            if start:
                self._open.append(_Open(name))
            elif self._open and self._open[-1].kind == name:
                self._close(self._open.pop())
        elif name == "Coords" and start and self._open:
            self._open[-1].points.append(attributes.get("points", ""))
        elif name == "Point" and start and self._open:
            self._open[-1].points.append(f"{attributes.get('x', '')},{attributes.get('y', '')}")
        elif name == "TextEquiv":
            self._sure = fraction(attributes.get("conf"), 1.0) if start else None
        elif name == "Unicode" and self._open:
            self._reading = start and self._open[-1].text is None
            if not start and self._pieces:
                self._open[-1].text = "".join(self._pieces).strip()
                self._open[-1].sure = self._sure
            self._pieces = []

    def _close(self, done: _Open) -> None:
        page = self.pages[-1]
        box = done.box
        if done.kind in _PICTURES or done.kind == "SeparatorRegion":
            if box is not None:
                (page.rules if done.kind == "SeparatorRegion" else page.pictures).append(box)
        elif done.kind in ("Word", "Glyph") and self._open:
            self._open[-1].inner.append(done)
        elif done.kind == "TextLine":
            if self._open:
                self._open[-1].inner.append(done)
            words = _words(done)
            page.lines.append(words)
            said = sum(map(len, (each.text or "" for each in done.inner)))
            if sum(len(word.text) for word in words) < said:
                page.unplaced += sum(bool(each.text) and _word(each) is None for each in done.inner)
            elif done.text and not words:
                page.unplaced += 1
        elif done.kind == "TextRegion" and not done.inner and done.text and box is not None:
            page.lines += _spread(done.text, box, done.sure)


def _words(line: _Open) -> list[OcrWord]:
    """The words of a line: by their glyphs where these say all of them, else whole, else the line as one."""
    found: list[OcrWord] = []
    for word in line.inner:
        glyphs = [_word(each) for each in word.inner]
        whole = _word(word)
        said = [each for each in glyphs if each is not None]
        if said and (whole is None or "".join(each.text for each in said) == whole.text):
            found += said
        elif whole is not None:
            found.append(whole)
    all_said = "".join(each.text for each in found)
    whole = _word(line)
    if whole is not None and len(all_said) < len(whole.text) / 2:
        return [whole]
    return found


def _word(one: _Open) -> OcrWord | None:
    text = "".join((one.text or "").split()) if one.kind != "TextLine" else (one.text or "")
    box = one.box or (union([box for each in one.inner if (box := each.box) is not None]) if one.inner else None)
    return OcrWord(text, box, one.sure) if text and box is not None else None


def _spread(text: str, box: Box, sure: float | None) -> list[list[OcrWord]]:
    """The lines of a region of which only the whole is told, one below the other in its box."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    high = (box[3] - box[1]) / max(1, len(lines))
    most = max(map(len, lines), default=1)
    return [
        [
            OcrWord(
                line,
                (
                    box[0],
                    box[1] + place * high,
                    box[0] + (box[2] - box[0]) * len(line) / most,
                    box[1] + (place + 1) * high,
                ),
                sure,
            )
        ]
        for place, line in enumerate(lines)
    ]
