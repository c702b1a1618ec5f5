"""`baosou optimize`: merge the segments of the index, and drop what is deleted."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou optimize
  baosou optimize --dry-run
  baosou optimize --memory 2048 --json --index ~/papers.index

Adding merges segments as needed; this merges all that the memory allows, and
gives back the room of deleted articles. Searches go on meanwhile.
"""


def optimize(
    memory: Annotated[
        int | None,
        typer.Option("--memory", metavar="MB", min=1, help="Memory for the merge; a segment grows with it [512]."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, show_default=False, help="Processes [the processors].")
    ] = None,
    dry_run: options.DryRun = False,
    wait: options.Wait = None,
    json: options.Json = False,
    index: options.Index = None,
) -> int:
    """Merge the index's segments; nothing that it finds changes."""
    from baosou.cli.output.progress import shown_meanwhile
    from baosou.cli.settings import index_at, index_location, load_settings

    settings = load_settings()
    with shown_meanwhile(worded("merging segments")):
        summary = index_at(index_location(index, settings)).optimize(
            jobs=jobs or settings.add.jobs or os.cpu_count() or 1,
            memory_mb=memory or settings.add.memory,
            wait=settings.add.wait if wait is None else wait,
            dry_run=dry_run,
        )

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.status import optimize_line

    if json:
        write(to_json(summary.to_dict()) + "\n")
    else:
        say(optimize_line(summary))
    return DONE
