"""Chooses what to show of a text: whole sentences with the most of the query's words, where they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from baosou.corpus.models import Passage
from baosou.index.marking import FoldedText, Marker, Range, merged
from baosou.index.results import Snippet

Place = tuple[int, int, int]
"""Start and end of a place, and the number of the leaf that stands there (see `Marker.find`)."""

_SENTENCE = re.compile(r"[^。！？!?；;…]*(?:[。！？!?；;…]+[”’」』）)】》]*|$)")
_PAUSE = re.compile(r"[，,、：:。！？!?；;…\s]")
_AROUND = 4
"""Sentences are sought within so many times the width around a place; no longer ones are shown whole."""


class _Window(Struct, frozen=True):
    passage: int
    start: int
    end: int
    marks: tuple[Range, ...]
    distinct: int


def snippets(
    passages: Sequence[Passage], marker: Marker, *, count: int, width: int, together: FoldedText | None = None
) -> tuple[Snippet, ...]:
    """At most `count` pieces of about `width` characters, in the order of the text.

    A piece lies within one passage. Where no word stands in any, the opening of the text is the one piece. `together`
    are the passages' texts, one a line, where they are at hand.
    """
    if count <= 0:
        return ()
    if together is None:
        together = FoldedText("\n".join(passage.text for passage in passages))
    windows = []
    for number, found in _by_passage(marker.find(together), passages):
        windows.extend(_windows(passages[number].text, number, found, width))
    windows.sort(key=lambda w: (-w.distinct, -len(w.marks), w.passage, w.start))
    chosen: list[_Window] = []
    for window in windows:
        if len(chosen) == count:
            break
        if all(w.passage != window.passage or w.end <= window.start or window.end <= w.start for w in chosen):
            chosen.append(window)
    if not chosen:
        opening = next((n for n, passage in enumerate(passages) if passage.text.strip()), None)
        if opening is None:
            return ()
        text = passages[opening].text
        first = len(text) - len(text.lstrip())
        start, end = _around(text, first, first + 1, width)
        chosen = [_Window(opening, start, end, (), 0)]
    chosen.sort(key=lambda w: (w.passage, w.start))
    return tuple(_snippet(window, passages[window.passage]) for window in chosen)


def _by_passage(found: Sequence[Place], passages: Sequence[Passage]) -> Iterator[tuple[int, list[Place]]]:
    """The places in each passage that has any, counted from its beginning."""
    at = first = 0
    for number, passage in enumerate(passages):
        if at == len(found):
            return
        last, inside = first + len(passage.text), []
        while at < len(found) and found[at][0] < last:
            start, end, leaf = found[at]
            inside.append((start - first, min(end, last) - first, leaf))
            at += 1
        if inside:
            yield number, inside
        first = last + 1


def _windows(text: str, passage: int, found: list[Place], width: int) -> list[_Window]:
    """One window around each place that the window before it does not hold."""
    windows: list[_Window] = []
    floor = 0
    for n, (start, end, _) in enumerate(found):
        if windows and start < floor:
            continue
        first, last = _around(text, start, end, width, floor=floor)
        inside = [place for place in found[_first_from(found, first, n) :] if place[0] < last and place[1] <= last]
        marks = merged((s, e) for s, e, _ in inside)
        windows.append(_Window(passage, first, last, marks, len({leaf for _, _, leaf in inside})))
        floor = last
    return windows


def _first_from(found: list[Place], first: int, n: int) -> int:
    """The number of the first place that begins at `first` or later; place n is one."""
    while n and found[n - 1][0] >= first:
        n -= 1
    return n


def _around(text: str, start: int, end: int, width: int, *, floor: int = 0) -> Range:
    """A range of about `width` characters around [start, end): whole sentences if they fit, else cut at pauses."""
    near = max(floor, start - _AROUND * width)
    far = min(len(text), end + _AROUND * width)
    bounds = [(m.start(), m.end()) for m in _SENTENCE.finditer(text, near, far) if m.end() > m.start()]
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


def _snippet(window: _Window, passage: Passage) -> Snippet:
    text, end = passage.text, window.end
    while end > window.start and text[end - 1].isspace():
        end -= 1
    return Snippet(
        text=text[window.start : end],
        highlights=tuple((s - window.start, min(e, end) - window.start) for s, e in window.marks if s < end),
        line=passage.locate(window.start).line if passage.spans else 1,
        cut_before=bool(text[: window.start].strip()),
        cut_after=bool(text[end:].strip()),
    )
