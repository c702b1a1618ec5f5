"""`baosou show`: an article or section, whole."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE

EXAMPLES = """
  baosou show k3fa9c1d                     the article
  baosou show 3fa9                         a beginning that fits one id only
  baosou show k3fa9c1d.2 -H '志愿服务'     one section, with words marked
  baosou show k3fa9c1d --json

JSON: id, title, title_highlights, byline, authors, date, publication,
edition, column, places, url, record_id, extra, source {path, line, page,
box, start, end}, sections [{id, places, source, blocks [{kind, text, line,
highlights}]}] with kind paragraph, head or caption; highlights are [start,
end) in the text, page and box (left, bottom, right, top in points) are null
for what has no pages.
"""


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An article's or section's id, or its beginning.")],
    highlight: Annotated[
        str | None, typer.Option("-H", "--highlight", metavar="QUERY", help="Mark what a query matches.")
    ] = None,
    json: options.Json = False,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    index: options.Index = None,
) -> int:
    """Read an article, or one of its sections, whole."""
    from baosou.cli.asking import typed
    from baosou.cli.settings import index_location, load_settings

    settings = load_settings()
    from baosou.index import open_index

    with open_index(index_location(index, settings)) as opened:
        article = opened.article(typed(id), highlight=None if highlight is None else typed(highlight))

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.styled import encode
    from baosou.cli.output.terminal import page, terminal, write
    from baosou.cli.present import source_links
    from baosou.cli.render.article import render_article

    cwd = os.getcwd()
    if json:
        write(to_json(article.to_dict()) + "\n")
        return DONE
    target = terminal(colour=color or settings.color, pager=settings.pager and not no_pager)
    lines = render_article(
        article,
        columns=target.columns,
        cwd=cwd,
        brackets=not target.colour,
        link=source_links()(article.source) if target.links else None,
    )
    page(encode(lines, colour=target.colour, links=target.links), target)
    return DONE
