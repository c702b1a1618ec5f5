"""The help that `--help` prints: lines broken by the columns that they take, as Chinese text needs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from baosou.cli.manual.page import Page, Rows
from baosou.cli.output.styled import Line, Run, encode, wrap
from baosou.cli.output.visible import pad, width_of
from baosou.corpus.errors import worded

WIDEST = 80
"""Columns beyond which help is not spread: examples and notes are set for so many."""

_NARROWEST = 50
_NAMES = 26
"""Columns for the names of options; a longer name has a line of its own."""

_INDENT = "  "


def help_text(page: Page, *, columns: int | None = None) -> str:
    """The help of a command in lines of at most `columns` columns (the terminal's, and at most WIDEST)."""
    room = max(min(columns or shutil.get_terminal_size().columns, WIDEST), _NARROWEST)
    return encode(_lines(page, room), colour=False).rstrip("\n")


def _lines(page: Page, room: int) -> Iterator[Line]:
    first = worded("Usage: {command} ", command=page.command)
    yield from wrap([Run(page.usage)], room, first=first, rest=" " * width_of(first))
    for paragraph in page.said:
        yield ()
        yield from wrap([Run(paragraph)], room, first=_INDENT, rest=_INDENT)
    for heading, rows in (
        (worded("Arguments:"), page.arguments),
        (worded("Options:"), page.options),
        (worded("Commands:"), page.commands),
    ):
        if rows:
            yield ()
            yield (Run(heading),)
            yield from _table(rows, room)
    yield ()
    yield (Run(f"{_INDENT}{worded('Examples:')}"),)
    yield from ((Run(f"{_INDENT}{line}"),) for line in page.examples)
    for note in page.notes:
        yield ()
        yield from ((Run(f"{_INDENT}{line}"),) for line in note)


def _table(rows: Rows, room: int) -> Iterator[Line]:
    names = min(max(width_of(name) for name, _ in rows), _NAMES)
    rest = " " * (len(_INDENT) + names + 2)
    for name, said in rows:
        if width_of(name) > names:
            yield (Run(f"{_INDENT}{name}"),)
            first = rest
        else:
            first = f"{_INDENT}{pad(name, names)}  "
        yield from wrap([Run(said)], room, first=first, rest=rest)
