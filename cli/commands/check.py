"""`baosou check`: whether an index is what was written, and what its sources say."""

from __future__ import annotations

from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_INDEX, say

EXAMPLES = """
  baosou check
  baosou check --sources
  baosou check --json --index ~/papers.index

Every file of the index is read and verified. What is found is told a line
each; baosou add --rebuild makes the index anew from its sources.
Exit codes: 0 all is well, 3 something is not.
"""


def check(
    sources: Annotated[
        bool,
        typer.Option(
            "--sources", help="Also compare the index with the files it was made of, and count samples of its texts."
        ),
    ] = False,
    json: options.Json = False,
    index: options.Index = None,
) -> int:
    """Verify the index, all of it; --sources: also against its files."""
    import os

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.progress import check_progress
    from baosou.cli.output.terminal import write
    from baosou.cli.render.check import finding_line, report_line
    from baosou.cli.settings import index_at, index_location, load_settings

    location = index_location(index, load_settings())
    with check_progress() as progress:
        report = index_at(location).check(sources=sources, progress=progress)
    cwd = os.getcwd()
    if json:
        write(to_json(report.to_dict()) + "\n")
    else:
        for finding in report.findings:
            write(finding_line(finding, cwd) + "\n")
        say(report_line(report))
    return NO_INDEX if report.findings else DONE
