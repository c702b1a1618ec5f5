"""Chooses what to show of a text: whole sentences with the most of the query's words, where they fit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from operator import itemgetter

from baosou.corpus.models import Span, span_at
from baosou.index.marking import Place, Range
from baosou.index.results import Snippet

_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)】》]*")
_PAUSE = re.compile(r"[，,、：:。！？!?；;…\s]")


_Window = tuple[int, int, int, int, int, tuple[Range, ...]]
"""The windows with the most of what is sought sort first: the number of distinct leaves in it and that of its marks,
both negative, its first character and the one after its last, the passage's number, and the marks."""


def snippets(
    text: str,
    lengths: Sequence[int],
    spans: Sequence[Sequence[Span]],
    found: Sequence[Place],
    *,
    count: int,
    width: int,
) -> tuple[Snippet, ...]:
    """At most `count` pieces of about `width` characters, in the order of the text.

    A piece lies within one passage; the text is that of the passages, one a line, of these lengths and with these
    spans, and `found` are the places to show in it. Where there are none, the opening of the text is the one piece. A
    length that goes beyond the text, as one of a changed index may, ends with it.
    """
    if count <= 0:
        return ()
    best: list[_Window] = []
    at = first = 0
    for number, length in enumerate(lengths):
        if at == len(found):
            break
        last, begin = min(first + length, len(text)), at
        at = bisect_left(found, (last,), lo=at)
        if at > begin:
            own = found[begin:at]
            # no window holds more than its passage does, and of equal ones the first is taken
            if len(best) < count or best[-1][:2] > (-len({leaf for _, _, leaf in own}), -len(own)):
                best = sorted([*best, *_windows(text, number, first, last, own, width)])[:count]
        first = last + 1
    if not best:
        opening = _opening(text, lengths, width)
        best = [] if opening is None else [opening]
    firsts = [0, *accumulate(length + 1 for length in lengths)]
    return tuple(
        [
            _snippet(text, window, firsts[number := window[4]], min(firsts[number + 1] - 1, len(text)), spans[number])
            for window in sorted(best, key=_START)
        ]
    )


_START = itemgetter(2)


def _opening(text: str, lengths: Sequence[int], width: int) -> _Window | None:
    """What stands at the beginning, where nothing else is to be shown."""
    first = 0
    for number, length in enumerate(lengths):
        last = min(first + length, len(text))
        start = last - len(text[first:last].lstrip())
        if start < last:
            begin, end = _around(text, _bounds(text, first, last), start, start + 1, width, first)
            return 0, 0, begin, end, number, ()
        first = last + 1
    return None


def _bounds(text: str, first: int, last: int) -> list[int]:
    """Where the sentences of [first, last) begin, and where the last one ends."""
    bounds = [first, *[match.end() for match in _SENTENCE_END.finditer(text, first, last)]]
    if bounds[-1] != last:
        bounds.append(last)
    return bounds


def _windows(text: str, passage: int, first: int, last: int, found: Sequence[Place], width: int) -> Iterator[_Window]:
    """One window around each place of a passage that the window before it does not hold; places end with it."""
    bounds = [first, last] if last - first <= width else _bounds(text, first, last)
    floor = first
    for n, (start, end, _) in enumerate(found):
        if start < floor:
            continue
        begin, finish = _around(text, bounds, start, min(end, last), width, floor)
        low = n
        while low and found[low - 1][0] >= begin:
            low -= 1
        leaves = set()
        marks: list[Range] = []
        reached = -1
        for place, stop, leaf in islice(found, low, None):
            if place >= finish:
                break
            stop = min(stop, last)
            if stop <= finish:
                leaves.add(leaf)
                if place > reached:
                    marks.append((place, stop))
                    reached = stop
                elif stop > reached:
                    marks[-1] = (marks[-1][0], stop)
                    reached = stop
        yield -len(leaves), -len(marks), begin, finish, passage, tuple(marks)
        floor = finish


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


def _snippet(text: str, window: _Window, first: int, last: int, spans: Sequence[Span]) -> Snippet:
    """The snippet of a window, given where its passage begins and ends and the spans of that."""
    _, _, start, end, _, marks = window
    while end > start and text[end - 1].isspace():
        end -= 1
    return Snippet(
        text=text[start:end],
        highlights=tuple([(begin - start, min(stop, end) - start) for begin, stop in marks if begin < end]),
        line=span_at(spans, start - first).line if spans else 1,
        cut_before=start > first and not text[first:start].isspace(),
        cut_after=end < last and not text[end:last].isspace(),
    )
