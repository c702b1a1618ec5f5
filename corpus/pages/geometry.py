"""The habits of a page: how wide its lines are set, whether it indents, what a blank line means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from baosou.corpus.pages.lines import Line

_NARROWEST = 7
_SPREAD = 1.5
_ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Geometry:
    """`measure` is the width of a full line in Chinese characters, 0 where lines are as long as paragraphs.

    `indent` says that paragraphs open with blanks. `spaced` is the share of lines after a blank line, and
    `telling` how much such a blank line says about boundaries, from 0 (each line has one, or none) to 1.
    """

    measure: float
    indent: bool
    spaced: float
    telling: float

    def full(self, line: Line) -> bool:
        """Whether the line reaches the measure, so that its end is no one's decision."""
        return self.measure > 0 and line.cells + line.indent / 2 >= self.measure - _SPREAD

    def short(self, line: Line) -> bool:
        """Whether the line ends well before a line of prose would."""
        return line.cells + line.indent / 2 < (self.measure - _SPREAD if self.measure else 22)


def measure_page(lines: Sequence[Line]) -> Geometry:
    """The geometry of the lines, furniture left out."""
    pairs = max(1, len(lines) - 1)
    spaced = sum(1 for line in lines[1:] if line.gap) / pairs
    measure = _measure(lines)
    telling = 0.0
    if len(lines) >= 4 and 0 < spaced < 0.9:
        telling = min(1.0, (0.9 - spaced) / 0.4)
    return Geometry(measure, _indents(lines, measure), spaced, telling)


def _measure(lines: Sequence[Line]) -> float:
    """The width at which lines are wrapped: the one that many lines reach and few exceed."""
    widths = [line.cells + line.indent / 2 for line in lines if line.cells >= _NARROWEST]
    if len(widths) < _ENOUGH:
        return 0.0
    counts = Counter(round(width) for width in widths)
    best, share = 0, 0.0
    total = len(widths)
    for width in counts:
        near = sum(counts[width + step] for step in (-2, -1, 0, 1)) / total
        if near > share or (near == share and width > best):
            best, share = width, near
    if best > 60 or share < 0.4:
        return 0.0
    longer = sum(count for width, count in counts.items() if width > best + 2) / total
    return float(best) if longer < 0.08 else 0.0


def _indents(lines: Sequence[Line], measure: float) -> bool:
    """Whether paragraphs are indented: where lines are wrapped some lines must be, elsewhere most."""
    long = [line for line in lines if line.cells >= max(10.0, measure * 0.6)]
    if len(long) < 3:
        return False
    indented = sum(2 <= line.indent <= 8 for line in long) / len(long)
    if measure:
        return 0.06 <= indented <= 0.7
    return indented >= 0.3
