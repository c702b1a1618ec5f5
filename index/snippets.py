"""Chooses what to show of a text: whole sentences with the most of the query's words, where they fit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter

from baosou.index.marking import Place, Range, merged
from baosou.index.results import Snippet

_SENTENCE = re.compile(r"[^。！？!?；;…]*+(?:[。！？!?；;…]++[”’」』）)】》]*+|\Z)")
_PAUSE = re.compile(r"[，,、：:。！？!?；;…\s]")


_Window = tuple[int, int, int, int, Range, list[Place]]
"""The windows with the most of what is sought sort first: the numbers of distinct leaves and of marks in it, both
negative, its first character and the one after its last, those of its line, and the places that begin in it."""


def snippets(
    text: str, lines: Sequence[tuple[int, int]], found: list[Place], *, count: int, width: int
) -> tuple[Snippet, ...]:
    """At most `count` pieces of about `width` characters, in the order of the text.

    A piece lies within one line of the text, which is a passage. `found` are the places to show, ascending; where there
    are none, the opening of the text is the one piece. `lines` tell on which line of the source the text stood from
    which character on, ascending.
    """
    if count <= 0:
        return ()
    text += "\n"
    windows = _best(text, found, count, width) if found else []
    windows = sorted(windows, key=_BEGIN) if windows else _opening(text, width)
    return tuple([_snippet(text, lines, window) for window in windows])


_BEGIN = itemgetter(2)


def _best(text: str, found: list[Place], count: int, width: int) -> list[_Window]:
    """At most `count` windows that hold the most; of equal ones the first. Every line of the text ends.

    One is made around each place that the last one taken does not hold, but not where what follows within the width
    is too little for it to be taken.
    """
    best: list[_Window] = []
    alike = len({leaf for _, _, leaf in found}) == 1
    marks = range(len(found)) if alike else _marks(found)
    floor = first = last = stop = 0
    least: tuple[int, int] | None = None
    bounds: list[int] = []
    for n, (start, end, _) in enumerate(found):
        if start < floor:
            continue
        if start >= last:
            first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            stop = bisect_left(found, (last,), n)
            bounds = []
        if least is not None:
            within = bisect_left(found, (start + width,), n, stop)
            if (-1 if alike else -len({leaf for _, _, leaf in found[n:within]}), n - within) >= least:
                continue
        if n == stop:
            continue
        bounds = bounds or _bounds(text, first, last, width)
        begin, finish = _around(text, bounds, start, min(end, last), width, floor)
        # places before this one are in it too, where the window that was made around them was not taken
        before, after = bisect_left(found, (begin,), 0, n), bisect_left(found, (finish,), n, stop)
        held = found[before:after]
        leaves = 1 if alike else len({leaf for _, _, leaf in held})
        window = (-leaves, marks[before] - marks[after - 1] - 1, begin, finish, (first, last), held)
        if least is None or window < best[-1]:
            insort(best, window)
            del best[count:]
            floor = finish
            if len(best) == count:
                least = best[-1][:2]
    return best


def _marks(found: Sequence[Place]) -> list[int]:
    """The number of the mark to which each place belongs: those that touch or overlap are one."""
    numbers = []
    number = reached = -1
    for start, end, _ in found:
        if start > reached:
            number += 1
        if end > reached:
            reached = end
        numbers.append(number)
    return numbers


def _opening(text: str, width: int) -> list[_Window]:
    """What stands at the beginning, where nothing else is to be shown: one window, or none of a blank text."""
    start = len(text) - len(text.lstrip())
    if start == len(text):
        return []
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    begin, end = _around(text, _bounds(text, first, last, width), start, start + 1, width, first)
    return [(0, 0, begin, end, (first, last), [])]


def _bounds(text: str, first: int, last: int, width: int) -> list[int]:
    """Where the sentences of a line begin, and where the last one ends; one that fits is taken as one sentence."""
    if last - first <= width:
        return [first, last]
    return list(accumulate(map(len, _SENTENCE.findall(text, first, last)), initial=first))


def _around(text: str, bounds: Sequence[int], start: int, end: int, width: int, floor: int) -> Range:
    """A range of about `width` characters around [start, end): whole sentences if they fit, else cut at pauses.

    It begins at `floor` or later. Sentences that follow are taken before those that went before.
    """
    low = bisect_right(bounds, start) - 1
    first, last = max(bounds[low], floor), bounds[bisect_left(bounds, end, low + 1)]
    if last - first > width:
        return _cut(text, first, last, start, end, width)
    last = bounds[bisect_right(bounds, first + width, low) - 1]
    least = last - width
    first = max(floor, bounds[0]) if floor >= least else bounds[bisect_left(bounds, least)]
    while first < start and text[first].isspace():
        first += 1
    return first, last


def _cut(text: str, first: int, last: int, start: int, end: int, width: int) -> Range:
    """A part of a sentence that is too long: a third of the room before the place, beginning after a pause."""
    begin = max(first, min(start - width // 3, last - width))
    if begin > first:
        pause = _PAUSE.search(text, begin, start)
        begin = pause.end() if pause else begin
    finish = min(last, max(begin + width, end))
    if finish < last:
        pauses = [m.end() for m in _PAUSE.finditer(text, max(end, finish - width // 3), finish)]
        finish = pauses[-1] if pauses else finish
    return begin, finish


def _snippet(text: str, lines: Sequence[tuple[int, int]], window: _Window) -> Snippet:
    _, _, start, end, (first, last), held = window
    held = [place for place in held if place[1] <= end]
    while text[end - 1].isspace():
        end -= 1
    at = bisect_left(lines, (start + 1,))
    return Snippet(
        text[start:end],
        tuple([(begin - start, min(stop, end) - start) for begin, stop in merged(held) if begin < end]),
        lines[at - 1][1] if at else 1,
        start > first and not text[first:start].isspace(),
        end < last and not text[end:last].isspace(),
    )
