"""Hits as a newspaper reader sees them: numbered headlines with byline, snippets and where they stand."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from baosou.cli.output.json_values import shown_place
from baosou.cli.output.styled import Line, Run, Style, columns_of, marked, run, wrap
from baosou.cli.output.visible import width_of
from baosou.corpus.errors import and_more, worded
from baosou.index.results import Answer, Hit, Snippet, SourcePlace

UNTITLED = "(untitled)"
SAME_TEXT, ALIKE, CONTAINED = "the same text", "alike", "contained in"
PLACES_SHOWN = 3
PAPERS_SHOWN = 2

SOME_LACKING = "Articles below lack some of the words:"
ALL_LACKING = "no article has all the words; these have most of them (--strict leaves them out)"


def render_hit(
    hit: Hit,
    *,
    columns: int,
    cwd: str,
    number_width: int = 2,
    brackets: bool = False,
    link: str | None = None,
    likeness: str | None = None,
    reprints: Sequence[Hit] = (),
) -> list[Line]:
    """A hit in lines of at most `columns`: headline with id, byline line, snippets, source.

    `brackets` marks matches as [苍南] for output without colour; `link` is the source's URL. `likeness`
    says how it is like the article that similar ones were asked of, and `reprints` are hits of the same story.
    """
    indent = " " * (number_width + 2)
    lines = _headline(hit, columns, number_width, brackets)
    about = about_line(hit.authors, hit.date, hit.publication, hit.edition, hit.column, hit.places)
    about = " · ".join(part for part in (likeness, about) if part)
    if about:
        lines += wrap([run(about, Style.DIM)], columns, first=indent, rest=indent)
    if reprints:
        lines += wrap([run(also_in(reprints), Style.DIM)], columns, first=indent, rest=indent)
    if hit.lacks:
        lines += wrap(
            [run(worded("lacks {words}", words="、".join(hit.lacks)), Style.DIM)], columns, first=indent, rest=indent
        )
    for snippet in hit.snippets:
        lines += wrap(snippet_runs(snippet, brackets=brackets), columns, first=indent, rest=indent)
    if hit.explanation is not None:
        from baosou.cli.render.explanation import render_explanation

        lines += render_explanation(hit.explanation, columns=columns, indent=indent)
    # A path is not wrapped: it can then be clicked and copied.
    where = run(shown_place(hit.source, cwd), Style.PATH)
    lines.append((Run(indent), Run(where.text, where.style, link)))
    return lines


def _headline(hit: Hit, columns: int, number_width: int, brackets: bool) -> list[Line]:
    number = Run(f"{hit.rank:>{number_width}}  ", Style.DIM)
    indent = " " * (number_width + 2)
    title = marked(hit.title, hit.title_highlights, base=Style.BOLD, brackets=brackets) if hit.title else []
    ident = run(hit.id, Style.ID)
    room = columns - width_of(ident.text) - 2
    wrapped = wrap(title or [Run(worded(UNTITLED), Style.DIM)], room, first=indent, rest=indent)
    first = (number, *wrapped[0][1:])
    gap = Run(" " * max(columns - columns_of(first) - width_of(ident.text), 2))
    return [(*first, gap, ident), *wrapped[1:]]


def snippet_runs(snippet: Snippet, *, brackets: bool = False) -> list[Run]:
    """A snippet with its matches marked and … where its paragraph goes on."""
    runs = marked(snippet.text, snippet.highlights, brackets=brackets)
    before = [Run("…")] if snippet.cut_before else []
    after = [Run("…")] if snippet.cut_after else []
    return [*before, *runs, *after]


def about_line(
    authors: Sequence[str],
    date: str | None,
    publication: str | None,
    edition: str | None,
    column: str | None,
    places: Sequence[str],
) -> str:
    """Who, when, which paper and where, as far as known: 林一帆 · 2024-07-02 · 浙东日报 A03 · 平阳县."""
    paper = " ".join(part for part in (publication, edition, column) if part)
    named = list(dict.fromkeys(short_place(place) for place in places))
    more = f" +{len(named) - PLACES_SHOWN}" if len(named) > PLACES_SHOWN else ""
    parts = (" ".join(authors), date, paper, "、".join(named[:PLACES_SHOWN]) + more)
    return " · ".join(part for part in parts if part)


def also_in(reprints: Sequence[Hit]) -> str:
    """Where else a story stands: also in 钱江晚报 A02, 温州日报 03 and 4 more (2024-07-02 to 2024-07-04)."""
    printed = [
        " ".join(part for part in (hit.publication, hit.edition) if part) or os.path.basename(hit.source.path)
        for hit in reprints
    ]
    named = list(dict.fromkeys(printed))[:PAPERS_SHOWN]
    left = len(reprints) - sum(each in named for each in printed)
    papers = and_more(", ".join(named), left)
    if len(reprints) > len(named) + left:
        papers = f"{papers}, {counted(len(reprints), 'time')}"
    dates = sorted(hit.date for hit in reprints if hit.date)
    if not dates:
        return worded("also in {papers}", papers=papers)
    if dates[0] == dates[-1]:
        return worded("also in {papers} ({date})", papers=papers, date=dates[0])
    return worded("also in {papers} ({first} to {last})", papers=papers, first=dates[0], last=dates[-1])


def likeness_of(hit: Hit, answer: Answer) -> str | None:
    """How a hit is like the article that similar ones were asked of, where that is more than by some words."""
    if hit.id in answer.copies:
        return worded(SAME_TEXT)
    if hit.id in answer.alike:
        return worded(ALIKE)
    return worded(CONTAINED) if hit.id in answer.contained else None


def short_place(path: str) -> str:
    """The last two names of a place's path without its province: 温州市 平阳县, 平阳县 鳌江镇, 温州市."""
    names = path.split("/")
    return " ".join((names[1:] or names)[-2:])


