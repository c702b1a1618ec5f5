"""Unquoted numbers are asked for with their measure words, whatever way they are written."""

from __future__ import annotations

import pytest

from baosou.index.understanding.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24个月", ["24个月"]),
        ("148个问题", ["148个", "问题"]),
        ("一千二百人到场", ["一千二百人", "到场"]),
        ("三百二十五亿元", ["三百二十五亿元"]),
        ("3万人以上", ["3万人", "以上"]),
        ("1万余名渔民", ["1万余名", "渔民"]),
        ("10大新闻", ["10大", "新闻"]),
        ("二十世纪九十年代", ["二十世纪", "九十年代"]),
        ("第一次世界大战", ["第一次世界大战"]),
        ("三年级学生", ["三年级", "学生"]),
        ("2022年5月", ["2022年5月"]),
        ("一个渔民", ["渔民"]),
    ],
)
def test_a_number_and_its_measure_word_are_one_term(text: str, expected: list[str]) -> None:
    assert terms(text) == expected
