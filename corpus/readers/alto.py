"""ALTO (versions 1 to 4): pages of words with boxes, as libraries and Tesseract, ABBYY and others write them."""

from __future__ import annotations

from collections.abc import Mapping

from baosou.corpus.layout.printed import Box
from baosou.corpus.readers.ocr_numbers import fraction, number, points_of
from baosou.corpus.readers.ocr_page import OcrPage, OcrWord, union
from baosou.corpus.readers.xml_events import local, xml_events

_UNITS = {"mm10": 254.0, "inch1200": 1200.0}  # how many make an inch; pixels do not say
_PICTURES = ("Illustration", "GraphicalElement")
_RULE = 8  # a graphical element that is so many times longer than wide is a rule
_HYPHEN = "\u00ad"
"""A word that goes on in the next line is joined over it, and found whole."""


def read_alto(data: bytes) -> list[OcrPage]:
    """The pages of a file in its order; what has no box is left to the line or block that it stands in."""
    pages: list[OcrPage] = []
    resolution = 0.0
    unit: list[str] = []
    in_unit = False
    lines: list[OcrWord] | None = None
    line_box: Box | None = None
    for kind, name, attributes in xml_events(data, {}):
        own = local(name) if kind != "text" else ""
        if kind == "text":
            if in_unit:
                unit.append(name)
        elif own == "MeasurementUnit":
            in_unit = kind == "start"
            resolution = _UNITS.get("".join(unit).strip(), 0.0)
        elif kind == "end":
            if own == "TextLine":
                lines = None
            elif own == "Page" and pages:
                _complete(pages[-1])
        elif own == "Page":
            pages.append(OcrPage(number(attributes, "WIDTH"), number(attributes, "HEIGHT"), resolution, [], [], []))
        elif not pages:
            continue
        elif own == "TextLine":
            lines = []
            pages[-1].lines.append(lines)
            line_box = _box(attributes)
        elif own in ("String", "HYP"):
            if lines is None:  # not in any line, as some write it
                lines = []
                pages[-1].lines.append(lines)
                line_box = None
            word = _hyphen(attributes, lines) if own == "HYP" else _word(attributes, line_box)
            if word is not None:
                lines.append(word)
            elif own == "String" and attributes.get("CONTENT", "").strip():
                pages[-1].unplaced += 1
        elif own in _PICTURES and (box := _box(attributes)) is not None:
            wide, high = box[2] - box[0], box[3] - box[1]
            thin = own == "GraphicalElement" and max(wide, high) > _RULE * max(1.0, min(wide, high))
            (pages[-1].rules if thin else pages[-1].pictures).append(box)
    return pages


def _word(attributes: Mapping[str, str], line: Box | None) -> OcrWord | None:
    text = "".join(attributes.get("CONTENT", "").split())
    box = _box(attributes) or line
    return OcrWord(text, box, fraction(attributes.get("WC"), 1.0)) if text and box is not None else None


def _hyphen(attributes: Mapping[str, str], line: list[OcrWord]) -> OcrWord | None:
    """The hyphen at the end of a line; it has a place of its own, or right after its word."""
    if not line:
        return None
    box = _box(attributes)
    if box is None:
        _, top, right, bottom = line[-1].box
        box = (right, top, right + (bottom - top) / 4, bottom)
    return OcrWord(_HYPHEN, box)


def _box(attributes: Mapping[str, str]) -> Box | None:
    if "HPOS" in attributes and "VPOS" in attributes:
        left, top = number(attributes, "HPOS"), number(attributes, "VPOS")
        box = (left, top, left + number(attributes, "WIDTH"), top + number(attributes, "HEIGHT"))
        return box if box[2] > left and box[3] > top else None
    return points_of(attributes.get("POINTS", ""))


def _complete(page: OcrPage) -> None:
    """Give a page that does not say how large it is the size of what stands on it."""
    boxes = [word.box for words in page.lines for word in words] + page.pictures + page.rules
    if boxes:
        around = union(boxes)
        page.width, page.height = max(page.width, around[2]), max(page.height, around[3])
