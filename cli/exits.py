"""Exit codes, the command line's own errors, and the one place where errors become lines on standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import ClassVar

import typer

from baosou.cli.output.visible import fit, visible, width_of
from baosou.corpus.errors import BaosouError, system_reason, worded

DONE = 0
NO_HITS = 1
BAD_INPUT = 2
NO_INDEX = 3
LOCKED = 4
INTERRUPTED = 130

CARET_COLUMNS = 70
"""How much of a long query is shown around its mistake."""


class UsageError(BaosouError):
    """An option or argument that cannot mean anything; the message names it."""

    kind: ClassVar[str] = "usage"


class SettingsError(BaosouError):
    """The configuration file cannot be used; the message names the file and the key."""

    kind: ClassVar[str] = "settings"


def say(line: str) -> None:
    """One line for the user on standard error; a closed standard error is no reason to fail."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        return


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for JSON: --json, or json or jsonl as a --format."""
    before = ""
    for each in arguments:
        if each == "--":
            break
        option, _, form = each.partition("=")
        if each == "--json" or (form if option == "--format" else each if before == "--format" else "") in _JSON_FORMS:
            return True
        before = each
    return False


_JSON_FORMS = ("json", "jsonl")


def settle(error: BaseException, *, command: str | None = None, as_json: bool = False) -> int:
    """Tell the user of an error in a line or two, or a program in JSON, and give the exit code.

    `command` is what was run.
    """
    if isinstance(error, BrokenPipeError):
        silence_output()
        return DONE
    for line in [json_line(error)] if as_json else explain(error, command=command):
        say(line)
    if isinstance(error, OSError):
        silence_output()
    return exit_code(error)


def exit_code(error: BaseException) -> int:
    """The exit code of an error's kind."""
    from baosou.index import errors

    if isinstance(
        error,
        errors.IndexMissing
        | errors.IndexDamaged
        | errors.IndexForbidden
        | errors.IndexVersion
        | errors.IndexUnreachable
        | errors.IndexIncomplete
        | errors.ServerError,
    ):
        return NO_INDEX
    if isinstance(error, errors.IndexLocked):
        return LOCKED
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else BAD_INPUT


def explain(error: BaseException, *, command: str | None = None) -> Sequence[str]:
    """An error in lines for the user: what is wrong, where, and what to try."""
    from baosou.index.errors import PathMissing, QueryError

    if isinstance(error, KeyboardInterrupt):
        return [message_of(error)]
    line = failing(message_of(error))
    if isinstance(error, QueryError):
        return [line, *point_at(error.query, error.position)]
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        called = context.command_path if context is not None else "baosou"
        return [line, worded("try: {command} --help", command=called)]
    if isinstance(error, UsageError | PathMissing):
        return [line, worded("try: {command} --help", command=command or "baosou")]
    return [line]


def message_of(error: BaseException) -> str:
    """What is wrong, in one line."""
    from baosou.index.errors import IndexDamaged

    if isinstance(error, KeyboardInterrupt):
        return str(error) or worded("interrupted")
    if isinstance(error, typer.TyperException):
        from baosou.cli.usage import usage_text

        return usage_text(error)
    if isinstance(error, OSError):
        return describe_os_error(error)
    if isinstance(error, IndexDamaged) and error.folder is not None:
        told = "{damage}; mend it with: baosou add --rebuild --index {folder}"
        return worded(told, damage=error, folder=error.folder)
    return worded("not enough memory") if isinstance(error, MemoryError) else str(error)


def json_line(error: BaseException) -> str:
    """An error as programs read it: {"version": 1, "error": {"kind", "message", "at"}}."""
    from baosou.cli.output.json_values import to_json
    from baosou.index.errors import error_object
    from baosou.index.results import VERSION

    if isinstance(error, BaosouError):
        told = {**error_object(error), "message": message_of(error)}
    else:
        kind = next((kind for of, kind in OTHER_KINDS if isinstance(error, of)), "usage")
        told = {"kind": kind, "message": message_of(error), "at": None}
    return to_json({"version": VERSION, "error": told})


OTHER_KINDS = ((KeyboardInterrupt, "interrupted"), (OSError, "io"), (MemoryError, "memory"))
"""The kinds of errors that are not baosou's own; what else there is Typer says of arguments."""


def failing(message: str) -> str:
    """The line that says what is wrong."""
    return worded("error: {message}", message=visible(message))


def point_at(query: str, position: int) -> list[str]:
    """The query with a caret under one of its characters; empty for an empty query.

    A long query is cut to the characters around the caret; columns count as the terminal shows them.
    """
    if not query:
        return []
    position = max(0, min(position, len(query)))
    before, after = visible(query[:position]), visible(query[position:])
    if width_of(before) > CARET_COLUMNS // 2:
        before = "…" + fit(before[::-1], CARET_COLUMNS // 2)[::-1]
    shown_after = fit(after, CARET_COLUMNS - width_of(before))
    if shown_after != after:
        shown_after += "…"
    return [f"  {before}{shown_after}", f"  {' ' * width_of(before)}^"]


def describe_os_error(error: OSError) -> str:
    """The system's reason and, where known, the file it is about."""
    reason = system_reason(error) or type(error).__name__
    if error.errno == errno.ENOSPC and error.filename is None:
        return worded("the output could not be written: {reason}", reason=reason)
    if error.filename is None:
        return visible(reason)
    return visible(f"{os.fsdecode(error.filename)}: {reason}")


def silence_output() -> None:
    """Send standard output nowhere from now on, so that the interpreter's last flush cannot fail."""
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lasts as long as the process
    finally:
        os.close(sink)
