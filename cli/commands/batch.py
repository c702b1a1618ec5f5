"""`baosou batch`: many queries in, one result row each out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.cli.batch_answers import BatchForm
    from baosou.cli.batch_lines import BatchLine

EXAMPLES = """
  baosou batch queries.txt > results.jsonl
  baosou batch queries.tsv -n 100 --format trec --jobs 4 > run.trec
  printf '苍南 志愿\\n海水稻\\n' | baosou batch -n 3
  baosou batch --diff before.jsonl after.jsonl

Input: plain queries (ids are line numbers), id<TAB>query, or JSON Lines with
query (or text), id, and instead of the options: where {field: value or list;
"field!": without}, since, until, limit, offset, sort, by, any, literal,
aside, snippets, width, facet, facet_sort, strict, synonyms, explain; others
are left out, and named. --resume keeps index and options in OUT.manifest.json
and goes on with nothing else. --diff is a line a query: + came, - went, ~
moved; with --format jsonl an object; exit code 1 where anything differs.
A bad line becomes {"id": ..., "error": {"kind": ..., "message": ...,
"at": ...}}; the exit code is then 2.
"""


def batch(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|-]", show_default=False, help="Queries; standard input without it."),
    ] = None,
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
    wanted: Annotated[
        options.BatchFormat | None,
        typer.Option("--format", metavar="FORM", help="jsonl [default], csv, tsv or trec."),
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="OUT", help="Write OUT, or go on with it where an earlier run ended."),
    ] = None,
    manifest: Annotated[
        str | None,
        typer.Option("--manifest", metavar="FILE", help="Say in FILE which index and options the answers are of."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Say what is another in the second of two files of answers.")
    ] = False,
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
    fields: options.Fields = None,
    strict: options.Strict = False,
    explain: options.Explain = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Answer many queries, in their order.

    The options of a search are defaults for every line.
    """
    from baosou.cli.asking import check_mode, hit_fields, parse_facets, parse_filter, parse_period
    from baosou.cli.process import processes
    from baosou.cli.settings import index_location, load_settings, open_index

    if diff:
        return _differing(files or [], as_json=wanted == "jsonl", quiet=quiet)
    file, form = _one(files or ["-"]), wanted or "jsonl"
    if resume is not None and form != "jsonl":
        raise UsageError(worded("--resume goes with --format jsonl"))
    settings = load_settings()
    first, last = parse_period(since, until)
    check_mode(any_word, literal)
    filters, facets = tuple(map(parse_filter, where or ())), parse_facets(facet)

    from baosou.cli.batch_answers import BatchForm

    location, columns = index_location(index, settings), None
    if fields is not None:
        with open_index(location) as opened:
            columns = hit_fields(fields, form, opened)
    how = BatchForm(
        {
            "where": filters,
            "facets": facets,
            "facet_sort": facet_sort,
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
        columns,
        settings.saved,
    )
    from baosou.cli.batch_lines import parse_lines, read_lines

    with ExitStack() as stack:
        stream = sys.stdin.buffer if file == "-" else stack.enter_context(open(file, "rb"))
        processors = 1 if file == "-" else os.cpu_count() or 1
        lines, write = parse_lines(read_lines(stream), input_format), _to_output
        if manifest is not None or resume is not None:
            from baosou.cli.batch_manifest import left, manifest_of, resumed, write_manifest

            made = manifest_of(location, how)
            if manifest is not None:
                write_manifest(manifest, made)
            if resume is not None:
                out, answered = stack.enter_context(resumed(resume, made))
                if answered and not quiet:
                    told = (
                        "1 query is answered already"
                        if len(answered) == 1
                        else "{count:,} queries are answered already"
                    )
                    say(worded(told, count=len(answered)))
                lines, write = left(lines, answered, resume), partial(_to_file, out)
        return _answer(location, lines, how, write, jobs=processes(jobs or processors), quiet=quiet)


def _one(files: list[str]) -> str:
    if len(files) > 1:
        raise UsageError(worded("one file of queries is answered at a time; two files of answers go with --diff"))
    return files[0]


def _to_output(text: str) -> None:
    from baosou.cli.output.terminal import write

    write(text)


def _to_file(file: BinaryIO, text: str) -> None:
    file.write(text.encode("utf-8", "backslashreplace"))


def _differing(files: list[str], *, as_json: bool, quiet: bool) -> int:
    """Print what is another in the second of two files of answers; as with diff, 0 is the same and 1 another."""
    if len(files) != 2:
        raise UsageError(worded("--diff takes two files of answers"))
    from baosou.cli.batch_diff import change_lines, compared, read_answers, summary_line
    from baosou.cli.batch_manifest import differences, read_manifest
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.output.visible import visible

    before, after = map(read_manifest, files)
    if before is not None and after is not None and not quiet:
        for each in differences(before, after):
            say(visible(each))
    found = compared(*map(read_answers, files))
    for change in found.changed:
        lines = [to_json(change)] if as_json else change_lines(change)
        write("".join(f"{line}\n" for line in lines))
    if not quiet:
        say(summary_line(found))
    return DONE if found.is_none else NO_HITS


def _answer(
    location: str,
    lines: Iterator[BatchLine],
    how: BatchForm,
    write: Callable[[str], None],
    *,
    jobs: int,
    quiet: bool,
) -> int:
    from baosou.cli.batch_answers import answer_lines, header
    from baosou.cli.output.progress import count_progress
    from baosou.cli.output.visible import visible
    from baosou.cli.process import keep_freed_memory
    from baosou.cli.render.hits import counted

    queries = failed = 0
    unknown: dict[str, None] = {}
    began = time.monotonic()
    keep_freed_memory()
    with count_progress(worded("queries"), quiet=quiet) as progress:
        for row in answer_lines(location, _noting(unknown, lines), how, jobs=jobs):
            if not queries:
                write(header(how))
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
    if not quiet:
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
