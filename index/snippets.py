"""Chooses what to show of a text: whole sentences with the most of the query's words, where they fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from baosou.corpus.models import Passage
from baosou.index.marking import Marker, Range, merged
from baosou.index.results import Snippet

_SENTENCE = re.compile(r"[^。！？!?；;…]*(?:[。！？!?；;…]+[”’」』）)】》]*|$)")
_PAUSE = re.compile(r"[，,、：:。！？!?；;…\s]")


class _Window(Struct, frozen=True):
    passage: Passage
    order: int
    start: int
    end: int
    marks: tuple[Range, ...]
    distinct: int


def snippets(passages: Sequence[Passage], marker: Marker, *, count: int, width: int) -> tuple[Snippet, ...]:
    """At most `count` pieces of about `width` characters, in the order of the text.

    A piece lies within one passage. Where no word stands in any, the opening of the text is the one piece.
    """
    if count <= 0:
        return ()
    windows = []
    for order, passage in enumerate(passages):
        found = marker.find(passage.text)
        if found:
            windows.extend(_windows(passage, order, found, width))
    windows.sort(key=lambda w: (-w.distinct, -len(w.marks), w.order, w.start))
    chosen: list[_Window] = []
    for window in windows:
        if len(chosen) == count:
            break
        if all(w.order != window.order or w.end <= window.start or window.end <= w.start for w in chosen):
            chosen.append(window)
    if not chosen:
        opening = next(((n, p) for n, p in enumerate(passages) if p.text.strip()), None)
        if opening is None:
            return ()
        order, passage = opening
        first = len(passage.text) - len(passage.text.lstrip())
        start, end = _around(passage.text, first, first + 1, width)
        chosen = [_Window(passage, order, start, end, (), 0)]
    return tuple(_snippet(window) for window in sorted(chosen, key=lambda w: (w.order, w.start)))


def _windows(passage: Passage, order: int, found: list[tuple[int, int, int]], width: int) -> list[_Window]:
    """One window around each place that the window before it does not hold."""
    windows: list[_Window] = []
    for start, end, _ in found:
        if windows and start < windows[-1].end:
            continue
        first, last = _around(passage.text, start, end, width, floor=windows[-1].end if windows else 0)
        inside = [(s, e, number) for s, e, number in found if first <= s and e <= last]
        marks = merged((s, e) for s, e, _ in inside)
        windows.append(_Window(passage, order, first, last, marks, len({number for _, _, number in inside})))
    return windows


def _around(text: str, start: int, end: int, width: int, *, floor: int = 0) -> Range:
    """A range of about `width` characters around [start, end): whole sentences if they fit, else cut at pauses."""
    near = max(floor, start - 4 * width)
    bounds = [
        (m.start(), m.end()) for m in _SENTENCE.finditer(text, near, min(len(text), end + 4 * width)) if m.group()
    ]
    touched = [n for n, (s, e) in enumerate(bounds) if s < end and e > start]
    if not touched:
        return max(floor, start - width // 2), min(len(text), max(end, start + width // 2))
    low, high = touched[0], touched[-1]
    if bounds[high][1] - bounds[low][0] > width:
        return _cut(text, bounds[low][0], bounds[high][1], start, end, width)
    while True:
        first, last = bounds[low][0], bounds[high][1]
        if high + 1 < len(bounds) and bounds[high + 1][1] - first <= width:
            high += 1
        elif low > 0 and last - bounds[low - 1][0] <= width:
            low -= 1
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


def _snippet(window: _Window) -> Snippet:
    text = window.passage.text
    end = window.end
    while end > window.start and text[end - 1].isspace():
        end -= 1
    return Snippet(
        text=text[window.start : end],
        highlights=tuple((s - window.start, min(e, end) - window.start) for s, e in window.marks if s < end),
        line=window.passage.locate(window.start).line if window.passage.spans else 1,
        cut_before=bool(text[: window.start].strip()),
        cut_after=bool(text[end:].strip()),
    )
