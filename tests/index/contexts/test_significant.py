"""The words that tell some texts from an archive: counted as words are, without boilerplate, names whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.contexts.significant import Significant, significant_words


class Texts:
    """An archive in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    def holding(self, words: Sequence[str], *, roughly: bool = False) -> Sequence[int]:
        return [sum(word in text for text in self.texts) for word in words]


OTHERS = [
    f"第{number}天，编辑部的灯亮着，老街上行人不多，邮局照常开门。"
    + ("去年的台风过后，水库和灯塔都在，强降雨停了。" * (number % 40 == 0))
    for number in range(400)
]


def told(texts: Sequence[str], *, sought: Sequence[str] = (), own: Sequence[str] = (), limit: int = 12) -> list[str]:
    archive = Texts([*texts, *OTHERS])
    found = significant_words(texts, archive, articles=len(archive.texts), sought=sought, own=own, limit=limit)
    return [each.word for each in found]


SENTENCES = [
    "台风今晚将登陆，岸边的人都回了家。",
    "渔船进港避风，船老大数了缆绳。",
    "气象台说登陆之后会有强降雨。",
    "台风过境，水库提前开闸。",
    "记者看到老街上行人不多。",
    "强降雨来得急，水库的水位涨了。",
    "避风的渔船一艘挨着一艘。",
]
STORMS = ["".join(SENTENCES[(n + k * (1 + n % 3)) % 7] for k in range(4)) for n in range(21)]


def test_what_stands_in_these_and_hardly_elsewhere_is_told() -> None:
    assert {"登陆", "避风", "强降雨", "水库", "渔船"} <= set(told(STORMS, sought=["台风"]))


def test_what_stands_everywhere_tells_nothing() -> None:
    assert not {"老街", "行人", "记者"} & set(told(STORMS))


def test_what_was_sought_is_no_answer() -> None:
    assert "台风" in told(STORMS)
    assert not any("台风" in word for word in told(STORMS, sought=["台风"]))


def test_a_word_that_arises_where_two_meet_is_none() -> None:
    texts = [
        f"第{n}次，船在沿海登陆。人从登陆处走上来，沿海的渔港醒了，高铁网运行时间不变，高铁运行平稳。"
        for n in range(20)
    ]
    found = told(texts, limit=50)
    assert {"沿海", "登陆", "高铁", "运行"} <= set(found)
    assert not {"海登", "铁网", "行时"} & set(found)


def test_a_word_within_a_longer_one_gives_way_to_it() -> None:
    found = told([f"第{n}回，知识产权法庭开庭，知识产权律师到场。" for n in range(20)])
    assert "知识产权" in found
    assert not {"知识", "产权"} & set(found)


def test_a_name_of_no_dictionary_goes_on_over_what_belongs_to_no_other_word() -> None:
    assert "伊德利卜" in told([f"第{n}天，伊德利卜的老街安静下来，伊德利卜省的集市开了。" for n in range(20)])


def test_words_of_alphabets_and_of_the_user_are_told() -> None:
    found = told([f"第{n}天，沙阿弥陀海的PM2.5浓度下降，co2也下降。".lower() for n in range(20)], own=["沙阿弥陀海"])
    assert {"pm2.5", "co2", "沙阿弥陀海"} <= set(found)


def test_counts_are_of_articles_and_the_most_telling_come_first() -> None:
    texts = [
        *(f"第{n}天，渔船渔船渔船回港。" for n in range(20)),
        *(f"第{n}天，灯塔亮了，渔船也在。" for n in range(10)),
    ]
    found = significant_words(texts, Texts([*texts, *OTHERS]), articles=430, sought=(), own=(), limit=9)
    counts = {each.word: (each.held, each.in_all) for each in found}
    assert (counts["渔船"], counts["灯塔"]) == ((30, 30), (10, 20))
    assert [each.ll for each in found] == sorted((each.ll for each in found), reverse=True)
    assert found[0].word == "渔船"


def test_nothing_and_a_single_text_are_answered() -> None:
    assert told([]) == []
    assert told([""]) == []
    assert "渔船" in told(["灯塔旁的渔船"])


@given(st.lists(st.text(alphabet="渔船灯塔老街知识产权登陆沿海 a5，\n𠮷", max_size=30), max_size=6), st.integers(1, 5))
def test_whatever_the_texts_each_word_stands_in_so_many_of_them(texts: list[str], limit: int) -> None:
    archive = Texts([*texts, *OTHERS])
    found: list[Significant] = significant_words(
        texts, archive, articles=len(archive.texts), sought=(), own=(), limit=limit
    )
    assert len(found) <= limit
    for each in found:
        assert 0 < each.held <= sum(each.word in text for text in texts)
        assert each.held <= each.in_all


@pytest.mark.parametrize("articles", [0, 1, 20])
def test_an_archive_that_says_it_has_fewer_articles_is_no_mistake(articles: int) -> None:
    significant_words(STORMS, Texts([]), articles=articles, sought=(), own=(), limit=5)
