"""A date or an amount is found in figures and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年", "二〇二四年"),
        ("2024年", "二○二四年"),
        ("2024年", "二零二四年"),
        ("2024年", "二o二四年"),
        ("1998年", "一九九八年"),
        ("2024年5月1日", "二〇二四年五月一日"),
        ("12月31日", "十二月三十一日"),
        ("10月20日", "十月二十日"),
        ("3万", "三万"),
        ("15亿", "十五亿"),
        ("2万人", "两万人"),
        ("纪念1921年7月1日建党", "纪念一九二一年七月一日建党"),
    ],
)
def test_each_spelling_leads_to_the_other(one: str, other: str) -> None:
    assert other in spellings(one)
    assert one in spellings(other)


def test_a_year_in_words_is_a_year_even_without_its_unit() -> None:
    assert "2024" in spellings("二〇二四")
    assert spellings("2024") == ("2024",)


@pytest.mark.parametrize(
    "text",
    [
        "苍南县",
        "三千万",
        "1.3万",
        "32日",
        "13月",
        "0月",
        "二十一二月",
        "12345年",
        "1,000万",
        "3024年",
        "百二十一日",
        "一三月",
        "",
    ],
)
def test_other_text_is_spelled_in_one_way(text: str) -> None:
    assert spellings(text) == (text,)


@given(
    st.one_of(
        st.text(max_size=30), st.text(alphabet="0123456789〇○零一二三四五六七八九十百两年月日号万亿.,苍", max_size=20)
    )
)
def test_the_text_itself_comes_first_and_spellings_are_few_and_different(text: str) -> None:
    folded = fold_text(text)
    found = spellings(folded)
    assert found[0] == folded
    assert len(found) == len(set(found)) <= 8


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1800, 2099))
def test_every_date_has_a_spelling_in_words_that_leads_back(month: int, day: int, year: int) -> None:
    figures = f"{year}年{month}月{day}日"
    words = next(each for each in spellings(figures) if not any(c.isascii() for c in each))
    assert figures in spellings(words)


@given(st.integers(1, 99))
def test_every_small_amount_has_a_spelling_in_words_that_leads_back(amount: int) -> None:
    _, words = spellings(f"{amount}万")
    assert f"{amount}万" in spellings(words)
