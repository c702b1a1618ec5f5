"""Pictures of counts as inline SVG, with a table of the same below each: a calendar, and bars."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from math import ceil, sqrt

from msgspec import Struct

from baosou.cli.output.visible import shorten, visible
from baosou.cli.render.calendar import Calendar, Line, Spot
from baosou.cli.render.hits import counted
from baosou.corpus.errors import worded

WIDTH = 380
"""Pixels that a picture is wide: what a telephone shows without making it smaller."""
LEVELS = 5
"""Shades of a calendar, by the root of the count: what is rare is told from what is rarer still."""

_LINE, _BASE = 22, 15
"""The height of a line in pixels, and how far down in it text stands."""
_LABEL, _NUMBER, _YEAR = 146, 64, 58
_LABEL_COLUMNS = 20
_INDENT = 2
_MOST_EMPTY = 2
"""A longer run of lines without articles is drawn as one line."""


class Bar(Struct, frozen=True):
    """A value and how many articles have it (None: not counted), at its depth in a hierarchy; `whole` is all of it."""

    name: str
    whole: str
    count: int | None
    depth: int = 0


def text(value: str) -> str:
    """Archived text within HTML: nothing of it is obeyed, and what cannot be seen is shown."""
    return html.escape(visible(value))


def articles(count: int) -> str:
    """A number of articles."""
    return counted(count, "article")


def bars(rows: Sequence[Bar], *, called: str) -> str:
    """A bar for each count, the longest where it is highest."""
    most = max((row.count or 0 for row in rows), default=0) or 1
    drawn = "".join(_bar(row, number * _LINE, most) for number, row in enumerate(rows))
    table = [(row.whole, "" if row.count is None else f"{row.count:,}") for row in rows]
    return _figure(drawn, len(rows) * _LINE, called) + _table((called, worded("articles")), table)


def _bar(row: Bar, top: int, most: int) -> str:
    told = (
        row.whole if row.count is None else worded("{name}: {articles}", name=row.whole, articles=articles(row.count))
    )
    label = shorten(visible(row.name), _LABEL_COLUMNS - _INDENT * row.depth)
    width = max((row.count or 0) / most * (WIDTH - _LABEL - _NUMBER), 1.5 if row.count else 0)
    count = "" if row.count is None else f"{row.count:,}"
    return (
        f'<g><title>{text(told)}</title><rect class="row" y="{top}" width="{WIDTH}" height="{_LINE}"/>'
        f'<text x="{7 * _INDENT * row.depth}" y="{top + _BASE}">{html.escape(label)}</text>'
        f'<text class="number" x="{_LABEL + _NUMBER - 6}" y="{top + _BASE}">{count}</text>'
        f'<rect class="bar" x="{_LABEL + _NUMBER}" y="{top + 4}" width="{width:.1f}" height="{_LINE - 8}"/></g>'
    )


def squares(calendar: Calendar) -> str:
    """A square for each period of a calendar, the darker the more articles it has, with the sums at the right."""
    size = min((WIDTH - _YEAR - _NUMBER + 8) // len(calendar.names), 26)
    most = max(spot.count for line in calendar.lines for spot in line.spots)
    drawn = "".join(
        f'<text class="middle" x="{_YEAR + at * size + size // 2 - 1}" y="{_BASE}">{name}</text>'
        for at, name in enumerate(calendar.names)
    )
    top = _LINE
    for shown in _without_long_gaps(calendar.lines):
        if isinstance(shown, Line):
            drawn += _line(shown, top, size, most)
        else:
            told = worded("{periods} without articles", periods=counted(shown, calendar.of))
            drawn += f'<text class="quiet" x="{_YEAR}" y="{top + _BASE}">{told}</text>'
        top += _LINE
    drawn += _key(top + 6, most)
    top += 6 + _LINE
    head = (worded(calendar.of), *calendar.names, worded("all"))
    table = [
        (line.name, *(f"{spot.count:,}" if spot.count else "" for spot in line.spots), f"{line.total:,}")
        for line in calendar.lines
        if line.total
    ]
    called = worded("Articles by {period}", period=worded(calendar.of))
    return _figure(drawn, top, called) + _table(head, table)


def _line(line: Line, top: int, size: int, most: int) -> str:
    drawn = f'<text y="{top + _BASE}">{line.name}</text>'
    for at, spot in enumerate(line.spots):
        if spot.count or spot.gap:
            told = worded("{name}: {articles}", name=spot.name, articles=articles(spot.count))
            drawn += (
                f'<rect class="{_shade(spot, most)}" x="{_YEAR + at * size}" y="{top + 1}" width="{size - 2}"'
                f' height="{_LINE - 3}"><title>{told}</title></rect>'
            )
    total = f"{line.total:,}" if line.total else ""
    return f'{drawn}<text class="number" x="{WIDTH}" y="{top + _BASE}">{total}</text>'


def _key(top: int, most: int) -> str:
    """What the shades mean."""
    told = worded("none, few to {most:,}", most=most)
    drawn = f'<text class="quiet" y="{top + _BASE}">{told}</text>'
    for at, shade in enumerate(("gap", *(f"l{level}" for level in range(1, LEVELS + 1)))):
        drawn += f'<rect class="{shade}" x="{_LABEL + at * _LINE}" y="{top + 1}" width="{_LINE - 2}"'
        drawn += f' height="{_LINE - 3}"/>'
    return drawn


def _shade(spot: Spot, most: int) -> str:
    if not spot.count:
        return "gap"
    return f"l{ceil(LEVELS * sqrt(spot.count / most))}"


def _without_long_gaps(lines: Sequence[Line]) -> Iterator[Line | int]:
    """The lines, or how many there are where many in a row have no articles."""
    empty: list[Line] = []
    for line in lines:
        if line.total:
            yield from empty if len(empty) <= _MOST_EMPTY else [len(empty)]
            yield line
            empty = []
        else:
            empty.append(line)


def _figure(drawn: str, height: int, called: str) -> str:
    told = worded("{called}, as in the table below", called=called)
    return (
        f'<svg role="img" aria-label="{text(told)}" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}">{drawn}</svg>'
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    first = "".join(f'<th scope="col">{text(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{text(name)}</th>{"".join(f"<td>{text(cell)}</td>" for cell in cells)}</tr>'
        for name, *cells in rows
    )
    return (
        f'<details><summary>{worded("as a table")}</summary><div class="wide"><table>'
        f"<thead><tr>{first}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )
