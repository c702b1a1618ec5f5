"""The sets of characters: those that say the same say it of every character, and any text is stored."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.characters import (
    HAN,
    HAN_CODES,
    HAN_COMMON,
    WIDE,
    ZERO,
    is_any_han,
    is_ideograph,
    is_ideographic,
    text_of_utf8,
    utf8_of,
)

BASIC = [chr(code) for code in range(0x10000)]


def within(characters: str) -> set[str]:
    return set(re.compile(f"[{characters}]").findall("".join(BASIC)))


def test_an_expression_a_code_point_and_a_look_mean_the_same_ideographs() -> None:
    assert within(HAN) == set(map(chr, HAN_CODES))
    assert within(HAN) | {ZERO} == {character for character in BASIC if is_ideograph(ord(character))}
    assert within(HAN) | {ZERO} == set(filter(is_ideographic, BASIC))


def test_the_sets_lie_within_one_another() -> None:
    assert within(HAN_COMMON) < within(HAN) < within(WIDE)
    assert within(HAN_COMMON) < set(filter(is_any_han, BASIC)) < within(HAN)


@pytest.mark.parametrize("character", ["𠮷", "𰻞", "㐂", "渔"])
def test_a_name_may_have_an_ideograph_of_any_plane(character: str) -> None:
    assert is_any_han(character)
    assert is_ideographic(character) is (character <= "\uffff")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_stored_half_characters_too(text: str) -> None:
    assert text_of_utf8(utf8_of(text)) == text
