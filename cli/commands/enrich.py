"""`baosou enrich`: find the people and organisations that articles name."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou enrich
  baosou enrich --jobs 4 --memory 2048
  baosou facets -f person -f org --since 2024
  baosou facets -w person=林一帆          who and what is named with a name
  baosou search 渔港 -w org=渔港管理局

This is a second pass over the index, which adding does without. It needs a
package of 110 MB: pip install "baosou[names]". Each worker reads some 40,000
characters in a second. Stopped, it goes on where it was; once more, it reads
only what was added since.

A name is what the archive makes of it: a string that a tagger takes for a
person counts where most of its occurrences say so. A name is not a person:
of some names there are several people, and of some people several names
(默克尔 and 安格拉·默克尔 are one, where an article has both).

Counts show people named in two articles or more, and organisations named in
50 or nearly always recognised; facets --all-names shows the rest.
"""


def enrich(
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="Worker processes [the processors].")
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option("--memory", metavar="MB", min=1, help="Memory for all workers together [512]."),
    ] = None,
    dry_run: options.DryRun = False,
    wait: options.Wait = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    index: options.OneIndex = None,
) -> int:
    """Find the people and organisations that articles name.

    They become the fields person and org, of facets, filters and queries.
    """
    from baosou.cli.output.progress import enrich_progress
    from baosou.cli.process import processes, tidied
    from baosou.cli.settings import index_at, load_settings, one_index
    from baosou.index.adding import EnrichProgress

    settings = load_settings()
    try:
        with tidied() as look, enrich_progress(quiet=quiet) as tell:

            def progress(seen: EnrichProgress) -> None:
                look()
                tell(seen)

            summary = index_at(one_index(index, settings)).enrich(
                jobs=processes(jobs or settings.add.jobs or os.cpu_count() or 1),
                memory_mb=memory or settings.add.memory,
                wait=settings.add.wait if wait is None else wait,
                dry_run=dry_run,
                progress=progress,
            )
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(worded("interrupted; what was committed stays")) from stop

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.status import enrich_line

    if json:
        write(to_json(summary.to_dict()) + "\n")
    elif not quiet:
        say(enrich_line(summary))
    return DONE
