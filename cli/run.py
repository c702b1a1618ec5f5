"""From the process's arguments to its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from baosou.cli.app import app
from baosou.cli.exits import DONE, settle, silence_output
from baosou.cli.terminal import prepare_streams


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; never raises for anything that the user or the machine did."""
    prepare_streams()
    # baosou multiplies no matrices; numpy's threads would cost more to start than a search does
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    command = typer.main.get_command(app)
    try:
        code = command.main(
            args=None if arguments is None else list(arguments), prog_name="baosou", standalone_mode=False
        )
    except typer.TyperException as error:
        code = settle(error)
    except SystemExit as stop:
        # Typer ends the process itself where the reader of a help text is gone.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        code = settle(stop.__context__)
    return _flushed(DONE if code is None else int(code))


def _flushed(code: int) -> int:
    """The exit code after everything written has left, or the one that says that it could not."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_output()
    except OSError as error:
        return settle(error)
    return code
