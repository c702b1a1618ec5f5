"""The part that each line plays, found as the best path through all lines of a page (Viterbi, 1967)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from baosou.corpus.pages.bylines import Byline, Style, opens_with_dateline, parse_byline, tail_byline
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.heads import opens_with_dash
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.signals import Vocabulary, echo, head_score, join_score, title_score


class Label(IntEnum):
    """Parts of an article in which a byline is yet to come, and (_SIGNED) of one that had its own."""

    TITLE = 0
    TITLE_MORE = 1
    BYLINE = 2
    PARAGRAPH = 3
    MORE = 4
    HEAD = 5
    END_BYLINE = 6
    UNTITLED = 7
    PARAGRAPH_SIGNED = 8
    MORE_SIGNED = 9
    HEAD_SIGNED = 10
    UNTITLED_SIGNED = 11


PLAIN = {
    Label.PARAGRAPH_SIGNED: Label.PARAGRAPH,
    Label.MORE_SIGNED: Label.MORE,
    Label.HEAD_SIGNED: Label.HEAD,
    Label.UNTITLED_SIGNED: Label.UNTITLED,
}
_T, _U, _B, _P, _C, _H, _E, _N, _P1, _C1, _H1, _N1 = range(12)
_TOP = frozenset((_T, _U, _B))
_BODY = frozenset((_P, _C, _N, _P1, _C1, _N1))

# What may follow what, and how readily: target -> source -> score.
_FOLLOWS: tuple[dict[int, float], ...] = (
    {_P: -0.5, _C: -0.5, _N: -0.5, _P1: -0.5, _C1: -0.5, _N1: -0.5, _H: -5.0, _H1: -5.0, _E: 1.2},
    {_T: -1.2, _U: -1.6, _B: -3.0},
    {_T: 0.5, _U: 0.5, _B: -0.5, _E: -2.0, _P: -4.0, _C: -4.0, _N: -4.0, _P1: -4.0, _C1: -4.0, _N1: -4.0},
    {_T: 0.0, _U: 0.0, _P: 0.0, _C: 0.0, _N: 0.0, _H: 0.0},
    {_P: 0.0, _C: 0.0, _N: 0.0},
    {_T: -1.5, _U: -1.5, _P: -0.6, _C: -0.6, _N: -0.6, _H: -2.0},
    {_P: 0.0, _C: 0.0, _N: 0.0, _P1: -1.0, _C1: -1.0, _N1: -1.0, _E: -0.5},
    {_P: -4.0, _C: -4.0, _P1: -4.0, _C1: -4.0, _N: -4.0, _N1: -4.0, _E: -1.5},
    {_B: 0.0, _T: 0.0, _U: 0.0, _P1: 0.0, _C1: 0.0, _N1: 0.0, _H1: 0.0},
    {_P1: 0.0, _C1: 0.0, _N1: 0.0},
    {_B: -0.8, _P1: -0.6, _C1: -0.6, _N1: -0.6, _H1: -2.0},
    {_P: -4.0, _C: -4.0, _P1: -4.0, _C1: -4.0, _N: -4.0, _N1: -4.0, _E: -1.5},
)
_START = {_T: 1.5, _B: -1.5, _H: -2.0, _N: 0.0, _N1: 0.0}
_SHORTEST_BODY = 30.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How the page signs its articles, as shares of all signatures seen (with one more for doubt)."""

    at_end: float
    at_top: float


def label_lines(lines: Sequence[Line], page: Geometry, words: Vocabulary) -> list[Label]:
    """The label of each line; the lines are those of articles only, without captions."""
    if not lines:
        return []
    bylines = [parse_byline(line.view) if line.cells <= 60 else None for line in lines]
    datelines = [opens_with_dateline(line.view) for line in lines]
    habits = _habits(lines, bylines, datelines)
    scores: dict[int, float] = dict(_START)
    trail: list[bytearray] = []
    ended = False
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        own = _emissions(lines, index, bylines[index], datelines[index], page)
        joined = join_score(before, line, page, words) if before is not None else 0.0
        after_body = _after_body(line, joined, ended, datelines[index], habits)
        after_top = _after_top(line, datelines[index], page, habits)
        reached, came = _step(scores, own, after_body, after_top, first=index == 0)
        scores = reached
        trail.append(came)
        ended = line.cells > 8 and _tail(before, line)
    last = max((label for label in scores if label not in _TOP), key=scores.__getitem__, default=-1)
    if last < 0:
        last = max(scores, key=scores.__getitem__)
    labels = [Label(last)]
    for came in reversed(trail[1:]):
        labels.append(Label(came[labels[-1]]))
    labels.reverse()
    return labels


def _step(
    scores: dict[int, float],
    own: dict[int, float],
    after_body: dict[int, float],
    after_top: dict[int, float],
    *,
    first: bool,
) -> tuple[dict[int, float], bytearray]:
    came = bytearray(12)
    if first:
        return {target: own[target] + score for target, score in scores.items() if target in own}, came
    reached: dict[int, float] = {}
    for target, score in own.items():
        best, best_source = -1e30, -1
        for source, base in _FOLLOWS[target].items():
            value = scores.get(source)
            if value is None:
                continue
            value += base
            if source in _BODY:
                value += after_body.get(target, 0.0)
            elif source in _TOP:
                value += after_top.get(target, 0.0)
                if target in (_P1,) and source != _B:
                    value += after_top[_N1]
            if value > best:
                best, best_source = value, source
        if best_source >= 0:
            reached[target] = best + score
            came[target] = best_source
    return reached, came


