"""Who wrote it: byline lines, datelines and the names in brackets at the end of a text."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from baosou.corpus.names import is_credited, is_name


class Style(Enum):
    """How a line shows that it names authors."""

    BRACKETED = "(names) on a line of its own"
    CREDITED = "a role or a sign before the names"
    BARE = "names alone"
    SOURCE = "where a text was taken from, or an author's office"


class Byline(Struct, frozen=True):
    """What a byline line says; `authors` may be empty (本报评论员, 来源：…)."""

    style: Style
    authors: tuple[str, ...]


_RANK = (
    r"(?:本报|本刊|本台|本网|本社|特约|特派|特邀|实习|见习|首席|驻地|全媒体|融媒体?|新闻|摄影|文字|资深|高级"
    r"|新华社|新华每日电讯|人民网|中新社|中新网|光明网|央视)"
)
_JOB = r"(?:记者|通讯员|评论员|观察员|撰稿人?|实习生|编辑|特约员|特派员|报道员|报道组)"
_ROLE = (
    rf"(?:{_RANK}*{_JOB}(?:站)?|作者|文字|文图|图文|撰文|采写|采访|采编|整理|口述|讲述|执笔|供稿|供图|摄影|绘图|绘画|翻译|编译"
    r"|译者?|文/图|图/文|文·图|文、图|文|图|著)"
)
_SIGNS = "□■●◎◆◇○▲△★☆•·◼◻⊙▪▫❑❒"
_SENTENCE = re.compile(r"[。!?“”《》…]|[a-z\d]{2}|[^\s,、/|&;:()·•・‧(]{18}")
_SPLIT = re.compile(r"[\s、,，/|｜&;；]+")
_ROLES = re.compile(
    rf"(?<![^\s)/|·、:：,，]){_ROLE}(?=[\s:：/|｜·、]|$)\s*[:：/|｜]?|(?<![^\s)]){_RANK}*{_JOB}\s*[:：/|]?"
)
_REPORT = re.compile(r"(?:发自|自)?[^\s]{0,8}(?:摄影报道|综合报道|报道|摄影|文/图|图/文|文图|图文|文|摄|整理|供稿|辑)$")
_NOTE = re.compile(r"[(（][^()（）]{1,30}[)）]")
_SOURCE = re.compile(
    r"(?:作者(?:单位|简介|系|为|是|:系)|(?:资料|稿件|文章|信息|图文)?来源:|来源于|转自|转载自|摘自|节选自|选自|原载|据《"
    r"|据[^,。]{2,12}(?:报道|电|讯|网)|本文(?:来源|转自|摘自|原载))"
)
_DATELINE = re.compile(
    r"(?:本报|本刊|本网|本台|央视网|新华社|中新社|中新网|人民网|光明网|据新华社|据中新社|新华网|[^\s,，。:：()（）“”]{2,6}(?:日报|晚报|时报|网|社))"
    r"[^,，。:：()（）“”]{0,14}?(?:[(（][^()（）]{2,8}[)）])?(?:讯|电|专电|消息|报道)(?=[\s(（:：]|$|[^\s]{0,6}[(（])"
)
_CREDIT = re.compile(r"[(（]([^()（）]{2,60})[)）]")
_TAIL = re.compile(r"(?<=[。!！?？…”’」』）)])\s*[(（]([^()（）。]{2,48})[)）]\s*$")
_LABEL = re.compile(r"(?:特约|本报|本刊|本台|新华社)+(?:评论员|记者|通讯员|编辑部|观察员)")


def parse_byline(view: str) -> Byline | None:
    """The byline that the folded line `view` is, None if it is none."""
    if not 2 <= len(view) <= 70:
        return None
    text = view.strip()
    bracketed = text[:1] in "(（" and text[-1:] in ")）" and text.count("(") + text.count("（") == 1
    inner = text[1:-1].strip() if bracketed else text
    signed = inner[:1] in _SIGNS
    inner = inner.lstrip(_SIGNS + " ")
    if _SOURCE.match(inner) and (bracketed or "。" not in inner) and len(inner) <= 48:
        return Byline(Style.SOURCE, ())
    found = _people(inner, credited=signed)
    if found is None:
        return None
    authors, roles = found
    if not authors and not _LABEL.fullmatch(inner):
        return None
    if bracketed:
        return Byline(Style.BRACKETED, authors)
    if signed or roles:
        return Byline(Style.CREDITED, authors)
    return Byline(Style.BARE, authors)


def _people(text: str, *, credited: bool) -> tuple[tuple[str, ...], bool] | None:
    """The names of a text that is nothing but roles and names, and whether it has a role."""
    if _SENTENCE.search(text) is not None:
        return None
    if "(" in text:
        text = _NOTE.sub(" ", text)
    pieces = _ROLES.sub("\n", text)
    roles = pieces != text
    names: list[str] = []
    for piece in pieces.split("\n"):
        tokens = _paired([token for token in _SPLIT.split(piece) if token])
        if tokens and roles and not _person(tokens[-1], True) and _REPORT.fullmatch(tokens[-1]):
            tokens.pop()
        for token in tokens:
            if not _person(token, credited or roles):
                return None
            names.append(token)
    return tuple(dict.fromkeys(names)), roles


def _person(token: str, credited: bool) -> bool:
    return is_credited(token) if credited else is_name(token)


def _paired(tokens: list[str]) -> list[str]:
    """王 伟 is one person: single characters that follow each other belong together."""
    joined: list[str] = []
    half = ""
    for token in tokens:
        if len(token) == 1 and half:
            joined.append(half + token)
            half = ""
        elif len(token) == 1:
            half = token
        else:
            if half:
                joined.append(half)
                half = ""
            joined.append(token)
    return [*joined, half] if half else joined


def opens_with_dateline(view: str) -> bool:
    """Whether the folded text begins as a report does: 本报讯（记者 …）, 新华社北京7月1日电."""
    return _DATELINE.match(view) is not None


def dateline_authors(opening: str) -> tuple[str, ...]:
    """The names in the brackets of a dateline at the beginning of a folded paragraph."""
    dateline = _DATELINE.match(opening)
    if dateline is None:
        return ()
    credit = _CREDIT.search(opening, dateline.end() - 1, dateline.end() + 70)
    if credit is None or credit.start() > dateline.end() + 8:
        return ()
    found = _people(credit.group(1), credited=False)
    return () if found is None else found[0]


def tail_byline(ending: str) -> tuple[int, tuple[str, ...]] | None:
    """Where the byline at the very end of a folded paragraph begins, and its names: 。（记者 甲 乙）."""
    found = _TAIL.search(ending)
    if found is None:
        return None
    people = _people(found.group(1).strip(), credited=False)
    if people is None or not people[0]:
        return None
    at = found.start()
    while ending[at : at + 1].isspace():
        at += 1
    return at, people[0]
