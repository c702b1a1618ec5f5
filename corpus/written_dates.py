"""Dates as text writes them: where they stand whole in folded text, and all their spellings.

2018年10月23日, 2018-10-23, 2018.10.23, 2018/10/23, 20181023 and 二〇一八年十月二十三日 are one day; 10月23日 is that
day of any year, 2018年10月 and 2018-10 are a month, and 9·3 is a day that gave its name to what happened on it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from baosou.corpus.characters import DIGITS, NUMBER_SIGNS
from baosou.corpus.dates import parse_date
from baosou.corpus.numerals import in_words, value
from baosou.corpus.spellings import ZEROS

DOTS = "·・•‧"
"""Dots beside the point that stand between the two numbers of a day: 9·3."""

_YEARS = range(1800, 2100)
_LEAP_YEAR = "2000年"
_LONGEST = 16  # characters, of 二〇一八年十二月二十三日 and a few more
_LONGEST_DOTTED = 7

_YEAR = f"(?:[0-9]{{4}}|[一二][{DIGITS}{ZEROS}◯]{{3}})"
_NUMBER = "(?:[0-9]{1,2}|[〇○零一二三四五六七八九十廿卅]{1,4})"
_IN_CHINESE = f"(?:{_YEAR}年)?{_NUMBER}月{_NUMBER}[日号]|{_YEAR}年{_NUMBER}月份?"
_DAY_IN_FIGURES = r"[0-9]{4}(?P<sign>[-./])[0-9]{1,2}(?P=sign)[0-9]{1,2}(?!(?P=sign)?[0-9])|[0-9]{8}"
_MONTH_IN_FIGURES = "[0-9]{4}[-/][0-9]{1,2}"
_NUMERALS = f"[{DIGITS[1:]}十]{{1,3}}"
_DOTTED = rf"[0-9]{{1,2}}[{DOTS}][0-9]{{1,2}}|{_NUMERALS}[{DOTS}]{_NUMERALS}"

_BEFORE, _AFTER = rf"(?<![{NUMBER_SIGNS}])(?<![0-9]\.)", rf"(?!(?<=[{NUMBER_SIGNS}])[{NUMBER_SIGNS}])"
_BEFORE_SHORT, _AFTER_SHORT = rf"(?<![0-9][-/,{DOTS}])", rf"(?!年|[-./{DOTS}][0-9])"
"""Dates within other numbers are none, nor are a few figures within lists and versions (1.9·3, 2010-12年)."""

_ZEROS_IN_NUMERALS = str.maketrans("0o◯", "〇〇〇")


class WrittenDate(Struct, frozen=True):
    """A day, a month of a year (`day` None), or a day of any year (`year` None)."""

    year: int | None
    month: int
    day: int | None

    @property
    def iso(self) -> str | None:
        """The date as articles are dated, 2018-10-23 or 2018-10; None for a day of any year."""
        if self.year is None:
            return None
        return f"{self.year}-{self.month:02d}" + ("" if self.day is None else f"-{self.day:02d}")

    def spellings(self) -> list[str]:
        """All ways to write it, in folded text."""
        numbers = [self.month] if self.day is None else [self.month, self.day]
        bare, padded = list(map(str, numbers)), [f"{number:02d}" for number in numbers]
        written = [_chinese(self.year, bare), _chinese(self.year, padded)]
        written += (_chinese(year, list(map(in_words, numbers))) for year in _years_in_words(self.year))
        if self.day is not None:
            written.append(_chinese(self.year, bare, day="号"))
        # set with blanks around figures, or within a line of a page
        written += (re.sub(blanks, " ", written[0]).rstrip() for blanks in ("(?<=[年月])|(?=[年月日])", "(?<=[年月])"))
        if self.year is not None:
            signs = "-/." if self.day is not None else "-/"
            written += (sign.join([str(self.year), *each]) for sign in signs for each in (padded, bare))
            written += ["".join([str(self.year), *padded])] if self.day is not None else []
        return written


@lru_cache(maxsize=1024)  # the terms of one search are asked for again and again
def date_of(text: str) -> WrittenDate | None:
    """The date that is the whole of a folded text; None for anything else, and for days that no month has."""
    if not 4 <= len(text) <= _LONGEST or _date().fullmatch(text) is None:
        return None
    plain = text.removesuffix("份")
    if plain[0] in "一二":
        plain = plain[:4].translate(_ZEROS_IN_NUMERALS) + plain[4:]
    of_any_year = "月" in plain and "年" not in plain
    iso = parse_date(_LEAP_YEAR + plain if of_any_year else plain)
    if iso is None:
        return None
    year, month, *day = map(int, iso.split("-"))
    if year not in _YEARS:
        return None
    return WrittenDate(None if of_any_year else year, month, day[0] if day else None)


def dates_within(text: str) -> list[tuple[int, int]]:
    """Where dates stand whole in a folded text, days with a dot (9·3) among them: [start, end) of each, ascending."""
    if text.isascii() and not any(map(str.isdecimal, text)):
        return []
    found = _dates_within().finditer(text)
    return [each.span() for each in found if each["dotted"] or date_of(each.group()) is not None]


def dotted_spellings(text: str) -> list[str]:
    """The ways to write a folded text that is all of a day with a dot: 9·3 is 9.3 and 九·三; none of other text."""
    found = _day_with_dot().fullmatch(text) if 3 <= len(text) <= _LONGEST_DOTTED else None
    if found is None:
        return []
    month, day = filter(None, found.groups())
    if month.isascii():
        is_day = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
        if "." in text and not is_day:
            return []
        numerals = ("".join(DIGITS[int(figure)] for figure in part) for part in (month, day))
        return [*(f"{month}{dot}{day}" for dot in (f"{DOTS}." if is_day else DOTS)), "·".join(numerals)]
    # 十二·五 is written 12·5 now and then, and 12.5 is any number
    return [f"{first}{dot}{last}" for first, last in ((month, day), (_figures(month), _figures(day))) for dot in DOTS]


@cache
def _date() -> re.Pattern[str]:
    return re.compile(f"{_IN_CHINESE}|{_DAY_IN_FIGURES}|{_MONTH_IN_FIGURES}")


@cache
def _dates_within() -> re.Pattern[str]:
    short = f"{_BEFORE_SHORT}(?:{_MONTH_IN_FIGURES}|(?P<dotted>{_DOTTED})){_AFTER_SHORT}"
    return re.compile(f"{_BEFORE}(?:{_IN_CHINESE}|{_DAY_IN_FIGURES}|{short}){_AFTER}")


@cache
def _day_with_dot() -> re.Pattern[str]:
    return re.compile(rf"([0-9]{{1,2}})[.{DOTS}]([0-9]{{1,2}})|({_NUMERALS})[{DOTS}]({_NUMERALS})")


def _chinese(year: int | str | None, numbers: list[str], *, day: str = "日") -> str:
    units = zip(numbers, "月" + day, strict=False)
    return ("" if year is None else f"{year}年") + "".join(number + unit for number, unit in units)


def _years_in_words(year: int | None) -> list[str | None]:
    if year is None:
        return [None]
    words = [DIGITS[int(figure)] for figure in str(year)]
    return ["".join(words).replace("〇", zero) for zero in (ZEROS if "〇" in words else "〇")]


def _figures(numerals: str) -> str:
    """九, 十八 and 一八 in figures."""
    number = value(numerals)
    return "".join(str(DIGITS.index(each)) for each in numerals if each != "十") if number is None else str(number)
