"""The rules, rectangles and pictures of a PDF's page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as c

from baosou.corpus.layout.printed import Box, Shape
from baosou.corpus.pdf.placing import Placing

_MOST_OBJECTS = 200_000
_MOST_SHAPES = 20_000  # a map or a chart has more, and is no frame of text
_DEEPEST = 8
_MOST_SEGMENTS = 400
_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_OPAQUE = 0x20  # of 255; what is more transparent than this is not seen


class _Drawings:
    def __init__(self, placing: Placing) -> None:
        self.placing = placing
        self.shapes: list[Shape] = []
        self.pictures: list[Box] = []
        self.objects = 0

    def take(self, drawn: c.FPDF_PAGEOBJECT, matrix: _Matrix, depth: int) -> None:
        """One object of the page, or of a form on it."""
        kind = c.FPDFPageObj_GetType(drawn)
        if kind == c.FPDF_PAGEOBJ_PATH:
            if len(self.shapes) < _MOST_SHAPES:
                self._take_path(drawn, matrix)
        elif kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            box = _bounds(drawn)
            if box is not None and kind == c.FPDF_PAGEOBJ_IMAGE:
                self.pictures.append(self.placing.box(_moved(box, matrix)))
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = c.FS_MATRIX()
            c.FPDFPageObj_GetMatrix(drawn, inner)
            own = _product((inner.a, inner.b, inner.c, inner.d, inner.e, inner.f), matrix)
            for index in range(c.FPDFFormObj_CountObjects(drawn)):
                self.objects += 1
                if self.objects > _MOST_OBJECTS:
                    return
                self.take(c.FPDFFormObj_GetObject(drawn, index), own, depth + 1)

    def _take_path(self, drawn: c.FPDF_PAGEOBJECT, matrix: _Matrix) -> None:
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        if not c.FPDFPath_GetDrawMode(drawn, mode, stroked):
            return
        fill = _seen(c.FPDFPageObj_GetFillColor, drawn) if mode.value else None
        stroke = _seen(c.FPDFPageObj_GetStrokeColor, drawn) if stroked.value else None
        if fill is None and stroke is None:
            return
        own = c.FS_MATRIX()
        c.FPDFPageObj_GetMatrix(drawn, own)
        placed = _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        count = c.FPDFPath_CountSegments(drawn)
        if count > _MOST_SEGMENTS:
            box = _bounds(drawn)
            if box is not None:
                self.pictures.append(self.placing.box(_moved(box, matrix)))
            return
        for box in _subpaths(drawn, count):
            self.shapes.append(Shape(self.placing.box(_moved(box, placed)), fill, stroke))


def drawings_of(page: c.FPDF_PAGE, placing: Placing) -> tuple[tuple[Shape, ...], tuple[Box, ...]]:
    """The rules and rectangles of a page, and the boxes of its pictures; a drawing of many strokes is a picture."""
    found = _Drawings(placing)
    for index in range(min(c.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        found.take(c.FPDFPage_GetObject(page, index), _PLAIN, 0)
    return tuple(found.shapes), tuple(found.pictures)


def _subpaths(drawn: c.FPDF_PAGEOBJECT, count: int) -> Iterator[Box]:
    """The boxes of the path's parts, each from a move to the next."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = c.FPDFPath_GetPathSegment(drawn, index)
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield _around(points)
            points = []
        c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    if len(points) > 1:
        yield _around(points)


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _bounds(drawn: c.FPDF_PAGEOBJECT) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _seen(colour_of: object, drawn: c.FPDF_PAGEOBJECT) -> int | None:
    """The colour that an object is filled or stroked with on white paper, None where it is transparent."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(drawn, red, green, blue, alpha):  # type: ignore[operator]
        return 0
    if alpha.value < _OPAQUE:
        return None
    share = alpha.value / 0xFF
    mixed = [round(part.value * share + 0xFF * (1 - share)) for part in (red, green, blue)]
    return mixed[0] << 16 | mixed[1] << 8 | mixed[2]


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, cc, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc,
        a * tb + b * td,
        cc * ta + d * tc,
        cc * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


def _moved(box: Box, matrix: _Matrix) -> Box:
    a, b, cc, d, e, f = matrix
    points = [(x * a + y * cc + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return _around(points)
