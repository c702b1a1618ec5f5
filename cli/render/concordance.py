"""Occurrences one a line, all at one column, with date and id; and the words beside them as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from baosou.cli.output.styled import Line, Run, Style
from baosou.cli.output.visible import fit, pad, shorten, visible, width_of
from baosou.cli.render.hits import counted
from baosou.corpus.errors import worded
from baosou.index.concordances import Collocates, Concordance, Occurrence
from baosou.index.results import SourcePlace

_AHEAD = 256
"""From so many occurrences it is told how wide what was sought is."""

_DATE = 10
_LEAST_TEXT = 30
"""Columns that are left to the text; where there are fewer, dates and ids are left out."""


def render_lines(
    found: Iterable[Occurrence], *, columns: int, link: Callable[[SourcePlace], str] | None = None
) -> Iterator[Line]:
    """Lines of at most `columns`, as they come; `link` gives the URL of a source."""
    lines = iter(found)
    first = list(islice(lines, _AHEAD))
    if not first:
        return
    tail = 4 + _DATE + max(width_of(visible(each.id)) for each in first)
    if columns - tail < _LEAST_TEXT:
        tail = 0
    room = columns - tail - 2
    widths = sorted(width_of(visible(each.match)) for each in first)
    left = (room - min(widths[len(widths) // 2], room // 2)) // 2
    for each in chain(first, lines):
        yield _line(each, left, room, tail, link)


def _line(each: Occurrence, left: int, room: int, tail: int, link: Callable[[SourcePlace], str] | None) -> Line:
    before = _end_of(visible(each.left), left)
    match = shorten(visible(each.match), room - left)
    after = fit(visible(each.right), max(room - left - width_of(match), 0))
    line = [Run(f"{' ' * (left - width_of(before))}{before} "), Run(match, Style.MARK), Run(f" {after}")]
    if tail:
        gap = " " * (room - left - width_of(match) - width_of(after))
        url = link(each.source) if link is not None else None
        line += [
            Run(f"{gap}  {pad(visible(each.date or ''), _DATE)}  ", Style.DIM),
            Run(visible(each.id), Style.ID, url),
        ]
    return tuple(line)


def _end_of(text: str, columns: int) -> str:
    """The longest end of a text that takes at most so many columns; no mark that belongs to a character before it."""
    end = fit(text[::-1], columns)[::-1]
    while end and len(end) < len(text) and width_of(end[0]) == 0:
        end = end[1:]
    return end


def total_line(found: Concordance, shown: int, seed: int) -> str:
    """How many of how many are shown."""
    every, articles = counted(found.total, "occurrence"), counted(found.articles, "article")
    if found.drawn == found.total:
        return worded("{shown:,} of {all} in {articles}", shown=shown, all=every, articles=articles)
    drawn = "{drawn:,} drawn" if shown == found.drawn else "{shown:,} of {drawn:,} drawn"
    part = worded(drawn, shown=shown, drawn=found.drawn)
    return worded("{part} of {all} in {articles} (seed {seed})", part=part, all=every, articles=articles, seed=seed)


def render_collocates(found: Collocates, *, columns: int) -> list[Line]:
    """A table of the words with their counts and both scores."""
    looked = counted(found.total, "occurrence")
    if found.drawn < found.total:
        looked = worded("{drawn:,} drawn of {all}", drawn=found.drawn, all=looked)
    heading = worded(
        "{query}: {occurrences}; {window} words on each side; by {score}",
        query=visible(found.answer.query),
        occurrences=looked,
        window=found.window,
        score=worded("log-likelihood (G²)") if found.score == "ll" else "logDice",
    )
    lines: list[Line] = [(Run(shorten(heading, columns), Style.BOLD),)]
    if not found.words:
        return [*lines, (Run(worded("no word stands there often enough (see --min)"), Style.DIM),)]
    names = (*map(worded, ("near", "left", "right", "in all")), "G²", "logDice")
    rows = [
        (f"{w.near:,}", f"{w.left:,}", f"{w.right:,}", f"{w.in_all:,}", f"{w.ll:,.1f}", f"{w.log_dice:.2f}")
        for w in found.words
    ]
    widths = [max(width_of(row[n]) for row in (names, *rows)) for n in range(len(names))]
    numbers = sum(widths) + 2 * len(widths)
    word = min(max(width_of(visible(each.word)) for each in found.words), max(columns - numbers, 8))
    cells = "".join(f"  {' ' * (width - width_of(name))}{name}" for name, width in zip(names, widths, strict=True))
    lines.append((Run(pad(worded("word"), word) + cells, Style.DIM),))
    for each, row in zip(found.words, rows, strict=True):
        cells = "".join(f"  {cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        lines.append((Run(pad(shorten(visible(each.word), word), word)), Run(cells)))
    return lines
