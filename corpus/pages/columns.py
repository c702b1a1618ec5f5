"""Columns that a converter left side by side on the same lines, put one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from msgspec import Struct

from baosou.corpus.pages.lines import SHORT, Line, make_line, width_of

_GUTTER = re.compile(r"[ \u3000]{3,}|\u3000{2,}")
_SHARE = 0.3
_FEWEST = 6
_NARROWEST = 8.0  # in Chinese characters; narrower cells are those of a table, which is read by rows
_SLACK = 2  # display cells by which the left edge of a column may waver


class _Piece(Struct, frozen=True):
    """A run of a line between gutters: characters [start, end), first display cell and row of the page."""

    line: Line
    start: int
    end: int
    cell: int


def unzip_columns(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines with side-by-side columns taken apart, left to right between lines that cross them.

    A page without columns comes back as it is. The pieces of one line keep its number.
    """
    pieces = [list(_pieces(text, line)) for line in lines]
    edges = _edges(pieces)
    if not edges:
        return list(lines)
    found: list[Line] = []
    band: list[list[_Piece]] = [[] for _ in range(len(edges) + 1)]
    for row in pieces:
        placed = _placed(row, edges)
        if placed is None:
            found.extend(_read(text, band))
            band = [[] for _ in range(len(edges) + 1)]
            found.append(row[0].line)
            continue
        for column, piece in placed:
            band[column].append(piece)
    found.extend(_read(text, band))
    return found


def _pieces(text: str, line: Line) -> Iterator[_Piece]:
    start, cell = line.start, line.indent
    if line.end - line.start <= 3 * SHORT:
        for gutter in _GUTTER.finditer(text, line.start, line.end):
            yield _Piece(line, start, gutter.start(), cell)
            cell += width_of(text[start : gutter.end()])
            start = gutter.end()
    yield _Piece(line, start, line.end, cell)


def _edges(pieces: Sequence[Sequence[_Piece]]) -> list[int]:
    """The display cells at which the second and further columns begin."""
    counts = Counter(piece.cell for row in pieces for piece in row[1:])
    if sum(counts.values()) < _FEWEST:
        return []
    edges: list[int] = []
    for cell, _ in counts.most_common(8):
        near = sum(counts[cell + step] for step in range(-_SLACK, _SLACK + 1))
        if near >= max(_FEWEST, _SHARE * len(pieces)) and all(abs(cell - edge) > 12 for edge in edges):
            edges.append(cell)
    edges.sort()
    rows = [row for row in pieces if len(row) > 1]
    left = [_width(row[0]) for row in rows]
    right = [_width(row[-1]) for row in rows]
    if not edges or median(left) < _NARROWEST or median(right) < _NARROWEST:
        return []
    return edges


def _width(piece: _Piece) -> float:
    return float(piece.end - piece.start)


def _placed(row: Sequence[_Piece], edges: Sequence[int]) -> list[tuple[int, _Piece]] | None:
    """The pieces with their columns, pieces of one column rejoined; None if the line crosses a gutter."""
    placed: list[tuple[int, _Piece]] = []
    for piece in row:
        column = sum(piece.cell >= edge - _SLACK for edge in edges)
        reach = piece.cell + width_of(piece.line.view[:SHORT]) if len(row) == 1 else 0
        if column < len(edges) and reach > edges[column] + _SLACK:
            return None
        if placed and placed[-1][0] == column:
            before = placed.pop()[1]
            piece = _Piece(piece.line, before.start, piece.end, before.cell)
        placed.append((column, piece))
    return placed


def _read(text: str, band: Sequence[Sequence[_Piece]]) -> Iterator[Line]:
    for column in band:
        edge = Counter(piece.cell for piece in column).most_common(1)[0][0] if column else 0
        row = None
        for piece in column:
            line = piece.line
            gap = line.gap if row is None else line.number - row - 1
            fed = line.fed and piece.start == line.start
            indent = piece.cell - edge
            indent = indent if indent > _SLACK else 0
            yield make_line(text, line.number, piece.start, piece.end, indent, gap, fed)
            row = line.number
