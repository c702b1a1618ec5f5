"""What the name of a paragraph's style says, in the languages that word processors name styles in."""

from __future__ import annotations

import re

from msgspec import Struct

from baosou.corpus.readers.composing import Role

_HEADING = re.compile(
    r"(?:heading|标题|標題|überschrift|titre)\s*([1-9])(?!\d)|([一二三四五六1-6])级标题|(?:小|中|分)标题|插题"
)
_SPELLED = "一二三四五六"
_LOWEST = 6  # what a subhead is whose level no name tells
_ROLES = {
    Role.TITLE: r"title|(?:文章|新闻|稿件|大|主|正|总)?标题|標題|题目|题名|篇名|文章题目|肩题|引题|眉题|主题",
    Role.SUBTITLE: r"subtitle|副标题|副標題|副题",
    Role.AUTHOR: r"authors?|作者|署名|byline|文章作者|作者姓名|date|日期",
    Role.CAPTION: r"caption|题注|題注|(?:image|table|figure|illustration|text) ?caption|figure|illustration|drawing"
    r"|图注|图题|图片说明|图说|插图说明|表题",
    Role.ASIDE: r"(?:toc|目录|目錄|contents|index|索引|table of figures|table of authorities)(?: ?\d| ?heading)?"
    r"|header|footer|页眉|页脚|頁首|頁尾",
}
_NAMED = {role: re.compile(rf"(?:{pattern})") for role, pattern in _ROLES.items()}


class Standing(Struct, frozen=True):
    """A paragraph's role by its style; `level` is that of a heading from 1, 0 the title of the whole, else None."""

    role: Role = Role.TEXT
    level: int | None = None


_TEXT = Standing()


def standing_of(name: str, outline: int | None) -> Standing:
    """What a style's name and its outline level (from 1) say of its paragraphs."""
    plain = " ".join(name.replace("_", " ").split()).casefold()
    for role, pattern in _NAMED.items():
        if pattern.fullmatch(plain):
            return Standing(role, 0 if role is Role.TITLE else None)
    found = _HEADING.match(plain)
    if found is not None:
        number = found[1] or found[2] or str(_LOWEST)
        return Standing(Role.HEAD, int(number) if number.isascii() else _SPELLED.index(number) + 1)
    if outline is not None and 1 <= outline <= 9:
        return Standing(Role.HEAD, outline)
    return _TEXT
