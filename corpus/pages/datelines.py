"""Datelines: how a report opens (本报讯（记者 甲）, 【本报海岳讯】, 〔记者甲／海岳報導〕), and whom they name."""

from __future__ import annotations

import re

from baosou.corpus.pages.credits import people

_OPEN, _CLOSE = r"[(\[【〔〖]", r"[)\]】〕〗]"
_INSIDE = r"[^,，。:：;()\[\]【】〔〕“”\s]"
_OUTLET = (
    r"(?:据)?(?:本报|本刊|本网|本台|本社|央视网|新华社|中新社|中央社|新华网|中新网|人民网|光明网"
    rf"|{_INSIDE}{{1,6}}?(?:日报|晚报|时报|商报|晨报|早报|快报|都市报|青年报|农民报|法制报|报|网|社|台))"
)
_NEWS = r"(?:特?讯|专?电|消息)"
# 资讯, 简讯 and the like are words, and so is 手机短讯.
_TOWN = r"[\u4e00-\u9fff]{2,7}(?<![资通简短快喜音审问电])讯(?=\s*[(【〔\u3000 ]|记者|通讯员)"
_DATELINE = re.compile(
    rf"{_OPEN}?(?:{_OUTLET}\s?{_INSIDE}{{0,14}}?(?:[(][^()]{{2,8}}[)])?{_NEWS}|{_TOWN}){_CLOSE}?(?=[\s(:【〔]|$|记者|通讯员|(?<={_CLOSE[:-1]}]))"
)
_CREDIT = re.compile(rf"{_OPEN}([^()\[\]【】〔〕。]{{2,60}}){_CLOSE}")
_LEADING_CREDIT = re.compile(
    rf"{_OPEN}((?:本报|本刊|特派|特约|见习|实习)*(?:记者|通讯员)[^()\[\]【】〔〕。]{{2,40}}){_CLOSE}(?=\s*\S)"
)
_REPORTS = re.compile(
    r"\s*((?:本报|见习|实习|特约|首席)*(?:记者|通讯员)[^。,:()]{2,40}?(?:报道|报导|摄影报道))\s*[:,]?"
)
_REACH = 80
_WORD = re.compile("讯|电|消息|记者|通讯员")  # one of which every dateline has
_LATEST = 32


def opens_with_dateline(view: str) -> bool:
    """Whether the folded text begins as a report does: 本报讯（记者 …）, 新华社北京7月1日电, 〔记者…报道〕."""
    if _WORD.search(view, 0, _LATEST) is None:
        return False
    return _DATELINE.match(view) is not None or _leading_credit(view) is not None


def dateline_authors(opening: str) -> tuple[str, ...]:
    """The names that a dateline at the beginning of a folded paragraph gives."""
    dateline = _DATELINE.match(opening)
    if dateline is None:
        return _leading_credit(opening) or ()
    credit = _CREDIT.search(opening, dateline.end() - 1, dateline.end() + _REACH)
    if credit is not None and credit.start() <= dateline.end() + 8:
        found = people(credit.group(1))
        if found is not None and found.names:
            return found.names
    reports = _REPORTS.match(opening, dateline.end())
    found = None if reports is None else people(reports.group(1))
    return () if found is None else found.names


def _leading_credit(opening: str) -> tuple[str, ...] | None:
    """The names of 〔记者甲／海岳報導〕 or 记者甲 海岳报道： at the beginning of a paragraph."""
    for pattern in (_LEADING_CREDIT, _REPORTS):
        credit = pattern.match(opening)
        if credit is not None:
            found = people(credit.group(1)) if opening[credit.end() :].strip() else None
            return found.names if found is not None and found.names else None
    return None


def only_dateline(view: str) -> tuple[str, ...] | None:
    """The names of a line that is a dateline and its credit and nothing else: 时报讯 （记者甲）; None for others."""
    dateline = _DATELINE.match(view)
    if dateline is None:
        return None
    rest = view[dateline.end() :].strip()
    credit = _CREDIT.fullmatch(rest)
    found = people(credit.group(1) if credit is not None else rest) if rest else None
    return found.names if found is not None and found.names else None
