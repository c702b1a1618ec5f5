"""Dates as newspapers, records and file names write them, to ISO 8601 of the precision that is known."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import cache, lru_cache

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL = "〇○零一二三四五六七八九十廿卅"
_YEAR = rf"(?P<y>\d{{4}}|[{_NUMERAL[:12]}]{{4}})"
_MONTH = rf"(?P<m>\d{{1,2}}|[{_NUMERAL}]{{1,3}})"
_DAY = rf"(?P<d>\d{{1,2}}|[{_NUMERAL}]{{1,4}})"
_WEEKDAY = r"(?:[\s,，]*[(（]?(?:星期|周|礼拜|週|禮拜)[一二三四五六日天][)）]?)?"
_TIME = (
    r"(?:[T\s,，]*(?:凌晨|早上|上午|中午|下午|晚上)?\s*\d{1,2}(?:[:：时時点點]\d{1,2}\S*|[时時点點])"
    r"(?:\s?[AaPp][Mm])?(?:\s?(?:[+-]\d\d:?\d\d|[A-Z]{3}))?)?"
)

_CHINESE = rf"{_YEAR}\s*年\s*(?:{_MONTH}\s*月\s*(?:{_DAY}\s*[日号號])?)?"
# The Republic of China counts years from 1912: 民國三十七年, 中華民國一一三年, 民國113/07/02.
_OF_THE_REPUBLIC = rf"(?:中[華华])?民[國国]\s*(?P<r>\d{{1,3}}|[{_NUMERAL}百]{{1,6}}|元)"
_DAY_OF_THE_REPUBLIC = rf"{_OF_THE_REPUBLIC}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号號]"
_WHOLE = (
    rf"{_CHINESE}{_WEEKDAY}{_TIME}{_WEEKDAY}",
    rf"(?P<y>\d{{4}})(?:(?P<sep>[-/.])(?P<m>\d{{1,2}})(?:(?P=sep)(?P<d>\d{{1,2}}))?)?{_WEEKDAY}{_TIME}{_WEEKDAY}",
    r"(?P<y>\d{4})(?P<m>\d\d)(?:(?P<d>\d\d)(?:[T\s]?\d{4}(?:\d\d)?(?:[Z.+-]\S*)?)?)?",
    rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d){_TIME}",
    rf"{_OF_THE_REPUBLIC}\s*年\s*(?:{_MONTH}\s*月\s*(?:{_DAY}\s*[日号號])?)?{_WEEKDAY}{_TIME}",
    rf"{_OF_THE_REPUBLIC}\s*(?P<sep>[-/.])(?P<m>\d{{1,2}})(?:(?P=sep)(?P<d>\d{{1,2}}))?",
)
_MONTHS = ("january february march april may june july august september october november december").split()  # noqa: SIM905
_ENGLISH = (
    # RFC 822, as feeds write it, and the forms of C, of HTTP and of American and British papers
    r"(?:[a-z]{3,9},?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<month>[a-z]{3,9})\.?,?[\s-](?P<y>\d{4})(?:,?\s+\d{1,2}:\d\d.*)?",
    r"(?:[a-z]{3,9},?\s+)?(?P<month>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?:,?\s+\d{1,2}:\d\d.*)?",
    r"[a-z]{3}\s+(?P<month>[a-z]{3})\s+(?P<d>\d{1,2})\s+\d\d:\d\d:\d\d\s+(?:[a-z]{3,5}\s+)?(?P<y>\d{4})",
)
_EPOCH_YEARS = range(1990, 2100)
"""What seconds since 1970 may mean: a number of another year is something else."""
_CHINA = datetime.timezone(datetime.timedelta(hours=8))

# In names a date stands among other things, so only unmistakable forms count, between non-digits. In folders
# (2024/7/1/) one digit is enough; a file 2024/7/1.txt may as well be the first page of July.
_PART = r"(?:\d{1,2}(?=[月日]?/)|\d{1,2}(?=[月日]$)|\d\d(?=$))"
_NAME_DAY = (
    r"(?<!\d)(?P<y>\d{4})([-_.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
    rf"(?<!\d){_YEAR}年/?{_MONTH}月/?{_DAY}[日号號]",
    rf"(?<![^/])(?P<y>\d{{4}})年?/(?P<m>{_PART})月?/(?P<d>{_PART})",
    rf"(?<![^/])(?P<y>\d{{4}})[-_.]?(?P<m>\d\d)/(?P<d>{_PART})",
    r"(?<![^/])(?P<y>\d{4})年?/(?P<m>\d\d)[-_.]?(?P<d>\d\d)(?![^/])",
)
_NAME_MONTH = (
    rf"(?<!\d){_YEAR}年/?{_MONTH}月(?!\d)",
    r"(?<![^/])(?P<y>\d{4})[-_.]?(?P<m>\d\d)(?![^/])",
    rf"(?<![^/])(?P<y>\d{{4}})年?/(?P<m>{_PART})",
)
_NAME_YEAR = r"(?P<y>\d{4})年?"
_IN_LINE = rf"(?<![\d{_NUMERAL}]){_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号號]"
_NAME_YEARS = range(1850, 2100)  # an eight-digit number that opens with another year is an id


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """An expression, compiled when it is first used: most commands use none of them."""
    return re.compile(expression)


@lru_cache(maxsize=1024)  # the records of an archive repeat few dates
def parse_date(text: str) -> str | None:
    """A date that is the whole of `text`, as "2024", "2024-07" or "2024-07-01"; None if it is not surely one.

    Takes ISO dates and timestamps (their own day, whatever the zone), 2024/7/1, 20240701, 20240701083000,
    2024年7月1日, 二〇二四年七月一日, 民國113年7月1日, RFC 822 and other English forms. Invalid days are None, and so
    are seconds since an epoch.
    """
    plain = unicodedata.normalize("NFKC", text[:60]).strip()
    if len(text) > 60:
        return None
    for pattern in _WHOLE:
        found = _compiled(pattern).fullmatch(plain)
        if found is not None:
            return _iso(found)
    if plain.isascii() and not plain.isdigit():
        for pattern in _ENGLISH:
            found = _compiled(pattern).fullmatch(plain.lower())
            if found is not None:
                return _english(found)
    return None


def date_of_epoch(number: float) -> str | None:
    """The day in China of so many seconds, or milliseconds, since 1970; None where the year is not plausible."""
    for unit in (1, 1_000, 1_000_000):
        if unit == 1 or number >= 10**11:
            try:
                date = datetime.datetime.fromtimestamp(number / unit, _CHINA)
            except (ValueError, OverflowError, OSError):
                continue
            if date.year in _EPOCH_YEARS:
                return date.date().isoformat()
    return None


def year_of_republic(numeral: str) -> int | None:
    """The year of our era that 民國 `numeral` 年 is (113, 一百一十三, 三十七, 元); None if there is none such."""
    from baosou.corpus.numerals import value  # few dates are of the Republic

    year = 1 if numeral == "元" else value(numeral) if "百" in numeral else _number(numeral)
    return 1911 + year if year is not None and 1 <= year <= 188 else None


def _english(found: re.Match[str]) -> str | None:
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"])), None)
    return parse_date(f"{found['y']}-{month}-{found['d']}") if month is not None else None


def dates_in(text: str) -> list[str]:
    """The full dates (2024年7月1日, 2024-07-01) within a short line, in order."""
    plain = unicodedata.normalize("NFKC", text)
    found = [
        match
        for pattern in (_IN_LINE, _NAME_DAY[0], _DAY_OF_THE_REPUBLIC)
        for match in _compiled(pattern).finditer(plain)
    ]
    dates = ((match.start(), _iso(match)) for match in found)
    return [date for _, date in sorted((at, date) for at, date in dates if date is not None)]


def date_in_path(relative_name: str) -> str | None:
    """The date that a file's name or its folders give; what stands nearest to the file name wins.

    2024-07-01, 20240701 and 2024年7月1日 count anywhere in a part, folders such as 2024/07/01 together, and a
    bare year or month only as the whole of a part.
    """
    parts = [part for part in unicodedata.normalize("NFKC", relative_name).split("/") if part]
    if not parts:
        return None
    parts[-1] = re.sub(r"(?:\.[A-Za-z]\w*)+$", "", parts[-1])
    best = ""
    for end in range(len(parts), 0, -1):
        joined = "/".join(parts[max(0, end - 3) : end])
        date = _date_ending(joined, len(joined) - len(parts[end - 1]), folder=end < len(parts))
        if date is not None and date.startswith(best):  # a folder may add the day to its file's year
            best = date
        elif date is not None:
            break
    return best or None


def _date_ending(joined: str, last: int, *, folder: bool) -> str | None:
    """The most precise date in `joined` that ends in its last part, which begins at `last`."""
    marked = joined + "/" if folder else joined
    for pattern in (*_NAME_DAY, *_NAME_MONTH):
        for found in reversed(list(_compiled(pattern).finditer(marked))):
            if found.end() > last and _number(found["y"]) in _NAME_YEARS:
                date = _iso(found)
                if date is not None:
                    return date
    year = _compiled(_NAME_YEAR).fullmatch(joined[last:])
    return year["y"] if year is not None and int(year["y"]) in _NAME_YEARS else None


def _iso(found: re.Match[str]) -> str | None:
    """The date of a match with the groups y, m and d, at its precision; None if there is no such day."""
    groups = found.groupdict()
    year, month, day = (groups.get(name) for name in "ymd")
    if groups.get("r") is not None and (reckoned := year_of_republic(groups["r"])) is not None:
        year = str(reckoned)
    if year is None:
        return None
    numbers = [_number(part) for part in (year, month, day) if part is not None]
    if not 1000 <= numbers[0] <= 2999:
        return None
    try:
        datetime.date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return "-".join(f"{number:02d}" for number in numbers)


def _number(numeral: str) -> int:
    """7, ７, 七, 十二, 二十一, 廿一, 卅 and 二〇二四 as a number."""
    spelled = numeral.replace("廿", "二十").replace("卅", "三十")
    if "百" in spelled:
        from baosou.corpus.numerals import value  # which hardly any date needs

        return value(spelled) or 0
    if "十" not in spelled:
        return int(spelled.translate(_DIGITS))
    tens, _, ones = spelled.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0  # no month and no day is written so
    return 10 * (int(tens.translate(_DIGITS)) if tens else 1) + (int(ones.translate(_DIGITS)) if ones else 0)
