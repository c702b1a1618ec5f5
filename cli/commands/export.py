"""`baosou export`: articles, sections or hits as JSON Lines, CSV or Parquet."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated, Literal

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou export > archive.jsonl
  baosou export 渔港 -w place=温州市 --format csv -o 渔港.csv
  baosou export --of sections --format parquet -o sections.parquet
  baosou export | baosou add - --index ~/copy     the same index once more

A record has id (its own), baosou_id, title, byline, authors, date, edition,
publication, column, places, url, source, line, page, box, start, end,
characters, text, heads and captions (numbers of its lines), aside and extra.
Those of hits have rank, score, section, lacks and snippets and no text. A
QUERY is taken at its word, as with search --strict. Articles and sections are
in the order of their ids, which is no order of anything else: -n 100 is a
sample.
In CSV several values have ";" between them, extra.KEY are columns, and cells
that begin with = + - @ get an apostrophe. Parquet needs baosou[parquet].
Exit codes: 0 done, 1 nothing to export, 2 a bad query, 3 no index.
"""

ExportFormat = Literal["jsonl", "csv", "tsv", "parquet"]
Of = Literal["articles", "sections", "hits"]


def export(
    query: options.Query = None,
    of: Annotated[
        Of, typer.Option("--of", metavar="WHAT", show_default=False, help="articles [default], sections or hits.")
    ] = "articles",
    form: Annotated[
        ExportFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="jsonl [default], csv, tsv or parquet."),
    ] = "jsonl",
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write this file, all or nothing, instead of printing."),
    ] = None,
    fields: options.Fields = None,
    limit: Annotated[int | None, typer.Option("-n", "--limit", metavar="N", min=0, help="At most N [all].")] = None,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    sort: options.Sort = None,
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    snippets: options.Snippets = None,
    width: options.Width = None,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Write articles, sections or hits as JSON Lines, CSV or Parquet."""
    from baosou.cli.asking import check_mode, parse_fields, parse_filter, parse_period, query_text
    from baosou.cli.process import keep_freed_memory, time_limit
    from baosou.cli.settings import index_location, load_settings, open_index

    if of != "hits" and (sort is not None or snippets is not None or width is not None):
        raise UsageError(worded("--sort, --snippets and --width go with --of hits"))
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError(worded("Parquet is nothing to read on a terminal; name a file with -o FILE"))
    if form == "parquet" and find_spec("pyarrow") is None:
        raise UsageError(worded("--format parquet needs an extra: pip install 'baosou[parquet]'"))
    settings = load_settings()
    text = query_text(query)
    check_mode(any_word, literal)
    first, last = parse_period(since, until)
    filters = tuple(map(parse_filter, where or ()))

    from baosou.cli.output.exported import destination, writer_of
    from baosou.cli.output.progress import count_progress
    from baosou.index.answering.exports import KEYS
    from baosou.index.request import FACET_FIELDS

    keep_freed_memory()
    with open_index(index_location(index, settings), saved=settings.saved) as opened, time_limit(timeout):
        further = [f"extra.{key}" for key in opened.fields() if key not in FACET_FIELDS]
        names = None if fields is None else parse_fields(fields, [*KEYS[of], *further])
        found = opened.export(
            text,
            of=of,
            where=filters,
            since=first,
            until=last,
            limit=limit,
            sort=sort,
            any=any_word,
            literal=literal,
            synonyms=not no_synonyms,
            aside=aside,
            snippets=settings.search.snippets if snippets is None else snippets,
            width=width or settings.search.width,
            timeout=timeout,
        )
        begin = writer_of(form, KEYS[of], further)
        count = 0
        with destination(output) as sink, begin(sink, names) as write, count_progress(worded(of), quiet=quiet) as told:
            for record in found:
                write(record)
                count += 1
                told(1)
        if not count and not quiet:
            from baosou.cli.render.hits import notes

            asked = opened.facets(text, (), where=filters, since=first, until=last, strict=True, aside=aside)
            for line in (*notes(asked.answer), worded("nothing to export")):
                say(line)
    return DONE if count else NO_HITS
