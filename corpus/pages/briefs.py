"""News in brief: columns of short items, each opened by the same sign (▲ ●) and each an article of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from msgspec import Struct

from baosou.corpus.pages.bylines import parse_byline, tail_byline
from baosou.corpus.pages.datelines import opens_with_dateline
from baosou.corpus.pages.geometry import Geometry, measure_page
from baosou.corpus.pages.lines import Line

_ITEM = re.compile(r"[▲●◆■★◎□▶►◇○△✦▪·•]\s*(?=[^\s▲●◆■★◎□▶►◇○△✦▪·•])")
_HEADING = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:简讯|短讯|短波|快讯|简报|简明新闻|一句话新闻|新闻集纳|新闻集锦|新闻速递|新闻速览|新闻快报|新闻点击|新闻拾零|新闻荟萃"
    r"|短新闻|信息窗|信息快递|要闻速览|要闻集纳|消息树|新闻链)"
)
_NEWS = re.compile(r"近日|日前|近期|昨日|昨天|今日|今天|前天|本周|上周|连日来|\d{1,2}月\d{1,2}日|\d{1,2}日|记者|据")
_ORNAMENT = " -—–_·•.|/~=*■□●◆◇▲★☆【】〔〕[]()《》"
_LONGEST_TITLE = 40.0
_LONGEST_LABEL = 8.0
_FEWEST = 3
_OPENING = 16  # characters of an item within which news says when


class Briefs(Struct, frozen=True):
    """By their indices: headings of columns of briefs, lines that open a brief, and those that are its title."""

    headings: Set[int]
    items: Set[int]
    titles: Set[int]


def is_brief_heading(view: str) -> bool:
    """Whether the folded line names a column of news in brief: 简讯, 一句话新闻."""
    return len(view) <= 16 and _HEADING.fullmatch(view.strip(_ORNAMENT)) is not None


def find_briefs(lines: Sequence[Line], furniture: Set[int]) -> Briefs:
    """The columns of briefs on a page: below their heading, or in a row of signed reports without one."""
    headings: set[int] = set()
    items: set[int] = set()
    titles: set[int] = set()
    core = [index for index in range(len(lines)) if index not in furniture]
    if sum(_ITEM.match(lines[index].view) is not None for index in core) < _FEWEST - 1:
        return Briefs(headings, items, titles)
    page = measure_page([lines[index] for index in core])
    place = 0
    while place < len(core):
        index = core[place]
        below = place + 1 < len(core) and _ITEM.match(lines[core[place + 1]].view) is not None
        if is_brief_heading(lines[index].view) and below:
            headings.add(index)
            place += 1
            found = _row(lines, core[place:])
            headed = True
        elif _ITEM.match(lines[index].view):
            found = _row(lines, core[place:])
            headed = index - 1 in furniture and is_brief_heading(lines[index - 1].view)
        else:
            place += 1
            continue
        named = {each for each in found if _is_title(lines, each, page)}
        if headed or (_is_news(lines, found, index) if not named else _are_stories(lines, found, named)):
            items |= set(found) - named
            titles |= named
        while place < len(core) and core[place] <= found[-1]:
            place += 1
    return Briefs(headings, items, titles)


def _row(lines: Sequence[Line], core: Sequence[int]) -> list[int]:
    """The lines from the first of `core` on that open with its sign, near enough to each other for briefs."""
    sign = lines[core[0]].view[0]
    found = [core[0]]
    length = 0.0
    for index in core[1:]:
        view = lines[index].view
        if view.startswith(sign) and _ITEM.match(view):
            found.append(index)
            length = 0.0
        length += lines[index].cells
        if length > 400:
            break
    return found


def _is_title(lines: Sequence[Line], index: int, page: Geometry) -> bool:
    line = lines[index]
    if line.cells > _LONGEST_TITLE or line.closed or "。" in line.view or index + 1 == len(lines):
        return False
    return not page.full(line) and _ITEM.match(lines[index + 1].view) is None


def _is_news(lines: Sequence[Line], found: Sequence[int], first: int) -> bool:
    """Whether signed paragraphs are reports: most say when they happened, or who reported it."""
    if len(found) < _FEWEST or (first and lines[first - 1].view[-1:] in tuple(":：")):
        return False
    return 3 * sum(_tells_when(lines[index]) for index in found) >= 2 * len(found)


def _are_stories(lines: Sequence[Line], found: Sequence[int], named: Set[int]) -> bool:
    """Whether signed titles are those of reports and no subheads: the text below most says when it happened."""
    if len(found) < _FEWEST or len(named) < len(found):
        return False
    long = sum(lines[index].cells > _LONGEST_LABEL for index in found)
    return 3 * min(long, sum(_tells_when(lines[index + 1]) for index in found)) >= 2 * len(found)


def _tells_when(line: Line) -> bool:
    bare = line.view.lstrip(_ORNAMENT)
    if parse_byline(line.view) is not None:
        return False
    return (
        opens_with_dateline(bare)
        or _NEWS.search(bare[:_OPENING]) is not None
        or tail_byline(line.view[-60:]) is not None
    )
