"""A page of the manual as a value: what a command declares of itself, in the language that is spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from inspect import cleandoc
from typing import Any

import typer
from msgspec import Struct
from typer.core import TyperArgument, TyperGroup

from baosou.corpus.errors import worded

Rows = tuple[tuple[str, str], ...]

_EXAMPLE = re.compile(r"(  \S.*?\S)( {2,})(\S.*)")
"""An example, and what it is for."""


class Page(Struct, frozen=True):
    """What a help text says: `usage` after the command's name, paragraphs of what it does, what it takes.

    `examples` are lines and `notes` paragraphs of lines, all as they are to be shown.
    """

    command: str
    usage: str
    said: tuple[str, ...]
    arguments: Rows
    options: Rows
    commands: Rows
    examples: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]


def page_of(command: Any, context: typer.Context) -> Page:
    """The page of a command, or of the root with all commands."""
    params = command.get_params(context)
    arguments = tuple((_named(each), worded(each.help or "")) for each in params if isinstance(each, TyperArgument))
    options = tuple((_opts(each), worded(each.help or "")) for each in params if each.param_type_name == "option")
    group = isinstance(command, TyperGroup)
    commands = (
        tuple((name, worded(paragraphs(each.help)[0])) for name, each in command.commands.items()) if group else ()
    )
    usage = [worded("[OPTIONS]"), *([worded("COMMAND [ARGS]...")] if group else [name for name, _ in arguments])]
    examples, *notes = (command.epilog or "").strip("\n").split("\n\n")
    return Page(
        context.command_path,
        " ".join(usage),
        tuple(worded(each) for each in paragraphs(command.help)),
        arguments,
        options,
        commands,
        tuple(example(line) for line in examples.splitlines()),
        tuple(tuple(worded(each).splitlines()) for each in notes),
    )


def paragraphs(help: str | None) -> list[str]:
    """The paragraphs of a docstring, each in one line."""
    return [" ".join(each.split()) for each in cleandoc(help or "").split("\n\n")]


def example(line: str) -> str:
    """An example with what it is for in the language that is spoken; what is typed stays."""
    found = _EXAMPLE.fullmatch(line)
    return line if found is None else f"{found[1]}{found[2]}{worded(found[3])}"


def purposes(epilog: str) -> Sequence[str]:
    """What the examples of an epilog are for."""
    lines = epilog.strip("\n").split("\n\n")[0].splitlines()
    return [found[3] for found in map(_EXAMPLE.fullmatch, lines) if found is not None]


def _named(argument: TyperArgument) -> str:
    return worded(argument.metavar) if argument.metavar else (argument.name or "").upper()


def _opts(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return f"{names} {worded(option.metavar)}" if option.metavar and not option.is_flag else names
