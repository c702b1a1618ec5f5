"""`baosou kwic`: every occurrence of what matches in its context, and the words that stand beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.cli.output.terminal import Terminal
    from baosou.index.concordances import Collocates, Concordance, Occurrence

_WRITTEN = 512

Piece = TypeVar("Piece")

EXAMPLES = """
  baosou kwic 渔港 --sort right
  baosou kwic 渔港 --sample 200 --seed 7 --format csv
  baosou kwic 渔港 --format vimgrep -n 0           for :cexpr in vim
  baosou kwic 渔港 --collocates --score logdice    the words beside it

Occurrences are those in articles that match the whole query; where several
overlap, the longest. left and right sort by the text there, in the order of
pinyin, left from the nearest character on. A sample is drawn before it is
sorted, the same one for a seed. Counts of collocates, near and in all, are of
every place where the word stands, wherever words are cut.
Exit codes: 0 occurrences, 1 none, 2 bad query, 3 no index.
"""


def kwic(
    query: options.Query = None,
    limit: Annotated[
        int, typer.Option("-n", "--limit", metavar="N", min=0, show_default=False, help="Lines to give [100; 0: all].")
    ] = 100,
    sort: Annotated[
        Literal["source", "date", "left", "right", "random"],
        typer.Option(
            "--sort", metavar="ORDER", show_default=False, help="source [default], date, left, right or random."
        ),
    ] = "source",
    sample: Annotated[
        int | None,
        typer.Option("--sample", metavar="N", min=0, help="Only so many by chance [collocates: 20000; 0: all]."),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", min=0, show_default=False, help="What decides the chance [1].")
    ] = 1,
    width: Annotated[
        int | None,
        typer.Option("--width", metavar="N", min=0, help="Characters of context on each side [40; text: the line's]."),
    ] = None,
    collocates: Annotated[
        bool, typer.Option("--collocates", help="The words near it that are rarer elsewhere, instead of lines.")
    ] = False,
    window: Annotated[
        int | None, typer.Option("--window", metavar="N", min=1, help="Collocates: so many words on each side [5].")
    ] = None,
    score: Annotated[
        Literal["ll", "logdice"] | None,
        typer.Option("--score", metavar="SCORE", help="Collocates: by ll (G², log-likelihood) [default] or logdice."),
    ] = None,
    least: Annotated[
        int | None, typer.Option("--min", metavar="N", min=1, help="Collocates: words that stand near N times [5].")
    ] = None,
    characters: Annotated[
        int | None,
        typer.Option("--chars", metavar="N", min=1, help="Collocates: words of N characters or more [2]."),
    ] = None,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    form: Annotated[
        options.ContextFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="text, json, jsonl, csv, tsv or vimgrep."),
    ] = "text",
    json: options.Json = False,
    strict: options.Strict = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Show every occurrence of what matches in its context."""
    from baosou.cli.asking import check_mode, parse_filter, parse_period, query_text
    from baosou.cli.settings import index_location, load_settings, open_index

    form = "json" if json else form
    text = query_text(query)
    if text is None:
        raise UsageError(worded("a query is missing"))
    given = {"--window": window, "--score": score, "--min": least, "--chars": characters}
    if not collocates and (stray := [name for name, value in given.items() if value is not None]):
        raise UsageError(worded("{stray} goes with --collocates", stray=stray[0]))
    if collocates and form in ("jsonl", "vimgrep"):
        raise UsageError(worded("--collocates is a table; it has no form {form}", form=form))
    settings = load_settings()
    check_mode(any_word, literal)
    first, last = parse_period(since, until)
    filters = tuple(map(parse_filter, where or ()))

    from baosou.cli.output.terminal import terminal
    from baosou.cli.process import keep_freed_memory, time_limit
    from baosou.cli.render.hits import notes

    target = terminal(colour=color or settings.color, pager=settings.pager and not no_pager)
    keep_freed_memory()
    with open_index(index_location(index, settings), saved=settings.saved) as opened, time_limit(timeout):
        if collocates:
            beside = opened.collocates(
                text,
                window=window or 5,
                score=score or "ll",
                min=least or 5,
                characters=characters or 2,
                limit=limit,
                sample=20_000 if sample is None else sample,
                seed=seed,
                where=filters,
                since=first,
                until=last,
                any=any_word,
                literal=literal,
                strict=strict or settings.search.strict,
                synonyms=not no_synonyms,
                aside=aside,
                timeout=timeout,
            )
            for line in () if quiet else notes(beside.answer):
                say(line)
            return _print_collocates(beside, form, target, quiet=quiet)
        found = opened.kwic(
            text,
            sort=sort,
            limit=limit,
            # a line of text holds no more characters than it has columns
            width=width if width is not None else target.columns if form == "text" else 40,
            sample=sample,
            seed=seed,
            where=filters,
            since=first,
            until=last,
            any=any_word,
            literal=literal,
            strict=strict or settings.search.strict,
            synonyms=not no_synonyms,
            aside=aside,
            timeout=timeout,
        )
        for line in () if quiet else notes(found.answer):
            say(line)
        return _print_lines(found, form, target, seed, quiet=quiet)


