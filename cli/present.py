"""An answer on standard output, in the form that was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from baosou.cli.exits import DONE, NO_HITS, say
from baosou.cli.output.json_values import file_url, shown_path, to_json
from baosou.cli.output.styled import Run, Style, encode
from baosou.cli.output.terminal import ColourChoice, Terminal, page, terminal, write
from baosou.cli.output.visible import visible
from baosou.cli.render.hits import notes, render_answer, total_line
from baosou.cli.settings import Locations
from baosou.corpus.errors import worded
from baosou.index.results import VERSION, Answer, Hit, JsonObject, SourcePlace

Form = Literal["text", "json", "jsonl", "csv", "tsv", "trec", "ids", "sources", "count"]


Asked = Literal["words", "literal", "strict", "limited"]
"""What an answer is to: words, a literal text, words alone and nothing like them, or what passes filters."""


class Presentation(Struct, frozen=True):
    """How an answer is printed: in which form (paths and the number of matches also `as_json`), with which `fields`.

    `marks` shows what matched, `nul` ends paths and ids with NUL, and `quiet` tells nothing beside the answer. On a
    terminal the hits are remembered as those of an index at `location`.
    """

    form: Form = "text"
    unit: Literal["article", "section", "story"] = "article"
    marks: bool = True
    nul: bool = False
    as_json: bool = False
    fields: Sequence[str] | None = None
    quiet: bool = False
    location: Locations | None = None
    colour: ColourChoice = "auto"
    pager: bool = True
    asked: Asked = "words"


def present(answer: Answer, how: Presentation) -> int:
    """Print an answer and give the exit code: 0 for hits, 1 for none."""
    if not how.marks:
        answer = answer.without_highlights()
    for line in () if how.quiet else notes(answer):
        say(line)
    if how.form == "text":
        target = terminal(colour=how.colour, pager=how.pager)
        if not answer.results.hits and not how.quiet:
            say(worded("no hits after that offset") if answer.results.total else nothing_found(answer, how.asked))
        if target.interactive and how.location is not None:
            from baosou.cli.last_search import remember

            remember(answer.query, how.location, ((hit.rank, hit.id) for hit in answer))
        page(as_text(answer, how, target), target)
    else:
        write(as_records(answer, how))
    found = answer.results.total and (how.form == "count" or answer.results.hits)
    return DONE if found else NO_HITS


def nothing_found(answer: Answer, asked: Asked) -> str:
    """That there is nothing, with one thing to try where the notes tell of none."""
    if answer.suggestion or answer.notes:
        return worded("nothing found")
    return worded(_NEXT[asked])


_NEXT: Mapping[Asked, str] = {
    "words": "nothing found; what is in the index: baosou suggest TEXT",
    "literal": "nothing found; without -F the words may stand apart",
    "strict": "nothing found; without --strict also what sounds or is spelled like it is searched",
    "limited": "nothing found; without -w, --since and --until there may be more",
}


def what_was_asked(*, literal: bool, strict: bool, limited: bool) -> Asked:
    """The first of the limits of a search that it may be worth to leave out."""
    return "limited" if limited else "literal" if literal else "strict" if strict else "words"


def as_text(answer: Answer, how: Presentation, target: Terminal) -> str:
    """Hits, facets and on a terminal the total, for reading."""
    lines = render_answer(
        answer,
        columns=target.columns,
        cwd=os.getcwd(),
        brackets=how.marks and not target.colour,
        link=source_links() if target.links else None,
    )
    if answer.results.facets:
        from baosou.cli.render.facets import render_facets

        lines += [*([()] if lines else []), *render_facets(answer.results.facets, columns=target.columns)]
    if target.interactive and answer.results.hits:
        lines += [(), (Run(total_line(answer, unit=how.unit), Style.DIM),)]
    return encode(lines, colour=target.colour, links=target.links)


def source_links() -> Callable[[SourcePlace], str]:
    """A function from where something stands to its file:// URL on this machine, of its page where it has pages."""
    host = os.uname().nodename if hasattr(os, "uname") else ""
    return lambda place: file_url(place.path, host, place.page)


def as_records(answer: Answer, how: Presentation) -> str:
    """An answer for other programs: JSON, rows, ids, paths or the number of matches."""
    hits = answer.results.hits
    match how.form:
        case "json":
            return to_json(answer_object(answer, how.fields)) + "\n"
        case "jsonl":
            return "".join(to_json(hit_object(hit, how.fields)) + "\n" for hit in hits)
        case "csv" | "tsv":
            from baosou.cli.output.tables import HIT_COLUMNS, cells, write_rows  # for few answers

            columns = how.fields or HIT_COLUMNS
            return write_rows([columns, *(cells(hit, columns) for hit in hits)], how.form)
        case "trec":
            from baosou.cli.output.tables import trec_line

            return "".join(trec_line("1", hit) for hit in hits)
        case "ids":
            end = "\0" if how.nul else "\n"
            return "".join((hit.section if how.unit == "section" else hit.id) + end for hit in hits)
        case "sources":
            paths = dict.fromkeys(hit.source.path for hit in hits)
            if how.as_json:
                return to_json({"version": VERSION, "sources": list(paths)}) + "\n"
            return source_list(paths, cwd=os.getcwd(), nul=how.nul, safe=sys.stdout.isatty())
        case _:
            total = answer.results.total
            return f"{to_json({'version': VERSION, 'total': total}) if how.as_json else total}\n"


def answer_object(answer: Answer, fields: Sequence[str] | None) -> JsonObject:
    """The object of a search, its hits with these fields alone where some are named."""
    found = answer.to_dict()
    return found if fields is None else {**found, "hits": [hit_object(hit, fields) for hit in answer]}


def hit_object(hit: Hit, fields: Sequence[str] | None) -> JsonObject:
    """The object of a hit, with these fields alone where some are named."""
    if fields is None:
        return hit.to_dict()
    from baosou.cli.output.fields import chosen

    return chosen(hit, fields)


def source_list(paths: Iterable[str], *, cwd: str, nul: bool, safe: bool) -> str:
    """Paths of sources, byte for byte the files' names; `safe` ones a line each are made so for a terminal."""
    shown = (shown_path(path, cwd) for path in paths)
    return "".join(f"{path}\0" if nul else f"{visible(path) if safe else path}\n" for path in shown)
