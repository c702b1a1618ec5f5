"""`baosou batch`: many queries in, one result row each out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.cli.batch_answers import BatchForm
    from baosou.cli.batch_lines import BatchLine

EXAMPLES = """
  baosou batch queries.txt > results.jsonl
  baosou batch queries.tsv -n 100 --format trec --jobs 4 > run.trec
  printf '苍南 志愿\\n海水稻\\n' | baosou batch -n 3
  echo '{"query": "非遗", "where": {"place": "温州市"}}' | baosou batch

Input: plain queries (ids are line numbers), id<TAB>query, or JSON Lines with
query (or text), id, and instead of the options: where {field: value or list;
"field!": without}, since, until, limit, offset, sort, by, any, literal,
aside, snippets, width, facet, strict, synonyms, explain; others are left out.
A bad line becomes {"id": ..., "error": ...}; the exit code is then 2.
"""


def batch(
    file: Annotated[
        str,
        typer.Argument(metavar="[FILE|-]", show_default=False, help="Queries; standard input without it."),
    ] = "-",
    input_format: Annotated[
        options.InputFormat,
        typer.Option("--input-format", metavar="FORM", show_default=False, help="auto, plain, tsv or jsonl."),
    ] = "auto",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            metavar="N",
            min=1,
            show_default=False,
            help="Processes [the processors; 1 for standard input, each answer at once].",
        ),
    ] = None,
    form: Annotated[
        options.BatchFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="jsonl, csv, tsv or trec."),
    ] = "jsonl",
    limit: options.Limit = None,
    offset: options.Offset = 0,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    facet: options.Facet = None,
    sort: options.Sort = None,
    by: options.By = "article",
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    snippets: options.Snippets = None,
    width: options.Width = None,
    no_highlight: options.NoHighlight = False,
    strict: options.Strict = False,
    explain: options.Explain = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    index: options.Index = None,
) -> int:
    """Answer many queries, in their order.

    The options of a search are defaults for every line.
    """
    from baosou.cli.asking import check_mode, parse_facets, parse_filter, parse_period
    from baosou.cli.process import processes
    from baosou.cli.settings import index_location, load_settings

    settings = load_settings()
    first, last = parse_period(since, until)
    check_mode(any_word, literal)
    filters, facets = tuple(map(parse_filter, where or ())), parse_facets(facet)

    from baosou.cli.batch_answers import BatchForm

    how = BatchForm(
        {
            "where": filters,
            "facets": facets,
            "since": first,
            "until": last,
            "limit": settings.search.limit if limit is None else limit,
            "offset": offset,
            "sort": sort,
            "by": by,
            "any": any_word,
            "literal": literal,
            "strict": strict or settings.search.strict,
            "synonyms": not no_synonyms,
            "aside": aside,
            "snippets": 0 if form == "trec" else settings.search.snippets if snippets is None else snippets,
            "width": width or settings.search.width,
            "explain": explain,
            "timeout": timeout,
        },
        form,
        not no_highlight,
    )
    location = index_location(index, settings)
    if file == "-":
        return _answer(location, sys.stdin.buffer, input_format, how, jobs=processes(jobs or 1))
    with open(file, "rb") as stream:
        return _answer(location, stream, input_format, how, jobs=processes(jobs or os.cpu_count() or 1))


def _answer(location: str, stream: BinaryIO, input_format: options.InputFormat, how: BatchForm, *, jobs: int) -> int:
    from baosou.cli.batch_answers import answer_lines, header
    from baosou.cli.batch_lines import parse_lines, read_lines
    from baosou.cli.output.progress import count_progress
    from baosou.cli.output.terminal import write
    from baosou.cli.output.visible import visible
    from baosou.cli.process import keep_freed_memory
    from baosou.cli.render.hits import counted

    queries = failed = 0
    unknown: dict[str, None] = {}
    began = time.monotonic()
    keep_freed_memory()
    lines = _noting(unknown, parse_lines(read_lines(stream), input_format))
    with count_progress(worded("queries")) as progress:
        for row in answer_lines(location, lines, how, jobs=jobs):
            if not queries:
                write(header(how.form))
            queries += 1
            write(row.text)
            if jobs == 1:
                # Whoever writes a query and waits for its answer gets it.
                sys.stdout.flush()
            if row.error is not None:
                failed += 1
                if how.form != "jsonl":
                    say(
                        worded(
                            "line {number} ({id}): {error}",
                            number=row.number,
                            id=visible(str(row.id)),
                            error=visible(row.error),
                        )
                    )
            progress(1)
    if unknown:
        say(worded("left out, for no query has such keys: {keys}", keys=visible(", ".join(unknown))))
    seconds = time.monotonic() - began
    rate = f"{queries / seconds:,.1f}" if seconds > 0 else "-"
    say(
        worded(
            "{queries}, {failed:,} failed, {seconds:.1f} s, {rate} queries/s",
            queries=counted(queries, "query"),
            failed=failed,
            seconds=seconds,
            rate=rate,
        )
    )
    return BAD_INPUT if failed else DONE


def _noting(unknown: dict[str, None], lines: Iterable[BatchLine]) -> Iterator[BatchLine]:
    """The lines, while the keys are noted that no query has."""
    from baosou.index.answering.batch import KEYS

    for line in lines:
        unknown.update(dict.fromkeys(key for key in line.record if key not in KEYS))
        yield line