def _emissions(
    lines: Sequence[Line], index: int, byline: Byline | None, dateline: bool, page: Geometry
) -> dict[int, float]:
    """The labels that the line can have by itself, with their scores."""
    line = lines[index]
    after = lines[index + 1] if index + 1 < len(lines) else None
    own = {_P: 0.0, _P1: 0.0, _C: 0.0, _C1: 0.0, _N: 0.0, _N1: 1.0 if dateline else -1.0}
    if dateline:
        own[_N] = -2.0
    elif page.short(line) and not line.closed:
        for label in (_P, _P1, _N, _N1):
            own[label] -= 1.0
    title = title_score(line, page)
    if title > -4 and after is not None:
        ahead, behind = _near(lines, index, 1), _near(lines, index, -1)
        own[_T] = title + min(1.2, 3.0 * echo(line.view, ahead)) - min(0.8, 2.0 * echo(line.view, behind[1:]))
        own[_U] = title + (2.5 if opens_with_dash(line.view) else 0.0) - 4.0 * echo(line.view, behind[:1])
        if line.view[:1] == "(" or dateline:
            own[_T] -= 2.0
    head = head_score(line, page)
    if head > -4 and after is not None:
        own[_H] = own[_H1] = head
    if byline is not None:
        _sign(own, byline, line, after)
    return own


_NEAR = 6


def _near(lines: Sequence[Line], index: int, step: int) -> list[str]:
    """The texts of the next lines before or after one."""
    if step > 0:
        return [line.view for line in lines[index + 1 : index + 1 + _NEAR]]
    return [line.view for line in reversed(lines[max(0, index - _NEAR) : index])]


def _sign(own: dict[int, float], byline: Byline, line: Line, after: Line | None) -> None:
    several = len(byline.authors) > 1
    if byline.style is Style.BRACKETED:
        own[_E] = 4.0
        own[_B] = 1.5
    elif byline.style is Style.CREDITED:
        own[_E] = 2.0
        own[_B] = 4.0
    elif byline.style is Style.SOURCE:
        own[_E] = 2.5
        own[_B] = 2.0
    else:
        own[_E] = 0.3 if several or line.indent > 8 else -1.2
        own[_B] = 3.0 if several else 1.5
    if byline.style is not Style.BARE or several:
        for label in (_T, _U, _H, _H1):
            if label in own:
                own[label] -= 3.0
    if after is None:
        own.pop(_B)


def _after_body(line: Line, joined: float, ended: bool, dateline: bool, habits: Habits) -> dict[int, float]:
    """What the line before says to each label if it was body text."""
    changes = {_C: joined, _C1: joined, _T: 0.0}
    changes[_T] -= 1.8 * habits.at_end
    if ended:
        changes[_C] -= 5.0
        changes[_C1] -= 5.0
        changes[_T] += 2.2 + 1.8 * habits.at_end
        changes[_N] = changes[_N1] = 3.0
    if dateline:
        for label in (_P, _P1):
            changes[label] = -2.5
        changes[_C] -= 3.0
        changes[_C1] -= 3.0
        changes[_N1] = changes.get(_N1, 0.0) + 1.0
    return changes


def _after_top(line: Line, dateline: bool, page: Geometry, habits: Habits) -> dict[int, float]:
    """What it says to each label that the line before was a title or top byline."""
    looks = 0.0
    if page.short(line) and not line.closed and not (page.indent and 2 <= line.indent <= 8):
        looks = -1.2
    elif line.cells >= _SHORTEST_BODY or page.full(line):
        looks = 0.4
    bonus = 2.0 if dateline else 0.0
    unsigned = 0.0 if dateline else -1.2 * habits.at_top
    # An article is signed from its title on by a dateline only; _N1 carries that condition to _step.
    return {_P: looks + unsigned - (3.0 if dateline else 0.0), _P1: looks + bonus, _N1: 0.0 if dateline else -50.0}


def _tail(before: Line | None, line: Line) -> bool:
    view = line.view
    if view[-1:] not in "）)":
        return False
    ending = view[-60:]
    if before is not None and "(" not in ending:
        ending = before.view[-30:] + ending
    return tail_byline(ending) is not None


def _habits(lines: Sequence[Line], bylines: Sequence[Byline | None], datelines: Sequence[bool]) -> Habits:
    at_end = sum(1 for byline in bylines if byline is not None and byline.style is Style.BRACKETED)
    at_end += sum(1 for line in lines if _tail(None, line))
    at_top = sum(1 for byline in bylines if byline is not None and byline.style is Style.CREDITED)
    at_top += sum(datelines)
    total = at_end + at_top + 1
    return Habits(at_end / total, at_top / total)
