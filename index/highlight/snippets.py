"""Chooses what to show of a text: whole sentences, where they fit, that have the rarest of the query's words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate
from types import MappingProxyType

from msgspec import Struct

from baosou.index.highlight.marker import Place, Range, merged
from baosou.index.results import Snippet

_SENTENCE = re.compile(r"[^。！？!?；;…]*+(?:[。！？!?；;…]++[”’」』）)】》]*+|\Z)")
_PAUSE = re.compile(r"[，,、：:。！？!?；;…\s]")


class Marked(Struct, frozen=True):
    """A text with the places to show in it, ascending, and its number among the texts that are shown in order.

    `lines` tell on which line of the source the text stood from which character on, ascending.
    """

    text: str
    lines: Sequence[tuple[int, int]]
    found: Sequence[Place]
    number: int = 0


_ALL_ALIKE: Mapping[int, float] = MappingProxyType({})


def snippets(
    text: str, lines: Sequence[tuple[int, int]], found: Sequence[Place], *, count: int, width: int
) -> tuple[Snippet, ...]:
    """The snippets of one text, all of whose leaves weigh the same."""
    return snippets_of([Marked(text, lines, found)], count=count, width=width)


def snippets_of(
    texts: Sequence[Marked], *, count: int, width: int, weights: Mapping[int, float] = _ALL_ALIKE
) -> tuple[Snippet, ...]:
    """At most `count` pieces of about `width` characters, in the order of the texts' numbers.

    A piece lies within one line of a text, which is a passage. The first one has the word of the most weight that the
    first text with any has; each one after it has that of the most weight in all texts which is not shown yet, from the
    first text that has it. What is left is filled from the first text. `weights` are those of the leaves, alike where
    they are not told. Where nothing is found, the opening of the first text is the one piece.
    """
    if count <= 0:
        return ()
    open_texts = [_Text(each, width, weights) for each in texts]
    searched = [text for text in open_texts if text.found]
    if not searched:
        open_texts[0].take_opening()
    unshown = {leaf for text in searched for _, _, leaf in text.found}
    rarest_first = sorted(unshown, key=lambda leaf: (-weights.get(leaf, 1.0), leaf))
    for turn in range(count):
        taken = _next(searched[:1] if turn == 0 else searched, rarest_first, unshown)
        if taken is None:
            break
        unshown -= taken.leaves
        rarest_first = [leaf for leaf in rarest_first if leaf in unshown]
    open_texts.sort(key=lambda text: text.number)
    return tuple([snippet for text in open_texts for snippet in text.snippets()])


def _next(texts: Sequence[_Text], rarest_first: Sequence[int], unshown: Set[int]) -> _Window | None:
    """Takes the next window, from the text that it is best taken from; None where nothing more can be shown."""
    for leaf in (*rarest_first, None):
        for text in texts:
            window = text.best_with(leaf, unshown)
            if window is not None:
                text.take(window)
                return window
    return None


class _Window(Struct, frozen=True):
    """Characters [begin, end) of a text, the line in which they lie, and the places that begin in them."""

    begin: int
    end: int
    line: Range
    held: Sequence[Place]
    leaves: frozenset[int]


_Worth = tuple[float, float]
"""What makes one window better than another: the weight of what is not shown yet, and of all that it shows."""


class _Text:
    """A text in which windows are taken, none of which overlaps another."""

    def __init__(self, marked: Marked, width: int, weights: Mapping[int, float]) -> None:
        self.found, self.number = marked.found, marked.number
        self._leaves = frozenset([leaf for _, _, leaf in marked.found])
        self._text = marked.text + "\n"  # every line ends
        self._lines = marked.lines
        self._width = width
        self._weights = weights
        self._taken: list[_Window] = []
        self._line, self._bounds = (0, 0), [0]

    def take(self, window: _Window) -> None:
        """Take a window."""
        self._taken.append(window)
        self._taken.sort(key=lambda each: each.begin)

    def take_opening(self) -> None:
        """Take what the text begins with, unless it is blank."""
        start = len(self._text) - len(self._text.lstrip())
        if start < len(self._text):
            self.take(self._around(start, start + 1))

    def best_with(self, leaf: int | None, unshown: Set[int]) -> _Window | None:
        """The best window that can still be taken around a place of a leaf, or of any; of equal ones the first.

        None is made around a place where, by all that stands near it, it could not be better.
        """
        best: _Window | None = None
        most, limit = (0.0, 0.0), self._worth(self._leaves, unshown)
        for n, (start, end, number) in enumerate(self.found):
            if leaf is not None and number != leaf:
                continue
            if self._taken and not self._is_free(start, end):
                continue
            if best is not None:
                first = bisect_left(self.found, (start - self._width,), 0, n)
                after = bisect_left(self.found, (start + self._width,), n)
                if self._worth({each for _, _, each in self.found[first:after]}, unshown) <= most:
                    continue
            window = self._around(start, end)
            worth = self._worth(window.leaves, unshown)
            if best is None or worth > most:
                best, most = window, worth
                if most == limit:
                    break
        return best

    def _is_free(self, start: int, end: int) -> bool:
        return all(end <= each.begin or start >= each.end for each in self._taken)

    def _worth(self, leaves: Set[int], unshown: Set[int]) -> _Worth:
        new = total = 0.0
        for leaf in leaves:
            weight = self._weights.get(leaf, 1.0)
            total += weight
            if leaf in unshown:
                new += weight
        return new, total

    def _around(self, start: int, end: int) -> _Window:
        """The window around [start, end), whole sentences if they fit, between those that are taken."""
        if not self._line[0] <= start < self._line[1]:
            first, last = self._text.rfind("\n", 0, start) + 1, self._text.find("\n", start)
            self._line, self._bounds = (first, last), _bounds(self._text, first, last, self._width)
        bounds = self._bounds
        if self._taken:
            floor = max([self._line[0], *(each.end for each in self._taken if each.end <= start)])
            ceiling = min([self._line[1], *(each.begin for each in self._taken if each.begin > start)])
            bounds = [floor, *(each for each in bounds if floor < each < ceiling), ceiling]
        begin, finish = _around(self._text, bounds, start, min(end, bounds[-1]), self._width)
        held = self.found[bisect_left(self.found, (begin,)) : bisect_left(self.found, (finish,))]
        return _Window(begin, finish, self._line, held, frozenset([leaf for _, _, leaf in held]))

    def snippets(self) -> Iterator[Snippet]:
        """The windows that were taken, in order, as they are shown."""
        for window in self._taken:
            start, end, (first, last) = window.begin, window.end, window.line
            held = [place for place in window.held if place[1] <= end]
            while self._text[end - 1].isspace():
                end -= 1
            at = bisect_left(self._lines, (start + 1,))
            yield Snippet(
                self._text[start:end],
                tuple([(begin - start, min(stop, end) - start) for begin, stop in merged(held) if begin < end]),
                self._lines[at - 1][1] if at else 1,
                start > first and not self._text[first:start].isspace(),
                end < last and not self._text[end:last].isspace(),
            )


def _bounds(text: str, first: int, last: int, width: int) -> list[int]:
    """Where the sentences of a line begin, and where the last one ends; one that fits is taken as one sentence."""
    if last - first <= width:
        return [first, last]
    return list(accumulate(map(len, _SENTENCE.findall(text, first, last)), initial=first))


def _around(text: str, bounds: Sequence[int], start: int, end: int, width: int) -> Range:
    """A range of about `width` characters around [start, end): whole sentences if they fit, else cut at pauses.

    Sentences that follow are taken before those that went before.
    """
    low = bisect_right(bounds, start) - 1
    first, last = bounds[low], bounds[bisect_left(bounds, end, low + 1)]
    if last - first > width:
        return _cut(text, first, last, start, end, width)
    last = bounds[bisect_right(bounds, first + width, low) - 1]
    first = bounds[bisect_left(bounds, last - width)]
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
