"""Chooses what to show of a text: whole sentences with the most of the query's words, where they fit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from baosou.corpus.models import Passage
from baosou.index.marking import Place, Range, merged
from baosou.index.results import Snippet

_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)】》]*")
_PAUSE = re.compile(r"[，,、：:。！？!?；;…\s]")


class _Window(Struct, frozen=True):
    passage: int
    start: int
    end: int
    marks: tuple[Range, ...]
    distinct: int


def snippets(
    text: str, passages: Sequence[Passage], found: Sequence[Place], *, count: int, width: int
) -> tuple[Snippet, ...]:
    """At most `count` pieces of about `width` characters, in the order of the text.

    A piece lies within one passage; the text is that of the passages, one a line, and `found` are the places to show
    in it. Where there are none, the opening of the text is the one piece.
    """
    if count <= 0:
        return ()
    windows: list[_Window] = []
    for number, first, last, inside in _by_passage(found, passages):
        windows.extend(_windows(text, number, _bounds(text, first, last), inside, width))
    windows.sort(key=lambda w: (-w.distinct, -len(w.marks), w.start))
    chosen: list[_Window] = []
    for window in windows:
        if len(chosen) == count:
            break
        if all(w.end <= window.start or window.end <= w.start for w in chosen):
            chosen.append(window)
    if not chosen:
        opening = _opening(text, passages, width)
        chosen = [] if opening is None else [opening]
    chosen.sort(key=lambda w: w.start)
    firsts = [0, *accumulate(len(passage.text) + 1 for passage in passages)]
    return tuple(_snippet(window, passages[window.passage], firsts[window.passage]) for window in chosen)


def _opening(text: str, passages: Sequence[Passage], width: int) -> _Window | None:
    """What stands at the beginning, where nothing else is to be shown."""
    first = 0
    for number, passage in enumerate(passages):
        last = first + len(passage.text)
        start = last - len(passage.text.lstrip())
        if start < last:
            return _Window(number, *_around(text, _bounds(text, first, last), start, start + 1, width, first), (), 0)
        first = last + 1
    return None


def _by_passage(found: Sequence[Place], passages: Sequence[Passage]) -> Iterator[tuple[int, int, int, list[Place]]]:
    """Each passage that any place begins in: its number, where it begins and ends, and the places."""
    at = first = 0
    for number, passage in enumerate(passages):
        if at == len(found):
            return
        last, begin = first + len(passage.text), at
        while at < len(found) and found[at][0] < last:
            at += 1
        if at > begin:
            yield number, first, last, [(start, min(end, last), leaf) for start, end, leaf in found[begin:at]]
        first = last + 1


def _bounds(text: str, first: int, last: int) -> list[int]:
    """Where the sentences of [first, last) begin, and where the last one ends."""
    bounds = [first, *(match.end() for match in _SENTENCE_END.finditer(text, first, last))]
    if bounds[-1] != last:
        bounds.append(last)
    return bounds


def _windows(text: str, passage: int, bounds: Sequence[int], found: list[Place], width: int) -> list[_Window]:
    """One window around each place that the window before it does not hold."""
    windows: list[_Window] = []
    floor = bounds[0]
    for n, (start, end, _) in enumerate(found):
        if start < floor:
            continue
        first, last = _around(text, bounds, start, end, width, floor)
        low = n
        while low and found[low - 1][0] >= first:
            low -= 1
        inside = []
        for place in found[low:]:
            if place[0] >= last:
                break
            if place[1] <= last:
                inside.append(place)
        marks = merged((s, e) for s, e, _ in inside)
        windows.append(_Window(passage, first, last, marks, len({leaf for _, _, leaf in inside})))
        floor = last
    return windows


def _around(text: str, bounds: Sequence[int], start: int, end: int, width: int, floor: int) -> Range:
    """A range of about `width` characters around [start, end): whole sentences if they fit, else cut at pauses.

    It begins at `floor` or later.
    """
    low, high = bisect_right(bounds, start) - 1, max(bisect_left(bounds, end), 1)
    first, last = max(bounds[low], floor), bounds[high]
    if last - first > width:
        return _cut(text, first, last, start, end, width)
    while True:
        if high + 1 < len(bounds) and bounds[high + 1] - first <= width:
            high += 1
            last = bounds[high]
        elif low > 0 and first > floor and last - max(bounds[low - 1], floor) <= width:
            low -= 1
            first = max(bounds[low], floor)
        else:
            break
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


def _snippet(window: _Window, passage: Passage, first: int) -> Snippet:
    """The snippet of a window, given where its passage begins."""
    text, start, end = passage.text, window.start - first, window.end - first
    while end > start and text[end - 1].isspace():
        end -= 1
    return Snippet(
        text=text[start:end],
        highlights=tuple((s - window.start, min(e - first, end) - start) for s, e in window.marks if s - first < end),
        line=passage.locate(start).line if passage.spans else 1,
        cut_before=bool(text[:start].strip()),
        cut_after=bool(text[end:].strip()),
    )
