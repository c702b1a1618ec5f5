"""What speaks for a line by itself to be a title or a subhead."""

from __future__ import annotations

import re

from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.heads import is_numbered_head, opens_item, opens_turn, opens_with_dash
from baosou.corpus.pages.lines import Line

_PHRASES = re.compile(r"[\u4e00-\u9fff”》!?]\s+[“《\u4e00-\u9fff]")
_TOPIC = re.compile(r"[\u4e00-\u9fff]{2,8}:\S")
_CONNECTED = re.compile(r"但|因此|所以|此外|同时|其中|其次|然而|他说|她说|于是|而且|不过|据悉|据了解|随后|接下来")
_LEADS = re.compile(
    r"近日|近年来|近期|日前|今年|去年|目前|截至|据|为了|为进一步|随着|在|如今|当天|当日|昨日|昨天|前不久"
    rf"|记者(?:从|了解|在)|\d{{1,4}}年|\d{{1,2}}月|\d{{1,2}}日|{_CONNECTED.pattern}"
)
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
    score = 0.6 if line.cells <= 24 else 0.0 if line.cells <= 31 else -1.0
    if line.cells < 4:
        score -= 1.0
    last = view[-1]
    if last in "。、,;":
        return IMPOSSIBLE
    if last == ":":
        score -= 2.5
    elif last in "!?":
        score -= 0.3
    elif last in WAITS or last in "了着":
        score -= 1.2
    if "。" in view[:-1]:
        score -= 3.0
    if ";" in view[:-1]:
        score -= 1.5
    score -= 0.5 * view.count(",") + 0.4 * view.count("、")
    if line.net:
        score -= 2.5
    if _PHRASES.search(view) is not None:
        score += 0.8
    if _TOPIC.match(view) is not None:
        score += 0.2 if opens_turn(view) else 0.4
    if _LEADS.match(view) is not None:
        score -= 1.0
    if _CONNECTED.match(view) is not None or view[0] in LEANS:
        score -= 1.2
    if opens_item(view) and view[0] not in "【〖[〔":
        score -= 2.5
    return score + _placed(line, page)


def _placed(line: Line, page: Geometry) -> float:
    score = 0.0
    if page.measure(line):
        if line.cells > page.measure(line) + 2:
            score += 0.8
        else:
            score += -1.5 if page.full(line) else 0.3
    if page.centred(line):
        score += 0.8
    elif page.indent:
        score += -1.2 if page.opens(line) else 0.4
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
        return 3.0 if not page.full(line) else 1.5
    if line.cells > _LONGEST_HEAD or title < -2 or opens_with_dash(line.view):
        return IMPOSSIBLE
    return title - (0.4 if line.cells <= 14 else 1.0)
