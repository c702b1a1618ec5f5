"""A printed page as whoever reads a file (PDF, OCR) gives it: where its characters, rules, boxes and pictures are.

All places are in points, x from the left edge of the page, y from its foot upwards, as in PDF.
"""

from __future__ import annotations

from msgspec import Struct

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Glyph(Struct, frozen=True, gc=False, array_like=True):
    """A character where it is printed; `box` is as wide as its advance where that is known.

    `x` and `y` are its origin, which lies on the baseline. `angle` is in radians, counter-clockwise. `font` is the
    index of a font of the page, -1 where nothing is known; `colour` is 0xRRGGBB. `seen` is false for a text layer that
    lies invisible over a scan.
    """

    text: str
    box: Box
    x: float
    y: float
    size: float
    angle: float = 0.0
    font: int = -1
    colour: int = 0
    seen: bool = True


class Shape(Struct, frozen=True, gc=False, array_like=True):
    """A rule (thin one way) or a rectangle, with the colours that it is filled and stroked with, if it is."""

    box: Box
    fill: int | None = None
    stroke: int | None = None


class PrintedPage(Struct, frozen=True, array_like=True):
    """One page: its number in the file from 1, its size, and what is on it in the file's order.

    `fonts` are names, empty where there is none. `pictures` are the boxes of images.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...] = ()
    pictures: tuple[Box, ...] = ()
    fonts: tuple[str, ...] = ()
