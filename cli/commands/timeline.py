"""`baosou timeline`: how often queries stand in the articles of each year, month or day."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou timeline 台风 高铁                      two queries side by side
  baosou timeline 台风 --by month --spark
  baosou timeline "苍南 志愿" --per million --smooth 1
  baosou timeline 台风 --format csv --png 台风.png

Several words are several queries; "苍南 志愿" in quotation marks of the shell
is one. A period without any article (·) is told from one without a match (0).
JSON has for each period articles, occurrences, and what they are of: all
articles and all characters of the period that pass the filters; null where
there is none. An article whose date says less than the period is undated.
Exit codes: 0 matches, 1 none, 2 bad query, 3 no index.
"""


def timeline(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]...", show_default=False, help="What to count, each a query of its own."),
    ] = None,
    by: Annotated[
        Literal["year", "month", "day"],
        typer.Option("--by", metavar="PERIOD", show_default=False, help="Count by year [default], month or day."),
    ] = "year",
    count: Annotated[
        Literal["articles", "occurrences"] | None,
        typer.Option("--count", metavar="WHAT", help="articles [default], or occurrences in them."),
    ] = None,
    per: Annotated[
        Literal["none", "million", "article"],
        typer.Option(
            "--per",
            metavar="UNIT",
            show_default=False,
            help="none [default]; million: occurrences per million characters; article: share of all articles.",
        ),
    ] = "none",
    smooth: Annotated[
        int,
        typer.Option(
            "--smooth", metavar="N", min=0, show_default=False, help="Mean of N periods on each side, counts beside it."
        ),
    ] = 0,
    scale: Annotated[
        Literal["one", "each"],
        typer.Option(
            "--scale", metavar="HOW", show_default=False, help="Bars on one scale [default], or each its own."
        ),
    ] = "one",
    spark: Annotated[bool, typer.Option("--spark", help="One line of signs for each query.")] = False,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    any_word: options.Any = False,
    literal: options.Literally = False,
    aside: options.Aside = False,
    form: Annotated[
        options.FacetFormat,
        typer.Option("--format", metavar="FORM", show_default=False, help="text, json, csv or tsv."),
    ] = "text",
    json: options.Json = False,
    png: Annotated[
        str | None, typer.Option("--png", metavar="FILE", help="Also draw it as a PNG (extra plot).")
    ] = None,
    svg: Annotated[
        str | None, typer.Option("--svg", metavar="FILE", help="Also draw it as an SVG (extra plot).")
    ] = None,
    font: Annotated[
        str | None, typer.Option("--font", metavar="FILE", help="A font with Chinese characters for the picture.")
    ] = None,
    strict: options.Strict = False,
    no_synonyms: options.NoSynonyms = False,
    timeout: options.Timeout = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    quiet: options.Quiet = False,
    index: options.Index = None,
) -> int:
    """Count matches by year, month or day, as bars."""
    from baosou.cli.asking import check_measure, check_mode, parse_filter, parse_period, typed
    from baosou.cli.settings import index_location, load_settings, open_index

    settings = load_settings()
    queries = [typed(each) for each in query or ()]
    if not all(each.strip() for each in queries):
        raise UsageError(worded("a query is empty"))
    check_mode(any_word, literal)
    measure = None if per == "none" else per
    check_measure(count, measure)
    first, last = parse_period(since, until)
    filters = tuple(map(parse_filter, where or ()))
    pictures = {"--png": png, "--svg": svg}
    wanted = [(option, file) for option, file in pictures.items() if file is not None]
    if font is not None and not wanted:
        raise UsageError(worded("--font goes with --png or --svg"))
    drawn_with = ""
    if wanted:
        from baosou.cli.render.charts import prepared  # loads a large library

        drawn_with = prepared([option for option, _ in wanted], font)

    from baosou.cli.process import keep_freed_memory, time_limit

    keep_freed_memory()
    with open_index(index_location(index, settings), saved=settings.saved) as opened, time_limit(timeout):
        found = opened.timeline(
            *queries,
            by=by,
            count=count,
            per=measure,
            smooth=smooth,
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

    from baosou.cli.output.context_tables import timeline_cells
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.styled import encode
    from baosou.cli.output.tables import write_rows
    from baosou.cli.output.terminal import page, terminal, write
    from baosou.cli.output.visible import visible
    from baosou.cli.render.hits import notes
    from baosou.cli.render.timeline import render_timeline

    for each in found.series:
        for line in () if quiet else notes(each.answer):
            alone = len(found.series) == 1
            say(line if alone else worded("{query}: {note}", query=visible(each.query), note=line))
    matches = any(each.total for each in found.series)
    if not (matches or quiet):
        say(worded("nothing found"))
    if wanted:
        from baosou.cli.render.charts import draw
        from baosou.cli.render.timeline import curves, unit

        periods = [point.period for point in found.series[0].points]
        draw(periods, curves(found), unit(found), [(option.lstrip("-"), file) for option, file in wanted], drawn_with)
    form = "json" if json else form
    if form == "json":
        write(to_json(found.to_dict()) + "\n")
    elif form == "text":
        target = terminal(colour=color or settings.color, pager=settings.pager and not no_pager)
        lines = render_timeline(found, columns=target.columns, own_scale=scale == "each", spark=spark)
        page(encode(lines, colour=target.colour), target)
    else:
        write(write_rows(timeline_cells(found), form))
    return DONE if matches else NO_HITS
