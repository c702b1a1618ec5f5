"""Whole numbers in Chinese numerals: 一千二百 is 1,200, 三亿零五万 is 300,050,000."""

from __future__ import annotations

import re

from baosou.corpus.characters import DIGITS, NUMERALS, SCALES

_VALUES = {character: value for value, character in enumerate(DIGITS)} | dict.fromkeys("○◯零", 0) | {"两": 2}
_PLACES = {"千": 1_000, "百": 100, "十": 10}
_SAME = str.maketrans({"两": "二", "〇": "零", "○": "零", "◯": "零"})
_LONGEST = 40


def value(text: str) -> int | None:
    """The number that well-formed numerals write; None for anything else (一二三, 百二十, 一千二).

    两 is 二 and 〇 is 零; a number from ten to nineteen may begin with 十.
    """
    if not 0 < len(text) <= _LONGEST or set(text) - set(NUMERALS + SCALES):
        return None
    read = _read(text)
    return read if read and in_words(read) == text.translate(_SAME) else None


def in_words(number: int, *, two: str = "二", zero: str = "零") -> str:
    """A number from 1 on in numerals; `two` stands where 两 may (两百, 两千, 两万, 两 alone), `zero` for 零."""
    words = _above_ten_thousand(number)
    words = words[1:] if words.startswith("一十") else words
    if two != "二":
        words = two if words == "二" else re.sub("(?<!十)二(?=[百千万亿])", two, words)
    return words.replace("零", zero)


def _read(text: str) -> int:
    """What the numerals come to, well-formed or not."""
    for scale, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(scale)
        if found:
            return _read(head) * factor + _read(tail)
    total = digit = 0
    for character in text:
        if character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = _VALUES[character]
    return total + digit


def _above_ten_thousand(number: int) -> str:
    for scale, factor in (("亿", 10**8), ("万", 10**4)):
        if number >= factor:
            head, tail = divmod(number, factor)
            between = "零" if 0 < tail < factor // 10 else ""
            return _above_ten_thousand(head) + scale + between + (_above_ten_thousand(tail) if tail else "")
    words = ""
    for character, place in _PLACES.items():
        digit, number = divmod(number, place)
        if digit:
            words += DIGITS[digit] + character
        elif words and number and not words.endswith("零"):
            words += "零"
    return words + (DIGITS[number] if number else "")
