"""What is printed around the articles: running heads, page numbers, section names, editors and contacts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from baosou.corpus.pages.bylines import parse_byline
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.persons import is_person
from baosou.corpus.pages.running_heads import (
    is_date,
    is_page_number,
    is_paper,
    is_running_head,
    is_section,
    is_turn,
    names_column,
)

_DESK = re.compile(
    r"(?:本版|本期|值班|栏目|执行|责任|见习|文字|美术|图片|视觉|版面|首席|统筹|实习|新媒体|本报|今日|视频)*"
    r"(?:责编|(?:责任?)?编辑|主编|编委|总编辑?|校对|版式|组版|制版|排版|审读|美编|检校|版面设计|视觉设计|美术设计|签发|终审|主持人?|主任|总监)"
    r"(?:\s*[:/|]\s*|\s+)(?=\S)"
)
# Who speaks in an interview or is spoken of has these callings, too: beside one of them a name must stand.
_ALSO_SPEAKERS = re.compile(r"(?:总编辑?|编辑|主编|编委|主持人?|主任|总监)(?:\s*[:/|]\s*|\s+)")
_AFTER_NAME = re.compile(r"[\s,、/|&;:()]+")
_CONTACT = re.compile(
    r"(?:投稿|联系|读者|新闻|编辑部|本报|本版|广告|发行|订阅|订报|热线|爆料|服务|咨询|举报|监督|电子|官方|责编)*"
    r"(?:邮箱|信箱|投稿|来稿|电话|热线|邮编|地址|网址|微信号?|微博|传真|QQ|E-?mail|Tel|电邮)\s*:\s*\S",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z]+(?: [A-Z]+){1,4}")  # a paper's name in Latin letters: DONGSHAN WANBAO
_ADDRESS = re.compile(r"[\w.\-]+@[\w\-]+\.[\w.]+|\d{3,4}\)?-\d{7,8}|www\.|https?://", re.IGNORECASE)
_SIGNS = "-—–_·•.|~=*■□●◆▲★─━…※☆◇○"
_LONGEST = 60
_FEWEST_REPEATS = 3
_REPEAT_DISTANCE = 12  # lines; a refrain or the cells of a table come back sooner


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """The indices of the lines that belong to no article."""
    found = {index for index, line in enumerate(lines) if not line.view or _is_furniture(line)}
    found |= _page_numbers(lines)
    found |= _mastheads(lines, found)
    return found | _repeated(lines)


def _is_furniture(line: Line) -> bool:
    view = line.view
    if is_turn(view) or names_column(view):
        return True
    if line.cells > _LONGEST or view[-1] in "。,;、!?":
        return False
    if not any(map(str.isalnum, view)):
        return set(view) <= set(_SIGNS + " ")
    if _names_desk(view.lstrip(_SIGNS + " ")):
        return "。" not in view
    if _CONTACT.match(view) is not None:
        return len(view) <= 30 or _ADDRESS.search(view) is not None
    return is_running_head(view)


def _names_desk(view: str) -> bool:
    """Whether the line opens with an editor's or another desk's calling and who it is."""
    desk = _DESK.match(view)
    if desk is None:
        return False
    if _ALSO_SPEAKERS.fullmatch(desk.group()) is None:
        return True
    if desk.group().startswith(("主任", "总监")) and _DESK.search(view, desk.end()) is None:
        return False  # a member of some committee
    first, second, *_ = [*_AFTER_NAME.split(view[desk.end() :]), "", ""]
    return is_person(first) or (len(first) == len(second) == 1 and is_person(first + second))


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Bare numbers are page numbers, unless so many differ that they are the cells of a table."""
    found = {index for index, line in enumerate(lines) if len(line.view) <= 9 and is_page_number(line.view)}
    pages = 1 + sum(line.fed for line in lines)
    different = len({lines[index].view for index in found})
    return found if different <= 3 * pages + len(lines) // 60 else set()


def _mastheads(lines: Sequence[Line], known: set[int]) -> set[int]:
    """Papers, sections and dates on a line of their own, at the edge of a page or beside a running head."""
    found: set[int] = set()
    opening = True  # so far nothing but furniture stands on the page
    for index, line in enumerate(lines):
        opening = (opening and (index == 0 or index - 1 in known or index - 1 in found)) or line.fed
        if index in known or line.cells > 24 or not line.view:
            continue
        beside = index - 1 in known or index - 1 in found or index + 1 in known
        edge = opening or index >= len(lines) - 2
        if is_section(line.view):
            fits = beside or opening or line.view[0] in _SIGNS
        elif _CAPITALS.fullmatch(line.view) is not None:
            fits = opening and any(
                is_paper(lines[near].view) for near in (index - 1, index + 1) if 0 <= near < len(lines)
            )
        else:
            fits = (beside or edge) and (is_paper(line.view) or is_date(line.view))
        if fits:
            found.add(index)
    return found


def _repeated(lines: Sequence[Line]) -> set[int]:
    """Short lines that come back on every page of a file, parted by much text."""
    counts = Counter(line.view for line in lines if 4 <= len(line.view) <= 24)
    places: dict[str, list[int]] = {view: [] for view, count in counts.items() if count >= _FEWEST_REPEATS}
    if not places:
        return set()
    for index, line in enumerate(lines):
        if line.view in places:
            places[line.view].append(index)
    found: set[int] = set()
    for view, indices in places.items():
        apart = min(after - before for before, after in pairwise(indices)) >= _REPEAT_DISTANCE
        if apart and view[-1] not in "。!?…,;:”)" and parse_byline(view) is None:
            found.update(indices)
    return found
