"""The command line's root: the commands in the order of a first day's use, and a run of one from start to end."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise, takewhile
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from baosou.cli.exits import BAD_INPUT, DONE, UsageError, settle, silence_output, wants_json
from baosou.cli.output.terminal import prepare_streams
from baosou.corpus.errors import BaosouError, speak, worded

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
    "completion",
    "status",
    "check",
    "enrich",
    "optimize",
    "remove",
)
"""The commands, each a function in the module of its name."""


class Command(TyperCommand):
    """A command with a help of our own, in the language that is spoken."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help text, as `--help` prints it."""
        from baosou.cli.manual.page import page_of
        from baosou.cli.manual.screen import help_text

        return help_text(page_of(self, ctx))

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Read the arguments; those that the command does not know are told in our own words."""
        ctx.allow_extra_args = True
        try:
            left: list[str] = super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.__dict__["ctx"] = ctx  # Typer does not know it of each mistake
            raise
        if left:
            raise UsageError(worded("unexpected: {words}", words=" ".join(left)))
        return left


class Root(TyperGroup):
    """Turns whatever a command raises into lines on standard error and an exit code.

    The object of its context is whether the errors are for programs.
    """

    get_help = Command.get_help  # type: ignore[assignment]

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """The command that is named; raises UsageError for another name."""
        if args[0] not in self.commands:
            from difflib import get_close_matches

            like = get_close_matches(args[0], self.commands, 2)
            told = "no such command: {name}; there is {like}" if like else "no such command: {name}"
            raise UsageError(worded(told, name=args[0], like=", ".join(like)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: typer.Context) -> int | None:  # type: ignore[override]
        """The exit code of the command that was called."""
        try:
            code: int | None = super().invoke(ctx)
        except (BaosouError, OSError, MemoryError, KeyboardInterrupt) as error:
            name = ctx.invoked_subcommand
            return settle(error, command=f"baosou {name}" if name else None, as_json=bool(ctx.obj))
        return code


FIRST_DAY = """
  baosou add ~/papers                         make pages searchable
  baosou search 苍南 志愿服务                 articles with both words
  baosou search '"乡村振兴"' -w place=温州市  a phrase, in one place
  baosou show k3fa9c1d                        read an article
  eval "$(baosou completion bash)"            TAB completes; also zsh, fish
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


def _checked_language(value: str | None) -> str | None:
    from baosou.cli.settings import LANGUAGES

    if value is not None and value not in LANGUAGES:
        raise UsageError(worded("--lang: one of {choices} is needed", choices=", ".join(LANGUAGES)))
    return value


def _language_option() -> TyperOption:
    """The option that each command has; what it says is read before there are commands (`_speak`)."""
    return TyperOption(
        param_decls=["--lang"],
        metavar="LANG",
        expose_value=False,
        callback=lambda _context, _param, value: _checked_language(value),
        help="Language of help and messages: zh or en [BAOSOU_LANG, or the locale's].",
    )


def _speak(arguments: Sequence[str]) -> None:
    """Say all that follows in the language that is wanted; English needs nothing for it."""
    from baosou.cli.settings import language

    given = None
    for word, following in pairwise([*takewhile(lambda word: word != "--", arguments), ""]):
        if word == "--lang" or word.startswith("--lang="):
            given = following if word == "--lang" else word.partition("=")[2]
    if language(given) == "zh":
        from baosou.cli.language.catalogue import chinese

        speak(chinese())
    else:
        speak(None)


def _command_in(arguments: Sequence[str]) -> str | None:
    """The command that arguments begin with, a language before it aside."""
    first = 2 if arguments[:1] == ["--lang"] else 1 if arguments and arguments[0].startswith("--lang=") else 0
    return next((word for word in arguments[first : first + 1] if word in COMMANDS), None)


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
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=FIRST_DAY,
    )
    app.callback()(_root)
    named = _command_in(arguments)
    for name in COMMANDS if named is None else (named,):
        module = import_module(f"baosou.cli.commands.{name}")
        app.command(cls=Command, epilog=module.EXAMPLES)(getattr(module, name))
    root: Any = typer.main.get_command(app)
    for command in (root, *root.commands.values()):
        command.params.append(_language_option())
    return root


COMPLETING = "_BAOSOU_COMPLETE"
"""Set by the scripts of `completion` to the shell that asks; the arguments are then what is typed so far."""

READING = frozenset(COMMANDS) - {"segment", "analyze"}
"""The commands that map files of an index into memory."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; never raises for anything that the user or the machine did."""
    prepare_streams()
    # baosou multiplies no matrices; numpy's threads would cost more to start than a search does
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else list(arguments)
    as_json = wants_json(given)
    _speak(given)
    if (shell := os.environ.get(COMPLETING)) is not None:
        from baosou.cli.completion.answering import answer

        answer(shell, given, command_line)
        return _flushed(DONE, as_json=False)
    if _command_in(given) in READING:
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
