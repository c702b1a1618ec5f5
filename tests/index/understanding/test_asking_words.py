"""What only asks is told from what is asked for, on words as cut; parts of longer words and titles stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.analyzer import plain_words
from baosou.index.analysis.vocabulary import PLAIN
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.understanding.asking_words import asking
from baosou.index.understanding.terms import without_asking

Library = Callable[..., Engine]

ASKING = (
    "谁",
    "什么时候",
    "甚么",
    "哪一年",
    "哪座",
    "哪儿",
    "何时",
    "何处",
    "几次",
    "多少",
    "是否",
    "有没有",
    "最近一次",
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("青石渡大桥是哪一年建成的？", "青石渡大桥是 建成的?"),
        ("哪座灯塔最早点亮", "灯塔最早点亮"),
        ("開漁節甚麼時候舉行", "开渔节 举行"),
        ("最近一次台风何时登陆", "台风 登陆"),
        ("第几届渔民画展", "渔民画展"),
        ("渔港有多少泊位呢？", "渔港有 泊位 ?"),
        ("谁给老街题的字", "给老街题的字"),
    ],
)
def test_what_only_asks_goes(text: str, left: str) -> None:
    assert without_asking(text, PLAIN).split() == left.split()


@pytest.mark.parametrize(
    "text", ["几何课本", "几乎没有渔船", "任何时候都能报名", "吗啡管理", "近几年的渔获", "几内亚的渔港", "多大学生报名"]
)
def test_what_is_part_of_a_longer_word_or_counts_stays(text: str) -> None:
    assert without_asking(text, PLAIN) == text


def test_the_title_of_a_work_stays() -> None:
    assert without_asking("《谁点亮了灯塔》是谁写的", PLAIN).startswith("《谁点亮了灯塔》是")


@pytest.mark.parametrize("text", ["谁", "是什么？", "哪里", "怎么办"])
def test_where_nothing_else_is_left_the_text_stays(text: str) -> None:
    assert without_asking(text, PLAIN) == text


@given(st.text("渔港灯塔。 第3年A", min_size=1, max_size=12))
def test_a_text_that_asks_nothing_is_as_it_was(text: str) -> None:
    assert without_asking(text, PLAIN) == text


@given(st.lists(st.sampled_from([*ASKING, "渔港", "，", "几何", "的", "《", "》", "灯塔"]), max_size=8).map("".join))
def test_only_whole_words_ask(text: str) -> None:
    words = plain_words(text)
    assert asking(words) <= {*range(len(words))}
    assert all(words[number] not in ("渔港", "几何", "的", "灯塔") for number in asking(words))


def test_a_name_of_the_archive_does_not_ask(library: Library) -> None:
    archive = library([{"title": "老中医", "authors": ["何时希"], "text": "他在渔港行医四十年。"}])
    assert without_asking("何时希的医案", archive.vocabulary) == "何时希的医案"
    assert without_asking("何时行医", archive.vocabulary).split() == ["行医"]


def test_an_article_that_asks_is_no_better_than_one_that_answers(library: Library) -> None:
    archive = library(
        [
            {"id": "asks", "text": "青石渡大桥是哪一年的事？哪一年？孩子们问个不停，没有人说得上来，老人只是笑。"},
            {"id": "tells", "text": "青石渡大桥建成于民国二十六年，桥长四百米，如今仍在通车，老人说它比他还大三岁。"},
            *({"text": f"渔港的第{n}盏灯"} for n in range(20)),
        ]
    )
    hits = ask(archive, Question(text="青石渡大桥哪一年建成？", mode="any")).results.hits
    assert [hit.record_id for hit in hits][:2] == ["tells", "asks"]
