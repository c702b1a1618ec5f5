"""Styled text: runs wrapped into lines by terminal columns, and lines encoded with or without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from baosou.cli.output.visible import visible, width_of

# Chinese typesetting rules (GB/T 15834, 5.1.3-5.1.5): these begin no line, and those end none.
NOT_FIRST = frozenset("、。，．：；！？）】》〉」』〕〗”’…—·％‰℃,.:;!?)]}%›»")
NOT_LAST = frozenset("（【《〈「『〔〖“‘([{‹«￥＄$#＃")


_OWN_BRACKETS = str.maketrans("[]", "［］")


class Style(Enum):
    """How a run looks; the values are SGR parameters (ECMA-48)."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    MARK = "1;31"
    ID = "33"
    PATH = "36"
    BAR = "34"
    HOLDS = "32"
    FAILS = "31"


class Run(Struct, frozen=True):
    """A piece of text in one style, already safe to print; `link` is the URL it leads to on a terminal."""

    text: str
    style: Style = Style.PLAIN
    link: str | None = None


Line = tuple[Run, ...]


def run(text: str, style: Style = Style.PLAIN) -> Run:
    """A run of archived text, made safe."""
    return Run(visible(text), style)


def marked(
    text: str, highlights: Sequence[tuple[int, int]], *, base: Style = Style.PLAIN, brackets: bool = False
) -> list[Run]:
    """Text as runs with its highlights marked: in the marking style or, without colour, in [brackets].

    Brackets of the text itself are then shown full-width, so that none of them is taken for a mark.
    """
    if brackets:
        text = text.translate(_OWN_BRACKETS)
    runs: list[Run] = []
    done = 0
    for start, end in highlights:
        runs.append(run(text[done:start], base))
        inner = text[start:end]
        runs.append(run(f"[{inner}]" if brackets else inner, Style.MARK))
        done = end
    runs.append(run(text[done:], base))
    return [piece for piece in runs if piece.text]


class _Cell(Struct, frozen=True):
    """A character (with the marks that combine with it) and the columns it takes."""

    text: str
    columns: int
    run: Run


def wrap(runs: Iterable[Run], columns: int, *, first: str = "", rest: str = "") -> list[Line]:
    """Runs as lines of at most `columns` columns, with `first` and then `rest` before them.

    Latin words and numbers stay whole where they fit in a line; closing punctuation does not begin a line and
    opening punctuation does not end one.
    """
    first_room, rest_room = (max(columns - width_of(indent), 8) for indent in (first, rest))
    lines: list[Line] = []
    for cells in _broken(_cells_of(runs), first_room, rest_room):
        lines.append((Run(first if not lines else rest), *_merged(cells)))
    return lines


def _cells_of(runs: Iterable[Run]) -> list[_Cell]:
    cells: list[_Cell] = []
    for piece in runs:
        for character in piece.text:
            columns = width_of(character)
            if columns == 0 and cells and cells[-1].run is piece:
                cells[-1] = _Cell(cells[-1].text + character, cells[-1].columns, piece)
            else:
                cells.append(_Cell(character, columns, piece))
    return cells


def _broken(cells: list[_Cell], room: int, rest_room: int) -> Iterator[list[_Cell]]:
    start = 0
    while start < len(cells):
        taken, end = 0, start
        while end < len(cells) and taken + cells[end].columns <= room:
            taken += cells[end].columns
            end += 1
        if end < len(cells):
            end = _break_before(cells, start, max(end, start + 1))
        line = cells[start:end]
        while line and line[-1].text == " ":
            line = line[:-1]
        yield line
        start, room = end, rest_room
        while start < len(cells) and cells[start].text == " ":
            start += 1


def _break_before(cells: list[_Cell], start: int, end: int) -> int:
    """The best place to break at or before `end`, so that something is left on the line."""
    # Half of the line is as far back as is worth going; beyond that a hard break reads better.
    for place in range(end, start + max((end - start) // 2, 1), -1):
        if may_break(cells[place - 1].text, cells[place].text):
            return place
    return end


def may_break(left: str, right: str) -> bool:
    """Whether a line may end with one character and the next begin with the other."""
    if right == " " or left == " ":
        return right not in NOT_FIRST
    if right in NOT_FIRST or left in NOT_LAST:
        return False
    return not (_joins(left) and _joins(right))


def _joins(character: str) -> bool:
    """Whether the character is part of a word that a line break would tear: Latin letters, digits, paths."""
    return character.isascii() and (character.isalnum() or character in "/_.-+@%&=~:")


def _merged(cells: Sequence[_Cell]) -> list[Run]:
    runs: list[Run] = []
    last: Run | None = None
    for cell in cells:
        if cell.run is last:
            runs[-1] = Run(runs[-1].text + cell.text, last.style, last.link)
        else:
            runs.append(Run(cell.text, cell.run.style, cell.run.link))
            last = cell.run
    return runs


def columns_of(line: Line) -> int:
    """How many columns a line takes."""
    return sum(width_of(piece.text) for piece in line)


def encode(lines: Iterable[Line], *, colour: bool, links: bool = False) -> str:
    """Lines as text to print, each ended by a line feed; with `colour` as SGR, with `links` as OSC 8."""
    return "".join("".join(_encoded(piece, colour, links) for piece in line).rstrip(" ") + "\n" for line in lines)


def _encoded(piece: Run, colour: bool, links: bool) -> str:
    text = piece.text
    if colour and piece.style is not Style.PLAIN and text:
        text = f"\x1b[{piece.style.value}m{text}\x1b[0m"
    if links and piece.link and text:
        text = f"\x1b]8;;{piece.link}\x1b\\{text}\x1b]8;;\x1b\\"
    return text
