"""Lines that say when, where and by whom a text was published: what crawlers and databases put above it."""

from __future__ import annotations

import re

from baosou.corpus.pages.credits import people
from baosou.corpus.pages.persons import is_person

_LABEL = (
    r"(?:发布|发表|更新|出版|刊发|刊登|见报|采集|上传|创建|撰稿|新闻|稿件|文章|信息|资料)?"
    r"(?P<what>时间|日期|来源|出处|媒体|报纸|报刊|刊名|作者|记者|撰稿|责任编辑|责编|编辑|版次|版面|版名|栏目|分类|频道|网址|链接|原文链接|URL"
    r"|点击数?|点击量|浏览量?|阅读量?|浏览次数|阅读次数|访问量|评论数?|字体|字号|关键词|关键字|标签|正文|全文|内容|正文内容)"
)
_FIELD = re.compile(
    rf"(?:【\s*{_LABEL}\s*】|〔\s*{_LABEL.replace('what', 'what2')}\s*〕|{_LABEL.replace('what', 'what3')}\s*:)\s*",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:【\s*(?:标题|题目|题名|篇名|新闻标题|文章标题)\s*】|(?:标题|题目|题名|篇名|新闻标题|文章标题)\s*:)\s*",
    re.IGNORECASE,
)
_DATE = (
    r"(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|中?(?:华)?民国\d{2,3}年\d{1,2}月\d{1,2}日)"
    r"(?:\s*[(（]?星期[一二三四五六日天][)）]?)?"
)
_TIME = r"(?:T|\s)*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?)?(?:\s*(?:AM|PM|\+\d\d:?\d\d))?"
_WHEN = re.compile(rf"{_DATE}(?:\s*{_TIME})?")
_WHEN_ONLY = re.compile(rf"[(\[【]?{_DATE}(?:\s*{_TIME})?[)\]】]?")
_TIMED = re.compile(rf"{_DATE}\s*{_TIME}")
_PARTS = re.compile(r"[\s|,、;/]+")
_OUTLET = re.compile(r"[\u4e00-\u9fffA-Za-z·]{1,14}(?:报|网|社|台|刊|杂志|周末|在线|客户端|公众号|频道|官网|中心)")
_BODY = frozenset(("正文", "全文", "内容", "正文内容"))
_PEOPLE = frozenset(("作者", "记者", "撰稿"))


def imprint_authors(view: str) -> tuple[str, ...] | None:
    """The authors of a folded line that is all of dates, labelled fields and outlets; None for other lines."""
    if len(view) > 80 or "。" in view[:-1]:
        return None
    if _WHEN_ONLY.fullmatch(view) is not None:
        return ()
    fields = list(_FIELD.finditer(view))
    when = _WHEN.search(view)
    if not fields and when is None:
        return None
    labels = {_what(field) for field in fields}
    if when is None and labels <= _PEOPLE:
        return None
    if not _is_plain(view[: fields[0].start()] if fields else view):
        return None
    authors: list[str] = []
    for field, after in zip(fields, [*fields[1:], None], strict=False):
        value = view[field.end() : after.start() if after is not None else len(view)].strip(" |,;、")
        label = _what(field)
        if label in _PEOPLE:
            named = people("作者 " + _WHEN.sub(" ", value))
            authors.extend(named.names if named is not None else ())
        elif len(value) > 40 or (label in _BODY and value):
            return None
    return tuple(authors)


def _what(field: re.Match[str]) -> str:
    return field["what"] or field["what2"] or field["what3"]


def _is_plain(text: str) -> bool:
    """Whether a text is nothing but a date, outlets and names."""
    rest = _PARTS.split(_WHEN.sub(" ", text).strip("()[]【】 "))
    return all(not part or _OUTLET.fullmatch(part) or is_person(part) for part in rest)


def is_timed(view: str) -> bool:
    """Whether the line holds a date with a time of day, as no running head does."""
    return _TIMED.search(view) is not None


def title_label(view: str) -> int:
    """The characters of the label that names a line a title (标题：), 0 where there is none."""
    found = _TITLE.match(view)
    return found.end() if found is not None and found.end() < len(view) else 0


def body_label(view: str) -> int:
    """The characters of the label that opens a text (正文：), 0 where there is none."""
    found = _FIELD.match(view)
    return found.end() if found is not None and _what(found) in _BODY else 0


def is_labelled(view: str) -> bool:
    """Whether the line is a labelled field of a header."""
    return _FIELD.match(view) is not None and len(view) <= 80
