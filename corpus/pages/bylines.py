"""Who wrote it: byline lines, the lines of a crawler's header, and the names in brackets at the end of a text."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from baosou.corpus.pages.credits import people
from baosou.corpus.pages.datelines import only_dateline
from baosou.corpus.pages.imprints import imprint_authors
from baosou.corpus.pages.lines import fold, written


class Style(Enum):
    """How a line shows that it names authors."""

    BRACKETED = "(names) on a line of its own"
    CREDITED = "a role or a sign before the names"
    BARE = "names alone"
    SOURCE = "where and when a text was published or taken from, or an author's office"


class Byline(Struct, frozen=True):
    """What a byline line says; `authors` may be empty (本报评论员, 来源：…)."""

    style: Style
    authors: tuple[str, ...]


SIGNS = "□■●◎◆◇○▲△★☆•·◼◻⊙▪▫❑❒"
_BRACKETS = {"(": ")", "【": "】", "〔": "〕", "[": "]", "〖": "〗", "<": ">"}
_SOURCE = re.compile(
    r"(?:作者(?:单位|简介|系|为|是|:系)|(?:资料|稿件|文章|信息|图文)?来源:|来源于|转自|转载自|摘自|节选自|选自|原载|据《"
    r"|据[^,。]{2,12}(?:报道|电|讯|网)|本文(?:来源|转自|摘自|原载))"
)
_BRACKETED_ROLE = re.compile(r"^[【〔\[](作者|记者|撰稿|文|图|摄影)[】〕\]]\s*")
_CONTACT = re.compile(
    r"\s*(?:(?:联系)?电话|手机|热线|QQ|微信|邮箱|E-?mail)?\s*:?\s*(?:1\d{10}|(?:\d{3,4}-)?\d{7,8}|[\w.\-]+@[\w.\-]+)",
    re.IGNORECASE,
)
# Blanks that character recognition leaves within the words that tell a byline.
_TORN = re.compile(
    r"(?<=记)\s(?=者)|(?<=本)\s(?=报)|(?<=报)\s(?=[道导讯])|(?<=摄)\s(?=影)|(?<=通)\s(?=讯员)|(?<=通讯)\s(?=员)"
)
_END = re.compile(r"\s*[(【](?:完|全文完|续完)[)】]\s*$")
_TAIL = re.compile(r"(?<=[。!！?？…”’」』）)])\s*[(【〔]([^()【】〔〕。]{2,60})[)】〕]\s*$")
# What every byline has, asked first since hardly any line is one: nothing but names, or a word or sign that tells it.
_NAMES = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]+[·•・‧.][\u4e00-\u9fffA-Z·•・‧.]+)(?:[\s、,/|&;]+|$))+"
)
_HINT = re.compile(
    r"记者|[讯论察约派道]员|撰稿|实习生|报道[组]|主笔|作者|[文图摄译著]\s?[/:|·、]|[文图摄绘]$|文字|文图|图文|撰文|采[写访编]|整理|[口讲]述|执笔|供[稿图]"
    r"|^B[Yy] "
    r"|摄影|绘[图画]|[翻编]译|编辑|责编|校对|来源|出处|媒体|讯|[转摘选]自|转载|原载|据[《\u4e00-\u9fff]{2,12}(?:电|网)|[评本]报"
    rf"|(?:19|20)\d\d\s?[-/.年]|民国|[(【〔\[〖<][^\s]|^[{SIGNS}]|(?:时间|日期|版[次面名]|栏目|分类|频道|网址|链接|关键[词字]|标签|文)\s?[:】〕]"
)
_LATIN = r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){1,3}"
_ENGLISH = re.compile(rf"(?:By|BY) (?P<names>{_LATIN}(?:(?:,| and| &) {_LATIN})*)")
_LABEL = re.compile(r"(?:特约|本报|本刊|本台|新华社)+(?:评论员|记者|通讯员|编辑部|观察员)(?:文章)?")


def parse_byline(view: str) -> Byline | None:
    """The byline that the folded line `view` is, None if it is none."""
    if not 2 <= len(view) <= 80 or (_NAMES.fullmatch(view) is None and _HINT.search(view) is None):
        return None
    text = _TORN.sub("", _END.sub("", view.strip()))
    bracketed = _BRACKETS.get(text[:1]) == text[-1:] and text.count(text[0]) == 1
    inner = text[1:-1].strip() if bracketed else text
    signed = inner[:1] in SIGNS
    inner = inner.lstrip(SIGNS + " ")
    imprint = imprint_authors(inner)
    if imprint is not None:
        return Byline(Style.SOURCE, imprint)
    if _SOURCE.match(inner) and (bracketed or "。" not in inner) and len(inner) <= 48:
        return Byline(Style.SOURCE, ())
    named = only_dateline(inner)
    if named is not None:
        return Byline(Style.CREDITED, named)
    english = _ENGLISH.fullmatch(inner)
    if english is not None:
        return Byline(Style.CREDITED, tuple(re.split(r", | and | & ", english["names"])))
    inner = _BRACKETED_ROLE.sub(r"\1 ", inner)
    found = people(_CONTACT.sub("", inner), jobs=signed or bracketed)
    if found is None or not (found.names or _LABEL.fullmatch(inner)):
        return None
    if signed and not found.roles and any(len(name) > 3 and "·" not in name for name in found.names):
        return None  # ◆向海而生: four characters behind a sign are hardly ever one person
    if bracketed and text[0] == "(":
        return Byline(Style.BRACKETED, found.names)
    if signed or found.roles:
        return Byline(Style.CREDITED, found.names)
    if bracketed and len(found.names) < 2:
        return None  # 【红土地】: papers set names of columns so, and those of people in round brackets
    return Byline(Style.BARE, found.names)


def tail_byline(ending: str) -> tuple[int, tuple[str, ...]] | None:
    """Where the byline at the very end of a folded paragraph begins, and its names: 。（记者 甲 乙）."""
    found = _TAIL.search(_END.sub("", ending))
    if found is None:
        return None
    named = people(_CONTACT.sub("", found.group(1).strip()), jobs=True)
    if named is None or not named.names:
        return None
    at = found.start()
    while ending[at : at + 1].isspace():
        at += 1
    return at, named.names


def as_written(names: tuple[str, ...], raw: str) -> tuple[str, ...]:
    """The folded names in the script of the text that they were read from."""
    shown = "".join(written(raw).split())
    folded = fold(shown)
    found = []
    for name in names:
        at = folded.find(name)
        found.append(name if at < 0 else shown[at : at + len(name)])
    return tuple(found)
