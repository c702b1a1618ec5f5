"""`baosou status`: what is in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, UsageError, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.cli.settings import Locations

EXAMPLES = """
  baosou status
  baosou status --json
  baosou status --index ~/papers.index
  baosou status --html papers.html         the same at a glance, for a browser

The page of --html is one file that fetches nothing and runs no script: months
and years with their gaps, papers, places, countries, authors, further keys.
"""


def status(
    json: options.Json = False,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Draw it as a page for a browser; -: on standard output."),
    ] = None,
    index: options.Index = None,
) -> int:
    """Say what is in the index: counts, size, fields, analysis.

    Articles and sections are counted as `add` counts them: running heads, page numbers and the like are none.
    """
    from baosou.cli.settings import index_locations, load_settings, open_index

    if html is not None:
        if json:
            raise UsageError(worded("--html and --json cannot be used together"))
        return _drawn(html, index_locations(index, load_settings()))
    with open_index(index_locations(index, load_settings())) as opened:
        found = opened.status()

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.styled import encode
    from baosou.cli.output.terminal import terminal, write
    from baosou.cli.render.status import render_status

    if json:
        write(to_json(found.to_dict()) + "\n")
        return DONE
    target = terminal()
    write(encode(render_status(found, columns=target.columns), colour=target.colour))
    return DONE


def _drawn(file: str, location: Locations) -> int:
    from baosou.cli.asking import named_paths
    from baosou.cli.output.terminal import write
    from baosou.cli.output.whole_file import write_whole
    from baosou.cli.render.overview import overview_of, page
    from baosou.cli.settings import open_index

    (path,) = named_paths([file])
    with open_index(location) as opened:
        drawn = page(overview_of(opened))
    if file == "-":
        write(drawn)
    else:
        write_whole(path, drawn.encode("utf-8", "backslashreplace"))
        say(worded("written: {file}", file=file))
    return DONE
