"""How often a query stands in the articles of each year, month or day: what an engine counts, and answers made of it.

A period without any article is told from one in whose articles nothing was found: its counts are None. An article whose
date says less than the period (2024, where months are counted) is undated.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from baosou.index.results import Answer, JsonObject, plain

Period = Literal["year", "month", "day"]
Measure = Literal["articles", "occurrences"]
Per = Literal["million", "article"]

PERIODS: tuple[Period, ...] = ("year", "month", "day")


class PeriodCount(Struct, frozen=True):
    """A period with at least one article: what matches in it, and how many articles and characters there are at all.

    `period` is 2024, 2024-05 or 2024-05-01.
    """

    period: str
    articles: int
    occurrences: int
    of_articles: int
    characters: int


class PeriodCounts(Struct, frozen=True):
    """What an engine counted: the periods ascending, and how many of the matches are of none of them."""

    undated: int
    counts: tuple[PeriodCount, ...]


class Point(Struct, frozen=True):
    """A period of a series; what is counted is None where the archive has no article of it.

    `smoothed` is the mean of what is shown over the periods on both sides, where that was asked for.
    """

    period: str
    articles: int | None
    occurrences: int | None
    of_articles: int
    characters: int
    smoothed: float | None = None

    def value(self, count: Measure, per: Per | None) -> float | None:
        """What is shown of it: the count, by million characters or by article where that is wanted."""
        counted = self.articles if count == "articles" else self.occurrences
        return None if counted is None else divided(counted, self.divisor(per))

    def divisor(self, per: Per | None) -> float:
        """What its counts are divided by."""
        return 1 if per is None else self.of_articles if per == "article" else self.characters / 1_000_000


def divided(counted: float, divisor: float) -> float:
    """A count by what there is at all; 0 where there is nothing."""
    return counted / divisor if divisor else 0.0


class Series(Struct, frozen=True):
    """What was found for one query, period by period without a hole, from the first article to the last."""

    answer: Answer
    undated: int
    points: tuple[Point, ...]

    @property
    def query(self) -> str:
        """The query as it was asked."""
        return self.answer.query

    @property
    def total(self) -> int:
        """How many articles match, undated ones included."""
        return self.answer.total


class Timeline(Struct, frozen=True):
    """One series a query, all over the same periods; `count`, `per` and `smooth` say what `Point.smoothed` is of."""

    by: Period
    count: Measure
    per: Per | None
    smooth: int
    series: tuple[Series, ...]

    def __repr__(self) -> str:
        found = ", ".join(f"{each.query!r} {each.total:,}" for each in self.series)
        return f"<Timeline by {self.by}: {found}>"

    def to_dict(self) -> JsonObject:
        """The object of `timeline --json`; points have `smoothed` where that was asked for."""
        keys = [key for key in Point.__struct_fields__ if key != "smoothed" or self.smooth]
        found: JsonObject = plain(
            {
                "version": 1,
                "by": self.by,
                "per": self.per,
                "series": [
                    {
                        "query": each.answer.query,
                        "interpreted": each.answer.interpreted,
                        "total": each.total,
                        "undated": each.undated,
                        "points": [{key: getattr(point, key) for key in keys} for point in each.points],
                    }
                    for each in self.series
                ],
            }
        )
        return found
