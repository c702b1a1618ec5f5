"""What a user sees: one module a command, each parse -> call -> render."""

from __future__ import annotations

import gc
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run baosou with these arguments and give the exit code; without any, with the process's own, and end it."""
    # Modules and records are many small values, hardly ever in cycles: seek those less often than usual.
    gc.set_threshold(100_000)
    try:
        # Worker processes import this package too; the command line itself is loaded only when it is used.
        from baosou.cli.app import leave, run

        return leave(run()) if arguments is None else run(arguments)
    except KeyboardInterrupt:
        # Ctrl-C while modules are still being loaded.
        return 130
