"""Names that hold a function character are read whole, as the archive has them; grammar is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.analysis.analyzer import holds_function_word
from baosou.index.analysis.vocabulary import PLAIN, PlainVocabulary, Usage
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.understanding.cohesion import with_names_whole
from baosou.index.understanding.terms import cut_words, terms

Library = Callable[..., Engine]


class ArchiveOfTexts(PlainVocabulary):
    """The vocabulary of an index of some texts, told by reading them all; `names` are what its articles carry."""

    def __init__(self, *texts: str, names: Sequence[str] = ()) -> None:
        self.texts = [fold_text(text) for text in texts]
        self.names = names
        self.asked: list[str] = []

    def has_name(self, text: str) -> bool:
        return text in self.names

    def stands(self, text: str) -> bool:
        return self.occurrences(text) > 0

    def occurrences(self, text: str) -> int:
        self.asked.append(text)
        return sum(len(self._places(each, text)) for each in self.texts)

    def usage(self, text: str) -> Usage:
        self.asked.append(text)
        around = [
            (each[max(at - 5, 0) : at], each[at + len(text) : at + len(text) + 5])
            for each in self.texts
            for at in self._places(each, text)
        ]
        contexts = tuple((before.rpartition("\n")[2], after.partition("\n")[0]) for before, after in around)
        return Usage(len(contexts), contexts)

    def share(self, character: str) -> float:
        return sum(each.count(character) for each in self.texts) / max(self.characters, 1)

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts))

    def titles(self, text: str) -> Sequence[tuple[int, int]]:
        named = {title for each in self.texts for title in re.findall(r"《([^《》\s]{2,24})》", each)}
        torn = filter(holds_function_word, named)
        return sorted({(at, at + len(title)) for title in torn for at in self._places(text, title)})

    @staticmethod
    def _places(text: str, wanted: str) -> list[int]:
        return [at for at in range(len(text)) if text.startswith(wanted, at)]


TOWN = (
    "本报讯 上岙组织青年出海。上岙今年有船六十条，在轨卫星为渔船引路。渔民说，卫星在轨五年，从未失灵。",
    "副县长何立岩昨天到上岙调研。何立岩说，渔港要修好。记者随何立岩走访码头。",
    "《渔歌》杂志与《求是》杂志都谈到海带。海带的价格上涨，需求是大的。他求医问药，要求是明确的。",
    "一批有为青年回村。他们年轻有为，也是渔民，都在渔港，还在渔港学艺。",
    "电视剧《码头的灯》昨晚开播。《码头的灯》讲老渔民的故事，码头上灯火通明，码头的船少了。",
    "镇长楼曾瑞到码头看望渔民。老渔民于乐今年六十岁。崖边长着锦地罗，钝头鹦嘴鱼以珊瑚为食。",
    "文化和渔业局昨天成立。文化和渔业局说，文化和渔业局将办展览。渔业和码头都要发展，文化是根。",
)


def read(text: str, *texts: str, names: tuple[str, ...] = ()) -> list[str]:
    return terms(text, vocabulary=ArchiveOfTexts(*(texts or TOWN), names=names))


def any_of(text: str) -> list[str]:
    return terms(text, alternatives=True, vocabulary=ArchiveOfTexts(*TOWN))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("上岙", ["上岙"]),
        ("上岙渔民", ["上岙", "渔民"]),
        ("走访上岙", ["走访", "上岙"]),
        ("在轨", ["在轨"]),
        ("卫星在轨失灵", ["卫星", "在轨", "失灵"]),
        ("何立岩会见渔民", ["何立岩", "会见", "渔民"]),
        ("求是", ["求是"]),
        ("求是杂志", ["求是", "杂志"]),
        ("楼曾瑞", ["楼曾瑞"]),
        ("钝头鹦嘴鱼吃珊瑚", ["钝头鹦嘴鱼", "吃", "珊瑚"]),
    ],
)
def test_a_name_stays_whole_alone_and_beside_other_words(typed: str, found: list[str]) -> None:
    assert read(typed) == found


STREET = (
    "下一步工作是修路，下一步还要植树。上月客流增长，上月天气好。下岙村修了路，下岙村人高兴。",
    "海华公司受到限制，对海华的限制引起关注。埃利岛疫情平稳，埃利岛开放。第一步走好，每一步都走稳，一步一步来。",
    "何小岚到访，客人在里岙停留，里岙的灯，里岙的路。",
    "岙北国与岙南国是邻国。",
    *("岙北国的船来了。岙南国的船也来了。岙北国在北，岙南国在南。" for _ in range(9)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("下一步", ["下一步"]),
        ("下一步修路", ["下一步", "修路"]),
        ("上月增长", ["上月", "增长"]),
        ("何小岚会见渔民", ["何小岚", "会见", "渔民"]),
        ("在里岙", ["里岙"]),
    ],
)
def test_what_belongs_to_the_word_before_begins_a_word_where_none_stands_before(typed: str, found: list[str]) -> None:
    assert read(typed, *STREET) == found


def test_the_cut_takes_no_beginning_of_a_word_to_a_function_character_before_it() -> None:
    assert read("对华为的质疑", "对华为的限制引起关注，华为公司受到限制。" * 3) == ["华为", "质疑"]


def test_two_names_that_are_linked_now_and_then_are_two() -> None:
    assert "岙北国与岙南国" not in read("岙北国与岙南国会谈", *STREET)


def test_two_function_characters_that_may_end_a_clause_are_a_word() -> None:
    assert "有为" in "".join(read("有为青年"))
    assert read("渔民也是青年") == ["渔民", "青年"]
    assert read("青年都在渔港") == ["青年", "渔港"]


@pytest.mark.parametrize("typed", ["海带的价格", "价格的海带", "渔港的渔民", "渔民在渔港", "对渔港", "从码头"])
def test_a_function_character_between_words_is_left_out(typed: str) -> None:
    assert all(term in ("海带", "价格", "渔港", "渔民", "码头") for term in read(typed))


def test_a_title_stays_whole_where_texts_give_it_as_a_title() -> None:
    assert read("电视剧码头的灯开播") == ["电视剧", "码头的灯", "开播"]


def test_words_that_are_a_title_once_and_said_often_are_no_title() -> None:
    texts = ("《在码头》开播。", *("渔民在码头卸鱼，" * 9 for _ in range(3)))
    assert "在码头" not in read("渔民在码头", *texts)


def test_linked_nouns_that_hold_together_are_one() -> None:
    assert read("文化和渔业局办展览") == ["文化和渔业局", "办", "展览"]


def test_a_place_that_articles_carry_is_whole_without_what_it_is() -> None:
    texts = ("从岙县的渔船，", "记者从岙口出发。" * 3)
    assert read("从岙渔船", *texts, names=("从岙县",)) == ["从岙", "渔船"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("楼曾瑞现在担任了哪些职位？", "楼曾瑞"),
        ("于乐的职业是什么？", "于乐"),
        ("钝头鹦嘴鱼吃什么？", "钝头鹦嘴鱼"),
        ("锦地罗又被称之为什么？", "锦地罗"),
    ],
)
def test_a_name_of_a_question_is_one_of_its_alternatives(asked: str, found: str) -> None:
    assert found in any_of(asked)


def test_what_only_asks_is_part_of_no_name() -> None:
    assert read("镇长是谁", "镇长是谁。问：镇长是谁，渔港在哪里，", "镇长是谁？") == ["镇长"]


def test_a_rare_character_is_an_alternative_and_a_common_one_is_not() -> None:
    assert any_of("蓍的别名是什么？") == ["蓍", "别名"]
    assert any_of("水的别名是什么？") == ["别名"]


def test_without_an_index_words_are_as_they_are_cut() -> None:
    words, known = cut_words("何立岩会见渔民", PLAIN)
    assert with_names_whole(words, known, PLAIN) == (words, frozenset())


@given(st.text("上岙在轨何立岩求是有为青年渔民的了a1。《》", max_size=40))
def test_joined_words_are_still_the_text_and_few_looks_are_taken(text: str) -> None:
    vocabulary = ArchiveOfTexts(*TOWN)
    words, known = cut_words(text, vocabulary, joining=False)
    vocabulary.asked.clear()
    joined, found = with_names_whole(words, known, vocabulary)
    assert "".join(joined) == "".join(words)
    assert all(vocabulary.stands(name) for name in found)
    longer = [text for text in vocabulary.asked if len(text) > 2]
    assert len(longer) <= 60


def test_an_article_about_a_name_of_function_words_is_found_first(library: Library) -> None:
    engine = library(
        [
            {"title": "求是", "text": "新一期《求是》谈海洋。"},
            {"title": "毛里求斯的船", "text": "毛里求斯的船长来求学，求医问药，求真务实。"},
        ]
    )
    answer = ask(engine, Question("求是"))
    assert (answer.interpreted, [hit.title for hit in answer.results.hits]) == ("求是", ["求是"])


def test_what_an_index_tells_of_its_texts_is_what_they_hold(library: Library) -> None:
    engine = library([{"title": f"第{n}篇", "text": text} for n, text in enumerate(TOWN)])
    plain = ArchiveOfTexts(*TOWN)
    for text in ("上岙", "何立岩", "渔民", "的", "码头的灯", "文化和渔业局", "没有的"):
        assert engine.vocabulary.usage(text).count == plain.usage(text).count, text
        assert sorted(engine.vocabulary.usage(text).contexts) == sorted(plain.usage(text).contexts), text
        if len(text) > 1:
            assert engine.vocabulary.occurrences(text) == plain.occurrences(text), text
    typed = "看码头的灯和渔歌"
    assert engine.vocabulary.titles(typed) == plain.titles(typed)
