"""A page that the matches of a query do not fill goes on with articles that have most of its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.index.answering.ask import ask
from baosou.index.answering.filling import MOST_ADDED
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.request import ALL_HITS, FacetRequest, Filter
from baosou.index.results import Answer

Library = Callable[..., Engine]

RECORDS = [
    {"title": "渔港疫苗点", "authors": ["林一帆"], "text": "渔港设点，儿童接种疫苗，渔民也来。"},
    {"title": "疫苗到岛", "authors": ["林一帆"], "text": "疫苗送到海岛，渔民接种。"},
    {"title": "儿童课堂", "authors": ["周可"], "text": "儿童在渔港上海洋课。"},
    {"title": "接种提醒", "authors": ["周可"], "text": "请按时接种疫苗。"},
    {"title": "灯塔", "authors": ["王伟"], "text": "灯塔亮了。"},
]


@pytest.fixture
def engine(library: Library) -> Engine:
    return library(RECORDS)


def asked(engine: Engine, text: str, **options: object) -> Answer:
    return ask(engine, Question(text, **options))  # type: ignore[arg-type]


def titles(answer: Answer) -> list[str | None]:
    return [hit.title for hit in answer.results.hits]


def test_matches_come_first_and_what_is_added_says_what_it_lacks(engine: Engine) -> None:
    answer = asked(engine, "疫苗 儿童 接种")
    first, *added = answer.results.hits
    assert (answer.results.total, answer.also, first.title, first.lacks) == (1, len(added), "渔港疫苗点", ())
    lacks = {hit.title: hit.lacks for hit in added}
    assert lacks == {"疫苗到岛": ("儿童",), "接种提醒": ("儿童",), "儿童课堂": ("疫苗", "接种")}
    assert [hit.rank for hit in answer.results.hits] == [1, 2, 3, 4]


def test_what_is_added_keeps_the_order_of_any_word(engine: Engine) -> None:
    any_word = [title for title in titles(asked(engine, "疫苗 儿童 接种", mode="any")) if title != "渔港疫苗点"]
    assert titles(asked(engine, "疫苗 儿童 接种"))[1:] == any_word


def test_pages_part_what_one_page_would_show(engine: Engine) -> None:
    whole = titles(asked(engine, "疫苗 儿童 接种"))
    parts = [titles(asked(engine, "疫苗 儿童 接种", limit=1, offset=at)) for at in range(6)]
    assert [title for part in parts for title in part] == whole
    assert [hit.rank for hit in asked(engine, "疫苗 儿童 接种", limit=2, offset=2).results.hits] == [3, 4]


def test_counts_and_facets_are_of_the_matches_alone(engine: Engine) -> None:
    answer = asked(engine, "疫苗 儿童 接种", facets=(FacetRequest("author"),))
    assert [(each.value, each.count) for each in answer.results.facets["author"]] == [("林一帆", 1)]


def test_filters_hold_for_what_is_added(engine: Engine) -> None:
    inside = (Filter("author", ("周可",)),)
    assert set(titles(asked(engine, "疫苗 儿童 接种", filters=inside))) == {"接种提醒", "儿童课堂"}


def test_quoted_text_beside_words_may_be_lacked_too(engine: Engine) -> None:
    lacks = {hit.title: hit.lacks for hit in asked(engine, '"渔民也来" 疫苗 儿童').results.hits}
    assert lacks["渔港疫苗点"] == ()
    assert lacks["接种提醒"] == ('"渔民也来"', "儿童")


def test_of_quoted_text_that_stands_nowhere_the_words_are_looked_for(engine: Engine) -> None:
    answer = asked(engine, '"灯塔疫苗" 老人')
    assert (answer.results.total, titles(answer)[0] in ("灯塔", "接种提醒", "疫苗到岛")) == (0, True)
    assert "灯塔" in titles(answer)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("疫苗 儿童 接种", {"strict": True}),
        ("疫苗 儿童 接种", {"fill": False}),
        ("疫苗 儿童 接种", {"sort": "-date"}),
        ("疫苗 儿童 接种", {"limit": ALL_HITS}),
        ("疫苗 儿童 接种", {"limit": 0}),
        ("儿童接种疫苗", {"mode": "literal"}),
        ('"儿童接种疫苗"', {}),
        ("title:疫苗 儿童 渔民", {}),
        ("疫苗 AND (儿童 OR 老人) 渔民", {}),
        ("疫苗 AND 儿童 AND 渔民", {}),
        ("疫苗 && 儿童 && 渔民", {}),
        ("疫苗 与 儿童 与 渔民", {}),
        ("疫苗 -海岛 渔民", {}),
        ("疫苗 儿* 渔民", {}),
        ("疫苗 儿童~1 渔民", {}),
        ("儿童 课堂", {"mode": "any"}),
    ],
)
def test_nothing_is_added_to_what_asks_for_it_exactly(engine: Engine, text: str, options: dict[str, object]) -> None:
    answer = asked(engine, text, **options)
    assert answer.also == 0
    assert not any(hit.lacks for hit in answer.results.hits)


def test_a_question_with_hardly_a_match_is_answered_in_the_order_of_any_word(engine: Engine) -> None:
    for text in ("渔民在哪里接种了疫苗？", "儿童在灯塔接种了什么疫苗？"):
        answer, any_word = asked(engine, text), asked(engine, text, mode="any")
        assert titles(answer) == titles(any_word)
        matches = [hit for hit in answer.results.hits if not hit.lacks]
        assert answer.results.total == len(matches) <= 2


def test_at_most_a_hundred_are_added_on_all_pages_together(library: Library) -> None:
    many = [{"title": f"第{n}号灯塔", "text": "灯塔亮了。"} for n in range(MOST_ADDED + 20)]
    engine = library([{"title": "渔港灯塔", "text": "渔港的灯塔亮了。"}, *many])
    answer = asked(engine, "渔港 灯塔", limit=500)
    assert (answer.results.total, answer.also) == (1, MOST_ADDED)
    assert asked(engine, "渔港 灯塔", limit=10, offset=MOST_ADDED + 1).results.hits == ()
    assert asked(engine, "渔港 灯塔", limit=10, offset=MOST_ADDED - 4).also == 5


def test_a_word_with_synonyms_is_lacked_as_it_was_typed(library: Library) -> None:
    engine = library([{"title": "船", "text": "快艇出海。"}, {"title": "岸", "text": "渔港收网。"}])
    answer = asked(engine, "快艇 渔港 出海")
    assert {hit.title: hit.lacks for hit in answer.results.hits} == {"船": ("渔港",), "岸": ("快艇", "出海")}


def test_sections_are_added_by_section(library: Library) -> None:
    engine = library([{"title": "甲", "text": "渔港修好了。"}, {"title": "乙", "text": "渔港的灯亮了。"}])
    answer = asked(engine, "渔港 灯", by="section")
    assert [(hit.title, hit.lacks) for hit in answer.results.hits] == [("乙", ()), ("甲", ("灯",))]