def _print_lines(found: Concordance, form: str, target: Terminal, seed: int, *, quiet: bool) -> int:
    """Print the occurrences as they come, and how many there are; gives the exit code."""
    from baosou.cli.output.terminal import page_all, write
    from baosou.cli.render.concordance import total_line

    shown = 0

    def counted() -> Iterator[Occurrence]:
        nonlocal shown
        for line in found:
            shown += 1
            yield line

    if form == "text":
        page_all(_text(counted(), target), target)
    else:
        for text in _records(found, counted(), form):
            write(text)
    if not quiet:
        say(total_line(found, shown, seed) if found.total else worded("nothing found"))
    return DONE if found.total else NO_HITS


def _text(lines: Iterator[Occurrence], target: Terminal) -> Iterator[str]:
    from baosou.cli.output.styled import encode
    from baosou.cli.render.concordance import render_lines

    link = None
    if target.links:
        from baosou.cli.present import source_links

        link = source_links()
    for some in _some(render_lines(lines, columns=target.columns, link=link)):
        yield encode(some, colour=target.colour, links=target.links)


def _records(found: Concordance, lines: Iterator[Occurrence], form: str) -> Iterator[str]:
    """The occurrences for other programs, some at a time."""
    from baosou.cli.output.json_values import to_json

    match form:
        case "json":
            yield f'{to_json(found.head())[:-1]},"lines":['
            before = ""
            for some in _some(lines):
                yield before + ",".join(map(to_json, some))
                before = ","
            yield "]}\n"
        case "jsonl":
            for some in _some(lines):
                yield "".join([to_json(line) + "\n" for line in some])
        case "vimgrep":
            from baosou.cli.output.vimgrep import vimgrep_line

            cwd = os.getcwd()
            for some in _some(lines):
                yield "".join([vimgrep_line(line, cwd) for line in some])
        case _:
            from baosou.cli.output.context_tables import OCCURRENCE_COLUMNS, occurrence_cells
            from baosou.cli.output.tables import write_rows

            yield write_rows([OCCURRENCE_COLUMNS], "tsv" if form == "tsv" else "csv")
            for some in _some(lines):
                yield write_rows(map(occurrence_cells, some), "tsv" if form == "tsv" else "csv")


def _some(lines: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Some hundred at a time, so that what is written is neither held whole nor written a line at a time."""
    while some := list(islice(lines, _WRITTEN)):
        yield some


def _print_collocates(found: Collocates, form: str, target: Terminal, *, quiet: bool) -> int:
    """Print the words beside what was sought; gives the exit code."""
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.styled import encode
    from baosou.cli.output.terminal import page, write
    from baosou.cli.render.concordance import render_collocates

    if not (found.total or quiet):
        say(worded("nothing found"))
    if form == "json":
        write(to_json(found.to_dict()) + "\n")
    elif form == "text":
        if found.total:
            page(encode(render_collocates(found, columns=target.columns), colour=target.colour), target)
    else:
        from baosou.cli.output.context_tables import collocate_cells
        from baosou.cli.output.tables import write_rows

        write(write_rows(collocate_cells(found), "tsv" if form == "tsv" else "csv"))
    return DONE if found.words else NO_HITS
