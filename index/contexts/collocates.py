"""How often words stand near what was sought, and how much that tells.

A word near is counted as it is in the whole archive: every place where its text stands, wherever words are cut. (Cut
words cannot be compared with that: 共产党 is hardly ever cut out, for the dictionary has longer names with it.) So the
unit of both sizes is the character.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log, log2

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.analyzer import is_function_word, is_word
from baosou.index.analysis.units import Integers, Units, edge_classes, units_of
from baosou.index.concordances import Collocate, Score
from baosou.index.contexts.windows import Side, Window

_FAR = 1 << 40

_KEYED = 4
"""Units of the longest words of which all are counted at once, as numbers of 64 bits."""

_WITHIN = 0.75
"""A word that stands so often within a longer one is left out for that one."""


class Near(Struct, frozen=True):
    """How often a word stands near what was sought: at all, before it and after it."""

    all: int
    left: int
    right: int


class Counts(Struct, frozen=True):
    """The words near what was sought, how often each stands there, and how many characters there are near it."""

    words: Mapping[str, Near]
    characters: int


def counted(windows: Iterable[Window], *, sought: Collection[str], least: int, characters: int) -> Counts:
    """The words of `characters` characters and more that stand at least `least` times in the windows.

    What was `sought` itself, function words and numbers are none.
    """
    every = list(windows)
    cut = Counter(word for window in every for word in window.words)
    candidates = [
        word
        for word in cut
        if len(word) >= characters and word not in sought and is_word(word) and _says_something(word)
    ]
    text = _Text(every)
    found = {word: near for word, near in text.count(candidates, max(least, 1)) if near.all >= max(least, 1)}
    return Counts(found, sum(len(window.text) for window in every))


def _says_something(word: str) -> bool:
    return not is_function_word(word) and not word[0].isdecimal()


class _Text:
    """The windows as one array of units with a zero between two, and how far each lies from what was sought."""

    def __init__(self, windows: Sequence[Window]) -> None:
        texts = [units_of(window.text) for window in windows]
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        zero = np.zeros(1, dtype=np.uint16)
        self.units: Units = np.concatenate([zero, *(part for text in texts for part in (text, zero))])
        firsts = np.cumsum(sizes + 1) - sizes
        sides = np.array([window.side is Side.LEFT for window in windows], dtype=np.bool_)
        ends = np.array([window.side is Side.RIGHT for window in windows], dtype=np.bool_)
        own = np.zeros(len(self.units), dtype=np.int64)
        own[1:] = np.repeat(np.arange(len(windows)), sizes + 1)
        places = np.arange(len(self.units))
        # how many characters lie between each unit and what stands before it, and after it
        self._before = np.where(sides[own], _FAR, places - firsts[own]) if len(windows) else places
        self._after = np.where(ends[own], _FAR, (firsts + sizes)[own] - places) if len(windows) else places

    def count(self, words: Sequence[str], least: int) -> Iterator[tuple[str, Near]]:
        """How often each of some words stands, each place for itself; some that stand less than `least` times lack."""
        by_length: dict[int, list[tuple[str, Units]]] = {}
        for word in words:
            units = units_of(word)
            by_length.setdefault(len(units), []).append((word, units))
        for length, group in by_length.items():
            if length <= _KEYED:
                yield from self._of_length(length, group, least)
            else:
                yield from map(self._longer, group)

    def _of_length(self, length: int, group: Sequence[tuple[str, Units]], least: int) -> Iterator[tuple[str, Near]]:
        keys = _keys(np.lib.stride_tricks.sliding_window_view(self.units, min(length, len(self.units))))
        order = np.argsort(keys, kind="stable")
        ascending = keys.take(order)
        wanted = _keys(np.stack([units for _, units in group]))
        firsts, lasts = ascending.searchsorted(wanted), ascending.searchsorted(wanted, "right")
        for (word, units), first, last in zip(group, firsts.tolist(), lasts.tolist(), strict=True):
            if last - first >= least:
                yield word, self._near(order[first:last], units)

    def _longer(self, given: tuple[str, Units]) -> tuple[str, Near]:
        word, units = given
        text, sought = self.units.tobytes(), units.tobytes()
        places = []
        at = text.find(sought)
        while at >= 0:
            if at % 2 == 0:
                places.append(at // 2)
            at = text.find(sought, at + 1)
        return word, self._near(np.array(places, dtype=np.int64), units)

    def _near(self, places: Integers, units: Units) -> Near:
        """The counts of a word that stands at some places; of an alphabet's word, where it is whole."""
        classes = edge_classes()
        whole = np.ones(len(places), dtype=np.bool_)
        for edge, beyond in ((int(units[0]), places - 1), (int(units[-1]), places + len(units))):
            if classes[edge]:
                whole &= classes.take(self.units.take(beyond)) != classes[edge]
        places = places.compress(whole)
        after = self._before.take(places) <= self._after.take(places + len(units) - 1)
        right = int(np.count_nonzero(after))
        return Near(len(places), len(places) - right, right)


