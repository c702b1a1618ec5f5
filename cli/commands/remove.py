"""`baosou remove`: take sources out of the index."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, say

EXAMPLES = """
  baosou remove pages/2023-11-15.txt
  baosou remove ~/papers/2019 --dry-run      a folder: everything below it
  baosou remove ~/papers --json

The files themselves are not touched.
"""


def remove(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files or folders as they were added.")],
    dry_run: options.DryRun = False,
    wait: options.Wait = None,
    json: options.Json = False,
    index: options.Index = None,
) -> int:
    """Take sources out of the index; the files stay."""
    from baosou.cli.asking import named_paths
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.status import summary_lines
    from baosou.cli.settings import index_at, index_location, load_settings

    settings = load_settings()
    files = named_paths(sources)
    seconds = settings.add.wait if wait is None else wait
    summary = index_at(index_location(index, settings)).remove(*files, wait=seconds, dry_run=dry_run)
    cwd = os.getcwd()
    if json:
        write(to_json(summary.to_dict()) + "\n")
    else:
        for line in summary_lines(summary, cwd=cwd):
            say(line)
    return BAD_INPUT if summary.failed else DONE
