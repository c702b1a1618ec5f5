"""In the mode "any" names that the dictionary leaves in characters are looked for whole, where the index has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.engine import Engine
from baosou.index.questions import Question, ask
from baosou.index.unknown_runs import with_runs_joined
from baosou.index.vocabulary import PlainVocabulary
from baosou.index.words import cut_words, terms

Library = Callable[..., Engine]


class Standing(PlainVocabulary):
    """The vocabulary of an index in which some texts stand."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.asked: list[str] = []

    def stands(self, text: str) -> bool:
        self.asked.append(text)
        return any(text in each for each in self.texts)


def any_of(text: str, *texts: str) -> list[str]:
    return terms(text, alternatives=True, vocabulary=Standing(*texts))


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("楼曾瑞现在担任了哪些职位？", "镇长楼曾瑞到码头看望渔民", "楼曾瑞"),
        ("于乐的职业是什么？", "老渔民于乐今年六十岁", "于乐"),
        ("钝头鹦嘴鱼吃什么？", "钝头鹦嘴鱼以珊瑚为食", "钝头鹦嘴鱼"),
        ("锦地罗又被称之为什么？", "崖边长着锦地罗", "锦地罗"),
    ],
)
def test_a_name_that_the_dictionary_leaves_in_characters_is_one_alternative(asked: str, text: str, found: str) -> None:
    assert found in any_of(asked, text)


def test_a_rare_character_is_an_alternative_and_a_common_one_is_not() -> None:
    assert any_of("蓍的别名是什么？") == ["蓍", "别名"]
    assert any_of("水的别名是什么？") == ["别名"]


def test_a_run_that_stands_nowhere_stays_as_it_was_cut() -> None:
    assert any_of("于乐的职业是什么？") == ["职业"]
    assert any_of("多地迎来大风") == terms("多地迎来大风", alternatives=True, joining=False)


def test_all_words_are_cut_without_a_look_at_the_index() -> None:
    vocabulary = Standing("镇长楼曾瑞")
    terms("楼曾瑞现在担任了哪些职位？", vocabulary=vocabulary)
    assert vocabulary.asked == []


@given(st.text("楼曾瑞于乐的职业鱼吃什么向宠，a1", max_size=40))
def test_joined_words_are_still_the_text_and_few_looks_are_taken(text: str) -> None:
    vocabulary = Standing("楼曾瑞", "鱼吃", "向宠")
    words, known = cut_words(text, vocabulary)
    joined, after = with_runs_joined(words, known, vocabulary)
    assert "".join(joined) == "".join(words)
    assert known <= after
    assert all(vocabulary.stands(word) for word in after - known)
    assert len(vocabulary.asked) <= 16 + len(after)


def test_an_article_about_a_name_of_function_words_is_found_by_a_question(library: Library) -> None:
    engine = library(
        [
            {"title": "楼曾瑞上岸", "text": "楼曾瑞当了三十年船长，如今在霞关镇教孩子们打绳结。"},
            {"title": "职位", "text": "镇里公布了现在空缺的职位，担任者需要会游泳。"},
        ]
    )
    hits = ask(engine, Question("楼曾瑞后来怎样了？", mode="any")).results.hits
    assert [hit.title for hit in hits] == ["楼曾瑞上岸"]
