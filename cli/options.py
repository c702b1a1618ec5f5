"""The options that several commands share, each declared once."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import typer

from baosou.cli.exits import UsageError
from baosou.cli.output.terminal import ColourChoice
from baosou.corpus.errors import worded


def _seconds(param: typer.CallbackParam, value: float | None) -> float | None:
    """A number of seconds as it was given, however large."""
    if value is not None and math.isnan(value):
        raise UsageError(worded("{option}: nan is no number of seconds", option=param.opts[0]))
    return value


SortChoice = Literal["relevance", "date", "-date", "title", "source"]
UnitChoice = Literal["article", "section"]
FacetOrder = Literal["count", "value"]
HitFormat = Literal["text", "json", "jsonl", "csv", "tsv", "trec", "ids"]
FacetFormat = Literal["text", "json", "csv", "tsv"]
ContextFormat = Literal["text", "json", "jsonl", "csv", "tsv", "vimgrep"]
BatchFormat = Literal["jsonl", "csv", "tsv", "trec"]
WordsFormat = Literal["text", "jieba", "synonyms"]
InputFormat = Literal["auto", "plain", "tsv", "jsonl"]

Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...", show_default=False, help="What to look for; several words are joined by blanks."
    ),
]
Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...", help="Ids of articles or sections, or their beginnings; - is standard input, an id a line."
    ),
]
Index = Annotated[
    list[str] | None,
    typer.Option(
        "--index",
        metavar="DIR|URL",
        show_default=False,
        help="Where the index is: a folder, or opensearch://HOST/NAME on a cluster; several folders are searched "
        "as one [BAOSOU_INDEX; default: baosou/index in your data folder].",
    ),
]
OneIndex = Annotated[
    list[str] | None,
    typer.Option(
        "--index",
        metavar="DIR|URL",
        show_default=False,
        help="Where the index is: a folder, or opensearch://HOST/NAME on a cluster "
        "[BAOSOU_INDEX; default: baosou/index in your data folder].",
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "-w",
        "--where",
        metavar="FIELD=V[,V2]",
        help="Only articles with one of these values; FIELD!=V: without.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="From this day, month or year on (2024-05, 7d, 去年)."),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this day, month or year, inclusive.")]
Facet = Annotated[
    list[str] | None,
    typer.Option("-f", "--facet", metavar="FIELD[:N]", help="Count the N most frequent values of a field (0: all)."),
]
Any = Annotated[bool, typer.Option("--any", help="Any of the words instead of all.")]
Literally = Annotated[bool, typer.Option("-F", "--literal", help="The text exactly as typed, as a raw scan finds it.")]
Aside = Annotated[bool, typer.Option("--aside", help="Also search running heads, page numbers and the like.")]
Limit = Annotated[int | None, typer.Option("-n", "--limit", metavar="N", min=0, help="Hits to give [10; 0: all].")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, show_default=False, help="Hits to pass over.")]
Sort = Annotated[
    SortChoice | None,
    typer.Option("--sort", metavar="ORDER", help="relevance, date, -date (newest first), title or source."),
]
By = Annotated[
    UnitChoice,
    typer.Option("--by", metavar="UNIT", show_default=False, help="Count and list by article [default] or section."),
]
Snippets = Annotated[int | None, typer.Option("--snippets", metavar="N", min=0, help="Snippets for a hit [2].")]
Width = Annotated[int | None, typer.Option("--width", metavar="N", min=1, help="Characters in a snippet, about [80].")]
NoHighlight = Annotated[bool, typer.Option("--no-highlight", help="Do not mark the words that matched.")]
Explain = Annotated[bool, typer.Option("--explain", help="Say how the query was read, and why each hit scores so.")]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="S", min=0, callback=_seconds, help="Give up after this many seconds."),
]
Fold = Annotated[bool, typer.Option("--fold", help="Count stories: what several papers printed counts once.")]
NoFold = Annotated[
    bool, typer.Option("--no-fold", help="A story that several papers printed is as many hits, not one.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Only what was typed: nothing corrected, nothing added to the page.")
]
NoSynonyms = Annotated[
    bool, typer.Option("--no-synonyms", help="Only the words as typed, no synonyms and abbreviations.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
Color = Annotated[ColourChoice | None, typer.Option("--color", metavar="WHEN", help="auto [default], always or never.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print long output instead of opening the pager.")]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="The files' encoding, instead of detecting it."),
]
PasswordFile = Annotated[
    str | None,
    typer.Option(
        "--password-file", metavar="FILE", help="Passwords of encrypted PDFs, one a line; each is tried, none is kept."
    ),
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait", metavar="S", min=0, callback=_seconds, help="Seconds to wait for another process that is writing [0]."
    ),
]
Fields = Annotated[
    str | None,
    typer.Option(
        "--fields", metavar="A,B", help="Only these fields, such as id,source.line,extra.KEY (any form but text)."
    ),
]
FacetSort = Annotated[
    FacetOrder,
    typer.Option("--facet-sort", metavar="ORDER", show_default=False, help="Values by count [default] or by value."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on standard error but what went wrong.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and write nothing.")]
