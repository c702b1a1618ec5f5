"""Archive and query meet in one folded form, and every folded character knows where it came from."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baosou.corpus.folding import Folded, fingerprint, fold, fold_text, irregular, simple_folds
from baosou.corpus.folding_tables import folding_tables
from tests.work import LONGEST_WAIT, growth

NEWSPAPER = "苍南县志愿服务总队２０２４年成立，裏峯羣眾“乒”出精彩。"
AWKWARD = (
    "㎡㎏⑩㈠ⅣﬁİẞΣ…½℃™\u200b\u200d\u00ad\ufeff\ufe0f\U000e0100\u0301\u0316\u3099ｶﾞ가\u1100\u1161\u11a8éÅ鼇豈𠮷🄐ﷺ\u0344"
)

texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=NEWSPAPER + AWKWARD, max_size=30),
    st.text(alphabet="aA1苍\u0301\u0316\u0327\u200b\u00ad㎏…", max_size=20),
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＣＯＶＩＤ－１９", "covid-19"),
        ("蒼南縣志願服務", "苍南县志愿服务"),
        ("鼇江、鳌江、鰲江", "鳌江、鳌江、鳌江"),
        ("裏外裡外", "里外里外"),
        ("羣峯", "群峰"),
        ("恆綫爲為啓衆敍祕", "恒线为为启众叙秘"),
        ("竈臺", "灶台"),
        ("⺠政⻓", "民政长"),
        ("面积３㎡重５㎏", "面积3m2重5kg"),
        ("①⑩㊀", "110一"),
        ("㈠总则⑴范围⒈名称", "(一)总则(1)范围1.名称"),
        ("Ⅳ期ﬁlm", "iv期film"),
        ("É e\u0301", "é é"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("苍\u200b南\ufeff县\u00ad", "苍南县"),
        ("㍿㋿", "株式会社令和"),
        ("豈", "岂"),
    ],
)
def test_forms_that_readers_take_for_the_same_fold_to_one(written: str, folded: str) -> None:
    assert fold_text(written) == folded


@pytest.mark.parametrize("sign", ["…", "……", "——", "‥", "‼", "℃", "½", "™", "“", "”", "「", "》", "。", "´"])
def test_signs_stay_themselves_and_keep_the_length_of_the_text(sign: str) -> None:
    assert fold(f"苍南{sign}龙港") == Folded(f"苍南{sign}龙港")


def test_ordinary_newspaper_text_folds_one_to_one() -> None:
    folded = fold(NEWSPAPER)
    assert folded.text == "苍南县志愿服务总队2024年成立,里峰群众“乒”出精彩。"
    assert folded.offsets is None
    assert folded.origin(5, 7) == (5, 7)


def test_a_character_that_grows_is_the_origin_of_each_of_its_parts() -> None:
    folded = fold("重５㎏，共３㎡")
    assert folded.text == "重5kg,共3m2"
    assert folded.origin(2, 3) == (2, 3)
    assert folded.origin(3, 4) == (2, 3)
    assert folded.origin(1, 5) == (1, 4)
    assert folded.offsets == (0, 1, 2, 2, 3, 4, 5, 6, 6, 7)


def test_dropped_characters_within_a_range_belong_to_it_and_those_after_do_not() -> None:
    folded = fold("苍\u200b南\u200b县")
    assert folded.text == "苍南县"
    assert folded.origin(0, 1) == (0, 1)
    assert folded.origin(0, 2) == (0, 3)
    assert folded.origin(2, 3) == (4, 5)
    assert folded.origin(1, 1) == (2, 2)


def test_a_letter_and_its_marks_are_one_cluster() -> None:
    folded = fold("e\u0301x")
    assert folded.text == "éx"
    assert folded.origin(0, 1) == (0, 2)


@given(texts)
@example("a\u200b\u0301")
@example("\u200b\u0301")
@example("\u0301a")
@example("½\u0301㎏\u0301")
@example("J\u030cİ\u0307")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@given(texts, st.data())
def test_what_a_range_came_from_folds_to_text_that_holds_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.origin(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold_text(text[first:last])


@given(texts)
def test_offsets_ascend_one_for_each_folded_character_and_one_for_the_end(text: str) -> None:
    folded = fold(text)
    if folded.offsets is None:
        assert len(folded.text) == len(text)
    else:
        assert len(folded.offsets) == len(folded.text) + 1
        assert list(folded.offsets) == sorted(folded.offsets)
        assert folded.offsets[-1] == len(text)


@given(texts)
def test_folding_for_the_text_alone_agrees_with_folding_for_offsets(text: str) -> None:
    folded = fold(text)
    assert fold_text(text) == folded.text
    assert irregular(text) == (folded.offsets is not None)


@given(texts, texts)
def test_a_fold_does_not_depend_on_where_text_is_cut(left: str, right: str) -> None:
    assert fold_text(f"{left}|{right}") == f"{fold_text(left)}|{fold_text(right)}"


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=20))
def test_latin_text_folds_as_normalization_form_kc_in_lower_case_does(text: str) -> None:
    plain = "".join(c for c in text if c not in "\u00ad¨¯´¸¼½¾")
    expected = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).lower())
    assert fold_text(plain) == expected


def test_simple_folds_are_final_and_what_the_characters_fold_to() -> None:
    folds = simple_folds()
    assert len(folds) > 9000
    assert not folds.keys() & set(folds.values())
    assert all(fold_text(chr(source)) == chr(target) for source, target in folds.items())


def test_every_growing_character_folds_to_text_that_stays() -> None:
    growing = folding_tables().expansions
    assert len(growing) > 1000
    assert [chr(code) for code, grown in growing.items() if fold_text(grown) != grown] == []


PILES = {
    "marks out of order": ("a", "\u0301\u0316"),
    "marks alone": ("", "\u0301"),
    "dropped": ("a", "\u200b"),
    "growing": ("", "㎡"),
    "dropped and marks": ("", "\u200b\u0301"),
}


@pytest.mark.parametrize(("first", "then"), PILES.values(), ids=PILES)
def test_the_work_of_folding_is_in_proportion_to_the_text(first: str, then: str) -> None:
    assert growth(lambda times: fold(first + then * times), 1000, 8) < 8.5


@pytest.mark.parametrize(("first", "then"), PILES.values(), ids=PILES)
def test_a_pile_of_a_million_marks_is_folded(first: str, then: str) -> None:
    """The square of it, within a look-up or a sort of which no step is seen, would take the better part of an hour."""
    code = f"from baosou.corpus.folding import fold; fold({first!r} + {then!r} * 1_000_000)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=LONGEST_WAIT)


def test_the_fingerprint_is_of_the_table() -> None:
    assert fingerprint() == folding_tables().fingerprint
    assert len(fingerprint()) == 8


def test_every_traditional_character_of_opencc_folds_to_its_simplified_form() -> None:
    opencc = pytest.importorskip("opencc", reason="opencc is not installed")
    simplified = opencc.OpenCC("t2s")
    ideographs = [chr(code) for code in (*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0))]
    differing = [
        character
        for character in ideographs
        if (expected := simplified.convert(character)) != character and fold_text(character) != fold_text(expected)
    ]
    assert differing == []


def test_the_table_is_what_the_generator_makes() -> None:
    pytest.importorskip("opencc", reason="opencc is not installed")
    from baosou.corpus.generate.folding import heading, table_lines

    table = Path(__file__).parents[2] / "corpus" / "folding_table.txt"
    written = table.read_text(encoding="utf-8").splitlines()
    if written[0] != heading():
        pytest.skip("this Python's Unicode or this opencc is of another version than the table's")
    assert list(table_lines()) == written
