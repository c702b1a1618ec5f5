"""`baosou similar`: articles like this one."""

from __future__ import annotations

from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import UsageError, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou similar k3fa9c1d                       like an article
  baosou similar k3fa9c1d.2 -n 5 --since 2024   like one section
  baosou similar 3fa9 -w place=温州市 --json

JSON: as of search; query is the ID, interpreted the words that were looked
for, copies the ids of hits that hold the very same text.
Exit codes: 0 hits, 1 nothing is like it, 2 an unknown id, 3 no index.
"""


def similar(
    id: Annotated[str, typer.Argument(metavar="ID", help="An article's or section's id, or its beginning.")],
    limit: options.Limit = None,
    offset: options.Offset = 0,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    facet: options.Facet = None,
    sort: options.Sort = None,
    by: options.By = "article",
    aside: options.Aside = False,
    snippets: options.Snippets = None,
    width: options.Width = None,
    no_highlight: options.NoHighlight = False,
    form: Annotated[
        options.HitFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="text, json, jsonl, csv, tsv, trec or ids."),
    ] = "text",
    json: options.Json = False,
    explain: options.Explain = False,
    timeout: options.Timeout = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    index: options.Index = None,
) -> int:
    """Find articles like this one, by its most telling words."""
    from baosou.cli.asking import parse_facets, parse_filter, parse_period, typed
    from baosou.cli.present import Presentation, present, what_was_asked
    from baosou.cli.settings import index_location, load_settings

    form = "json" if json else form
    if not id.strip():
        raise UsageError(worded("an id is missing"))
    settings = load_settings()
    first, last = parse_period(since, until)

    from baosou.cli.output.visible import visible
    from baosou.cli.process import keep_freed_memory, time_limit
    from baosou.index import open_index

    filters, facets = tuple(map(parse_filter, where or ())), parse_facets(facet)
    keep_freed_memory()
    with open_index(index_location(index, settings)) as opened, time_limit(timeout):
        answer = opened.similar(
            typed(id),
            where=filters,
            facets=facets,
            since=first,
            until=last,
            limit=settings.search.limit if limit is None else limit,
            offset=offset,
            sort=sort,
            by=by,
            aside=aside,
            snippets=0 if form in ("ids", "trec") else settings.search.snippets if snippets is None else snippets,
            width=width or settings.search.width,
            explain=explain,
            timeout=timeout,
        )
    if form == "text" and answer.sought:
        say(worded("sought by: {words}", words=visible(" ".join(answer.sought))))
    return present(
        answer,
        Presentation(
            form=form,
            unit=by,
            asked=what_was_asked(literal=False, strict=False, limited=bool(filters or first or last)),
            marks=not no_highlight,
            colour=color or settings.color,
            pager=settings.pager and not no_pager,
        ),
    )
