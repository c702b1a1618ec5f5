"""A date or an amount is found in figures and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.corpus.numerals import in_words, value
from baosou.corpus.spellings import amounts, spellings


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
    ("one", "other"),
    [
        ("三千万", "3000万"),
        ("三百二十五亿", "325亿"),
        ("一百零五万", "105万"),
        ("三万亿", "3万亿"),
        ("二百万", "两百万"),
    ],
)
def test_numbers_beyond_a_hundred_are_spelled_otherwise_before_wan_and_yi(one: str, other: str) -> None:
    assert other in spellings(one)
    assert one in spellings(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一千二百人", "1200人"),
        ("三千多人", "3000多人"),
        ("24个月", "二十四个月"),
        ("第三届", "第3届"),
        ("两百亩", "200亩"),
        ("二百亩", "两百亩"),
        ("105人", "一百〇五人"),
        ("105人", "一百零五人"),
        ("12000人", "1.2万人"),
        ("12000人", "一万二千人"),
        ("一万两千人", "1.2万人"),
        ("2263.88万元", "22638800元"),
        ("3.92亿元", "三亿九千二百万元"),
        ("九十年代", "90年代"),
        ("3起", "三起"),
    ],
)
def test_a_number_before_a_measure_word_is_spelled_otherwise_where_that_is_asked_for(one: str, other: str) -> None:
    assert other in spellings(one, measured=True)
    assert one in spellings(other, measured=True)
    if "万" not in one and "亿" not in one:
        assert other not in spellings(one)


def test_numerals_alone_lead_to_figures_and_figures_alone_to_nothing() -> None:
    """Whoever types 1200 may mean a page or a model; 两千 is a number and nothing else."""
    assert "2000" in spellings("两千", measured=True)
    assert {"12000", "1.2万"} <= set(spellings("一万二千", measured=True))
    assert spellings("1200", measured=True) == ("1200",)
    assert spellings("十二", measured=True) == ("十二",)


@pytest.mark.parametrize(
    "text",
    [
        "苍南县",
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
        "一点三万",
        "万一",
        "3万五千",
        "成千上万",
        "1" * 6_000 + "万",
        "",
    ],
)
def test_other_text_is_spelled_in_one_way(text: str) -> None:
    assert spellings(text) == (text,)


@pytest.mark.parametrize(
    "text", ["一起", "一大批", "007人", "一千二", "百余人", "一点三万", "三峡", "四川", "2.5米", "5G", "3万五千人"]
)
def test_what_is_no_whole_number_before_a_measure_word_is_spelled_in_one_way(text: str) -> None:
    assert spellings(text, measured=True) == (text,)


@pytest.mark.parametrize("text", ["一家", "一次", "1个", "一场", "进一步", "数十场"])
def test_one_that_is_an_article_and_numerals_that_end_a_word_are_spelled_in_one_way(text: str) -> None:
    assert spellings(text, measured=True) == (text,)


@pytest.mark.parametrize(
    ("one", "other"), [("第一次", "第1次"), ("一个月", "1个月"), ("一人", "1人"), ("十一次", "11次")]
)
def test_one_that_counts_is_spelled_otherwise(one: str, other: str) -> None:
    assert other in spellings(one, measured=True)
    assert one in spellings(other, measured=True)


def test_amounts_stand_with_their_measure_words() -> None:
    text = "投资3.92亿元，24个月里1万余名渔民受益，第三届渔灯会来了一千二百人"
    found = [text[start:end] for start, end in amounts(text)]
    assert found == ["3.92亿元", "24个月", "1万余名", "三届", "一千二百人"]


@given(
    st.one_of(
        st.text(max_size=30),
        st.text(alphabet="0123456789〇○零一二三四五六七八九十百千两点年月日号万亿.,苍个人", max_size=20),
    )
)
def test_the_text_itself_comes_first_and_spellings_are_few_and_different(text: str) -> None:
    folded = fold_text(text)
    for measured in (False, True):
        found = spellings(folded, measured=measured)
        assert found[0] == folded
        assert len(found) == len(set(found)) <= 14


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1800, 2099))
def test_every_date_has_a_spelling_in_words_that_leads_back(month: int, day: int, year: int) -> None:
    figures = f"{year}年{month}月{day}日"
    words = next(each for each in spellings(figures) if not any(c.isascii() for c in each))
    assert figures in spellings(words)


@given(st.integers(1, 9_999), st.sampled_from("万亿"))
def test_every_amount_has_a_spelling_in_words_that_leads_back(amount: int, scale: str) -> None:
    for words in spellings(f"{amount}{scale}")[1:]:
        assert f"{amount}{scale}" in spellings(words)


@given(st.integers(1, 10**13), st.sampled_from("二两"), st.sampled_from("零〇"))
def test_numerals_say_the_number_that_they_were_made_of(number: int, two: str, zero: str) -> None:
    assert value(in_words(number, two=two, zero=zero)) == number


@given(st.text(alphabet="〇零一二三九十百千万亿两", max_size=12))
def test_numerals_that_are_read_are_well_formed(text: str) -> None:
    number = value(text)
    if number is not None:
        same = str.maketrans("两〇", "二零")
        assert in_words(number) == text.translate(same)


@pytest.mark.parametrize("text", ["", "一二三", "百二十", "一千二", "一百二", "万一", "千万", "零", "十十", "一万亿万"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert value(text) is None
