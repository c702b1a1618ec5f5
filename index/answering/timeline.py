"""How often queries stand in the articles of each period, over one span of periods without a hole."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from baosou.index.answering.ask import settled
from baosou.index.timelines import Measure, Per, Period, Point, Series, Timeline, divided

if TYPE_CHECKING:
    from baosou.index.answering.question import Question
    from baosou.index.engine import Engine


def timeline(
    engine: Engine,
    questions: Sequence[Question],
    *,
    by: Period = "year",
    count: Measure = "articles",
    per: Per | None = None,
    smooth: int = 0,
) -> Timeline:
    """A series for each question; raises what `ask` raises.

    `smooth` is over how many periods on each side the mean is taken, of those that have articles.
    """
    found = []
    for question in questions:
        answer, request = settled(engine, replace(question, limit=0, offset=0, facets=(), snippets=0, by="article"))
        found.append((answer, engine.period_counts(request, by)))
    known = sorted({each.period for _, counts in found for each in counts.counts})
    span = list(every_period(known[0], known[-1], by)) if known else []
    series = []
    for answer, counts in found:
        had = {each.period: each for each in counts.counts}
        points = [
            Point(period, each.articles, each.occurrences, each.of_articles, each.characters)
            if (each := had.get(period)) is not None
            else Point(period, None, None, 0, 0)
            for period in span
        ]
        series.append(Series(answer, counts.undated, _smoothed(points, count, per, smooth)))
    return Timeline(by, count, per, smooth, tuple(series))


def every_period(first: str, last: str, by: Period) -> Iterator[str]:
    """All periods from one to another, both inclusive."""
    if by == "day":
        day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        yield from (datetime.date.fromordinal(n).isoformat() for n in range(day.toordinal(), end.toordinal() + 1))
        return
    numbers = [int(period[:4]) * 12 + int(period[5:] or 1) - 1 for period in (first, last)]
    for number in range(numbers[0], numbers[1] + 1, 12 if by == "year" else 1):
        year, month = divmod(number, 12)
        yield f"{year:04}" if by == "year" else f"{year:04}-{month + 1:02}"


def _smoothed(points: Sequence[Point], count: Measure, per: Per | None, smooth: int) -> tuple[Point, ...]:
    """The points with the mean of so many on each side: what was counted and what it is divided by, each summed."""
    if not smooth:
        return tuple(points)
    made = []
    for at, point in enumerate(points):
        if point.articles is None:
            made.append(point)
            continue
        near = [each for each in points[max(at - smooth, 0) : at + smooth + 1] if each.articles is not None]
        total = sum(each.value(count, None) or 0 for each in near)
        made.append(replace(point, smoothed=divided(total, sum(each.divisor(per) for each in near))))
    return tuple(made)
