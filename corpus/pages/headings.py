"""What speaks for a line by itself to be a title or a subhead."""

from __future__ import annotations

import re

from baosou.corpus.characters import HAN_COMMON
from baosou.corpus.pages import weights
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.heads import is_numbered_head, opens_item, opens_turn, opens_with_dash
from baosou.corpus.pages.lines import Line

_PHRASES = re.compile(rf"[{HAN_COMMON}”》!?]\s+[“《{HAN_COMMON}]")
_TOPIC = re.compile(rf"[{HAN_COMMON}]{{2,8}}:\S")
_CONNECTED = re.compile(r"但|因此|所以|此外|同时|其中|其次|然而|他说|她说|于是|而且|不过|据悉|据了解|随后|接下来")
_LEADS = re.compile(
    r"近日|近年来|近期|日前|今年|去年|今天|今日|今晚|此次|连日来|目前|截至|据|为了|为进一步|随着|在|如今|当天|当日|昨日|昨天|前不久"
    rf"|记者(?:从|了解|在)|\d{{1,4}}年|\d{{1,2}}月|\d{{1,2}}日|{_CONNECTED.pattern}"
)
_DATED = re.compile(r"\((?:\d{1,2}月)?\d{1,2}日\)")
# Characters of grammar that lean on what stands before them, and those that wait for what follows.
LEANS = frozenset("的了着过们吗呢吧地得等之者所")
WAITS = frozenset("的和与及在是把被对将从向为以于或由而并让使给也就都还又但")
_NOTHING = frozenset("0123456789 .,:;%+-*/=()|")
_LONGEST_TITLE = 42
_LONGEST_HEAD = 22
IMPOSSIBLE = -99.0


def title_score(line: Line, page: Geometry) -> float:
    """Evidence that the line by itself looks like a title; IMPOSSIBLE where it cannot be one."""
    view = line.view
    if line.cells > _LONGEST_TITLE or len(view) < 2 or line.continues or set(view) <= _NOTHING:
        return IMPOSSIBLE
    score = weights.TITLE_SHORT if line.cells <= 24 else 0.0 if line.cells <= 31 else weights.TITLE_LONG
    if line.cells < 4:
        score += weights.TITLE_TINY
    last = view[-1]
    if last in "。、,;":
        return IMPOSSIBLE
    if last == ":":
        score -= 2.5
    elif last in "!?":
        score += weights.TITLE_QUESTION
    elif last in WAITS or last in "了着":
        score += weights.TITLE_WAITS
    if "。" in view[:-1]:
        score -= 3.0
    if ";" in view[:-1]:
        score -= 1.5
    score += weights.TITLE_COMMA * view.count(",") - 0.4 * view.count("、")
    if line.net:
        score += weights.TITLE_UNBALANCED
    if _PHRASES.search(view) is not None:
        score += weights.TITLE_PHRASES
    if _TOPIC.match(view) is not None:
        score += weights.TITLE_TOPIC / 2 if opens_turn(view) else weights.TITLE_TOPIC
    if _LEADS.match(view) is not None:
        score += weights.TITLE_LEAD
    if _DATED.search(view) is not None:
        score += weights.TITLE_LEAD  # only prose says 今天(2月10日)
    if _CONNECTED.match(view) is not None or view[0] in LEANS:
        score += weights.TITLE_LEANS
    if opens_item(view) and view[0] not in "【〖[〔":
        score += weights.TITLE_ITEM
    return score + _placed(line, page)


def _placed(line: Line, page: Geometry) -> float:
    score = 0.0
    if page.measure(line):
        if line.cells > page.measure(line) + 2:
            score += weights.TITLE_WIDER
        else:
            score += weights.TITLE_FULL if page.full(line) else weights.TITLE_NOT_FULL
    if page.centred(line):
        score += weights.TITLE_CENTRED
    elif page.indent:
        score += weights.TITLE_INDENTED if page.opens(line) else weights.TITLE_UNINDENTED
    if line.fed:
        score += 0.8
    return score


def has_phrases(view: str) -> bool:
    """Whether blanks part Chinese phrases within the line, as in titles: 短语 短语."""
    return _PHRASES.search(view) is not None


def opens_with_lead(view: str) -> bool:
    """Whether the line opens as the first sentence of a report does: 近日, 7月1日, a quotation."""
    return view[:1] == "“" or _LEADS.match(view) is not None


def head_score(line: Line, title: float, page: Geometry) -> float:
    """Evidence that the line is a subhead: by its number, else by being short, plain and without a stop.

    `title` is its score as a title.
    """
    if is_numbered_head(line):
        return weights.HEAD_NUMBERED if not page.full(line) else weights.HEAD_NUMBERED / 2
    if line.cells > _LONGEST_HEAD or title < -2 or opens_with_dash(line.view):
        return IMPOSSIBLE
    return title + (weights.HEAD_PLAIN if line.cells <= 14 else weights.HEAD_PLAIN_LONG)
