"""People's names out of what records and bylines say of authors: roles, brackets and agencies are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from baosou.corpus.names import is_name

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_LIST_BREAKS = re.compile(r"[、，,;；|｜\n/／&＆]+")
_BLANKS = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}])|\s{{2,}}|\t")
_LONGEST = 1000
"""A line of authors that is longer is a text, and would take long."""

_LATIN_NAME = re.compile(r"([A-Z][a-z'-]+), ([A-Z][a-z'.-]*(?: [A-Z][a-z'.-]*)?)")
_EDITOR = re.compile(r"(?:责任编辑|責任編輯|责编|校对|编审|审核|值班主任)\s*[:：]\s*[^\s、，,;；:：]{2,4}")
"""Who edited an article did not write it."""

_LINKED = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
"""A page of a wiki or of notes: [[林小满]], [[people/lin|林小满]]."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.ASCII)
_BRACKETS = re.compile(r"[(（\[【〔［〈<][^()（）\[\]【】〔〕［］〈〉<>]*[)）\]】〕］〉>]")

_RANK = (
    r"(?:本[报刊台网社報臺網]|特[约派邀約]|实习|實習|见习|見習|首席|驻[地外]|全媒体|全媒體|融媒体?|新闻|新聞|摄影|攝影|文字|资深|資深|高级"
    r"|新华社|新华网|人民日报|人民网|中新社|中新网|光明网|央视)"
)
_JOB = r"(?:记者|記者|通讯员|通訊員|评论员|評論員|观察员|撰稿人?|实习生|實習生|特派员|报道员|主笔)"
_WORK = (
    r"(?:作者|文字|文图|图文|圖文|撰文|撰稿|采写|採寫|采访|採訪|采编|整理|口述|讲述|执笔|供稿|供图|摄影|攝影|绘图|翻译|翻譯|编译|編譯"
    r"|责任编辑|责编|编辑|編輯|主编|编者|译者|文|图|圖|摄|攝|译|著)"
)
_ROLE = rf"(?:{_RANK}*{_JOB}|{_WORK})"
# A role stands before a name, glued to it where it cannot be part of one, or at a colon or slash; or it stands alone.
_BEFORE = re.compile(rf"(?:{_ROLE}\s*[:：]|{_RANK}*{_JOB}(?:站)?|{_ROLE}(?=\s|$)|[Bb]y\s)\s*")
_CREDIT = re.compile(rf"{_RANK}*{_JOB}")
_FROM = re.compile(rf"(?<=[{_HAN}])\s*[/／][{_HAN}]{{2,4}}(?:綜合)?(?:報導|報道|電)$")
"""記者林小海／平灣報導: the place stands after the name."""
_AFTER = re.compile(
    r"\s*(?:(?:摄影|攝影|综合|联合|采访|现场)?(?:报道|報道|報導)|发自\S*|摄影|攝影|整理|编译|编写|供稿|供图|[文图摄译著])$"
)
_AND_OTHERS = re.compile(rf"(?<=[{_HAN}]{{2}})等(?:[一二三四五六七八九十\d]*人)?$")
_OFFICE = re.compile(
    r"(?:[社网網报報台臺局厅廳部处處委组組署所院站校]|政府|国务院|中学|小学|幼儿园|消息|会议|医院|法院|检察院|频道|编委会|客户端|公众号|中心|工作室|委员会|办公室|大学|大學|学院|學院|研究院|公司|集团"
    r"|协会|学会|杂志|周刊|月刊|记者站|评论员|编辑部)$"
)
_NOBODY = frozenset(
    """
    佚名 匿名 未知 不详 不詳 无 无名 网络 網絡 综合 转载 原创 小编 管理员 本报 本报讯 本報 本報訊 本刊 本刊讯 本刊訊
    男 女
    admin administrator editor unknown anonymous none null n/a staff root test nan
    """.split()  # noqa: SIM905 (a list of so many quoted words is harder to read)
)


def names_in(parts: Iterable[str]) -> tuple[list[str], bool]:
    """The names of people in author lines, in order, each once, and whether all that was said are names and roles.

    Names are parted at 、，,;/ and at blanks between Chinese ones; one of two characters that is spaced out (李　明) is
    closed up. Agencies, offices, numbers and addresses are nobody.
    """
    names: dict[str, None] = {}
    whole = True
    for part in parts:
        for piece in _pieces(part):
            if _is_nobody(piece):
                whole = False
            else:
                names[piece] = None
    return list(names), whole


def _pieces(part: str) -> list[str]:
    """What may be names in one author line, without roles and without what brackets say of a name."""
    if len(part) > _LONGEST:
        return ["@"]  # nobody
    if (western := _LATIN_NAME.fullmatch(part.strip())) is not None:
        part = f"{western[2]} {western[1]}"
    part = _EDITOR.sub("、@、", part)
    part = _LINKED.sub(r"\1", part)
    text = _ADDRESS.sub("  @  ", unicodedata.normalize("NFC", part).strip())
    bracketed = _BRACKETS.fullmatch(text)
    text = text[1:-1] if bracketed else _BRACKETS.sub(_unless_credit, text)
    text = _FROM.sub("", text)
    found: list[str] = []
    for chunk in _LIST_BREAKS.split(text):
        single = ""
        for word in _BLANKS.split(_CREDIT.sub(r"  \g<0>", chunk.strip()).strip()):
            name = _without_roles(word)
            if re.fullmatch(rf"[{_HAN}]", name):
                single += name
                if len(single) == 2:
                    found.append(single)
                    single = ""
                continue
            if single:
                found.append(single)
                single = ""
            if name:
                found.append(name)
        if single:
            found.append(single)
    return found


def _unless_credit(bracket: re.Match[str]) -> str:
    """Nothing for what brackets say of a name; their content where it names somebody itself (通讯员 周川)."""
    inner = bracket.group()[1:-1].strip()
    credit = _BEFORE.match(inner)
    return f"  {inner}  " if credit is not None and credit.end() < len(inner) else "  "


def _without_roles(word: str) -> str:
    name = word.strip(" \u3000:：·•()（）[]【】“”\"'")
    at = 0
    while (found := _BEFORE.match(name, at)) is not None and found.end() > at:
        at = found.end()
    name = name[at:]
    shorter = _AFTER.sub("", _AND_OTHERS.sub("", name))
    return shorter if not shorter or is_name(shorter) else name


def _is_nobody(piece: str) -> bool:
    if piece.casefold() in _NOBODY or "《" in piece or not any(map(str.isalpha, piece)):
        return True
    if "@" in piece or any(map(str.isdecimal, piece)):
        return True
    return len(piece) > 2 and _OFFICE.search(piece) is not None
