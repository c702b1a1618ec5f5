"""`baosou similar`: articles like some."""

from __future__ import annotations

from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import NO_HITS, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou similar k3fa9c1d                       like an article
  baosou similar k3fa9c1d.2 -n 5 --since 2024   like one section
  baosou search 海带 --format ids | baosou similar - -w place=温州市

JSON: as of search; query is the IDs, interpreted the words that were looked
for, copies the ids of hits that hold the same text, alike those that say much
the same, contained those that stand in it or in which it stands.
Exit codes: 0 hits, 1 nothing is like it, 2 an unknown id, 3 no index.
"""


def similar(
    ids: options.Ids,
    limit: options.Limit = None,
    offset: options.Offset = 0,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    facet: options.Facet = None,
    facet_sort: options.FacetSort = "count",
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
    fields: options.Fields = None,
    explain: options.Explain = False,
    timeout: options.Timeout = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Find articles like one or several, by their most telling words."""
    from baosou.cli.asking import given_ids, hit_fields, parse_facets, parse_filter, parse_period
    from baosou.cli.present import Presentation, present, what_was_asked
    from baosou.cli.settings import index_locations, load_settings, open_index

    form = "json" if json else form
    wanted = given_ids(ids)
    if not wanted:
        return NO_HITS
    settings = load_settings()
    first, last = parse_period(since, until)

    from baosou.cli.output.terminal import terminal
    from baosou.cli.output.visible import visible, words_in_lines
    from baosou.cli.process import keep_freed_memory, time_limit

    filters, facets = tuple(map(parse_filter, where or ())), parse_facets(facet)
    keep_freed_memory()
    location = index_locations(index, settings)
    with open_index(location) as opened, time_limit(timeout):
        columns = hit_fields(fields, form, opened)
        answer = opened.similar(
            wanted,
            where=filters,
            facets=facets,
            facet_sort=facet_sort,
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
    if form == "text" and answer.sought and not quiet:
        sought = worded("sought by: {words}", words=visible(" ".join(answer.sought)))
        for line in words_in_lines(sought, terminal().columns):
            say(line)
    return present(
        answer,
        Presentation(
            form=form,
            unit=by,
            asked=what_was_asked(literal=False, strict=False, limited=bool(filters or first or last)),
            marks=not no_highlight,
            fields=columns,
            quiet=quiet,
            location=location,
            colour=color or settings.color,
            pager=settings.pager and not no_pager,
        ),
    )
