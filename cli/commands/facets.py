"""`baosou facets`: counts of the values of a field over all matches."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, say

EXAMPLES = """
  baosou facets 渔业 -f place:0 -f words -f publication --fold
  baosou facets 非遗 -f country -w place=长三角 --since 2023 --json
  baosou facets -f place=浙江省:6 -f year:0 --facet-sort value
  baosou facets -w person=林一帆      once baosou enrich has found names

Who is named with a name: in three articles or more, those first whom these
tell from all other articles. A name is not a person: several people may have
it, and one person several.
"""


def facets(
    query: options.Query = None,
    facet: options.Facet = None,
    facet_sort: options.FacetSort = "count",
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    by: options.By = "article",
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    all_names: Annotated[
        bool,
        typer.Option("--all-names", help="Of person and org, also names that stand once or may be none."),
    ] = False,
    form: Annotated[
        options.FacetFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="text, json, csv or tsv."),
    ] = "text",
    json: options.Json = False,
    fold: options.Fold = False,
    strict: options.Strict = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Count matches by place, author, year or any other field.

    Without a QUERY all articles are counted. A place counts with everything in it, a country where an article names
    it or its capital. -f words are the words that tell the best 300 matches from all other articles, the most telling
    first, each with how many of those hold it. Without -f: place, author, year, publication; with -w
    person=X or org=X who is named with X, organisations, places, months and words.
    """
    from baosou.cli.asking import check_mode, lost_to_shell, parse_facets, parse_filter, parse_period, query_text
    from baosou.cli.settings import index_locations, load_settings, open_index

    settings = load_settings()
    text = query_text(query)
    check_mode(any_word, literal)
    lost = lost_to_shell(query, literal=literal)
    first, last = parse_period(since, until)
    filters, requests = tuple(map(parse_filter, where or ())), parse_facets(facet)

    from baosou.cli.process import keep_freed_memory, time_limit

    keep_freed_memory()
    with open_index(index_locations(index, settings), saved=settings.saved) as opened, time_limit(timeout):
        found = opened.facets(
            text,
            requests or None,
            facet_sort=facet_sort,
            where=filters,
            since=first,
            until=last,
            by=by,
            stories=fold,
            any=any_word,
            literal=literal,
            strict=strict or settings.search.strict,
            synonyms=not no_synonyms,
            aside=aside,
            all_names=all_names,
            timeout=timeout,
        )

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.styled import encode
    from baosou.cli.output.tables import facet_cells, write_rows
    from baosou.cli.output.terminal import page, terminal, write
    from baosou.cli.present import nothing_found, what_was_asked
    from baosou.cli.render.facets import render_facets
    from baosou.cli.render.hits import notes

    if lost:
        found = replace(found, answer=replace(found.answer, notes=(*lost, *found.answer.notes)))
    for line in () if quiet else notes(found.answer):
        say(line)
    form = "json" if json else form
    if form == "json":
        write(to_json(found.to_dict()) + "\n")
    elif form == "text":
        if not found.total and not quiet:
            limited = bool(filters or first or last)
            strictly = strict or settings.search.strict
            say(nothing_found(found.answer, what_was_asked(literal=literal, strict=strictly, limited=limited)))
        target = terminal(colour=color or settings.color, pager=settings.pager and not no_pager)
        lines = render_facets(found.answer.facets, columns=target.columns)
        page(encode(lines, colour=target.colour), target)
    else:
        write(write_rows(facet_cells(found.answer.facets), form))
    return DONE if found.total else NO_HITS
