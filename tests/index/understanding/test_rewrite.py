"""How what was typed becomes words to look for, and how text becomes words at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.analysis.analyzer import analyze, fingerprint, is_function_word, is_word, plain_words
from baosou.index.errors import QueryError
from baosou.index.query.parser import parse
from baosou.index.query.tree import And, Boost, DateRange, Not, Or, Phrase, Query, Value, Words
from baosou.index.query.writer import render
from baosou.index.understanding.rewrite import understand
from baosou.index.understanding.terms import terms


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("沈宇鸿", ["沈宇鸿"]),
        ("罗永康", ["罗永康"]),
        ("水", ["水"]),
        ("的", ["的"]),
        ("文化节", ["文化节"]),
        ("2024年", ["2024年"]),
        ("二〇二四年", ["二〇二四年"]),
        ("二零二四年的雪", ["二零二四年", "雪"]),
        ("3.92亿元", ["3.92亿元"]),
        ("12:30", ["12:30"]),
        ("1,280名学生", ["1,280名", "学生"]),
        ("增长5.2%", ["增长", "5.2%"]),
        ("COVID-19", ["covid-19"]),
        ("ＧＤＰ", ["gdp"]),
        ("C++", ["c++"]),
        ("苍南县志愿者", ["苍南县", "志愿者"]),
        ("蒼南縣志願者", ["苍南县", "志愿者"]),
        ("幸福小站提供哪些服务", ["幸福", "小站", "提供", "服务"]),
        ("鳌江的灯火", ["鳌江", "灯火"]),
    ],
)
def test_unquoted_text_is_cut_into_what_must_be_found(typed: str, found: list[str]) -> None:
    assert terms(typed) == found


@given(st.text(alphabet="苍南县的了是什么志愿者罗永康一二〇2024年.,% aA", min_size=1, max_size=14))
def test_every_term_stands_in_what_was_typed(typed: str) -> None:
    found = terms(typed)
    folded = fold_text(typed)
    at = 0
    for term in found:
        at = folded.find(term, at)
        assert at >= 0
        at += len(term)
    assert found or not folded.strip()


def meant(typed: str, mode: str = "all") -> str:
    return render(understand(parse(typed), "any" if mode == "any" else "all"))


@pytest.mark.parametrize(
    ("typed", "everything", "anything"),
    [
        ("苍南 志愿", "苍南 AND 志愿", "苍南 OR 志愿"),
        ("苍南 的 志愿", "苍南 AND 志愿", "苍南 OR 志愿"),
        ("的 了", "的 AND 了", "的 OR 了"),
        ("苍南 苍南", "苍南", "苍南"),
        ("苍南 -志愿", "苍南 AND NOT 志愿", "苍南 AND NOT 志愿"),
        ("苍南 志愿 author:林一帆", "苍南 AND 志愿 AND author:林一帆", "(苍南 OR 志愿) AND author:林一帆"),
        ("苍南 志愿 date:2024", "苍南 AND 志愿 AND date:2024", "(苍南 OR 志愿) AND date:2024"),
        ('"苍南的" 志愿', '"苍南的" AND 志愿', '"苍南的" OR 志愿'),
    ],
)
def test_all_words_or_any(typed: str, everything: str, anything: str) -> None:
    assert meant(typed) == everything
    assert meant(typed, "any") == anything


def test_trees_without_words_stay_as_they_are() -> None:
    for query in (Phrase("的"), Value("place", "苍南"), DateRange("2024", None), Not(Phrase("雪"))):
        assert understand(query) == query
    tree: Query = And((Boost(Words("灯火"), 2.0), Or((Words("的"), Phrase("雪")))))
    assert understand(tree) == And((Boost(Phrase("灯火", whole=True), 2.0), Phrase("雪")))


def test_a_query_of_nothing_is_an_error() -> None:
    for nothing in (Words(""), Words("  "), And(()), Not(Words(" ")), Boost(Words(""), 2.0)):
        with pytest.raises(QueryError, match="nothing to search for"):
            understand(nothing)


# Analysis

TEXTS = st.lists(
    st.sampled_from(
        [*"苍南县志愿者服务鳌江的一二〇年月日，。“” \n", "COVID-19", "3.5%", "１２", "ＡＢ", "㎏", "𠮷", "é", "蒼縣"]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=200)
@given(TEXTS)
def test_every_token_folds_back_to_its_place(text: str) -> None:
    analyzed = analyze(text)
    assert analyzed.folded == fold_text(text)
    for token in analyzed.tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text in fold_text(text[token.start : token.end])
        assert is_word(token.text)


@given(TEXTS)
def test_plain_words_join_up_to_the_text(text: str) -> None:
    folded = fold_text(text)
    assert "".join(plain_words(folded)) == folded


def test_function_words_are_words_that_never_decide() -> None:
    assert all(is_function_word(word) for word in ("的", "哪些", "什么", "为什么", "我们"))
    assert not any(is_function_word(word) for word in ("苍南", "志愿", "水", "", "渔港"))


def test_the_fingerprint_names_the_analysis_and_stays() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 16


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Éclair", ["éclair"]),
        ("Éclair的做法", ["éclair", "做法"]),
        ("привет世界", ["привет", "世界"]),
        ("5G+ŁÓDŹ", ["5g", "łódź"]),
    ],
)
def test_a_word_of_an_alphabet_stays_whole_whatever_its_letters(typed: str, found: list[str]) -> None:
    assert terms(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"), [("浙将省", ["浙将省"]), ("水和电", ["水", "电"]), ("山的海", ["山", "海"])]
)
def test_a_short_text_of_lone_characters_is_one_term_unless_something_joins_them(typed: str, found: list[str]) -> None:
    assert terms(typed) == found
