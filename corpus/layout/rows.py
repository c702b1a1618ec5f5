"""Characters strung to rows: what stands on one baseline, near enough to be read on, in no other column."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from baosou.corpus.layout.printed import Box, Glyph

_OFF = 0.3  # of an em: how far two characters of one line may stand from one baseline
APART = 0.8  # of an em: a wider gap parts two lines, unless both prove to be one
APART_CLOSING = 1.6  # of an em, before a sign that begins no line, where fonts misplace them
CLOSING = frozenset("，。、；：！？）》」』”’】〕")
"""Signs that begin no line."""
_WIDEST_BLANK = 2.4
_LIKE = 1.35  # sizes that differ by more stand on lines of their own
_MANY = 24
_CELL = 4.0  # points: lines are looked up by their baseline
_BLANK = 0.62  # of an em: a wider gap in a headline is hardly a blank
_EDGE = 4  # so many lines that begin at one place make it the edge of a column


class Row:
    """A line while its characters come in, from left to right."""

    __slots__ = ("base", "glyphs", "left", "orders", "right", "size")

    def __init__(self, glyph: Glyph, order: int) -> None:
        self.glyphs = [glyph]
        self.orders = [order]
        self.base = glyph.y
        self.size = glyph.size
        self.left = glyph.box[0]
        self.right = glyph.box[2]

    def add(self, glyph: Glyph, order: int) -> None:
        """Adds the next character, with its order in the file."""
        self.glyphs.append(glyph)
        self.orders.append(order)
        if glyph.box[2] > self.right:
            self.right = glyph.box[2]
        if glyph.size > self.size:
            self.size, self.base = glyph.size, glyph.y

    def extend(self, other: Row) -> None:
        """Adds a row that goes on on its right."""
        self.glyphs += other.glyphs
        self.orders += other.orders
        self.right = max(self.right, other.right)


class Blanks:
    """The blanks that the file has between its characters: hints that a gap is one."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self._at: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            self._at.setdefault(int(glyph.y // _CELL), []).append(glyph)

    def stand(self, left: float, right: float, base: float, size: float) -> bool:
        """Whether one stands between two characters of a line."""
        cell = int(base // _CELL)
        return any(
            left - 0.3 * size <= blank.box[0] <= right and abs(blank.y - base) <= 0.2 * size
            for near in (cell - 1, cell, cell + 1)
            for blank in self._at.get(near, ())
        )


def row_sizes(rows: Iterable[Row]) -> Counter[float]:
    """How many characters have which size, to half a point."""
    sizes: Counter[float] = Counter()
    for row in rows:
        if len(row.glyphs) >= 5:
            sizes[round(row.size * 4) / 4] += len(row.glyphs)
    return sizes


def body_size(sizes: Counter[float]) -> float:
    """The size that most of a text is set in, 0 where there is none."""
    if not sizes:
        return 0.0

    def near(size: float) -> list[float]:
        return [other for other in sizes if abs(other - size) <= 0.03 * size]

    middle = max(sizes, key=lambda size: sum(sizes[other] for other in near(size)))
    return max(near(middle), key=sizes.__getitem__)


def rows_of(every: Sequence[tuple[int, Glyph]], rules: Sequence[Box], closing: float) -> list[Row]:
    """The rows of characters that are given from the left with their order in the file.

    `rules` are standing ones, which no row crosses; `closing` is how far a sign may stand from what it closes, in ems.
    """
    rows: list[Row] = []
    open_at: dict[int, list[Row]] = {}
    for order, glyph in every:
        size, y, left = glyph.size, glyph.y, glyph.box[0]
        best, least = None, 1e9
        off = _OFF * size
        for cell in range(int((y - off) // _CELL), int((y + off) // _CELL) + 1):
            if len(open_at.get(cell, ())) > _MANY:  # those that end far on the left get no more
                open_at[cell] = [row for row in open_at[cell] if left - row.right < 2 * row.size]
            for row in open_at.get(cell, ()):
                small = size if size < row.size else row.size
                gap = left - row.right
                away = abs(y - row.base)
                if (
                    gap > (APART if glyph.text not in CLOSING else closing) * small
                    or away > _OFF * small
                    or gap < -small
                ):
                    continue
                if size > row.size * _LIKE or row.size > size * _LIKE:
                    continue
                if gap > 0.25 * small and _is_crossed(rules, row.right, left, y):
                    continue
                cost = away + abs(gap)
                if cost < least:
                    best, least = row, cost
        if best is None:
            row = Row(glyph, order)
            rows.append(row)
            open_at.setdefault(int(y // _CELL), []).append(row)
        else:
            cell = int(best.base // _CELL)
            best.add(glyph, order)
            if int(best.base // _CELL) != cell:
                open_at[cell].remove(best)
                open_at.setdefault(int(best.base // _CELL), []).append(best)
    return rows


def _is_crossed(rules: Sequence[Box], left: float, right: float, y: float) -> bool:
    return any(
        left - 0.5 <= (rule[0] + rule[2]) / 2 <= right + 0.5 and rule[1] <= y + 2 and rule[3] >= y for rule in rules
    )


def glued(rows: Sequence[Row], blanks: Blanks, rules: Sequence[Box]) -> list[Row]:
    """The rows with those made one that a wide blank within a line had parted.

    What begins where many lines begin is the line of the next column, unless the file has a blank in the gap and
    goes on with it.
    """
    edges = _edges(rows)
    by_base: dict[int, list[Row]] = {}
    for row in rows:
        by_base.setdefault(int(row.base // _CELL), []).append(row)
    gone: set[int] = set()
    for row in sorted(rows, key=lambda row: row.left):
        if id(row) in gone:
            continue
        while True:
            after = _next(row, by_base, gone)
            if after is None or _is_crossed(rules, row.right, after.left, row.base):
                break
            gap = after.left - row.right
            read_on = after.orders[0] > row.orders[-1] and blanks.stand(row.right, after.left, row.base, row.size)
            at_edge = any(abs(edge - after.left) <= 0.35 * row.size for edge in edges)
            if gap > _WIDEST_BLANK * row.size or (at_edge and not (read_on and gap <= 1.3 * row.size)):
                break
            if not read_on and gap > 1.4 * row.size:
                break
            gone.add(id(after))
            row.extend(after)
    return [row for row in rows if id(row) not in gone]


def _edges(rows: Sequence[Row]) -> list[float]:
    begins = Counter(round(row.left) for row in rows if len(row.glyphs) >= 4)
    return [place for place in begins if sum(begins.get(near, 0) for near in (place - 1, place, place + 1)) >= _EDGE]


def _next(row: Row, by_base: dict[int, list[Row]], gone: set[int]) -> Row | None:
    """The row that follows on the same baseline."""
    found, cell = None, int(row.base // _CELL)
    for near in (cell - 1, cell, cell + 1):
        for other in by_base.get(near, ()):
            if other is row or id(other) in gone or other.left < row.right - 0.2 * row.size:
                continue
            if abs(other.base - row.base) > 0.15 * row.size or not 0.87 < other.size / row.size < 1.15:
                continue
            if found is None or other.left < found.left:
                found = other
    return found


def is_across(rows: Sequence[Row]) -> bool:
    """Whether the file goes from column to column along each baseline, so that its order does not tell what is read
    on."""
    begins = {row.orders[0]: row for row in rows}
    crossed = [begins.get(row.orders[-1] + 1) for row in rows]
    level = sum(
        after is not None and abs(after.base - row.base) <= 0.2 * row.size and after.left > row.right
        for row, after in zip(rows, crossed, strict=True)
    )
    return level > 0.25 * len(rows)


def parted(row: Row, rows: Sequence[Row], blanks: Blanks, body: float, *, across: bool) -> list[Row]:
    """A large line parted where it is two headlines side by side: at a gap that goes on below between two columns.

    Where the file's order is that of reading it parts nothing that it has in one run.
    """
    glyphs = row.glyphs
    if row.size < 1.2 * body or len(glyphs) < 4:
        return [row]
    gaps = [after.box[0] - before.box[2] for before, after in itertools.pairwise(glyphs)]
    usual = usual_gap(gaps)
    run_on = [0 < after - before <= 2 for before, after in itertools.pairwise(row.orders)]
    cuts = []
    for at, gap in enumerate(gaps, start=1):
        if gap < usual + 0.3 * row.size or gap < 0.9 * body:
            continue
        left, right = glyphs[at - 1].box[2], glyphs[at].box[0]
        held = blanks.stand(left, right, row.base, row.size)
        held = held or (not across and run_on[at - 1])
        held = held or (gap < usual + _BLANK * row.size and (across or sum(run_on) < 0.7 * len(run_on)))
        if not held and _is_gutter(left, right, row, rows, body):
            cuts.append(at)
    if not cuts:
        return [row]
    parts = []
    for begin, end in zip([0, *cuts], [*cuts, len(glyphs)], strict=True):
        part = Row(glyphs[begin], row.orders[begin])
        for glyph, order in zip(glyphs[begin + 1 : end], row.orders[begin + 1 : end], strict=True):
            part.add(glyph, order)
        parts.append(part)
    return parts


def _is_gutter(left: float, right: float, row: Row, rows: Sequence[Row], body: float) -> bool:
    """Whether lines of text stand on both sides of a gap some way below, and none in it."""
    reach = row.base - 14 * body - 3 * row.size
    middle = (left + right) / 2
    sides = [0, 0]
    for other in rows:
        if not reach < other.base < row.base - 0.5 * row.size or other.size > 1.15 * body or len(other.glyphs) < 5:
            continue
        if other.left < middle < other.right:
            return False
        if middle - 6 * body < other.right <= middle:
            sides[0] += 1
        elif middle <= other.left < middle + 6 * body:
            sides[1] += 1
    return min(sides) >= 2


def usual_gap(gaps: Sequence[float]) -> float:
    """The gap of a line between characters that no blank parts: of names in a row as many are blanks as are none."""
    return sorted(gaps)[math.floor(0.3 * (len(gaps) - 1))] if gaps else 0.0
