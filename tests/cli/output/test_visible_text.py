"""Archived text is shown in full, and nothing of it is obeyed by a terminal."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.output.styled import Run, Style, columns_of, encode, marked, run, wrap
from baosou.cli.output.visible import fit, pad, shorten, visible, width_of, words_in_lines

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("苍南县渔港，。“”（）《》ab1-_/ \u0301\u200b\x1b"), st.characters()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("渔港\x1b[31m夜色", "渔港␛[31m夜色"),
        ("响铃\x07和删除\x7f", "响铃␇和删除␡"),
        ("倒序\u202e文字", "倒序⟦U+202E⟧文字"),
        ("零宽\u200b空格", "零宽⟦U+200B⟧空格"),
        ("C1的\x9b控制", "C1的⟦U+009B⟧控制"),
        ("两行\n一\t起\r\n看", "两行 一 起  看"),
        ("坏\udc80字节", "坏⟦U+DC80⟧字节"),
    ],
)
def test_control_characters_are_shown_as_pictures(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(TEXTS)
def test_nothing_that_a_terminal_obeys_is_left_in_visible_text(text: str) -> None:
    shown = visible(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") or c in "\u2028\u2029"]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI")]


@given(TEXTS.filter(lambda text: not any(c.isspace() for c in text)))
def test_every_ordinary_character_is_kept_in_visible_text(text: str) -> None:
    ordinary = [c for c in text if visible(c) == c]
    shown = iter(visible(text))
    assert all(c in shown for c in ordinary)


def test_a_chinese_character_takes_two_columns_and_a_combining_mark_none() -> None:
    assert width_of("苍南A03") == 7
    assert width_of("e\u0301") == 1


def test_text_is_cut_and_padded_by_columns_not_by_characters() -> None:
    assert fit("苍南县", 5) == "苍南"
    assert shorten("苍南县志愿服务", 8) == "苍南县…"
    assert pad("苍南", 6) + "|" == "苍南  |"


@given(TEXTS, st.integers(20, 60))
def test_wrapping_loses_no_character_but_blanks(text: str, columns: int) -> None:
    lines = wrap([run(text)], columns, first="  ", rest="    ")
    wrapped = "".join(piece.text for line in lines for piece in line)
    assert wrapped.replace(" ", "") == visible(text).replace(" ", "")


@given(TEXTS, st.integers(20, 60))
def test_no_wrapped_line_is_wider_than_the_terminal(text: str, columns: int) -> None:
    assert all(columns_of(line) <= columns for line in wrap([run(text)], columns, first="  ", rest="    "))


def test_closing_punctuation_does_not_begin_a_line_and_opening_does_not_end_one() -> None:
    text = "老船长说：“出海看天，做人看心。”（本报记者林一帆）他把渔网叠好，再把潮汐表递给孩子们。"
    for columns in range(12, 60):
        lines = ["".join(piece.text for piece in line) for line in wrap([run(text)], columns)]
        assert not [line for line in lines[1:] if line[0] in "，。：”）"], columns
        assert not [line for line in lines[:-1] if line[-1] in "“（"], columns


def test_a_latin_word_or_number_is_not_torn_by_a_line_break() -> None:
    lines = wrap([run("全县投放人工鱼礁共计 128,000 空方，采用 marine-ranching 模式运营")], 30)
    text = ["".join(piece.text for piece in line) for line in lines]
    assert any("128,000" in line for line in text)
    assert any("marine-ranching" in line for line in text)


def test_highlights_are_marked_at_their_characters_also_after_control_characters() -> None:
    runs = marked("a\x1b\u202e霞关镇", ((3, 5),))
    assert [(piece.text, piece.style) for piece in runs] == [
        ("a␛⟦U+202E⟧", Style.PLAIN),
        ("霞关", Style.MARK),
        ("镇", Style.PLAIN),
    ]


def test_without_colour_highlights_stand_in_brackets() -> None:
    assert encode([tuple(marked("在霞关镇", ((1, 3),), brackets=True))], colour=False) == "在[霞关]镇\n"


def test_with_colour_highlights_are_coloured_and_the_text_has_no_brackets() -> None:
    assert encode([tuple(marked("在霞关镇", ((1, 3),)))], colour=True) == "在\x1b[1;31m霞关\x1b[0m镇\n"


def test_links_are_written_only_where_they_are_wanted() -> None:
    line = (Run("a.txt:3", Style.PLAIN, "file://host/a.txt"),)
    assert encode([line], colour=False, links=True) == "\x1b]8;;file://host/a.txt\x1b\\a.txt:3\x1b]8;;\x1b\\\n"
    assert encode([line], colour=True) == "a.txt:3\n"


@given(st.lists(st.text("渔港ab，", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(8, 30))
def test_words_stand_whole_and_in_their_order_in_lines_that_are_as_full_as_can_be(
    words: list[str], columns: int
) -> None:
    lines = words_in_lines(" ".join(words), columns)
    assert " ".join(lines).split() == words
    for line, following in itertools.pairwise(lines):
        assert following.startswith("  ")
        assert width_of(f"{line} {following.split()[0]}") > columns
    assert all(width_of(line) <= columns or len(line.split()) == 1 for line in lines)
