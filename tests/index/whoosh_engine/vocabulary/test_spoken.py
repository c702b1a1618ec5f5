"""Text that no list of words and names holds is found by its pinyin, wherever words are cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.pinyin import pinyin
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.answering.suggest import suggest
from baosou.index.engine import Engine
from baosou.index.lookups import Spoken
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.vocabulary.lookups import known
from baosou.index.whoosh_engine.vocabulary.spoken import spoken
from tests.index.conftest import Made

Library = Callable[..., Engine]

PAGES = (
    {"title": "渔港的早晨", "text": "浙普渔船的老大骆永航动情地说，礼包是一份关心。镇上的数学老师也来了。"},
    {"title": "灯火", "text": "供电所的人在老街换灯。", "places": ["浙江省/温州市/平阳县/鳌江镇"]},
)


@pytest.mark.parametrize("typed", ["luo yonghang", "luoyonghang", "Luò Yǒngháng", "luo yong hang"])
def test_a_name_that_only_a_text_holds_is_found_by_its_pinyin(library: Library, typed: str) -> None:
    answer = ask(library(PAGES), Question(typed))
    assert (answer.rescue, answer.suggestion) == ("spelling", "骆永航")
    assert [hit.title for hit in answer.results.hits] == ["渔港的早晨"]


def test_the_beginning_of_a_place_is_found_by_its_pinyin(library: Library) -> None:
    engine = library((*PAGES, {"title": "鳌江", "text": "潮水涌进鳌江口，渔民收网。"}))
    answer = ask(engine, Question("aojiang"))
    assert (answer.rescue, answer.suggestion) == ("spelling", "鳌江")


def test_two_syllables_across_two_words_are_nothing(library: Library) -> None:
    engine = library(({"title": "灯", "text": "村灯亮了，村灯灭了，村灯又亮了，一盏村灯。"},))
    assert suggest(engine, "cundeng") == ()


def test_what_is_only_in_a_removed_article_is_not_found(
    write_segment: Callable[..., Segment], make_article: Callable[..., Made]
) -> None:
    segment = write_segment([make_article("老大骆永航说。"), make_article("船长也说。")], deleted=[(0, 1)])
    syllables = pinyin().typed("luo yong hang")[0].syllables
    assert spoken(segment, syllables) == ["骆永航"]
    assert known([segment], Spoken(syllables), 10) == ()


@given(st.lists(st.text("罗骆永勇航康乐了，a。", max_size=12), min_size=1, max_size=4), st.integers(2, 4), st.data())
def test_every_text_of_a_sound_is_among_what_may_stand(
    write_segment: Callable[..., Segment],
    make_article: Callable[..., Made],
    texts: list[str],
    length: int,
    data: st.DataObject,
) -> None:
    segment = write_segment([make_article(f"正文。{text}") for text in texts])
    tables = pinyin()
    characters = data.draw(st.text("罗骆永勇航康乐了", min_size=length, max_size=length))
    syllables = [tables.readings(character)[:1] for character in characters]
    standing = {
        text[at : at + length]
        for text in texts
        for at in range(len(text) - length + 1)
        if all(
            set(tables.readings(own)) & set(wanted)
            for own, wanted in zip(text[at : at + length], syllables, strict=True)
        )
    }
    assert standing <= set(spoken(segment, syllables))
