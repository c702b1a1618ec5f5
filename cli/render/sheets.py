"""The printed pages of a source as plans of characters: where its articles stand, by their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baosou.cli.output.styled import Line, Run, Style
from baosou.corpus.errors import worded
from baosou.corpus.models import Article, Kind, Page, Passage, Region

_MOST_COLUMNS = 100
_MOST_ROWS = 80
_HIGH = 2.0
"""How many times as high as wide a character of a terminal is."""
_TITLE, _HEAD, _TEXT, _CAPTION, _OTHER = "━", "╌", "─", "▲", "·"

KEY = "{title} title  {text} text  {head} head  {caption} caption  {other} of no article"

_Cell = tuple[str, Style]


def render_sheets(page: Page, regions: Mapping[int, Region], *, columns: int) -> list[Line]:
    """A plan of each page that anything is printed on: its lines with the numbers of their articles at their beginning.

    `regions` are those of all lines of the source; without any, there is no plan.
    """
    if not regions:
        return []
    columns = min(columns, _MOST_COLUMNS)
    marks = dict(_marks(page))
    sheets: dict[int, list[tuple[Region, str, str]]] = {}
    for line, (mark, label) in marks.items():
        if line in regions:
            sheets.setdefault(regions[line].page, []).append((regions[line], mark, label))
    key = worded(KEY, title=_TITLE, text=_TEXT, head=_HEAD, caption=_CAPTION, other=_OTHER)
    lines: list[Line] = [(Run(key, Style.DIM),)]
    for number, printed in sorted(sheets.items()):
        lines += [(), (Run(worded("page {page}", page=number), Style.BOLD),), *_plan(printed, columns)]
    return lines


def _marks(page: Page) -> Iterator[tuple[int, tuple[str, str]]]:
    """Each line of the source with the mark that it is drawn with, and the number of its article."""
    for passage in page.other:
        yield from ((line, (_OTHER, "")) for line in _lines(passage))
    for number, article in enumerate(page.articles, start=1):
        for passage, mark in _passages(article):
            yield from ((line, (mark, str(number))) for line in _lines(passage))


def _passages(article: Article) -> Iterator[tuple[Passage, str]]:
    for block in article.blocks:
        mark = {Kind.HEAD: _HEAD, Kind.CAPTION: _CAPTION}.get(block.kind, _TEXT)
        yield block.passage, mark
    if article.byline is not None:
        yield article.byline, _TEXT
    if article.title is not None:
        yield article.title, _TITLE


def _lines(passage: Passage) -> list[int]:
    return [span.line for span in passage.spans]


def _plan(printed: Sequence[tuple[Region, str, str]], columns: int) -> list[Line]:
    """The printed lines of one page, drawn to scale within so many columns."""
    lefts, bottoms, rights, tops = zip(*(region.box for region, _, _ in printed), strict=True)
    left, top = min(lefts), max(tops)
    wide, high = max(max(rights) - left, 1.0), max(top - min(bottoms), 1.0)
    scale = min(columns / wide, _MOST_ROWS * _HIGH / high)
    width = min(max(round(wide * scale), 1), columns)
    height = min(max(round(high * scale / _HIGH), 1), _MOST_ROWS)
    grid: list[list[_Cell]] = [[(" ", Style.PLAIN)] * width for _ in range(height)]
    for region, mark, label in printed:
        first, last = (min(int((side - left) * scale), width - 1) for side in (region.box[0], region.box[2]))
        rows = [min(int((top - side) * scale / _HIGH), height - 1) for side in (region.box[3], region.box[1])]
        upright = region.box[3] - region.box[1] > 3 * (region.box[2] - region.box[0])
        style = Style.BOLD if mark == _TITLE else Style.DIM if mark == _OTHER else Style.PLAIN
        for row in range(rows[0], rows[1] + 1) if upright else [(rows[0] + rows[1]) // 2]:
            for column in range(first, last + 1):
                grid[row][column] = mark, style
        row = rows[0] if upright else (rows[0] + rows[1]) // 2
        for column, digit in enumerate(label, start=first):
            if column < width:
                grid[row][column] = digit, Style.ID
    return [_line(row) for row in grid]


def _line(row: Sequence[_Cell]) -> Line:
    runs: list[Run] = []
    for text, style in row:
        if runs and runs[-1].style is style:
            runs[-1] = Run(runs[-1].text + text, style)
        else:
            runs.append(Run(text, style))
    if runs and not runs[-1].text.strip():
        runs.pop()
    elif runs:
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].style)
    return tuple(runs)
