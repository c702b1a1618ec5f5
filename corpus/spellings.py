"""Other ways to write the same date or amount: 2024年5月1日 is 二〇二四年五月一日, 1200人 is 一千二百人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from baosou.corpus.characters import DIGITS, FIRST_HAN, HAN, NUMBER_SIGNS, NUMERALS, SCALES, has_numbers

ZEROS = "〇○零0o"
"""How newspapers set the zero of a year: the character, a circle, the word, a figure, a folded letter O."""

POINTS = {".": "0123456789", ",": "0123456789", "点": NUMERALS}
"""What stands within one number, after which signs: 1.3万 and 一点三万 are not 3万."""

_VALUES = {character: number for number, character in enumerate(DIGITS)} | dict.fromkeys("○◯零0o", 0)
_YEAR = f"[一二][{DIGITS}○◯零0o]{{3}}"
_UNITS = "年月日号万亿"
_LARGEST = {"月": 12, "日": 31, "号": 31}
_MEASURES = (
    "个月|人次|公里|公斤|公顷|公分|平方|立方|美元|欧元|日元|港元|小时|分钟|毫米|厘米|世纪|周年|年代|周岁|海里|"
    "[个名位人家户项件条套处座所支辆台只头张份本部篇期批例间层栋幢棵株艘架首幅款类倍天周年级届岁种场次亩元米吨克"
    "斤升秒瓦口门起大强字页版册集笔宗轮颗粒枚瓶箱袋杯碗桶盏块根双对组班票席楼步代章节回幕段号]"
)
"""What is counted or measured, and what an ordinal number may stand before."""

_NOT_ONE = "大起个位家批步场次天种篇代章字口门双组对条件块本部头张只项套座支份层幢棵株首幅款类页版册根盏袋碗桶"
"""Measures before which 一 is no more than “a”, or that make another word of it: 一家, 一起 are not 1家, 1起."""

_DATE_ENDS = f"月日号份0123456789{DIGITS}十"

_LARGEST_IN_FIGURES = 10**8
_LARGEST_NUMBER = 10**14
_LEAST_ALONE = 100


@lru_cache(maxsize=1024)  # the terms of one search are asked for again and again
def spellings(text: str, *, measured: bool = False) -> tuple[str, ...]:
    """The folded text and its other spellings, all of its numbers in figures or all in words; at most 20.

    Years stand before 年 or are the whole text (二〇二四); months and days stand before their unit, and numbers end in
    万 or 亿. With `measured`, numbers are spelled otherwise before a measure word too (一千二百人, 三个月, 第三届), and
    numerals from 一百 on that are the whole text, with and without 万 (12000人, 1.2万人, 一万二千人); a date that is
    all of the text is spelled in every way (see `written_dates`), and so is a name with its number. Only numbers that
    are whole are: not the 3万 of 1.3万, nor the 一步 of 进一步.
    """
    if measured and (others := _date_spellings(text) or _numbered_name(text)):
        return _distinct([text, *others])
    if text[:1] in ("一", "二") and re.fullmatch(_YEAR, text):
        year = _figures_of_year(text)
        return _distinct([text, year, *(_year_in_words(year, zero) for zero in ZEROS)])
    if not has_numbers(text) or not (measured or any(unit in text for unit in _UNITS)):
        return (text,)
    numbers = [number for number in _numbers(text, measured=measured) if not (number.counted and number.within(text))]
    if not numbers:
        return (text,)
    styles = _SAME_SCALE + (_OTHER_SCALE if measured else ())
    return _distinct([text, *(_respelled(text, numbers, style) for style in styles)])


def _date_spellings(text: str) -> list[str]:
    """The ways to write the date that is the whole of a text; none of any other."""
    if not (text[-1:] in _DATE_ENDS and has_numbers(text[:1])):
        return []
    from baosou.corpus.written_dates import date_of, dotted_spellings  # most searches ask for no date

    date = date_of(text)
    return dotted_spellings(text) if date is None else date.spellings()


def is_numbered_name(text: str) -> bool:
    """Whether a folded text is a name with a number that belongs to it: 神舟十二号, 歼20."""
    return bool(_numbered_name(text))


def _numbered_name(text: str) -> list[str]:
    """What a name with its number is written as too: 歼20 with a hyphen, 神舟十二号 in figures; none of other text."""
    if not (text[:1] > FIRST_HAN and (text[-1:].isdecimal() or text[-1:] == "号")):
        return []
    found = _name_and_number().fullmatch(text)
    if found is None:
        return []
    if found["figures"]:
        return [f"{found['name']}{hyphen}{found['figures']}" for hyphen in ("", "-")]
    from baosou.corpus.numerals import in_words, value

    typed = found["number"]
    number = int(typed) if typed.isdecimal() and typed.isascii() else value(typed)
    return [f"{found['name']}{written}号" for written in (number, in_words(number))] if number else []


@cache
def _name_and_number() -> re.Pattern[str]:
    name = f"(?P<name>[{HAN}]{{0,3}}(?![{NUMBER_SIGNS}])[{HAN}])"
    return re.compile(f"{name}(?:-?(?P<figures>[0-9]{{1,3}})|(?P<number>[0-9]{{1,4}}|[{NUMERALS}]{{1,4}})号)")


def amounts(text: str) -> list[tuple[int, int]]:
    """Where numbers stand in folded text with their measure words: [start, end) of 24个月, 3.92亿元, 一千二百人."""
    if not has_numbers(text):
        return []
    return [(number.start, number.counted) for number in _numbers(text, measured=True) if number.counted]


class _Number(Struct, frozen=True):
    """One number of a text: where it stands, where its measure word ends (0: none), as typed, and its value.

    `scale` is the 万, 亿 or 万亿 at its end.
    """

    start: int
    end: int
    counted: int
    typed: str
    value: int
    scale: str
    is_year: bool

    def within(self, text: str) -> bool:
        """Whether the number, in words, ends a longer word, as in 进一步; an ordinal number does not."""
        before = text[self.start - 1 : self.start]
        return not self.typed[0].isascii() and before > FIRST_HAN and before != "第"

    def in_style(self, kind: str, two: str, zero: str) -> str:
        """The number in figures or in words; as typed where it is not written in that style."""
        from baosou.corpus.numerals import in_words  # most searches ask for no number

        if self.is_year:
            return _year_in_words(str(self.value), zero) if kind == "words" else str(self.value)
        match kind:
            case "words":
                return in_words(self.value, two=two, zero="〇" if zero == "〇" else "零")
            case "figures":
                return self._in_figures()
            case "scaled":
                return self._scaled()
            case _:
                return str(self.value) if self.value < _LARGEST_IN_FIGURES else self._in_figures()

    def _in_figures(self) -> str:
        """Figures before the same 万 or 亿 as was typed."""
        from baosou.corpus.numerals import value

        if self.typed[0].isascii() and self.scale:
            return self.typed
        head = value(self.typed.removesuffix(self.scale)) if self.scale else self.value
        return self.typed if head is None or head >= _LARGEST_IN_FIGURES else f"{head}{self.scale}"

    def _scaled(self) -> str:
        """With 万 or 亿 and at most four decimals."""
        for scale, factor in (("亿", 10**8), ("万", 10**4)):
            whole, rest = divmod(self.value, factor)
            if whole and rest % (factor // 10**4) == 0:
                decimals = f"{rest // (factor // 10**4):04d}".rstrip("0")
                return f"{whole}{'.' if decimals else ''}{decimals}{scale}"
        return self.typed


_SAME_SCALE = (("figures", "", ""), *(("words", two, zero) for two in "二两" for zero in ZEROS))
_OTHER_SCALE = (("plain", "", ""), ("scaled", "", ""))
"""In what styles numbers are written: which kind, what stands for 2, and what for the zeros of a year."""


def _respelled(text: str, numbers: list[_Number], style: tuple[str, str, str]) -> str:
    parts, at = [], 0
    for number in numbers:
        parts += [text[at : number.start], number.in_style(*style)]
        at = number.end
    return "".join([*parts, text[at:]])


def _numbers(text: str, *, measured: bool) -> Iterator[_Number]:
    for found in (_measured_number() if measured else _number()).finditer(text):
        typed, is_year = found.group(), found["year"] is not None
        scale = "万亿" if typed.endswith("万亿") else typed[-1] if typed[-1] in SCALES else ""
        number = _year(typed) if is_year else _value(found, scale, measured=measured)
        if number is not None:
            counted = found.end("measure") if found["measure"] else 0
            yield _Number(found.start(), found.end(), counted, typed, number, scale, is_year)


def _year(typed: str) -> int | None:
    year = int(_figures_of_year(typed))
    return year if 1800 <= year <= 2099 else None


def _value(found: re.Match[str], scale: str, *, measured: bool) -> int | None:
    """The value of a number; None for one that is no more than a part of a word or date, or that has a fraction."""
    from baosou.corpus.numerals import value

    typed, unit = found.group(), found["unit"] or ""
    figures = typed[0].isascii()
    number = _value_of_figures(typed.removesuffix(scale), scale, dated=bool(unit)) if figures else value(typed)
    if number is None or not 1 <= number < _LARGEST_NUMBER:
        return None
    if (number == 1 and _is_article(found)) or (number < _LEAST_ALONE and typed == found.string):
        return None
    dated = number <= _LARGEST.get(unit, number) or (measured and unit in "日号")
    return number if dated else None


def _is_article(found: re.Match[str]) -> bool:
    """Whether 一 or 1 says no more than “a” before what follows; after 第 it is a number."""
    measure = found["measure"]
    return bool(measure) and measure in _NOT_ONE and not found.string[: found.start()].endswith("第")


_WHOLE = rf"(?<![{NUMBER_SIGNS}])(?<![0-9][.,])(?<![{NUMERALS}]点)"
_DATED = rf"(?P<year>[0-9]{{4}}|{_YEAR})(?=年)|(?:[0-9]{{1,2}}|[{NUMERALS}]++)(?=(?P<unit>[月日号]))"
_FIGURES = "[0-9]{1,15}+(?![0-9])"
_SCALED = rf"(?:万亿?|亿)(?![{NUMBER_SIGNS}])|[{NUMERALS}{SCALES}]*+(?<=[{SCALES}])(?![0-9])"


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"{_WHOLE}(?:{_DATED}|{_FIGURES}{_SCALED})(?P<measure>)")


@cache
def _measured_number() -> re.Pattern[str]:
    figures, words = rf"{_FIGURES}(?:\.{_FIGURES})?", rf"[{NUMERALS}{SCALES}]++"
    following = rf"(?=[多余来]?(?P<measure>{_MEASURES}))"
    counted = rf"(?:{figures}(?:万亿?|亿)?|{words}){following}"
    return re.compile(rf"{_WHOLE}(?:{_DATED}|{counted}|{figures}{_SCALED}|\A{words}\Z)")


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _value_of_figures(figures: str, scale: str, *, dated: bool) -> int | None:
    """The whole number of figures before a 万 or 亿; None for a fraction and for leading zeros but those of a date."""
    if figures[0] == "0" and not dated:
        return None
    whole, _, decimals = figures.partition(".")
    factor = 10 ** (8 * scale.count("亿") + 4 * scale.count("万"))
    number, rest = divmod(int(whole + decimals) * factor, 10 ** len(decimals))
    return None if rest else number


def _figures_of_year(year: str) -> str:
    return "".join(str(_VALUES.get(character, character)) for character in year)


def _year_in_words(year: str, zero: str) -> str:
    return "".join(zero if figure == "0" else DIGITS[int(figure)] for figure in year)
