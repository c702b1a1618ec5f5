"""How places in a PDF's page are places on the sheet that a reader sees: its visible box, turned as it says."""

from __future__ import annotations

import math

import pypdfium2.raw as c
from msgspec import Struct

from baosou.corpus.layout.printed import Box


class Placing(Struct, frozen=True):
    """The visible box of a page, by how many quarters it is turned clockwise, and its size when turned."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def width(self) -> float:
        """The width of the sheet as it is seen."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """The height of the sheet as it is seen."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def shows(self, x: float, y: float) -> bool:
        """Whether a place of the PDF's page is on the sheet."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place on the sheet of a place in the PDF's page."""
        match self.quarters:
            case 1:
                return y - self.bottom, self.right - x
            case 2:
                return self.right - x, self.top - y
            case 3:
                return self.top - y, x - self.left
            case _:
                return x - self.left, y - self.bottom

    def box(self, box: Box) -> Box:
        """The box on the sheet of a box in the PDF's page."""
        first, second = self.point(box[0], box[1]), self.point(box[2], box[3])
        return (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        )

    def angle(self, angle: float) -> float:
        """The angle on the sheet of an angle in the PDF's page, between -pi and pi."""
        if not self.quarters:
            return angle
        turned = math.remainder(angle - self.quarters * math.pi / 2, math.tau)
        return 0.0 if abs(turned) < 1e-3 else turned


def placing_of(page: c.FPDF_PAGE) -> Placing:
    """How places in this page are placed on its sheet."""
    rect = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, rect)
    return Placing(rect.left, rect.bottom, rect.right, rect.top, c.FPDFPage_GetRotation(page) % 4)
