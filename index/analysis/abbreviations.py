"""Abbreviations that a text explains itself: 中国科学院上海光学精密机械研究所（以下简称上海光机所）.

Few of the names that texts give themselves are abbreviations. One is taken for that where its characters stand in
the long form in their order but not in one piece (《条例》 for 《供水条例》 says nothing), and where it says for
itself what it is of (市发改委 is another one in each city). After Schwartz and Hearst: A simple algorithm for
identifying abbreviation definitions in biomedical text (PSB 2003), from right to left, with characters for letters.
"""

from __future__ import annotations

import re

from msgspec import Struct

from baosou.corpus.characters import HAN

BEFORE, AFTER = 64, 24
"""How many characters before and after 简称 are looked at."""

_SHORTEST, _LONGEST = 2, 10
_LONGEST_NAME = 40
_GAP = 8
"""Characters of the long form between two neighbouring ones of the short form, at most."""

_TAIL = 5
"""Characters of the long form after the last one of the short form, at most (科工委 of 科学技术工业委员会)."""

_DEICTIC = frozenset("本该此我各贵其两双市省县区州旗镇乡村")
_ABSOLUTE = ("市场", "区域", "县域", "乡村", "村镇", "省际", "两岸")
"""A short form that begins with a deictic character stands for another name in each text, unless it begins so."""


_OPENING = re.compile(r"[”』」\"'’]?[（(](?:以下|下文|后文|文中|下)?(?:统一|均|合|一并)?(?:简|下)?$")
"""What stands between a long form and the word 简称."""

_NAMING = re.compile(
    rf"称?(?:为|作)?[:：]?\s*[“『「《〈\"'‘]?([{HAN}]{{{_SHORTEST},{_LONGEST}}})[”』」》〉\"'’]?\s*[,，;；)）]"
)
"""What stands between that word and the end of the short form."""


class Abbreviation(Struct, frozen=True):
    """A folded short form, and the end of what it stands for that begins with its first character.

    `whole` is that with what stands before it as far as a name reaches.
    """

    short: str
    long: str
    whole: str


def explained(before: str, after: str) -> Abbreviation | None:
    """The abbreviation that a text explains at 简称, 下称 or 下简称, given the folded text around that; or None."""
    opened = _OPENING.search(before)
    named = _NAMING.match(after)
    if opened is None or named is None:
        return None
    short = named[1]
    clause = _clause(before[: opened.start()])
    start = _start(short, clause)
    if start is None or short in clause or not _JOINING.isdisjoint(short):
        return None
    if short[0] in _DEICTIC and not short.startswith(_ABSOLUTE):
        return None
    if _NO_NAME.search(clause, start) or _is_left_out(short, clause[start:]):
        return None
    return Abbreviation(short, clause[start:], clause[_name_start(clause, start) :])


def _clause(text: str) -> str:
    """The end of a text in which a name may stand: title marks at its end aside, back to a sign that parts names."""
    text = text.rstrip("》〉”』」\"'’ ")
    return re.split(rf"[^{HAN}〇0-9A-Za-z·\-]", text)[-1][-_LONGEST_NAME:]


def _start(short: str, clause: str) -> int | None:
    """Where the nearest long form of a short one begins in a clause that it ends, or None."""
    at = end = len(clause)
    for number, character in enumerate(reversed(short)):
        found = clause.rfind(character, 0, at)
        if found < 0 or at - found - 1 > (_GAP if number else _TAIL):
            return None
        at = found
    return at if end - at >= len(short) + 2 else None


_JOINING = frozenset("和与及或")
_NO_NAME = re.compile("[的至或即某该]|其他|其它|以及|之间")
"""What stands in no name."""

_BODIES = ("法院", "检察院", "政府", "局", "公司", "银行", "集团", "大学", "学院", "医院", "协会", "学会", "基金会")
"""Bodies are called by their names with some words left out; things are not: 突发事件 is not all 突发公共卫生事件."""


def _is_left_out(short: str, long: str) -> bool:
    """Whether a short form is the long one with whole words left out, and no word of it shortened."""
    if short.endswith(_BODIES):
        return False
    at, pieces = 0, 0
    while at < len(short):
        length = next((n for n in range(len(short) - at, 1, -1) if short[at : at + n] in long), 1)
        if length == 1:
            return False
        at, pieces = at + length, pieces + 1
    return pieces > 0


_NAMES = re.compile(r"中华人民共和国|中国|全国|国家|中共|中央|国务院|最高人民")
_PLACE = re.compile(rf"[{HAN}]{{2,7}}?(?:自治区|自治州|自治县|省|市|县|区|州|镇|乡)")
_PARTING = re.compile(
    r"所称|各级|以上|区域内|范围内|有关|建立|完善|划定|规范|保障|报请|上报|举办|开展|购买|编制|缴纳|领取|撤销|发挥|认定|应当|可以|支持"
    r"|根据|按照|依照|依据|来自|参加|成立|组建|设立|召开|举行|印发|发布|公布|实施|制定|批准|记者|位于|通过|推进|加强|加快"
    r"|修订|起草|会同|隶属|任职|作为|(?<!人民共)和|经(?!济|营|贸|理|纪|销)|从(?!业|事)|对(?!外)|[的了由在向把将是与及同于至到为被等即]"
)
_NEAR = 12
"""Characters before the nearest long form among which a name that begins with nothing known may begin."""


def _name_start(clause: str, start: int) -> int:
    """Where the name that the long form ends begins: with a country or a place, or after what cannot be part of it."""
    parted = max((found.end() for found in _PARTING.finditer(clause, 0, start)), default=0)
    found = _NAMES.search(clause, parted, start + 1) or _PLACE.search(clause, parted, start)
    if found is not None and found.start() <= start:
        return found.start()
    return parted if start - parted <= _NEAR else start
