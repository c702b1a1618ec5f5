"""The command line's root: the commands in the order of a first day's use, and a run of one from start to end."""

from __future__ import annotations

import atexit
import os
import re
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from baosou.cli.exits import BAD_INPUT, DONE, settle, silence_output, wants_json
from baosou.cli.output.terminal import prepare_streams
from baosou.corpus.errors import BaosouError

COMMANDS = (
    "add",
    "search",
    "facets",
    "timeline",
    "kwic",
    "batch",
    "show",
    "similar",
    "cite",
    "export",
    "why",
    "suggest",
    "segment",
    "analyze",
    "dict",
    "mcp",
    "status",
    "check",
    "optimize",
    "remove",
)
"""The commands, each a function in the module of its name."""


class Command(TyperCommand):
    """A command whose help names arguments by what they are, without types and ranges."""

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """What the usage line says after the command's name."""
        arguments = (param.metavar for param in self.get_params(ctx) if isinstance(param, TyperArgument))
        return ["[OPTIONS]", *(metavar for metavar in arguments if metavar)]

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write the lists of arguments and options."""
        for heading, kind in (("Arguments", "argument"), ("Options", "option")):
            rows = []
            for param in self.get_params(ctx):
                record = param.get_help_record(ctx) if param.param_type_name == kind else None
                if record is not None:
                    name = param.metavar if isinstance(param, TyperArgument) and param.metavar else record[0]
                    rows.append((name, _RANGE.sub("", record[1])))
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class Root(TyperGroup):
    """Turns whatever a command raises into lines on standard error and an exit code.

    The object of its context is whether the errors are for programs.
    """

    def invoke(self, ctx: typer.Context) -> int | None:  # type: ignore[override]
        """The exit code of the command that was called."""
        try:
            code: int | None = super().invoke(ctx)
        except (BaosouError, OSError, MemoryError, KeyboardInterrupt) as error:
            name = ctx.invoked_subcommand
            return settle(error, command=f"baosou {name}" if name else None, as_json=bool(ctx.obj))
        return code


_RANGE = re.compile(r"  \[[^\[\]]*(x>=\d+|required)\]$")


def _examples(text: str) -> str:
    """An epilog whose lines stay as they are (the backspace is how the help formatter is told)."""
    paragraphs = f"Examples:\n{text.strip(chr(10))}".split("\n\n")
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in paragraphs)


FIRST_DAY = """
  baosou add ~/papers                         make pages searchable
  baosou search 苍南 志愿服务                 articles with both words
  baosou search '"乡村振兴"' -w place=温州市  a phrase, in one place
  baosou show k3fa9c1d                        read an article
"""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"baosou {version('baosou')}")
        raise typer.Exit


def _root(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> int:
    """Search archives of Chinese newspapers and magazines from a terminal."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        return BAD_INPUT
    return DONE


def command_line(arguments: Sequence[str]) -> Any:
    """The command line as far as these arguments need it: one command where the first of them names it, else all.

    Typer takes a millisecond to read the signature of each command.
    """
    app = typer.Typer(
        name="baosou",
        cls=Root,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=_examples(FIRST_DAY),
    )
    app.callback()(_root)
    for name in arguments[:1] if arguments[:1] and arguments[0] in COMMANDS else COMMANDS:
        module = import_module(f"baosou.cli.commands.{name}")
        app.command(cls=Command, epilog=_examples(module.EXAMPLES))(getattr(module, name))
    return typer.main.get_command(app)


READING = frozenset(COMMANDS) - {"segment", "analyze"}
"""The commands that map files of an index into memory."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; never raises for anything that the user or the machine did."""
    prepare_streams()
    # baosou multiplies no matrices; numpy's threads would cost more to start than a search does
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else list(arguments)
    as_json = wants_json(given)
    if given[:1] and given[0] in READING:
        from baosou.cli.process import tell_of_lost_pages

        tell_of_lost_pages(as_json=as_json)
    try:
        code = command_line(given).main(args=given, prog_name="baosou", standalone_mode=False, obj=as_json)
    except (typer.TyperException, OSError) as error:  # the latter where a help text or the version has nowhere to go
        code = settle(error, as_json=as_json)
    except SystemExit as stop:
        # Typer ends the process itself where the reader of a help text is gone.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        code = settle(stop.__context__)
    return _flushed(DONE if code is None else int(code), as_json=as_json)


def leave(code: int) -> int:
    """End the process at once, for to take all modules and tables apart first takes 10 ms, and 50 after an `add`; give
    the code where others are still at work.
    """
    workers = sys.modules.get("multiprocessing")
    if threading.active_count() > 1 or (workers is not None and workers.active_children()):
        return code
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _flushed(code: int, *, as_json: bool) -> int:
    """The exit code after everything written has left, or the one that says that it could not."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_output()
    except OSError as error:
        return settle(error, as_json=as_json)
    return code
