"""`baosou search`: ranked hits with highlighted snippets."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from baosou.cli import options
from baosou.cli.exits import UsageError
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou search 苍南 志愿服务
  baosou search '"乡村振兴" -旅游' -w place=温州市 --since 2024
  baosou show "$(baosou search -i 台风)"     search as you type, and choose
  baosou search 渔港 -n 0 --format csv --fields id,date,title,extra.category

Query: "exact phrase"  "two words"~5  AND OR NOT (与 或 非 && | !)  -word
  title: author: place: date: publication: edition: column: body: source:
  date:2024-05  date:[2023 TO 2024-06]  date:>2024-05-01  共富*  word~1  ( )
Keys of -i: Enter chooses, Ctrl-O reads, F4 edits, F2 facets, F3 order, Esc
leaves (also Ctrl-C, Ctrl-Q; exit 1).
In CSV and TSV, cells that begin with = + - @ get an apostrophe before them.
Exit codes: 0 hits, 1 no hits, 2 bad query, 3 no index.
"""


def search(
    query: options.Query = None,
    limit: options.Limit = None,
    offset: options.Offset = 0,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    facet: options.Facet = None,
    facet_sort: options.FacetSort = "count",
    sort: options.Sort = None,
    by: options.By = "article",
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    snippets: options.Snippets = None,
    width: options.Width = None,
    no_highlight: options.NoHighlight = False,
    form: Annotated[
        options.HitFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="text, json, jsonl, csv, tsv, trec or ids."),
    ] = "text",
    json: options.Json = False,
    sources: Annotated[bool, typer.Option("-l", help="Only the sources' paths, each once (all, without -n).")] = False,
    fields: options.Fields = None,
    count: Annotated[bool, typer.Option("-c", help="Only the number of matches.")] = False,
    nul: Annotated[bool, typer.Option("-0", help="End paths and ids with NUL, for xargs -0.")] = False,
    strict: options.Strict = False,
    fold: options.Fold = False,
    no_fold: options.NoFold = False,
    explain: options.Explain = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    interactive: Annotated[
        bool,
        typer.Option("-i", "--interactive", help="Search as you type, and print the id that is chosen (extra: tui)."),
    ] = False,
    no_mouse: Annotated[
        bool, typer.Option("--no-mouse", help="With -i: leave the mouse to the terminal, to select text.")
    ] = False,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Find articles: ranked hits with highlighted snippets.

    Several words match an article in which each of them stands somewhere. Without a QUERY, -w, --since
    or --until lists all that passes, newest first.
    """
    from baosou.cli.asking import (
        check_mode,
        hit_fields,
        lost_to_shell,
        parse_facets,
        parse_filter,
        parse_period,
        query_text,
    )
    from baosou.cli.present import Presentation, present, what_was_asked
    from baosou.cli.settings import index_locations, load_settings, open_index

    form = "json" if json else form
    if interactive and (form != "text" or sources or count or nul or explain or offset):
        raise UsageError(
            worded("-i prints the id that is chosen; --format, --json, -l, -c, -0, --offset, --explain go without it")
        )
    shape = "count" if count else "sources" if sources else form
    if nul and not (sources or form == "ids"):
        raise UsageError(worded("-0 goes with -l or --format ids"))
    if fold and (no_fold or by == "section" or sources or form not in ("text", "json")):
        raise UsageError(worded("--fold goes with text, --json and -c, and not with --no-fold or --by section"))
    text = query_text(query)
    if text is None and not (where or since or until or interactive):
        raise UsageError(worded("a query is missing (or give -w, --since or --until)"))
    lost = lost_to_shell(query, literal=literal)
    settings = load_settings()
    first, last = parse_period(since, until)
    filters, facets = tuple(map(parse_filter, where or ())), parse_facets(facet)
    check_mode(any_word, literal)
    if interactive:
        from baosou.cli.tui.asked import Asked, Standing
        from baosou.cli.tui.choosing import Look, choose

        standing = Standing(
            where=filters,
            since=first,
            until=last,
            facets=facets or parse_facets(("place", "author", "year", "publication")),
            limit=100 if limit is None else limit,
            by=by,
            any=any_word,
            literal=literal,
            strict=strict or settings.search.strict,
            synonyms=not no_synonyms,
            aside=aside,
            timeout=10.0 if timeout is None else timeout,
        )
        look = Look(color or settings.color, mouse=settings.mouse and not no_mouse)
        return choose(index_locations(index, settings), Asked(text or "", sort), standing, look, saved=settings.saved)
    hits_wanted = (0 if sources else settings.search.limit) if limit is None else limit
    snippets_wanted = settings.search.snippets if snippets is None else snippets
    if count or sources or form in ("ids", "trec"):
        snippets_wanted = 0

    from baosou.cli.process import keep_freed_memory, time_limit

    keep_freed_memory()
    location = index_locations(index, settings)
    with open_index(location, saved=settings.saved) as opened, time_limit(timeout):
        columns = hit_fields(fields, shape, opened)
        answer = opened.search(
            text,
            where=filters,
            facets=facets,
            facet_sort=facet_sort,
            since=first,
            until=last,
            limit=hits_wanted,
            offset=offset,
            sort=sort,
            by=by,
            any=any_word,
            literal=literal,
            strict=strict or settings.search.strict,
            synonyms=not no_synonyms,
            aside=aside,
            snippets=snippets_wanted,
            width=width or settings.search.width,
            explain=explain,
            timeout=timeout,
            fill=not (count or sources or form == "ids"),
            hits=not count,
            fold=not (no_fold or count or sources or form not in ("text", "json")),
            stories=fold,
        )
    return present(
        replace(answer, notes=(*lost, *answer.notes)) if lost else answer,
        Presentation(
            form=shape,
            unit="story" if fold else by,
            marks=not no_highlight,
            nul=nul,
            as_json=form in ("json", "jsonl"),
            fields=columns,
            quiet=quiet,
            location=location,
            asked=what_was_asked(
                literal=literal,
                strict=strict or settings.search.strict,
                limited=bool(filters or first or last),
            ),
            colour=color or settings.color,
            pager=settings.pager and not no_pager,
        ),
    )
