"""Counts by period as bars side by side on one scale, or as one line of signs a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.output.visible import pad, shorten, visible, width_of
from baosou.cli.render.charts import Curve
from baosou.cli.render.facets import bar
from baosou.cli.render.hits import counted
from baosou.corpus.errors import worded
from baosou.index.timelines import Point, Series, Timeline, divided

GAP = "·"
ALL = "(all)"
SPARKS = "▂▃▄▅▆▇█"
NOTHING = "▁"
SHORTEST_BAR = 6
ZEROS_FOLDED = 12
"""So many periods in a row without a match are one line."""


def render_timeline(found: Timeline, *, columns: int, own_scale: bool = False, spark: bool = False) -> list[Line]:
    """A timeline in lines of at most `columns`; with `own_scale` each query's bars are measured by its own most."""
    told = unit(found)
    if found.smooth and not spark:
        told = worded("{told} (and as counted)", told=told)
    if own_scale and len(found.series) > 1:
        told = worded("{told}, each on its own scale", told=told)
    heading = wrap([Run(told, Style.BOLD)], columns)
    if not found.series[0].points:
        return [*heading, (Run(worded("no article has such a date"), Style.DIM),), *_left_out(found, columns)]
    if spark:
        return [*heading, *_sparks(found, columns, own_scale), *_left_out(found, columns)]
    most = [max((_value(point, found) or 0 for point in each.points), default=0) for each in found.series]
    scales = most if own_scale else [max(most)] * len(most)
    label = max(len(found.series[0].points[0].period), 4)
    table = [_cells(each, found) for each in found.series]
    # as wide for all, so that their bars are as long
    width = max(width_of(cell) for cells in table for cell in cells)
    room = (columns - label) // len(found.series) - 2
    lines = list(heading)
    # where there is no room for bars side by side, the queries stand one below the other
    together = room - width - 1 >= SHORTEST_BAR
    groups = [list(range(len(found.series)))] if together else [[n] for n in range(len(found.series))]
    for number, group in enumerate(groups):
        room = max((columns - label) // len(group) - 2, width + 2)
        lines += [()] if number else []
        lines += _block(found, group, table, width, scales, label, room)
    return [*lines, *_left_out(found, columns)]


def unit(found: Timeline) -> str:
    """What the numbers are, in words."""
    what = {
        (None, "articles"): "articles",
        (None, "occurrences"): "occurrences",
        ("million", "occurrences"): "occurrences per million characters",
        ("article", "articles"): "articles in 100 articles",
        ("article", "occurrences"): "occurrences per article",
    }[found.per, found.count]
    told = worded("{what}, by {by}", what=worded(what), by=worded(found.by))
    if found.smooth:
        told = worded("{told}, mean of {periods}", told=told, periods=counted(2 * found.smooth + 1, found.by))
    return told


def curves(found: Timeline) -> list[Curve]:
    """What is drawn of a timeline."""
    return [
        Curve(
            each.query or worded(ALL),
            tuple([_value(point, replace(found, smooth=0)) for point in each.points]),
            tuple([_value(point, found) for point in each.points]) if found.smooth else (),
        )
        for each in found.series
    ]


def _block(
    found: Timeline,
    group: Sequence[int],
    table: Sequence[Sequence[str]],
    width: int,
    scales: Sequence[float],
    label: int,
    room: int,
) -> list[Line]:
    """Some of the series side by side, a line a period."""
    names = [shorten(visible(found.series[n].query) or worded(ALL), room) for n in group]
    header = "".join(f"  {pad(name, room)}" for name in names)
    lines: list[Line] = [(Run(" " * label), Run(header.rstrip(), Style.BOLD))]
    points = found.series[0].points
    for folded, rows in _runs(found, group):
        if folded:
            told = shorten(_folded(points[rows[0]], len(rows), found.by, label), label + len(group) * (room + 2))
            lines.append((Run(told, Style.DIM),))
            continue
        for row in rows:
            line = [Run(pad(points[row].period, label))]
            for n in group:
                number = " " * (width - width_of(table[n][row])) + table[n][row]
                value = _value(found.series[n].points[row], found)
                drawn = bar(value or 0, scales[n], room - width - 1)
                line += [Run(f"  {number} "), Run(pad(drawn, room - width - 1), Style.BAR)]
            lines.append(tuple(line))
    return lines


def _runs(found: Timeline, group: Sequence[int]) -> Iterator[tuple[bool, list[int]]]:
    """Rows that stand together, and whether they are one line: those without articles, and many without a match."""

    def kind(row: int) -> str:
        points = [found.series[n].points[row] for n in group]
        if points[0].articles is None:
            return "gap"
        return "rows" if any(_value(point, found) for point in points) else "zeros"

    for told, rows in groupby(range(len(found.series[0].points)), key=kind):
        each = list(rows)
        yield told == "gap" or (told == "zeros" and len(each) >= ZEROS_FOLDED), each


def _folded(point: Point, count: int, by: str, label: int) -> str:
    periods = counted(count, by)
    if point.articles is None:
        return f"{pad(GAP, label)}  {worded('({periods} without articles)', periods=periods)}"
    told = worded("({periods} from {first} on without a match)", periods=periods, first=point.period)
    return f"{pad('0', label)}  {told}"


def _value(point: Point, found: Timeline) -> float | None:
    """What is drawn of a point; shares are of 100."""
    value = point.smoothed if found.smooth else point.value(found.count, found.per)
    return value * 100 if value is not None and _is_share(found) else value


def _is_share(found: Timeline) -> bool:
    return found.per == "article" and found.count == "articles"


def _cells(series: Series, found: Timeline) -> list[str]:
    """The number of each period; of means, the count beside it."""
    values = [_value(point, found) for point in series.points]
    whole = found.per is None and not found.smooth
    most = max((value for value in values if value is not None), default=0.0)
    places = 0 if whole else 1 if most >= 10 else 2 if most >= 1 else 4
    cells = ["" if value is None else f"{value:,.{places}f}" for value in values]
    if not found.smooth:
        return cells
    counts = [point.value(found.count, None) for point in series.points]
    return ["" if count is None else f"{cell} ({count:,.0f})" for cell, count in zip(cells, counts, strict=True)]


def _sparks(found: Timeline, columns: int, own_scale: bool) -> list[Line]:
    """One line of signs a query, each sign one period, or several where there are more than columns."""
    name = min(max(width_of(visible(each.query) or worded(ALL)) for each in found.series), columns // 3)
    totals = [f"{sum(point.value(found.count, None) or 0 for point in each.points):,.0f}" for each in found.series]
    room = max(columns - name - max(map(len, totals)) - 4, 10)
    points = found.series[0].points
    step = -(-len(points) // room)
    rows = [
        [_together(each.points[at : at + step], found) for at in range(0, len(points), step)] for each in found.series
    ]
    most = [max((value for value in row if value is not None), default=0.0) for row in rows]
    scales = most if own_scale else [max(most)] * len(most)
    lines: list[Line] = []
    for each, row, scale, total in zip(found.series, rows, scales, totals, strict=True):
        signs = "".join(_sign(value, scale) for value in row)
        label = pad(shorten(visible(each.query) or worded(ALL), name), name)
        lines.append((Run(f"{label}  ", Style.BOLD), Run(signs, Style.BAR), Run(f"  {total}")))
    first, last = points[0].period, points[-1].period
    span = f"{first}{' ' * (len(rows[0]) - len(first) - len(last))}{last}"
    if len(rows[0]) <= len(first) + len(last):
        span = f"{first} … {last}"
    lines.append((Run(f"{' ' * name}  {span}", Style.DIM),))
    if step > 1:
        lines.append(
            (Run(f"{' ' * name}  {worded('a sign is {periods}', periods=counted(step, found.by))}", Style.DIM),)
        )
    return lines


def _together(points: Sequence[Point], found: Timeline) -> float | None:
    """The mean of some periods, of those that have articles."""
    having = [point for point in points if point.articles is not None]
    if not having:
        return None
    if found.smooth:
        return divided(sum(point.smoothed or 0 for point in having), len(having))
    total = sum(point.value(found.count, None) or 0 for point in having)
    return divided(total, sum(point.divisor(found.per) for point in having))


def _sign(value: float | None, most: float) -> str:
    if value is None:
        return GAP
    if value <= 0:
        return NOTHING
    return SPARKS[min(int(value * len(SPARKS) / most), len(SPARKS) - 1)]


def _left_out(found: Timeline, columns: int) -> list[Line]:
    """How many articles matched, and how many of them are of no period."""
    lines: list[Line] = []
    for each in found.series:
        name = each.query or worded("all")
        told = worded("{name}: {articles}", name=name, articles=counted(each.total, "article"))
        if each.undated:
            vague = "{told}, {undated:,} of them of no known {by}"
            told = worded(vague, told=told, undated=each.undated, by=worded(found.by))
        lines += wrap([run(told, Style.DIM)], columns)
    return lines
