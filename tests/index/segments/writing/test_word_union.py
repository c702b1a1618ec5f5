"""The words of several segments become those of one, as a sorted set of them would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.units import Unquoted, units_of
from baosou.index.errors import IndexDamaged
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.writing.inversion import find_words
from baosou.index.segments.writing.word_union import LEXICON_NUMBERS, Words, numbered, united

WORDS = st.sampled_from(
    [
        "志愿",
        "志愿者",
        "苍南县",
        "王 伟",
        "丁 一",
        "2024",
        "covid",
        "g",
        "дом",
        "テレビ",
        "𠮷野家",
        "中国",
        "龥龥",
        "农村",
    ]
)
PARTS = st.lists(st.lists(WORDS, unique=True, max_size=9), max_size=5)


def words_of(texts: Sequence[str]) -> Words:
    """These words in byte order."""
    encoded = sorted(text.encode() for text in texts)
    bounds = np.cumsum([0, *map(len, encoded)])
    return Words(np.frombuffer(b"".join(encoded), dtype=np.uint8), bounds)


def listed(words: Words) -> list[str]:
    """Each word of some."""
    return [word.decode() for word in words.each(np.arange(len(words.bounds) - 1))]


@given(PARTS)
def test_the_union_is_the_sorted_set_and_each_part_knows_its_words_in_it(parts: list[list[str]]) -> None:
    own = [words_of(part) for part in parts]
    union, numbers = united([(words, words.numbers()) for words in own])
    assert listed(union) == sorted({word for part in parts for word in part}, key=str.encode)
    for words, places in zip(own, numbers, strict=True):
        assert [listed(union)[place] for place in places.tolist()] == listed(words)


@given(st.lists(WORDS, max_size=12).map("，".join))
def test_what_inversion_tells_of_the_lexicon_is_what_the_words_themselves_do(text: str) -> None:
    units = np.concatenate(([0], units_of(text), [0])).astype(np.uint16)
    found = find_words(units, Unquoted.of(units))
    assert found.numbers.tolist() == Words(found.spelled, found.bounds).numbers().tolist()


@given(st.lists(WORDS, unique=True, max_size=9), st.data())
def test_some_words_can_be_kept(texts: list[str], data: st.DataObject) -> None:
    words = words_of(texts)
    chosen = [number for number in range(len(texts)) if data.draw(st.booleans())]
    assert listed(words.kept(np.array(chosen, dtype=np.int64))) == [listed(words)[number] for number in chosen]


def segment(path: Path, texts: Sequence[str], numbers: Sequence[int] | None = None) -> ArrayFile:
    """A file of these words, with what it says of the lexicon."""
    words, writer = words_of(texts), ArrayFileWriter(path)
    writer.add("word_blob", words.spelled)
    writer.add_narrow("word_bounds", words.bounds)
    if numbers is not None:
        writer.add(LEXICON_NUMBERS, np.array(numbers, dtype=np.uint32))
    writer.close()
    return ArrayFile(path)


@pytest.mark.parametrize("numbers", [[6], [6, 6], [8, 6], [6, 1 << 30], [0, 1 << 31], [0, 6, 8], [6, (1 << 32) - 1]])
def test_numbers_that_make_no_sense_are_damage(numbers: list[int], tmp_path: Path) -> None:
    file = segment(tmp_path / "words.seg", ["中国", "农村"], numbers)
    with pytest.raises(IndexDamaged, match="the words make no sense"):
        numbered(file, np.arange(2), whole=False)


def test_the_words_of_a_whole_segment_are_looked_up_whatever_it_says_of_the_lexicon(tmp_path: Path) -> None:
    words, numbers = numbered(
        segment(tmp_path / "words.seg", ["中国", "2024", "农村"], [1, 2, 3]), np.array([0, 2]), whole=True
    )
    assert listed(words) == ["2024", "农村"]
    assert numbers[0] == -1
    assert numbers[1] >= 0


def test_words_with_a_zero_or_half_a_character_are_damage_or_not_listed(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="the words make no sense"):
        numbered(segment(tmp_path / "zero.seg", ["中\0国"]), np.arange(1), whole=True)
    writer = ArrayFileWriter(tmp_path / "half.seg")
    writer.add("word_blob", np.frombuffer("中国".encode()[:5], dtype=np.uint8))
    writer.add_narrow("word_bounds", np.array([0, 5]))
    writer.close()
    assert numbered(ArrayFile(tmp_path / "half.seg"), np.arange(1), whole=True)[1].tolist() == [-1]
