"""Captions: lines that speak of a picture. They interrupt a text without ending its paragraph."""

from __future__ import annotations

import re

from baosou.corpus.pages.bylines import parse_byline
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.persons import is_credited_person

_OPENS = re.compile(
    r"(?:[▲△▼▽←→↑↓◀▶►◄]\s*\S|图为|图片为|[上下左右中本题封]{1,2}图(?:为|是|[:：]|由|中)|[左右上下]图\s|图\s?[①-⑳]|图[一二三四五六七八九十\d]{1,2}(?=[\s:：.、]|[^\d年月日\s])|"
    r"图片说明|图说|资料图|本版图片|本组图片|题图|(?:封面|压题)(?:图片|照片))"
)
_SHOT = re.compile(r"(?:^|[\s(（/|。、])(?P<a>[^\s/]{2,4}|\S\s\S)\s?/?\s?摄(?:影)?[)）]?$")
_CREDIT = re.compile(
    r"(?:资料图片?|资料照片|资料片|摄影报道|供图|图片来源[:：]?\S{0,14}|图片由\S{2,24}提供|(?:图|照)片?[:：/]\s?\S{2,10}|(?:制图|绘图|漫画|插图)[:：/\s]\S{2,8}|\s\S{2,8}(?:制图|绘图?|画)|"
    r"(?:新华社|中新社|人民图片|视觉中国)(?:发|供图)|摄影[:：/]\s?\S{2,8})[)）。]?$"
)
_GLUED = re.compile(r"(?:^|[\s(（/|。、])[^\s。,，]{0,10}(?:记者|通讯员)\s?(?P<a>[^\s/]{2,4})\s?/?\s?摄(?:影)?[)）]?$")
_WRITTEN = re.compile(r"文|撰|写|访|报道$|记者(?!.{0,12}摄)")
_LONGEST = 90


def is_caption(line: Line) -> bool:
    """Whether the line is a caption, told by how it opens (图为…, ▲…) or ends (…供图, 甲 摄)."""
    view = line.view
    if line.cells > _LONGEST or line.continues:
        return False
    if opens_caption(view):
        return True
    if line.cells > 60 or view.count("。") > 2 or (_WRITTEN.search(view) and parse_byline(view) is not None):
        return False
    if _CREDIT.search(view):
        return len(view) >= 4
    shot = (_SHOT.search(view) or _GLUED.search(view)) if "摄" in view[-4:] else None
    return shot is not None and len(view) > 4 and is_credited_person(re.sub(r"\s", "", shot.group("a")))


def opens_caption(view: str) -> bool:
    """Whether the folded text opens as only captions do."""
    return _OPENS.match(view) is not None
