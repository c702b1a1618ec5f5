"""What speaks for a break or a join between two lines, and for a line as a title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.heads import (
    is_numbered_head,
    opens_item,
    opens_provision,
    opens_turn,
    opens_with_dash,
)
from baosou.corpus.pages.lines import Line

_MID = "，、,;；"
_PHRASES = re.compile(r"[\u4e00-\u9fff”》!?]\s+[“《\u4e00-\u9fff]")
_TOPIC = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]\S")
_LEADS = re.compile(
    r"(?:近日|近年来|近期|日前|今年|去年|目前|截至|据|为了|为进一步|随着|在|但是|但|因此|所以|此外|同时|其中|其次|然而|如今|当天|当日|昨日|昨天|前不久|他说|她说|记者(?:从|了解|在)|\d{1,4}年|\d{1,2}月|\d{1,2}日|“)"
)
_CONNECTED = re.compile(
    r"(?:但是|但|因此|所以|此外|同时|其中|其次|然而|他说|她说|于是|而且|不过|据悉|据了解|随后|接下来)"
)
# Characters of grammar that lean on what stands before them, and those that wait for what follows.
_LEANS = frozenset("的了着过们吗呢吧地得等之者所")
_WAITS = frozenset("的和与及在是把被对将从向为以于或由而并让使给也就都还又但")
_NOTHING = frozenset("0123456789 .,:;%+-*/=()|")
LONGEST_TITLE = 42


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often characters and neighbouring characters stand in the page, to tell words cut by a line's end."""

    pairs: Mapping[str, int]
    singles: Mapping[str, int]
    total: int

    def straddles(self, before: Line, after: Line) -> float:
        """How surely the last and the first character are one word of this page, from 0 to 1.4."""
        pair = before.view[-1:] + after.view[:1]
        count = self.pairs.get(pair, 0)
        if count == 0 or not ("\u4e00" <= pair[0] <= "\u9fff" and "\u4e00" <= pair[-1] <= "\u9fff"):
            return 0.0
        lift = count * self.total / (self.singles[pair[0]] * self.singles[pair[1]])
        if lift < 4:
            return 0.0
        return 1.4 if count >= 3 else 0.8


_OFTEN = 0.12
_SAMPLE = 400_000


def vocabulary_of(lines: Sequence[Line]) -> Vocabulary:
    """The vocabulary of the lines, of the first 400,000 characters only."""
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    total = 0
    for line in lines:
        view = line.view
        singles.update(view)
        pairs.update(map("".join, pairwise(view)))
        total += len(view)
        if total > _SAMPLE:
            break
    return Vocabulary(pairs, singles, total)


def join_score(before: Line, after: Line, page: Geometry, words: Vocabulary) -> float:
    """Evidence (log odds, roughly) that `after` goes on with the paragraph that `before` belongs to."""
    if after.continues:
        return 6.0
    if after.fed and before.closed:
        return -1.0
    score = -2.0 if before.closed else 2.0
    wrapped = page.measure(before) > 0
    if wrapped:
        score += _wrapped(before, after, page)
    elif page.indent:
        score += -3.0 if _paragraph_indent(after) else (2.6 if before.closed and after.cells > 30 else 1.0)
    if before.closed:
        if before.net > 0 and not after.view.startswith("“"):
            score += 1.0
        if opens_turn(after.view):
            score -= 1.5
    else:
        last = before.view[-1:]
        if last in _MID:
            score += 1.0
        elif last in ":：":
            score -= 0.8
        if before.net > 0:
            score += 1.5
        if last in _WAITS:
            score += 0.8
        score += words.straddles(before, after)
        if not wrapped and last not in _MID:
            intact = 1 - min(1.0, page.broken / _OFTEN)
            score -= (1.4 + 1.4 * intact) * page.brevity(before)
        if _PHRASES.search(after.view) is not None:
            score -= page.brevity(after)
        if opens_with_dash(after.view) and page.short(before):
            score -= 2.0
    if after.net < 0:
        score += 1.5
    if after.view[:1] in _LEANS:
        score += 0.8
    score += -1.2 * page.gap if after.gap else 0.8 * page.no_gap
    if after.gap > before.gap + 2:
        score -= 0.3
    if opens_item(after.view):
        # In wrapped lines （二） may open a line by chance.
        score -= 2.0 if before.closed or page.full(before) else 4.5
        if opens_provision(after.view):
            score -= 1.5
    return score


