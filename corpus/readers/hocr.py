"""hOCR: a web page whose elements say by their classes and titles where on a printed page their words stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from baosou.corpus.decoding import decode
from baosou.corpus.layout.printed import Box
from baosou.corpus.readers.html import charset_of
from baosou.corpus.readers.markup import tokens, unescaped
from baosou.corpus.readers.ocr_numbers import fraction, points_of, real
from baosou.corpus.readers.ocr_page import OcrPage, OcrWord

_ELEMENTS = frozenset(["div", "p", "span", "em", "strong", "b", "i"])
_LINES = frozenset(["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line"])
_PICTURES = frozenset(["ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_float"])
_CLASS = re.compile(rb"""class\s*=\s*["']?[^"'>]{0,60}\bocr_page\b""", re.IGNORECASE)
_DEEPEST = 200


class _Open(Struct):
    """An element that is being read: what it is, what its title says, and the text right in it."""

    name: str
    kind: str
    said: Mapping[str, str]
    text: list[str] = field(default_factory=list)
    inner: list[OcrWord] = field(default_factory=list)


def is_hocr(data: bytes) -> bool:
    """Whether a web page is one of character recognition."""
    return _CLASS.search(data) is not None


def read_hocr(data: bytes, encoding: str | None) -> list[OcrPage]:
    """The pages of a file in its order."""
    source = decode(data, encoding=encoding, declared=charset_of(data)).text
    reader = _Reader()
    for token in tokens(source):
        if token.kind == "text":
            if reader.open:
                reader.open[-1].text.append(unescaped(source[token.start : token.end]))
        elif token.name not in _ELEMENTS:
            continue
        elif token.kind == "start":
            reader.start(token.name, token.attributes)
        else:
            reader.end(token.name)
    while reader.open:
        reader.close()
    return reader.pages


class _Reader:
    def __init__(self) -> None:
        self.pages: list[OcrPage] = []
        self.open: list[_Open] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        classes = attributes.get("class", "").split()
        kind = next((each for each in classes if each.startswith("ocr")), "")
        said = _said(unescaped(attributes.get("title", ""))) if kind else {}
        if kind == "ocr_page":
            box = points_of(said.get("bbox", ""))
            resolution = real(said.get("scan_res", "").split(" ")[0] or None) or 0.0
            wide, high = (box[2], box[3]) if box is not None else (0.0, 0.0)
            self.pages.append(OcrPage(wide, high, resolution, [], [], []))
        elif self.pages and (box := points_of(said.get("bbox", ""))) is not None:
            if kind in _PICTURES:
                self.pages[-1].pictures.append(box)
            elif kind == "ocr_separator":
                self.pages[-1].rules.append(box)
        if len(self.open) < _DEEPEST:
            self.open.append(_Open(name, kind, said))

    def end(self, name: str) -> None:
        """End the innermost element of this name with all in it; nothing where none is open."""
        if any(each.name == name for each in self.open):
            while self.open and self.close() != name:
                pass

    def close(self) -> str:
        """End the innermost element."""
        done = self.open.pop()
        around = self.open[-1] if self.open else None
        box = points_of(done.said.get("x_bboxes", "") or done.said.get("bbox", ""))
        text = "".join(done.text)
        if done.kind == "ocrx_cinfo" and around is not None:
            sure = fraction(done.said.get("x_conf"), 100.0)
            around.inner += _words(text, box, sure)
            self._miss(text, box)
        elif done.kind == "ocrx_word" and around is not None:
            sure = fraction(done.said.get("x_wconf"), 100.0)
            around.inner += done.inner or _words(text, box, sure)
            if not done.inner:
                self._miss(text, box)
        elif done.kind in _LINES:
            words = done.inner if done.inner or box is None else _words(" ".join(text.split()), box, None)
            if self.pages and words:
                self._add(words)
            elif not done.inner:
                self._miss(text, box)
        elif around is not None:
            # emphasis within a word, and elements that say nothing of places
            around.text.append(text)
            around.inner += done.inner
        return done.name

    def _miss(self, text: str, box: Box | None) -> None:
        """Count a text that has no place."""
        if self.pages and box is None and text.strip():
            self.pages[-1].unplaced += 1

    def _add(self, words: list[OcrWord]) -> None:
        page = self.pages[-1]
        page.lines.append(words)
        page.width = max(page.width, *(word.box[2] for word in words))
        page.height = max(page.height, *(word.box[3] for word in words))


def _words(text: str, box: Box | None, sure: float | None) -> list[OcrWord]:
    shown = " ".join(text.split())
    return [OcrWord(shown, box, sure)] if shown and box is not None else []


def _said(title: str) -> dict[str, str]:
    """What a title says: bbox 10 20 30 40; x_wconf 95."""
    found: dict[str, str] = {}
    for part in title[:10_000].split(";"):
        key, _, value = part.strip().partition(" ")
        if key:
            found.setdefault(key, value.strip())
    return found
