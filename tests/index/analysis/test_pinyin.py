"""Readings of characters and words, and pinyin as people type it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.errors import BaosouError
from baosou.index.analysis import pinyin as module
from baosou.index.analysis.generate.dictionary import read_words, source
from baosou.index.analysis.generate.trie import listed_words
from baosou.index.analysis.pinyin import KEY_SYLLABLES, is_latin, packed, pinyin, unpacked
from baosou.index.segments.sounds import sounds_of
from tests.work import steps

TABLES = pinyin()


def read(word: str) -> str:
    sounds = TABLES.word_sounds(word)
    assert sounds is not None
    return TABLES.spelled(sounds)


def typed(text: str, *, whole: bool = True) -> list[str]:
    found = [each for each in TABLES.typed(text) if each.whole == whole]
    return [" ".join("/".join(TABLES.syllables[s - 1] for s in each) for each in split.syllables) for split in found]


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("重庆", "chong qing"),
        ("重要", "zhong yao"),
        ("乐清", "yue qing"),
        ("台州", "tai zhou"),
        ("银行", "yin hang"),
        ("行动", "xing dong"),
        ("六安", "lu an"),
        ("番禺", "pan yu"),
        ("曾国藩", "zeng guo fan"),
        ("绿色", "lv se"),
        ("策略", "ce lve"),
    ],
)
def test_a_word_is_read_as_it_is_said_not_as_its_characters_mostly_are(word: str, spelled: str) -> None:
    assert read(word) == spelled


@pytest.mark.parametrize("reading", ["单 shan", "曾 zeng", "仇 qiu", "区 ou", "解 xie", "乐 yue", "查 zha", "厦 xia"])
def test_a_character_of_names_has_the_reading_that_it_has_there(reading: str) -> None:
    character, syllable = reading.split()
    assert TABLES.number(syllable) in TABLES.readings(character)


def test_the_most_usual_reading_comes_first_and_curiosities_are_left_out() -> None:
    assert TABLES.spelled(TABLES.readings("行")[:1]) == "xing"
    assert TABLES.spelled(TABLES.readings("食")) == "shi"  # it is yi in one name of antiquity
    assert TABLES.readings("a") == TABLES.readings("𠮷") == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cangnan", "cang nan"),
        ("cang nan", "cang nan"),
        ("cang'nan", "cang nan"),
        ("Cāngnán", "cang nan"),
        ("cang1nan2", "cang nan"),
        ("luo yongkang", "luo yong kang"),
        ("lv", "lv"),
        ("lü", "lv"),
        ("lǜ", "lv"),
        ("nve", "nve"),
        ("lue", "lve"),
        ("xi'an", "xi an"),
    ],
)
def test_pinyin_is_read_however_it_is_typed(text: str, first: str) -> None:
    assert typed(text)[0] == first


def test_letters_that_may_be_cut_in_several_ways_are_all_of_them() -> None:
    assert typed("xian") == ["xian", "xi an"]
    assert typed("fangan") == ["fang an", "fan gan"]


def test_an_apostrophe_and_a_blank_cut_where_they_stand() -> None:
    assert typed("xi'an") == typed("xi an") == ["xi an"]


def test_a_last_syllable_may_be_begun_and_all_may_be_initials() -> None:
    assert any(each.startswith("cang na/nai/nan") for each in typed("cangn", whole=False))
    (initials,) = TABLES.typed("cnx")
    assert initials.initials
    assert [TABLES.syllables[some[0] - 1][0] for some in initials.syllables] == ["c", "n", "x"]


@pytest.mark.parametrize("text", ["", " ", "苍南", "covid19", "hello!", "x" * 200])
def test_what_is_no_pinyin_is_none(text: str) -> None:
    assert TABLES.typed(text) == []


@given(st.text(alphabet="angxic' 1", max_size=48))
def test_any_letters_are_read_in_a_bounded_number_of_steps(text: str) -> None:
    assert len(TABLES.typed(text)) <= 32
    assert steps(lambda: TABLES.typed(text)) < 20_000


@given(st.lists(st.sampled_from(TABLES.syllables), min_size=1, max_size=6))
def test_syllables_typed_with_blanks_are_those_syllables(syllables: list[str]) -> None:
    assert " ".join(syllables) in typed(" ".join(syllables))


@given(st.lists(st.integers(1, len(TABLES.syllables)), min_size=1, max_size=KEY_SYLLABLES))
def test_a_key_holds_its_syllables_and_sorts_as_they_do(syllables: list[int]) -> None:
    assert list(unpacked(packed(syllables))) == syllables
    assert packed(syllables) < packed([*syllables[:-1], syllables[-1] + 1])


def test_syllables_that_begin_alike_lie_together() -> None:
    assert list(TABLES.syllables) == sorted(TABLES.syllables)
    assert [TABLES.syllables[number - 1] for number in TABLES.beginning("zho")] == ["zhong", "zhou"]


def test_near_homophones_are_what_many_speakers_do_not_tell_apart() -> None:
    assert TABLES.spelled(TABLES.near([TABLES.number("zhong")])) == "zhong zong"
    assert TABLES.spelled(TABLES.near([TABLES.number("nan")])) == "lan lang nan nang"
    assert TABLES.number("fei") in TABLES.near([TABLES.number("hei")])


def test_only_letters_are_taken_for_pinyin() -> None:
    assert is_latin("lüshun kou")
    assert not is_latin("旅顺kou")


def test_whole_arrays_read_words_as_single_look_ups_do() -> None:
    with source().open("rb") as lines:
        words = listed_words(read_words(lines)[0])[::97]
    spelled = [word.encode() for word in words]
    bounds = np.cumsum([0, *map(len, spelled)])
    keys, numbers = sounds_of(np.frombuffer(b"".join(spelled), np.uint8), bounds, all_readings=False)
    found = dict(zip(numbers.tolist(), keys.tolist(), strict=True))
    for number, word in enumerate(words):
        sounds = TABLES.word_sounds(word)
        assert found.get(number) == (None if sounds is None else packed(sounds)), word
    assert (keys[1:] >= keys[:-1]).all()


def test_the_shipped_tables_are_what_is_built() -> None:
    pytest.importorskip("pypinyin", reason="pypinyin is not installed")
    from baosou.index.analysis.generate.pinyin import character_readings, word_readings

    words = {"重庆": 300, "银行": 200, "单田芳": 3, "苍南": 5, "鳌江": 5}
    read_so = word_readings(words, {"单田芳"})
    assert {word: " ".join(found) for word, found in read_so.items()} == {word: read(word) for word in words}
    built = character_readings(read_so, words)
    for character in "鳌江苍田芳":
        assert TABLES.spelled(TABLES.readings(character)).split() == built[character]


def test_a_damaged_file_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "get_data", lambda *_: msgspec.msgpack.encode({"syllables": []}))
    with pytest.raises(BaosouError, match=r"pinyin\.msgpack is missing or damaged"):
        module.pinyin.__wrapped__()
