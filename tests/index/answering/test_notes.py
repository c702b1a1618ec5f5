"""What is told beside the hits: the articles of a day that was typed, and values that no article has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.request import Filter

Library = Callable[..., Engine]


@pytest.fixture
def archive(library: Library) -> Engine:
    return library(
        [
            {
                "title": "渔港开渔",
                "text": "望潮渔港今天开渔。",
                "date": "2021-06-08",
                "authors": ["陈海若"],
                "刊种": "日报",
            },
            {"title": "灯塔", "text": "望潮灯塔亮了。", "date": "2021-06-08", "authors": ["林知秋"], "刊种": "晚报"},
            {
                "title": "集市",
                "text": "渔港集市，2021年6月8日起收摊。",
                "date": "2021-06-09",
                "publication": "望潮日报",
            },
            {"title": "年鉴", "text": "渔港一年大事。", "date": "2021", "edition": "A03"},
            {"title": "温州", "text": "温州市苍南县的渔港。", "date": "2020-01-02"},
        ]
    )


def told(engine: Engine, text: str | None, *filters: Filter, **asked: object) -> list[tuple[str, str]]:
    question = Question(text=text, filters=filters, **asked)  # type: ignore[arg-type]
    return [(note.kind, note.message) for note in ask(engine, question).notes]


@pytest.mark.parametrize(
    "typed", ["2021年6月8日", "2021-06-08", "20210608", "二〇二一年六月八日", "2021.6.8渔港", "渔港 2021/6/8"]
)
def test_how_many_articles_are_dated_a_day_is_told_where_it_is_typed(archive: Engine, typed: str) -> None:
    """An article of which no more than the year is known is not of that day."""
    assert told(archive, typed) == [("day", "2 articles are of 2021-06-08; date:2021-06-08 finds them")]


def test_one_article_and_a_month_are_told_of_in_the_same_way(archive: Engine) -> None:
    assert told(archive, "2021年6月9日") == [("day", "1 article is of 2021-06-09; date:2021-06-09 finds it")]
    assert told(archive, "2021年6月") == [("day", "3 articles are of 2021-06; date:2021-06 finds them")]


def test_only_articles_that_pass_the_filters_are_counted(archive: Engine) -> None:
    notes = told(archive, "2021年6月8日", Filter("刊种", ("晚报",)))
    assert notes == [("day", "1 article is of 2021-06-08; date:2021-06-08 finds it")]


@pytest.mark.parametrize(
    "typed", ["6月8日", "1999年6月8日", "渔港", "-2021年6月8日 渔港", "2021年6月8日 date:2021-06-09", "2021"]
)
def test_nothing_is_told_of_other_days_and_where_a_period_is_asked_for(archive: Engine, typed: str) -> None:
    assert told(archive, typed) == []
    assert told(archive, "2021年6月8日", since="2021-06-01") == []


def test_a_value_that_no_article_has_is_told_with_what_is_like_it(archive: Engine) -> None:
    assert told(archive, "渔港", Filter("author", ("陈海岩",))) == [
        ("value", "no article has author 陈海岩; like it: 陈海若")
    ]
    assert told(archive, None, Filter("刊种", ("曰报",))) == [
        ("value", "no article has 刊种 曰报; like it: 晚报, 日报")
    ]
    assert told(archive, "渔港", Filter("edition", ("A3",))) == [("value", "no article has edition A3; like it: A03")]
    assert told(archive, "渔港", Filter("publication", ("望朝日报",))) == [
        ("value", "no article has publication 望朝日报; like it: 望潮日报")
    ]


def test_a_place_is_told_by_its_own_name(archive: Engine) -> None:
    found = told(archive, "渔港", Filter("place", ("温洲市",)))
    assert found == [("value", "no article has place 温洲市; like it: 温州市")]


def test_a_name_that_sounds_alike_is_like_it(archive: Engine) -> None:
    assert told(archive, "渔港", Filter("author", ("林之秋",)))[0][1].endswith("like it: 林知秋")


def test_a_value_within_the_query_is_told_of_too(archive: Engine) -> None:
    message = "no article has author 陈海岩; like it: 陈海若"
    assert told(archive, "渔港 OR author:陈海岩") == [("value", message)]
    assert told(archive, "渔港 -author:陈海岩") == [("value", message)]
    assert told(archive, "author:陈海岩 渔港", strict=True) == [("value", message)]


def test_of_several_values_those_are_told_that_nothing_has_though_others_match(archive: Engine) -> None:
    assert told(archive, "渔港", Filter("author", ("陈海若", "陈海岩"))) == [
        ("value", "no article has author 陈海岩; like it: 陈海若")
    ]
    assert told(archive, "渔港", Filter("author", ("郑一平",), negated=True)) == [
        ("value", "no article has author 郑一平")
    ]


def test_a_value_that_some_article_has_is_not_told_of_though_nothing_matches(archive: Engine) -> None:
    assert told(archive, "灯塔", Filter("author", ("陈海若",)), strict=True) == []
    assert told(archive, "author:林知秋 集市", strict=True) == []
