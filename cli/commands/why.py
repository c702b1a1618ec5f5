"""`baosou why`: why an article matches a query or not."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, UsageError
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou why k3fa9c1d 苍南 志愿服务     where each word stands, or why not
  baosou why k3fa9c1d '"乡村振兴" -旅游' -w place=温州市 --since 2024
  baosou why k3fa9c1d.2 渔港 --json     one section

The query is taken at its word: what search would try when nothing is found
is not tried.
JSON: id, title, matches, rank, total, query and filters {kind, text, field,
spellings, holds, counts, sightings, articles, cause, other_counts, values,
pieces, closeness, closest, children}, left_aside, explanation {score, parts}.
Exit codes: 0 it matches, 1 it does not, 2 an unknown id or a bad query.
"""


def why(
    id: Annotated[str, typer.Argument(metavar="ID", help="An article's or section's id, or its beginning.")],
    query: options.Query = None,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    json: options.Json = False,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    index: options.Index = None,
) -> int:
    """Say why an article matches a query, or why it does not."""
    from baosou.cli.asking import check_mode, parse_filter, parse_period, query_text, typed
    from baosou.cli.settings import index_location, load_settings, open_index

    text = query_text(query)
    if text is None and not (where or since or until):
        raise UsageError(worded("a query is missing (or give -w, --since or --until)"))
    settings = load_settings()
    first, last = parse_period(since, until)
    filters = tuple(map(parse_filter, where or ()))
    check_mode(any_word, literal)

    from baosou.cli.output.styled import encode
    from baosou.cli.output.terminal import page, terminal, write
    from baosou.cli.present import source_links
    from baosou.cli.process import time_limit
    from baosou.cli.render.why import context_characters, render_why

    target = terminal(colour=color or settings.color, pager=settings.pager and not no_pager)
    with open_index(index_location(index, settings), saved=settings.saved) as opened, time_limit(timeout):
        found = opened.why(
            typed(id),
            text,
            where=filters,
            since=first,
            until=last,
            any=any_word,
            literal=literal,
            synonyms=not no_synonyms,
            aside=aside,
            width=settings.search.width if json else context_characters(target.columns),
            timeout=timeout,
        )
    if json:
        from baosou.cli.output.json_values import to_json

        write(to_json(found.to_dict()) + "\n")
    else:
        link = source_links()(found.article.source) if target.links else None
        lines = render_why(found, columns=target.columns, cwd=os.getcwd(), brackets=not target.colour, link=link)
        page(encode(lines, colour=target.colour, links=target.links), target)
    return DONE if found.matches else NO_HITS
