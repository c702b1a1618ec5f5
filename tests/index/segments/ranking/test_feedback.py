"""What the best matches tell of a question's topic lifts others that tell the same; it never decides what matches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.index.analysis.analyzer import reads_as_question
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine

Library = Callable[..., Engine]

TOLD = "赤潮过后，养殖户把网箱拖到外海避险，海水溶氧回升"
FILLING = [{"id": f"f{n}", "text": f"第{n}天，老街的灯笼铺子照常开门，掌柜给孩子们讲灯谜。"} for n in range(30)]
RECORDS = [
    *({"id": f"best{n}", "text": f"海带歉收的原因有{n}个，海带歉收与水温有关。{TOLD}。"} for n in range(5)),
    {"id": "kin", "text": f"今年的海带长得慢。{TOLD}，渔政员守了一夜。"},
    {"id": "other", "text": "今年的海带长得慢。食堂师傅用它炖了一锅海鲜汤，盐放得少，海边来的孩子们都说好吃。"},
    *FILLING,
]


def order(engine: Engine, text: str) -> list[str | None]:
    return [hit.record_id for hit in ask(engine, Question(text=text, mode="any")).results.hits]


def test_an_article_that_tells_what_the_best_answers_tell_comes_before_one_that_does_not(library: Library) -> None:
    archive = library(RECORDS)
    plain, asked = order(archive, "海带歉收"), order(archive, "海带为什么歉收？")
    assert {*plain} == {*asked}
    assert asked.index("kin") < asked.index("other")
    assert plain.index("other") < plain.index("kin")


def test_where_one_article_stands_out_nothing_is_believed(library: Library) -> None:
    archive = library([record for record in RECORDS if record["id"] not in ("best1", "best2", "best3", "best4")])
    hits = ask(archive, Question(text="海带为什么歉收？", mode="any", explain=True)).results.hits
    kinds = {part.kind for hit in hits if hit.explanation for part in hit.explanation.parts}
    assert "early" in kinds
    assert "topic" not in kinds


def test_what_the_topic_added_is_told(library: Library) -> None:
    archive = library(RECORDS)
    hits = ask(archive, Question(text="海带为什么歉收？", mode="any", explain=True)).results.hits
    parts = {
        hit.record_id: {part.kind: part.score for part in hit.explanation.parts if part.kind != "term"}
        for hit in hits
        if hit.explanation
    }
    assert parts["kin"]["topic"] > parts["other"].get("topic", 0.0) >= 0.0


def test_a_question_that_few_texts_answer_is_answered_all_the_same(library: Library) -> None:
    archive = library([{"id": "one", "text": "鱼"}, {"id": "two", "text": "虾"}])
    assert order(archive, "什么鱼？") == ["one"]


@pytest.mark.parametrize(
    "text", ["谁写了渔港？", "为何歉收", "幸福小站提供哪些服务", "潮水退了吗", "几时开渔?", "怎样报名"]
)
def test_questions_are_known(text: str) -> None:
    assert reads_as_question(text)


@pytest.mark.parametrize("text", ["苍南县 志愿服务", "渔港开渔第一网", "吗啡管理", "2024年"])
def test_other_texts_are_no_questions(text: str) -> None:
    assert not reads_as_question(text)
