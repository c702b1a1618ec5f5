"""Exit codes, the command line's own errors, and the one place where errors become lines on standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

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


class SettingsError(BaosouError):
    """The configuration file cannot be used; the message names the file and the key."""


def say(line: str) -> None:
    """One line for the user on standard error; a closed standard error is no reason to fail."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        return


def settle(error: BaseException, *, command: str | None = None) -> int:
    """Tell the user of an error in a line or two and give the exit code; `command` is what was run."""
    if isinstance(error, KeyboardInterrupt):
        say(worded("interrupted"))
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        silence_output()
        return DONE
    for line in explain(error, command=command):
        say(line)
    if isinstance(error, OSError):
        silence_output()
    return exit_code(error)


def exit_code(error: BaseException) -> int:
    """The exit code of an error's kind."""
    from baosou.index.errors import IndexDamaged, IndexForbidden, IndexLocked, IndexMissing, IndexVersion

    if isinstance(error, IndexMissing | IndexDamaged | IndexForbidden | IndexVersion):
        return NO_INDEX
    if isinstance(error, IndexLocked):
        return LOCKED
    return BAD_INPUT


def explain(error: BaseException, *, command: str | None = None) -> Sequence[str]:
    """An error in lines for the user: what is wrong, where, and what to try."""
    from baosou.index.errors import IndexDamaged, PathMissing, QueryError

    if isinstance(error, QueryError):
        return [failing(str(error)), *point_at(error.query, error.position)]
    if isinstance(error, typer.TyperException):
        from baosou.cli.usage import usage_text

        context = getattr(error, "ctx", None)
        called = context.command_path if context is not None else "baosou"
        return [failing(usage_text(error)), worded("try: {command} --help", command=called)]
    if isinstance(error, UsageError | PathMissing):
        return [failing(str(error)), worded("try: {command} --help", command=command or "baosou")]
    if isinstance(error, OSError):
        return [failing(describe_os_error(error))]
    if isinstance(error, IndexDamaged):
        told = "{damage}; mend it with: baosou add --rebuild --index {folder}"
        known = error.folder is not None
        return [failing(worded(told, damage=error, folder=error.folder) if known else str(error))]
    if isinstance(error, MemoryError):
        return [failing(worded("not enough memory"))]
    return [failing(str(error))]


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
