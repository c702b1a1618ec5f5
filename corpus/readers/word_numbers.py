"""The numbers that Word counts out before paragraphs (第一条, 一、, 1.2): seen by readers and not held by the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from baosou.corpus.numerals import in_words
from baosou.corpus.readers.word_styles import PREFIXES, whole_number
from baosou.corpus.readers.xml_events import xml_events

_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_CLOSED = "、．.）)】〕:：。"
_LEVELS = 9
_LONGEST = 40


class _Level(Struct):
    start: int = 1
    format: str = "decimal"
    text: str = ""


class _List(Struct):
    """A kind of list: its levels, and what each has counted so far."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """The lists of a document, which count on from paragraph to paragraph."""

    def __init__(self) -> None:
        self._lists: dict[int, _List] = {}
        self._of: dict[int, int] = {}  # of each numbering, the list that it counts in
        self._starts: dict[tuple[int, int], int] = {}  # where a numbering begins anew
        self._styled: dict[str, tuple[int, int]] = {}  # the list and level that a style counts in

    def level_of(self, style: str, numbering: int) -> int | None:
        """The level that a style's paragraphs are counted on in a numbering, where the list says so."""
        found = self._styled.get(style)
        return found[1] if found is not None and found[0] == self._of.get(numbering) else None

    def next(self, numbering: int, level: int) -> str:
        """What stands before the next paragraph of a numbering; nothing before those with a bullet, or none."""
        counted = self._lists.get(self._of.get(numbering, -1))
        own = counted.levels.get(level) if counted is not None else None
        if counted is None or own is None:
            return ""
        start = self._starts.pop((numbering, level), None)
        before = counted.counts.get(level)
        counted.counts[level] = start if start is not None else own.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            counted.counts.pop(deeper, None)
        if own.format in ("bullet", "none"):
            return ""
        label = _PLACE.sub(lambda found: self._written(counted, int(found[1]) - 1), own.text)[:_LONGEST].strip()
        return label if not label or label[-1] in _CLOSED else f"{label} "

    def _written(self, counted: _List, level: int) -> str:
        own = counted.levels.get(level)
        if own is None:
            return ""
        number = counted.counts.setdefault(level, own.start)
        return _FORMATS.get(own.format, str)(number)

    def take(self, number: int, depth: int, level: _Level, style: str) -> None:
        """Keep what a list says of one of its levels."""
        self._lists.setdefault(number, _List()).levels[depth] = level
        if style:
            self._styled[style] = (number, depth)

    def point(self, numbering: int, number: int) -> None:
        """Keep which list a numbering counts in."""
        self._of[numbering] = number

    def begin(self, numbering: int, level: int, start: int) -> None:
        """Keep that a numbering begins anew on a level."""
        self._starts[numbering, level] = start


def read_numbers(data: bytes) -> Numbers:
    """The lists of word/numbering.xml."""
    numbers = Numbers()
    listed = numbering = None
    level, depth, style = _Level(), 0, ""
    for kind, name, attributes in xml_events(data, PREFIXES):
        value = attributes.get("w:val", "")
        if kind == "start":
            match name:
                case "w:abstractNum":
                    listed = whole_number(attributes.get("w:abstractNumId"))
                case "w:num":
                    numbering = whole_number(attributes.get("w:numId"))
                case "w:lvl" | "w:lvlOverride":
                    level, depth, style = _Level(), whole_number(attributes.get("w:ilvl")) or 0, ""
                case "w:start":
                    level.start = whole_number(value) or 0
                case "w:numFmt":
                    level.format = value
                case "w:lvlText":
                    level.text = value[:_LONGEST]
                case "w:pStyle":
                    style = value
                case "w:abstractNumId" if numbering is not None:
                    numbers.point(numbering, whole_number(value) or 0)
                case "w:startOverride" if numbering is not None:
                    numbers.begin(numbering, depth, whole_number(value) or 0)
        elif kind == "end":
            if name == "w:lvl" and listed is not None and depth < _LEVELS:
                numbers.take(listed, depth, level, style)
            elif name == "w:abstractNum":
                listed = None
            elif name == "w:num":
                numbering = None
    return numbers


def _chinese(number: int) -> str:
    return in_words(number) if 0 < number < 10_000 else str(number)


def _formal(number: int) -> str:
    words = _chinese(number)
    return (f"一{words}" if words.startswith("十") else words).translate(_FORMAL)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 26 * 4 else str(number)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_CHINESE = ["chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"]
_CHINESE += ["japaneseCounting", "ideographDigital"]
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FORMATS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, _chinese),
    "chineseLegalSimplified": _formal,
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "decimalEnclosedCircle": _of(_CIRCLED),
    "decimalEnclosedCircleChinese": _of(_CIRCLED),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
}
