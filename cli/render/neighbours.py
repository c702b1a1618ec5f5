"""The articles of a page, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.cli.output.styled import Line, Run, Style, run
from baosou.cli.output.visible import shorten, width_of
from baosou.cli.render.hits import UNTITLED
from baosou.corpus.errors import worded
from baosou.index.results import Hit

HEADING = "On the same page"


def render_neighbours(hits: Sequence[Hit], *, own: str, columns: int) -> list[Line]:
    """The articles of a page in its order, the one that is shown marked, each with its id."""
    ids = max((width_of(hit.id) for hit in hits), default=0)
    lines: list[Line] = [(), (Run(worded(HEADING), Style.BOLD),)]
    for hit in hits:
        mark = "▸ " if hit.id == own else "  "
        title = run(shorten(run(hit.title or worded(UNTITLED)).text, columns - ids - 4))
        lines.append((Run(mark), run(f"{hit.id:<{ids}}  ", Style.ID), title))
    return lines
