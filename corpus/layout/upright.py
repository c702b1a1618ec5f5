"""Vertical type: pages that are read from top to foot and from right to left, and single lines set that way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from baosou.corpus.layout.printed import Box, Glyph, PrintedPage, Shape
from baosou.corpus.layout.typesetting import TypeLine

Ordered = tuple[int, Glyph]
_FEWEST = 3
_FEWEST_SMALL = 4
_ALONE = 1.6  # ems to the next character beside
_FEWEST_OF_PAGE = 6
_SAMPLE = 300
_CROWD = 64  # characters in one place; more are printed over each other
_NEAREST, _REACH = 0.3, 1.9  # ems: how far the next character of a line may be


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether a page's text runs downwards: its characters stand nearer below each other than beside."""
    own = [glyph for glyph in glyphs if _is_wide(glyph)]
    if len(own) < _FEWEST_OF_PAGE:
        return False
    at = _Places(own)
    down = across = 0
    for glyph in own[:: max(1, len(own) // _SAMPLE)]:
        below, beside = at.next_below(glyph)[0], at.beside(glyph)
        if below < 0.93 * beside:
            down += 1
        elif beside < 0.93 * below:
            across += 1
    return down > across


def turned(page: PrintedPage) -> PrintedPage:
    """The page with its right edge up, so that lines that ran down run across; see `unturned`."""
    high = page.height
    return PrintedPage(
        page.number,
        page.height,
        page.width,
        tuple(_turned_glyph(glyph, high) for glyph in page.glyphs),
        tuple(Shape(_turned_box(shape.box, high), shape.fill, shape.stroke) for shape in page.shapes),
        tuple(_turned_box(box, high) for box in page.pictures),
        page.fonts,
    )


def unturned(box: Box, high: float) -> Box:
    """Where a box of a turned page is on the page itself, which is so high."""
    return box[1], high - box[2], box[3], high - box[0]


def _turned_box(box: Box, high: float) -> Box:
    return high - box[3], box[0], high - box[1], box[2]


def _turned_glyph(glyph: Glyph, high: float) -> Glyph:
    left, bottom, right, top = glyph.box
    size = glyph.size
    if abs(glyph.angle + math.pi / 2) < 0.1:  # Latin in a vertical line lies on its side
        begin, end = high - glyph.y, high - min(bottom, glyph.y - 0.1)
        return replace(glyph, box=(begin, left, end, right), x=begin, y=glyph.x, angle=0.0)
    full = top - bottom >= 0.8 * size
    begin = high - (top if full else max(top, glyph.y + 0.88 * size))
    middle = (left + right) / 2
    box = (begin, middle - size / 2, begin + size, middle + size / 2)
    angle = glyph.angle + math.pi / 2 if glyph.angle else 0.0
    return replace(glyph, box=box, x=begin, y=middle - 0.38 * size, angle=angle)


def down_lines(glyphs: Iterable[Ordered], body: float, *, up: bool = False) -> tuple[list[TypeLine], set[int]]:
    """The lines that run from top to foot (or `up`, as lines across do on a turned page), and the order numbers of
    their characters. Small ones are longer, and of Chinese characters: figures stand under each other in tables."""
    large = [each for each in glyphs if not each[1].text.isspace()]
    at = _Places([glyph for _, glyph in large])
    orders = {id(glyph): order for order, glyph in large}
    across = _read_across(large)
    after: dict[int, Glyph] = {}
    followers: set[int] = set()
    for place, (_, glyph) in enumerate(large):
        if not up and glyph.size <= 1.2 * body and (place in across or not _is_wide(glyph)):
            continue
        below, near = at.next_below(glyph)
        if near is None:
            continue
        beside = min(at.beside(glyph), at.before(glyph))
        small = not up and glyph.size <= 1.2 * body
        if below < 0.93 * beside and (not small or beside > _ALONE):
            after[id(glyph)] = near
            followers.add(id(near))
    lines: list[TypeLine] = []
    used: set[int] = set()
    for _, glyph in large:
        if id(glyph) in followers or id(glyph) not in after:
            continue
        run = [glyph]
        while id(run[-1]) in after and len(run) < 60:
            run.append(after[id(run[-1])])
        if len(run) >= (_FEWEST if up or glyph.size > 1.2 * body else _FEWEST_SMALL) and not used & {
            orders[id(each)] for each in run
        }:
            used |= {orders[id(each)] for each in run}
            lines.append(_down_line(run, orders[id(run[0])], up=up))
    return lines, used


def _read_across(glyphs: Sequence[Ordered]) -> set[int]:
    """The places of characters that the file has right beside the one before or after."""
    found: set[int] = set()
    for place in range(len(glyphs) - 1):
        one, other = glyphs[place][1], glyphs[place + 1][1]
        if abs(other.y - one.y) <= 0.2 * one.size and 0.2 * one.size < other.x - one.x <= _ALONE * one.size:
            found.update((place, place + 1))
    return found


def _down_line(run: Sequence[Glyph], order: int, *, up: bool) -> TypeLine:
    box = (
        min(glyph.box[0] for glyph in run),
        min(glyph.box[1] for glyph in run),
        max(glyph.box[2] for glyph in run),
        max(glyph.box[3] for glyph in run),
    )
    text = "".join(glyph.text for glyph in (reversed(run) if up else run))
    first = run[0]
    return TypeLine(text, box[0], box[2], first.y, first.size, first.font, first.colour, False, order, box, down=True)


def _is_wide(glyph: Glyph) -> bool:
    return "\u2e80" <= glyph.text[:1] <= "\uffef"


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.box[0] + glyph.box[2]) / 2, glyph.y + 0.38 * glyph.size


class _Places:
    """Where characters stand, to find the next ones of the same size."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        sizes = sorted(glyph.size for glyph in glyphs)
        self._cell = max(4.0, sizes[len(sizes) // 2]) if sizes else 4.0
        self._at: dict[tuple[int, int], list[tuple[float, float, float, Glyph]]] = {}
        for glyph in glyphs:
            x, y = _middle(glyph)
            self._at.setdefault((int(x // self._cell), int(y // self._cell)), []).append((x, y, glyph.size, glyph))

    def next_below(self, glyph: Glyph) -> tuple[float, Glyph | None]:
        """How far the next character below is, in ems, and which it is; 9 where there is none."""
        best, found = 9.0, None
        x, y = _middle(glyph)
        size = glyph.size
        for other_x, other_y, other in self._in(x - 0.2 * size, y - _REACH * size, x + 0.2 * size, y, size):
            below = (y - other_y) / size
            if abs(other_x - x) <= 0.2 * size and _NEAREST <= below < min(best, _REACH) and other is not glyph:
                best, found = below, other
        return best, found

    def beside(self, glyph: Glyph) -> float:
        """How far the next character to the right is, in ems."""
        x, y = _middle(glyph)
        return self._across(x, y, glyph.size, 1)

    def before(self, glyph: Glyph) -> float:
        """How far the next character to the left is, in ems."""
        x, y = _middle(glyph)
        return self._across(x, y, glyph.size, -1)

    def _across(self, x: float, y: float, size: float, way: int) -> float:
        best = 9.0
        left, right = sorted((x, x + way * _REACH * size))
        for other_x, other_y, _ in self._in(left, y - 0.2 * size, right, y + 0.2 * size, size):
            across = way * (other_x - x) / size
            if abs(other_y - y) <= 0.2 * size and _NEAREST <= across < best:
                best = across
        return best if best <= _REACH else 9.0

    def _in(
        self, left: float, bottom: float, right: float, top: float, size: float
    ) -> Iterable[tuple[float, float, Glyph]]:
        """The characters of a size in and around a box."""
        cell = self._cell
        for across in range(int(left // cell), int(right // cell) + 1):
            for up in range(int(bottom // cell), int(top // cell) + 1):
                for x, y, other_size, other in self._at.get((across, up), ())[:_CROWD]:
                    if abs(other_size - size) <= 0.1 * size:
                        yield x, y, other
