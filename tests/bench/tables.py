"""Tables as text: Markdown that also stands in columns on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def width(text: str) -> int:
    """Columns of a terminal that a text takes; Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is set left, figures right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell + " " * (wide - width(cell)) if number == 0 else " " * (wide - width(cell)) + cell
            for number, (cell, wide) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = [("-" * wide) if number == 0 else ("-" * (wide - 1) + ":") for number, wide in enumerate(widths)]
    return "\n".join([line(lines[0]), line(rule), *map(line, lines[1:])])


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:,.0f}"


def times(ratio: float) -> str:
    """A ratio with as many digits as mean something."""
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"


def megabytes(size: float) -> str:
    """Bytes as millions of bytes."""
    return f"{size / 1e6:,.0f}" if size >= 10e6 else f"{size / 1e6:.1f}"


def short(milliseconds: float) -> str:
    """Milliseconds with about two digits that mean something."""
    return (
        f"{milliseconds:,.0f}"
        if milliseconds >= 20
        else f"{milliseconds:.1f}"
        if milliseconds >= 2
        else f"{milliseconds:.2f}"
    )