def _keys(rows: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Rows of up to four units as numbers."""
    keys = np.zeros(len(rows), dtype=np.uint64)
    for column in range(rows.shape[1]):
        keys = keys << np.uint64(16) | rows[:, column].astype(np.uint64)
    return keys


def collocates(
    counts: Counts, in_all: Mapping[str, int], *, total: int, drawn: int, characters: int, score: Score
) -> list[Collocate]:
    """The words with their scores, the most telling first.

    `total` is how often what was sought stands, of which `drawn` were looked at; `characters` are those of the archive.
    """
    found = []
    for word, near in counts.words.items():
        everywhere = max(in_all[word], near.all)
        found.append(
            Collocate(
                word,
                near.all,
                near.left,
                near.right,
                everywhere,
                round(log_likelihood(near.all, everywhere, counts.characters, characters), 2),
                round(log_dice(near.all * total / max(drawn, 1), total, everywhere), 2),
            )
        )
    left = _without_parts(found)
    left.sort(key=lambda each: (-(each.ll if score == "ll" else each.log_dice), each.word))
    return left


def log_likelihood(near: int, in_all: int, near_size: int, size: int) -> float:
    """G² of a word that stands `near` times in `near_size` of `size` characters, where it stands `in_all` times.

    It is negative where the word is rarer there than elsewhere. (Dunning, Accurate Methods for the Statistics of
    Surprise and Coincidence, 1993.)
    """
    table = ((near, near_size - near), (in_all - near, size - near_size - in_all + near))
    total = sum(map(sum, table))
    columns = [sum(column) for column in zip(*table, strict=True)]
    ratio = 0.0
    for row in table:
        for cell, column in zip(row, columns, strict=True):
            if cell > 0:
                ratio += cell * log(cell * total / (sum(row) * column))
    expected = near_size * in_all / max(total, 1)
    return 2 * ratio if near >= expected else -2 * ratio


def log_dice(together: float, sought: int, in_all: int) -> float:
    """14 + log2 of the Dice coefficient: 14 at most, whatever the size of an archive; one more is twice as typical.

    (Rychlý, A Lexicographer-Friendly Association Score, 2008.)
    """
    return min(14.0, 14 + log2(2 * together / (sought + in_all)))


def _without_parts(found: Sequence[Collocate]) -> list[Collocate]:
    """Those that do not mostly stand within a longer one of them: 社会主义 without 社会 and 主义."""
    longer: dict[str, int] = {}
    known = {each.word for each in found}
    for each in found:
        word = each.word
        for start in range(len(word)):
            for end in range(start + 1, len(word) + 1):
                part = word[start:end]
                if part != word and part in known:
                    longer[part] = max(longer.get(part, 0), each.near)
    return [each for each in found if longer.get(each.word, 0) < _WITHIN * each.near]
