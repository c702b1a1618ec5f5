"""Other ways to write the same date or amount: 2024年5月1日 is 二〇二四年五月一日, 3万 is 三万."""

from __future__ import annotations

import re
from functools import cache

DIGITS = "〇一二三四五六七八九"
ZEROS = "〇○零0o"
"""How newspapers set the zero of a year: the character, a circle, the word, a figure, a folded letter O."""

_VALUES = {character: value for value, character in enumerate(DIGITS)} | dict.fromkeys("○◯零0o", 0) | {"两": 2}
_NUMERALS = f"{DIGITS}○◯零两十百千"
_YEAR = f"[一二][{DIGITS}○◯零0o]{{3}}"
_UNITS = "年月日号万亿"
_LARGEST = {"月": 12, "日": 31, "号": 31, "万": 99, "亿": 99}


def spellings(text: str) -> tuple[str, ...]:
    """The folded text and its other spellings, all of its numbers in figures or all in words; at most 7.

    Years stand before 年 or are the whole text (二〇二四); months, days and amounts up to 99 before 万 and 亿
    stand before their unit.
    """
    if text[:1] in ("一", "二") and re.fullmatch(_YEAR, text):
        year = _figures_of_year(text)
        return _distinct([text, year, *(_year_in_words(year, zero) for zero in ZEROS)])
    if not any(unit in text for unit in _UNITS) or _number().search(text) is None:
        return (text,)
    return _distinct([text, _number().sub(_in_figures, text), *(_in_words(text, zero) for zero in ZEROS)])


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![0-9{_NUMERALS}])(?<![0-9][.,])"
        rf"(?:(?P<year>[0-9]{{4}}|{_YEAR})(?=年)|(?P<number>[0-9]{{1,2}}|[{_NUMERALS}]++)(?=(?P<unit>[月日号万亿])))"
    )


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _in_figures(found: re.Match[str]) -> str:
    if found["year"]:
        return _figures_of_year(found["year"]) if _is_year(found["year"]) else found["year"]
    value = _value(found)
    return found["number"] if value is None else str(value)


def _in_words(text: str, zero: str) -> str:
    def words(found: re.Match[str]) -> str:
        if found["year"]:
            year = _figures_of_year(found["year"])
            return _year_in_words(year, zero) if _is_year(year) else found["year"]
        value = _value(found)
        return found["number"] if value is None else _number_in_words(value, found["unit"])

    return _number().sub(words, text)


def _is_year(year: str) -> bool:
    return 1800 <= int(_figures_of_year(year)) <= 2099


def _figures_of_year(year: str) -> str:
    return "".join(str(_VALUES.get(character, character)) for character in year)


def _year_in_words(year: str, zero: str) -> str:
    return "".join(zero if figure == "0" else DIGITS[int(figure)] for figure in year)


def _value(found: re.Match[str]) -> int | None:
    """The number before a unit: 1 to 99, and no more than the unit allows; None for any other."""
    number, unit = found["number"], found["unit"]
    if number.isascii():
        value = int(number)
    else:
        tens, ten, ones = number.partition("十")
        if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= _VALUES.keys() or (tens and not ten and ones):
            return None
        value = (_VALUES.get(tens, 1) * 10 if ten else _VALUES[tens]) + (_VALUES[ones] if ones else 0)
    return value if 1 <= value <= _LARGEST[unit] else None


def _number_in_words(value: int, unit: str) -> str:
    if value == 2 and unit in "万亿":
        return "两"
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
