"""From the process's arguments to its exit code."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

import typer

from baosou.cli.app import COMMANDS, command_line
from baosou.cli.exits import DONE, settle, silence_output
from baosou.cli.output.terminal import prepare_streams

READING = frozenset(COMMANDS) - {"segment", "analyze"}
"""The commands that map files of an index into memory."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; never raises for anything that the user or the machine did."""
    prepare_streams()
    # baosou multiplies no matrices; numpy's threads would cost more to start than a search does
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] and given[0] in READING:
        from baosou.cli.process import tell_of_lost_pages

        tell_of_lost_pages()
    try:
        code = command_line(given).main(args=given, prog_name="baosou", standalone_mode=False)
    except typer.TyperException as error:
        code = settle(error)
    except SystemExit as stop:
        # Typer ends the process itself where the reader of a help text is gone.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        code = settle(stop.__context__)
    return _flushed(DONE if code is None else int(code))


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


def _flushed(code: int) -> int:
    """The exit code after everything written has left, or the one that says that it could not."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_output()
    except OSError as error:
        return settle(error)
    return code