def render_answer(
    answer: Answer,
    *,
    columns: int,
    cwd: str,
    brackets: bool = False,
    link: Callable[[SourcePlace], str] | None = None,
) -> list[Line]:
    """All hits of an answer with an empty line between two; `link` makes the URL of a place."""
    hits = answer.results.hits
    number_width = max([2, *(len(str(hit.rank)) for hit in hits)])
    lines: list[Line] = []
    if answer.results.reading is not None:
        from baosou.cli.render.explanation import render_reading

        lines += render_reading(answer.results.reading, interpreted=answer.interpreted, columns=columns)
    lacking = next((hit.rank for hit in hits if hit.lacks), None)
    for hit in hits:
        if lines:
            lines.append(())
        if answer.results.total and hit.rank == lacking:
            lines += [*wrap([run(worded(SOME_LACKING), Style.DIM)], columns), ()]
        url = link(hit.source) if link else None
        lines += render_hit(
            hit,
            columns=columns,
            cwd=cwd,
            number_width=number_width,
            brackets=brackets,
            link=url,
            likeness=likeness_of(hit, answer),
            reprints=[each for each in answer.folded if each.id in hit.reprints],
        )
    return lines


def total_line(answer: Answer, *, unit: str) -> str:
    """What the answer comes to: "3 of 120 articles · 4.2 ms", "2 articles and 8 that lack some of the words · 4 ms"."""
    shown, total = len(answer.results.hits) - answer.also, answer.results.total
    told = counted(total, unit)
    if shown != total:
        told = worded("{shown:,} of {all}", shown=shown, all=told)
    if answer.also:
        told = worded("{matches} and {also:,} that lack some of the words", matches=told, also=answer.also)
    return f"{told} · {answer.took_ms:.1f} ms"


COUNTED = {
    "article": "{count:,} articles",
    "section": "{count:,} sections",
    "story": "{count:,} stories",
    "source": "{count:,} sources",
    "file": "{count:,} files",
    "character": "{count:,} characters",
    "query": "{count:,} queries",
    "word": "{count:,} words",
    "text": "{count:,} texts",
    "time": "{count:,} times",
    "piece": "{count:,} pieces",
    "segment": "{count:,} segments",
    "finding": "{count:,} findings",
    "occurrence": "{count:,} occurrences",
    "day": "{count:,} days",
    "month": "{count:,} months",
    "year": "{count:,} years",
    "decade": "{count:,} decades",
}
"""What is counted, by its name, and how that is said of several."""


def counted(count: int, noun: str, *, columns: int = 0) -> str:
    """A number of things: 1 article, 2 articles, 2 queries; the number stands at the right of so many columns."""
    return " " * (columns - len(f"{count:,}")) + worded(
        f"{{count:,}} {noun}" if count == 1 else COUNTED[noun], count=count
    )


def notes(answer: Answer) -> list[str]:
    """What the user is told beside the hits: how the query was rescued, what may have been meant, its notes."""
    lines = []
    if answer.replaced:
        typed, meant = (", ".join(texts) for texts in zip(*answer.replaced, strict=True))
        told = "no article has {typed}; showing {meant} instead (--strict searches what was typed)"
        lines.append(worded(told, typed=typed, meant=meant))
    elif answer.rescue == "literal":
        lines.append(worded("no article has all the words; showing where the text stands as typed (-F searches so)"))
    if answer.also and not answer.results.total:
        lines.append(worded(ALL_LACKING))
    if answer.suggestion and not answer.rescue and not any(note.kind == "spelling" for note in answer.notes):
        lines.append(worded("did you mean: {suggestion}", suggestion=answer.suggestion))
    lines += [note.message for note in answer.notes]
    return [run(line).text for line in lines]
