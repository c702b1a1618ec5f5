"""Series over the same periods without a hole, means of them, and what of an archive they are of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.answering.question import Question
from baosou.index.answering.timeline import every_period, timeline
from baosou.index.engine import Engine
from baosou.index.timelines import Measure, Per

Library = Callable[..., Engine]

RECORDS: list[dict[str, Any]] = [
    {"title": "渔港晨光", "text": "渔港的灯亮了。渔港热闹起来。", "date": "2019-03-01", "column": "要闻"},
    {"title": "渔港来信", "text": "老船长写信来。", "date": "2019-05"},
    {"title": "山里的雪", "text": "雪下了一夜。", "date": "2020", "column": "要闻"},
    {"title": "潮汐表", "text": "渔港的潮汐表翻旧了。", "date": "2023-12-31", "column": "要闻"},
    {"title": "没有日期", "text": "渔港何时开市？"},
]


@pytest.fixture
def engine(library: Library) -> Engine:
    return library(RECORDS[:2], RECORDS[2:])


def counts(engine: Engine, text: str | None, **wanted: Any) -> dict[str, int | None]:
    (series,) = timeline(engine, [Question(text)], **wanted).series
    return {point.period: point.articles for point in series.points}


def test_a_period_without_articles_is_told_from_one_without_a_match(engine: Engine) -> None:
    assert counts(engine, "渔港") == {"2019": 2, "2020": 0, "2021": None, "2022": None, "2023": 1}
    found = timeline(engine, [Question("渔港")]).series[0]
    assert (found.total, found.undated) == (4, 1)
    assert [(point.of_articles, point.characters) for point in found.points][2] == (0, 0)


def test_dates_that_say_less_than_the_period_are_undated(engine: Engine) -> None:
    found = timeline(engine, [Question("渔港")], by="month").series[0]
    assert (found.points[0].period, found.points[-1].period, len(found.points)) == ("2019-03", "2023-12", 58)
    assert sum(point.articles or 0 for point in found.points) + found.undated == found.total
    assert timeline(engine, [Question("渔港")], by="day").series[0].undated == 2


def test_several_queries_stand_over_the_same_periods(engine: Engine) -> None:
    found = timeline(engine, [Question("潮汐表"), Question("雪"), Question("没有的话")])
    assert len({tuple(point.period for point in each.points) for each in found.series}) == 1
    assert [each.total for each in found.series] == [1, 1, 0]
    assert [each.query for each in found.series] == ["潮汐表", "雪", "没有的话"]


def test_without_a_query_all_articles_are_counted(engine: Engine) -> None:
    assert counts(engine, None) == {"2019": 2, "2020": 1, "2021": None, "2022": None, "2023": 1}
    assert [point.occurrences for point in timeline(engine, [Question(None)]).series[0].points][:2] == [0, 0]


def test_what_an_archive_lacks_altogether_has_no_periods(library: Library) -> None:
    found = timeline(library([{"title": "渔港", "text": "没有日期。"}]), [Question("渔港")])
    assert (found.series[0].points, found.series[0].total, found.series[0].undated) == ((), 1, 1)


@pytest.mark.parametrize(
    ("count", "per", "expected"),
    [
        ("articles", None, [1.0, 1.0, None, None, 1.0]),
        ("occurrences", None, [2.0, 2.0, None, None, 1.0]),
        ("articles", "article", [2 / 3, 2 / 3, None, None, 1.0]),
        ("occurrences", "article", [4 / 3, 4 / 3, None, None, 1.0]),
    ],
)
def test_a_mean_is_of_the_periods_that_have_articles_sums_divided_by_sums(
    engine: Engine, count: Measure, per: Per | None, expected: list[float | None]
) -> None:
    (series,) = timeline(engine, [Question("渔港")], count=count, per=per, smooth=1).series
    assert [point.smoothed for point in series.points] == pytest.approx(expected)
    assert [point.articles for point in series.points] == [2, 0, None, None, 1]


def test_counts_by_million_are_of_the_characters_of_the_period(engine: Engine) -> None:
    found = timeline(engine, [Question("渔港")], count="occurrences", per="million")
    first = found.series[0].points[0]
    size = sum(len(each["title"]) + len(each["text"]) for each in RECORDS[:2])
    assert (first.occurrences, first.characters) == (4, size)
    assert first.value("occurrences", "million") == pytest.approx(4 / size * 1_000_000)


@given(st.dates(), st.integers(0, 500), st.sampled_from(("year", "month", "day")))
def test_all_periods_between_two_are_there_in_order_once(first: Any, days: int, by: Any) -> None:
    try:
        last = first.fromordinal(first.toordinal() + days)
    except (ValueError, OverflowError):
        last = first
    length = {"year": 4, "month": 7, "day": 10}[by]
    found = list(every_period(first.isoformat()[:length], last.isoformat()[:length], by))
    each = sorted({first.fromordinal(n).isoformat()[:length] for n in range(first.toordinal(), last.toordinal() + 1)})
    assert found == each
