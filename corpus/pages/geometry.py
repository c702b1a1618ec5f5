"""The habits of a page: how wide its lines are set, whether it indents, what a blank line means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from baosou.corpus.pages.lines import Line

_NARROWEST = 7
_SPREAD = 1.5
_ENOUGH = 8
_WIDEST = 60
_PARAGRAPH = 34.0
_DEEPEST = 8
_AROUND = 10  # lines before and after a line that tell its measure where the page has no one measure


class Geometry(Struct, frozen=True):
    """`measure` is the width of a full line in Chinese characters, 0 where lines are as long as paragraphs.

    `indent` says that paragraphs open with blanks, `deepest` with how many at most (a full-width blank counts two):
    what stands further in is centred. `gap` is how much a blank line speaks for a boundary, from
    0 (each line has one) to 1, and `no_gap` how much its absence speaks against one, 0 where the page has
    hardly any. `broken` is the share of lines as long as paragraphs that end inside a sentence, as columns and
    pages break them (with a prior of one in four).
    """

    measures: Mapping[int, float]
    indent: bool
    deepest: int
    gap: float
    no_gap: float
    broken: float

    def measure(self, line: Line) -> float:
        """The width of a full line where this line stands, 0 where lines are not wrapped."""
        return self.measures.get(line.start, 0.0)

    def full(self, line: Line) -> bool:
        """Whether the line reaches the measure, so that its end is no one's decision."""
        measure = self.measures.get(line.start, 0.0)
        return measure > 0 and line.cells + line.indent / 2 >= measure - _SPREAD

    def opens(self, line: Line) -> bool:
        """Whether the line is indented as the page's paragraphs are."""
        return self.indent and 2 <= line.indent <= self.deepest

    def centred(self, line: Line) -> bool:
        """Whether the line stands further in than a paragraph would."""
        return line.indent > self.deepest

    def brevity(self, line: Line) -> float:
        """How far the line falls short of what a line of prose would fill, from 0 to 1."""
        if line.start in self.measures:
            return float(self.short(line))
        return min(1.0, max(0.0, (34 - line.cells) / 12))

    def short(self, line: Line) -> bool:
        """Whether the line ends well before a line of prose would."""
        measure = self.measures.get(line.start, 0.0)
        return line.cells + line.indent / 2 < (measure - _SPREAD if measure else 22)


def measure_page(lines: Sequence[Line]) -> Geometry:
    """The geometry of the lines, furniture left out."""
    gaps = sum(1 for line in lines[1:] if line.gap)
    spaced = gaps / max(1, len(lines) - 1)
    ends = 1 + sum(line.closed for line in lines)
    gap = min(1.0, (0.9 - spaced) / 0.4) if len(lines) >= 4 and 0 < spaced < 0.9 else 0.0
    measures = _measures(lines)
    wrapped = len(measures) * 2 > len(lines)
    indents = Counter(line.indent for line in lines if line.indent >= 2 and line.cells >= 10)
    usual = max(indents, key=indents.__getitem__, default=0)
    return Geometry(
        measures,
        _indents(lines, measures, wrapped=wrapped),
        usual + 2 if 2 <= usual < _DEEPEST - 1 else _DEEPEST,
        gap,
        gap * min(1.0, gaps / ends / 0.12),
        _broken(lines, measures),
    )


def _broken(lines: Sequence[Line], measures: Mapping[int, float]) -> float:
    long = [line for line in lines if line.cells >= _PARAGRAPH and line.start not in measures]
    return (1 + sum(not line.closed for line in long)) / (4 + len(long))


def _measures(lines: Sequence[Line]) -> dict[int, float]:
    """One measure for the whole page, else that of the lines around each line, as columns differ in width."""
    widths = [line.cells + line.indent / 2 for line in lines]
    counts = Counter(round(width) for width in widths if width >= _NARROWEST)
    measure = _mode(counts, 0.4)
    if measure:
        return dict.fromkeys((line.start for line in lines), measure)
    if sum(count for width, count in counts.items() if width <= _WIDEST) < len(lines) / 3:
        return {}
    found: dict[int, float] = {}
    window: Counter[int] = Counter()
    for index, line in enumerate(lines):
        if index == 0:
            window.update(round(width) for width in widths[:_AROUND] if width >= _NARROWEST)
        _slide(window, widths, index)
        measure = _mode(window, 0.55)
        if measure:
            found[line.start] = measure
    return found


def _slide(window: Counter[int], widths: Sequence[float], index: int) -> None:
    """Moves the window of widths on to the lines around `index`."""
    entering, leaving = index + _AROUND, index - _AROUND - 1
    if entering < len(widths) and widths[entering] >= _NARROWEST:
        window[round(widths[entering])] += 1
    if leaving >= 0 and widths[leaving] >= _NARROWEST:
        window[round(widths[leaving])] -= 1
        if not window[round(widths[leaving])]:
            del window[round(widths[leaving])]


def _mode(counts: Counter[int], least: float) -> float:
    """The width that many lines reach and few exceed, 0 if there is none."""
    total = sum(counts.values())
    if total < _ENOUGH:
        return 0.0
    best, share = 0, 0.0
    of = counts.get
    for width in counts:
        near = (of(width - 2, 0) + of(width - 1, 0) + of(width, 0) + of(width + 1, 0)) / total
        if near > share or (near == share and width > best):
            best, share = width, near
    if best > _WIDEST or share < least:
        return 0.0
    longer = sum(count for width, count in counts.items() if width > best + 2) / total
    return float(best) if longer < 0.08 else 0.0


def _indents(lines: Sequence[Line], measures: Mapping[int, float], *, wrapped: bool) -> bool:
    """Whether paragraphs are indented: where lines are wrapped some lines must be, elsewhere most."""
    long = [line for line in lines if line.cells >= max(10.0, measures.get(line.start, 0.0) * 0.6)]
    if len(long) < 3:
        return False
    indented = sum(2 <= line.indent <= _DEEPEST for line in long) / len(long)
    return 0.06 <= indented <= 0.7 if wrapped else indented >= 0.3
