"""Hits, facets and states of a search in lines, each within its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from baosou.cli.output.styled import Line, Run, Style, columns_of, marked, run
from baosou.cli.output.visible import fit, pad, shorten, width_of
from baosou.cli.render.facets import place_rows
from baosou.cli.render.hits import ALL_LACKING, SOME_LACKING, UNTITLED, notes, snippet_runs, total_line
from baosou.cli.tui.asked import Asked, Choice, Standing
from baosou.corpus.errors import worded
from baosou.index.request import Sort
from baosou.index.results import Answer, FacetCount, Hit

TICKED, UNTICKED = "☑", "☐"
ORDERS: Mapping[Sort, str] = {
    "relevance": "best first",
    "date": "oldest first",
    "-date": "newest first",
    "title": "by title",
    "source": "by source",
}


class Row(Struct, frozen=True):
    """A line to choose, by what it stands for; a heading stands for nothing."""

    line: Line
    hit: Hit | None = None
    choice: Choice | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it cannot be chosen."""
        return self.hit is None and self.choice is None


def cut(runs: Iterable[Run], columns: int) -> list[Run]:
    """Runs in at most so many columns, with … where something was cut off."""
    given = list(runs)
    if columns_of(tuple(given)) <= columns:
        return given
    kept: list[Run] = []
    room = columns - 1
    for piece in given:
        text = fit(piece.text, room)
        kept.append(Run(text, piece.style))
        room -= width_of(text)
        if text != piece.text:
            break
    return [*kept, Run("…")]


def hit_rows(answer: Answer, *, columns: int, brackets: bool) -> list[Row]:
    """A line a hit, headline and date; those that lack some of the words stand below a heading that says so."""
    rows: list[Row] = []
    for hit in answer.hits:
        if hit.lacks and not any(row.hit is not None and row.hit.lacks for row in rows):
            said = worded(SOME_LACKING if answer.total else ALL_LACKING)
            rows.append(Row((Run(shorten(said, columns), Style.DIM),)))
        rows.append(Row(hit_line(hit, columns=columns, brackets=brackets), hit))
    return rows


def hit_line(hit: Hit, *, columns: int, brackets: bool) -> Line:
    """A hit's headline (or of one without, where it matches), and its date at the right."""
    date = run(hit.date or "", Style.DIM)
    room = columns - (width_of(date.text) + 2 if date.text else 0)
    title = marked(hit.title, hit.title_highlights, brackets=brackets) if hit.title else []
    if not title:
        title = [Run(f"{worded(UNTITLED)} ", Style.DIM)]
        title += [piece for snippet in hit.snippets[:1] for piece in snippet_runs(snippet, brackets=brackets)]
    runs = cut(title, room)
    gap = Run(" " * (columns - columns_of((*runs, date))))
    return (*runs, gap, date)


def facet_rows(facets: Mapping[str, Sequence[FacetCount]], chosen: Sequence[Choice], *, columns: int) -> list[Row]:
    """The values of each facet with a box to tick, their counts at the right; what is ticked stands there always."""
    rows: list[Row] = []
    for field, counts in facets.items():
        known = {each.value: each.count for each in counts}
        labels = dict(_labels(field, counts))
        missing = {value: value for of, value in chosen if of == field and value not in labels}
        if labels or missing:
            rows.append(Row((Run(shorten(run(field).text, columns), Style.BOLD),)))
        for value, label in {**missing, **labels}.items():
            ticked = (field, value) in chosen
            line = _facet_line(label, known.get(value), ticked=ticked, columns=columns)
            rows.append(Row(line, choice=(field, value)))
    return rows


def _labels(field: str, counts: Sequence[FacetCount]) -> list[Choice]:
    """Each value and what is shown of it: a place by its own name, below the place that it is in."""
    if field != "place":
        return [(each.value, each.value) for each in counts]
    return [(row.value, "  " * row.depth + row.name) for row in place_rows(counts)]


def _facet_line(label: str, count: int | None, *, ticked: bool, columns: int) -> Line:
    number = "" if count is None else f"{count:,}"
    room = columns - 3 - len(number)
    box = Run(f"{TICKED if ticked else UNTICKED} ", Style.BOLD if ticked else Style.PLAIN)
    return (box, Run(pad(shorten(run(label).text, room), room)), Run(f" {number}"))


def status_lines(
    asked: Asked, answer: Answer | None, mistake: str | None, standing: Standing, *, columns: int
) -> list[Line]:
    """What was found, in which order, and below it within what, with what is worth saying or wrong with the query."""
    order = asked.sort or ("relevance" if asked.text.strip() else "-date")
    found = "…" if answer is None else total_line(answer, unit=standing.by)
    said = [mistake] if mistake is not None else [] if answer is None else notes(answer)
    # where nothing has all the words, the heading of the hits says so
    told = [run(line).text for line in said if line != worded(ALL_LACKING)]
    return [
        (Run(shorten(f"{found} · {worded(ORDERS[order])}", columns), Style.DIM),),
        (Run(shorten(" · ".join(told + within(asked, standing)), columns)),),
    ]


def within(asked: Asked, standing: Standing) -> list[str]:
    """The filters that hold, as they would be written on the command line."""
    told = []
    for each in (*standing.where, *asked.filters()):
        told.append(f"{each.field}{'!=' if each.negated else '='}{','.join(each.values)}")
    told += [f"{name} {day}" for name, day in (("since", standing.since), ("until", standing.until)) if day]
    told += [name for name in ("any", "literal", "strict") if getattr(standing, name)]
    return [run(line).text for line in told]


def first_mark(lines: Sequence[Line]) -> int:
    """The first line below the headline with a mark in it; 0 where there is none."""
    marks = [number for number, line in enumerate(lines) if any(piece.style is Style.MARK for piece in line)]
    return next((number for number in marks if number > 0), 0)
