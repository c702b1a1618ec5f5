"""Characters set into lines, with their blanks, and whether a line is in the fonts of the page's text."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from baosou.corpus.layout.printed import Box, Glyph
from baosou.corpus.layout.rows import (
    APART,
    APART_CLOSING,
    CLOSING,
    Blanks,
    Row,
    body_size,
    glued,
    is_across,
    parted,
    row_sizes,
    rows_of,
    usual_gap,
)
from baosou.corpus.pages.lines import fold

MOST_LINES = 6_000
"""The largest sheet of a newspaper has 2,500; of more, in a table or a map, nothing is told but their order."""
_PLAIN = 0.3  # of its characters: how many of a plain line are in a font of the text


class TypeLine(Struct, frozen=True, gc=False):
    """A line as it is printed. `base` is its baseline, `size` an em of it; `font` is the font of most of it, `colour`
    likewise, and `plain` says that it is one of those that the page's long texts are set in; `order` is where it begins
    in the file. `down` is true of a line that runs from top to foot."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: int
    colour: int
    plain: bool
    order: int
    box: Box
    down: bool = False

    @property
    def top(self) -> float:
        """Where its em ends above; the baseline stands an eighth of an em above its foot."""
        return self.box[3] if self.down else self.base + 0.88 * self.size

    @property
    def foot(self) -> float:
        """Where its em ends below."""
        return self.box[1] if self.down else self.base - 0.12 * self.size

    @property
    def width(self) -> float:
        """From its first character's left to its last one's right."""
        return self.right - self.left


def set_lines(glyphs: Iterable[tuple[int, Glyph]], rules: Sequence[Box], *, vertical: bool = False) -> list[TypeLine]:
    """The lines of upright characters, each given with its order in the file; `rules` are vertical ones.

    No line crosses a rule. Of a `vertical` page, signs may stand far below what they close.
    """
    every = sorted(glyphs, key=lambda each: (each[1].box[0], each[0]))
    blanks = Blanks(glyph for _, glyph in every if glyph.text.isspace())
    rows = rows_of([each for each in every if not each[1].text.isspace()], rules, APART_CLOSING if vertical else APART)
    body = body_size(row_sizes(rows))
    if len(rows) <= MOST_LINES:
        rows = glued(rows, blanks, rules)
        across = is_across(rows)
        rows = [part for row in rows for part in parted(row, rows, blanks, body, across=across)]
    plain = _plain_fonts(rows, body)
    return [_line(row, blanks, plain, body) for row in sorted(rows, key=lambda row: (-row.base, row.left))]


def view_of(line: TypeLine) -> str:
    """The line as the rules for text read it."""
    return _view(line.text)


@lru_cache(maxsize=4096)  # a line is asked for by many rules
def _view(text: str) -> str:
    return fold(text).strip()


def _plain_fonts(rows: Sequence[Row], body: float) -> frozenset[int]:
    """The fonts of the page's long texts: that of most of them, and those that stand in one line with it.

    A typeface may come as a hundred nameless fonts of a few characters each.
    """
    long = [Counter(glyph.font for glyph in row.glyphs) for row in rows if _is_long(row, body)]
    every = sum(long, Counter[int]())
    if not every:
        return frozenset()
    plain = {max(every, key=every.__getitem__)}
    while True:
        beside: Counter[int] = Counter()
        apart: Counter[int] = Counter()
        for fonts in long:
            known = sum(count for font, count in fonts.items() if font in plain)
            for font in fonts.keys() - plain:
                (beside if known else apart)[font] += 1
        more = {font for font, count in beside.items() if count >= apart[font]}
        if not more:
            return frozenset(plain)
        plain |= more


def _is_long(row: Row, body: float) -> bool:
    return len(row.glyphs) >= 7 and abs(row.size - body) <= 0.03 * body


def _line(row: Row, blanks: Blanks, plain: frozenset[int], body: float) -> TypeLine:
    glyphs = row.glyphs
    fonts = Counter(glyph.font for glyph in glyphs)
    colours = Counter(glyph.colour for glyph in glyphs)
    font = max(fonts, key=fonts.__getitem__)
    return TypeLine(
        _spaced(row, blanks, prose=_is_long(row, body)),
        row.left,
        row.right,
        row.base,
        row.size,
        font,
        max(colours, key=colours.__getitem__),
        sum(count for each, count in fonts.items() if each in plain) >= _PLAIN * len(glyphs),
        min(row.orders),
        (
            min(glyph.box[0] for glyph in glyphs),
            min(glyph.box[1] for glyph in glyphs),
            max(glyph.box[2] for glyph in glyphs),
            max(glyph.box[3] for glyph in glyphs),
        ),
    )


def _spaced(row: Row, blanks: Blanks, *, prose: bool) -> str:
    """The characters of a line with a blank where one is seen: between Latin words and in a wider gap than usual."""
    glyphs, size = row.glyphs, row.size
    gaps = [after.box[0] - before.box[2] for before, after in itertools.pairwise(glyphs)]
    usual = max(0.0, usual_gap(gaps))
    # In a line that is evenly set every wider gap is a blank.
    even = sum(abs(gap - usual) <= 0.03 * size for gap in gaps) >= 0.6 * len(gaps)
    parts = [glyphs[0].text]
    for gap, before, after in zip(gaps, glyphs, glyphs[1:], strict=False):
        wide = gap - usual
        if (
            wide > 0.1 * size
            and after.text not in CLOSING
            and _parts_words(wide / size, before, after, row, blanks, even=even, prose=prose)
        ):
            parts.append(" ")
        parts.append(after.text)
    return "".join(parts)


def _parts_words(
    wide: float, before: Glyph, after: Glyph, row: Row, blanks: Blanks, *, even: bool, prose: bool
) -> bool:
    narrow = before.text[-1:].isascii(), after.text[:1].isascii()
    if not prose and narrow[0] != narrow[1]:  # A05 综合新闻; in prose printers leave a little there, and no blank
        return wide > 0.3 or blanks.stand(before.box[2], after.box[0], row.base, row.size)
    if wide > (0.17 if all(narrow) or (even and not any(narrow)) else 0.33 if not any(narrow) else 0.5):
        return True
    return narrow[0] == narrow[1] and blanks.stand(before.box[2], after.box[0], row.base, row.size)
