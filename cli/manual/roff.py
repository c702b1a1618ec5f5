"""A page for man(1): the source of a page of the manual in the language of roff, made of what `--help` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from baosou.cli.manual.page import Page, Rows
from baosou.cli.output.styled import may_break
from baosou.corpus.errors import worded

_ESCAPED = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga"}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")
_BREAK = "\\:"
"""Where a line may be broken; of itself roff breaks none but at blanks."""


def name_of(command: str) -> str:
    """The name of the page of a command: baosou-search."""
    return "-".join(command.split())


def man_page(page: Page) -> str:
    """The source of a page, which `man -l` shows."""
    return "".join(f"{line}\n" for line in _lines(page))


def _lines(page: Page) -> Iterator[str]:
    name = name_of(page.command)
    said, *more = page.said
    yield f'.TH {_literal(name.upper())} 1 "" "baosou" "baosou"'
    yield from (".ad l", ".nh")
    yield f'.SH "{worded("NAME")}"'
    yield f"{_literal(name)} \\- {_literal(said.rstrip('.。'))}"
    yield f'.SH "{worded("SYNOPSIS")}"'
    yield f"\\fB{_literal(page.command)}\\fR {_text(page.usage)}"
    if more:
        yield f'.SH "{worded("DESCRIPTION")}"'
        for paragraph in more:
            yield ".PP"
            yield _text(paragraph)
    for heading, rows in (
        (worded("ARGUMENTS"), page.arguments),
        (worded("OPTIONS"), page.options),
        (worded("COMMANDS"), _with_pages(page)),
    ):
        if rows:
            yield f'.SH "{heading}"'
            for named, told in rows:
                yield ".TP"
                yield f"\\fB{_literal(named)}\\fR"
                yield _text(told)
    yield f'.SH "{worded("EXAMPLES")}"'
    yield from _as_set(page.examples)
    if page.notes:
        yield f'.SH "{worded("NOTES")}"'
        for note in page.notes:
            yield from _as_set(note)
    if page.command != "baosou":
        yield f'.SH "{worded("SEE ALSO")}"'
        yield ".BR baosou (1)"


def _with_pages(page: Page) -> Rows:
    return tuple((f"{name_of(f'{page.command} {name}')}(1)", told) for name, told in page.commands)


def _as_set(lines: Sequence[str]) -> Iterator[str]:
    """Lines that stay as they are."""
    yield from (".PP", ".in 2n", ".nf")
    yield from (_begun(_literal(line)) for line in lines)
    yield from (".fi", ".in")


def _text(text: str) -> str:
    """Text that is filled, with the places where Chinese may be broken."""
    broken = [f"{_literal(sign)}{_BREAK if _parts(sign, after) else ''}" for sign, after in pairwise(f"{text} ")]
    return _begun("".join(broken))


def _parts(left: str, right: str) -> bool:
    """Whether a line may be broken between two characters where roff would not break it itself."""
    return not (left + right).isascii() and " " not in (left, right) and may_break(left, right)


def _literal(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _ESCAPED[sign.group()], text)


def _begun(line: str) -> str:
    """A line that is no request: one that begins with a point or an apostrophe would be."""
    return f"\\&{line}" if line.startswith((".", "'")) else line