def _wrapped(before: Line, after: Line, page: Geometry) -> float:
    if before.cells > page.measure(before) + 2:
        return -2.0
    if page.full(before):
        if not before.closed:
            return 1.5
        if page.indent:
            if _paragraph_indent(after):
                return -2.5
            return 4.0 if page.full(after) or after.closed else 1.5
        return 2.4 if page.full(after) or not after.gap else 1.6
    if page.indent and _paragraph_indent(after):
        return -3.0
    shortfall = page.measure(before) - before.cells - before.indent / 2
    return -0.3 if shortfall < 3 else -1.0


def _paragraph_indent(line: Line) -> bool:
    return 2 <= line.indent <= 8


def title_score(line: Line, page: Geometry) -> float:
    """Evidence that the line by itself looks like a title; -99 where it cannot be one."""
    view = line.view
    if line.cells > LONGEST_TITLE or len(view) < 2 or line.continues or set(view) <= _NOTHING:
        return -99.0
    score = 0.6 if line.cells <= 24 else 0.0 if line.cells <= 31 else -1.0
    if line.cells < 4:
        score -= 1.0
    last = view[-1]
    if last == "。":
        score -= 3.5
    elif last in "，、,；;":
        score -= 4.0
    elif last in ":：":
        score -= 2.5
    elif last in "!?":
        score -= 0.3
    elif last in _WAITS or last in "了着":
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
    if view[0] != "“" and _LEADS.match(view) is not None:
        score -= 1.0
    if _CONNECTED.match(view) is not None or view[0] in _LEANS:
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
    if page.indent:
        if line.indent > 8:
            score += 0.8
        elif line.indent >= 2:
            score -= 1.2
        else:
            score += 0.4
    if line.fed:
        score += 0.8
    return score


_REACH = 320
_SAME = 0.055


def change_of_subject(lines: Sequence[Line], index: int) -> float:
    """Evidence from -3 to 1.6 that the text after the line has another subject than the text before it.

    Texts of 300 characters share one in ten of their pairs of neighbouring characters (median) within an
    article and one in fifty across articles (after Hearst's TextTiling, 1997, with pairs for words).
    """
    before, after = _pairs_near(lines, index, -1), _pairs_near(lines, index, 1)
    size = min(len(before), len(after))
    if size < 20:
        return 0.0
    shared = len(before & after) / size
    score = 1.6 * (1 - shared / _SAME) if shared < _SAME else -28.0 * (shared - _SAME)
    return max(-3.0, score) * min(1.0, size / 100)


def _pairs_near(lines: Sequence[Line], index: int, step: int) -> set[str]:
    pairs: set[str] = set()
    length, at = 0, index + step
    while length < _REACH and 0 <= at < len(lines):
        view = lines[at].view
        pairs.update(map("".join, pairwise(view)))
        length += len(view)
        at += step
    return {pair for pair in pairs if "\u4e00" <= pair[0] <= "\u9fff" and "\u4e00" <= pair[1] <= "\u9fff"}


def has_phrases(view: str) -> bool:
    """Whether blanks part Chinese phrases within the line, as in titles: 短语 短语."""
    return _PHRASES.search(view) is not None


def opens_with_lead(view: str) -> bool:
    """Whether the line opens as the first sentence of a report does: 近日, 7月1日, a quotation."""
    return _LEADS.match(view) is not None


def echo(view: str, others: Sequence[str]) -> float:
    """The share of the neighbouring Chinese characters of `view` that stand in one of the other texts."""
    pairs = {a + b for a, b in pairwise(view) if "\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff"}
    if len(pairs) < 2:
        return 0.0
    return sum(1 for pair in pairs if any(pair in other for other in others)) / len(pairs)


def head_score(line: Line, page: Geometry) -> float:
    """Evidence that the line is a subhead: by its number, else by being short, plain and without a stop."""
    if is_numbered_head(line):
        return 3.0 if not page.full(line) else 1.5
    if line.cells > 22:
        return -99.0
    base = title_score(line, page)
    if base < -2 or opens_with_dash(line.view):
        return -99.0
    return base - (0.4 if line.cells <= 14 else 1.0)
