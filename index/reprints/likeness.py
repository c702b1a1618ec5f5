"""How much of their texts articles share: the same text, something alike, or one contained in the other.

Compared are runs of six letters, figures or ideographs. A run counts the less the more frequent the rarest pair of
characters in it is in the archive: what formulaic items share (应邀对…进行国事访问) is frequent, and what tells them
apart, names above all, is rare; of a text that was sent out again what is rare is shared too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams, Integers, Units, counted, ranges, text_of, units_of, word_units

RUN = 6

_LEAST = 8
"""Runs that two articles share at least."""

_LIGHTER, _HEAVIER, _SHARED = 0.6, 0.3, 30
"""The shared weight of two articles with the same text, as a part of the lighter one's and of the heavier one's; and
how many runs they share."""

_COPY, _MANY = 0.9, 100
"""The shared weight of a copy, as a part of the lighter one's; and a few characters may differ for so many runs."""

_BETWEEN = 24
"""So many shared runs stand for each place at which a few characters differ: formulas differ in a name here and there,
where what is printed again is cut, or put in another order, or has other sentences."""

_SITE = range(RUN, RUN + 12)
"""How many runs differ where a few characters do; fewer do where two sentences meet that did not."""

_MAY = 0.4
"""What the share of the lighter is at least where all runs count alike: only such pairs are weighed."""

_CONTAINED = 0.9
"""A text of which so much stands in another, that is so much heavier, is contained in it."""

_MULTIPLIERS = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35))

Weighing = Callable[[Grams], Integers]
"""How often each of some pairs of neighbouring characters, ascending, stands in the archive."""


class Shared(Struct, frozen=True):
    """What two articles share, as a part of the lighter one's text and of the heavier one's.

    That is by weight, where what it comes to depends on it; else all runs count alike.
    `first_is_lighter` says which is which; `runs` are shared, and at `sites` of the lighter text a few letters differ.
    """

    lighter: float
    heavier: float
    first_is_lighter: bool
    runs: int
    sites: int

    @property
    def may_be_same(self) -> bool:
        """Whether they can be one text, whatever weighs how much: they share much, and do not differ here and there."""
        return self.lighter == self.heavier == 1 or self.runs >= max(_BETWEEN * (self.sites + 1), _SHARED)

    @property
    def is_same(self) -> bool:
        """Whether both are one text, be it cut, put in another order or begun and ended otherwise."""
        return self.may_be_same and self.lighter >= _LIGHTER and self.heavier >= _HEAVIER

    @property
    def is_copy(self) -> bool:
        """Whether hardly anything tells them apart, so that no formula can be what they share."""
        return self.is_same and self.lighter >= _COPY and self.heavier >= _LIGHTER and self.sites <= self.runs // _MANY

    @property
    def is_contained(self) -> bool:
        """Whether one stands in the other, which has much more."""
        return self.lighter >= _CONTAINED and not self.is_same


_TOGETHER = 64
"""Of the texts with a run each is held against so many before it: one story in more of them is found by the others."""


class _Text:
    """The runs of one text: its letters, the run that begins at each, and the distinct ones ascending."""

    def __init__(self, units: Units, in_order: Grams, pairs: Weighing) -> None:
        self.units = units
        self.in_order = in_order
        self._pairs = pairs

    @cached_property
    def _order(self) -> Integers:
        return np.argsort(self.in_order, kind="stable")

    @cached_property
    def _firsts(self) -> Integers:
        ordered = self.in_order.take(self._order)
        return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])

    @cached_property
    def runs(self) -> Grams:
        """Each run once, ascending."""
        return self.in_order.take(self.starts)

    @cached_property
    def starts(self) -> Integers:
        """Where each of them first begins."""
        return self._order.take(self._firsts)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """What each of them counts: the less the more frequent the rarest pair in it is in the archive."""
        grams = self.units[:-1].astype(np.uint32) << np.uint32(16) | self.units[1:]
        distinct, _ = counted(grams)
        frequency = np.maximum(self._pairs(distinct), 1).take(np.searchsorted(distinct, grams))
        rarest = np.lib.stride_tricks.sliding_window_view(frequency, RUN - 1).min(axis=1)
        weights: NDArray[np.float64] = 1.0 / np.sqrt(rarest.take(self.starts))
        return weights

    def standing(self, runs: Grams) -> NDArray[np.bool_]:
        """Which of some runs stand in it."""
        if not len(self.runs):
            return np.zeros(len(runs), dtype=np.bool_)
        near = np.minimum(np.searchsorted(self.runs, runs), len(self.runs) - 1)
        found: NDArray[np.bool_] = self.runs.take(near) == runs
        return found


class Compared:
    """The runs of some folded texts, and which of them share some."""

    def __init__(self, texts: Sequence[str], pairs: Weighing) -> None:
        parts = [units_of(text) for text in texts]
        units = np.concatenate([*parts, np.empty(0, dtype=np.uint16)])
        inside = word_units().take(units)
        kept = units.compress(inside)
        ends = np.cumsum([0, *map(len, parts)])
        bounds = np.concatenate(([0], np.cumsum(inside, dtype=np.int64))).take(ends)
        runs = _hashed(kept) if len(kept) >= RUN else np.empty(0, dtype=np.uint32)
        sizes = np.maximum(np.diff(bounds) - RUN + 1, 0)
        self._pairs = pairs
        self._texts = texts
        self._each = [
            _Text(kept[first:last], runs[first : first + size], pairs)
            for first, last, size in zip(bounds[:-1].tolist(), bounds[1:].tolist(), sizes.tolist(), strict=True)
        ]
        self._related = self._sharing(runs, bounds[:-1], sizes)

    def _sharing(self, runs: Grams, firsts: Integers, sizes: Integers) -> list[list[int]]:
        """For each text those before it that share so much with it that more should be asked of them."""
        count = len(sizes)
        at = ranges(firsts, sizes)
        # each run once a text, by what it is and then by whose
        both = np.sort(
            runs.take(at).astype(np.uint64) << np.uint64(32) | np.repeat(np.arange(count), sizes).astype(np.uint64)
        )
        both = both.compress(np.concatenate(([True], both[1:] != both[:-1]))[: len(both)])
        owners, every = (both & np.uint64(0xFFFFFFFF)).astype(np.int64), both >> np.uint64(32)
        distinct = np.bincount(owners, minlength=count)
        codes = []
        for apart in range(1, min(count, _TOGETHER)):
            same = every[apart:] == every[:-apart]
            if not same.any():
                break
            codes.append(owners[:-apart].compress(same) * count + owners[apart:].compress(same))
        pairs, shared = counted(np.concatenate([*codes, np.empty(0, dtype=np.int64)]))
        first, second = pairs // max(count, 1), pairs % max(count, 1)
        lighter = np.minimum(distinct.take(first), distinct.take(second))
        enough = (shared >= _LEAST) & (shared >= _MAY * lighter)
        related: list[list[int]] = [[] for _ in range(count)]
        for one, other in zip(first.compress(enough).tolist(), second.compress(enough).tolist(), strict=True):
            related[other].append(one)
        return related

    def related(self, number: int) -> Sequence[int]:
        """The texts before one that share enough with it to be the same, those that share most of what is at hand."""
        return self._related[number]

    def shared(self, first: int, second: int) -> Shared | None:
        """What two of the texts share; None where that is hardly anything."""
        one, other = self._each[first], self._each[second]
        first_is_lighter = len(one.runs) <= len(other.runs)
        fewer, more = (one, other) if first_is_lighter else (other, one)
        common = more.standing(fewer.runs)
        runs = int(np.count_nonzero(common))
        if runs < _LEAST or runs < _MAY * len(fewer.runs):
            return None
        plain = Shared(runs / len(fewer.runs), runs / len(more.runs), first_is_lighter, runs, _sites(fewer, more))
        if plain.is_copy or not plain.may_be_same:
            return plain
        weight, own, others = (float(each.sum()) for each in (fewer.weights[common], fewer.weights, more.weights))
        if own > others:
            fewer, more, own, others = more, fewer, others, own
            first_is_lighter = not first_is_lighter
            plain = replace(plain, sites=_sites(fewer, more))
        lighter, heavier = min(weight / own, 1.0), min(weight / others, 1.0)
        return replace(plain, lighter=lighter, heavier=heavier, first_is_lighter=first_is_lighter)

    def rarest(self, first: int, second: int, count: int) -> list[str]:
        """Some runs that two of the texts share, those that count most; they do not overlap, and no sign parts them."""
        one = self._each[first]
        own = np.flatnonzero(self._each[second].standing(one.runs))
        own = own.take(np.argsort(-one.weights.take(own), kind="stable"))
        starts: list[int] = []
        texts: list[str] = []
        for start in one.starts.take(own).tolist():
            if len(starts) == count:
                break
            text = text_of(one.units[start : start + RUN])
            apart = all(abs(start - each) >= RUN for each in starts)
            if apart and not text[0].isascii() and not text[-1].isascii() and text in self._texts[first]:
                starts.append(start)
                texts.append(text)
        return texts

    def plain(self, first: int, second: int) -> float:
        """What part of the shorter text stands in the other, all runs alike."""
        fewer, more = sorted((self._each[first], self._each[second]), key=lambda each: len(each.runs))
        return float(more.standing(fewer.runs).mean()) if len(fewer.runs) else 0.0


def _sites(lighter: _Text, heavier: _Text) -> int:
    """At how many places between what it shares the lighter text differs by a few characters."""
    gaps = np.diff(np.flatnonzero(heavier.standing(lighter.in_order))) - 1
    return int(np.count_nonzero((gaps >= _SITE.start) & (gaps < _SITE.stop)))


def _hashed(units: Units) -> NDArray[np.uint32]:
    """A number for each run of `RUN` units."""
    first, second, third = _MULTIPLIERS
    pairs = units[:-1].astype(np.uint32) * first + units[1:]
    pairs = (pairs ^ pairs >> np.uint32(15)) * second
    runs = pairs[:-4] * first + pairs[2:-2]
    runs = runs * third + pairs[4:]
    mixed: NDArray[np.uint32] = (runs ^ runs >> np.uint32(16)) * second
    return mixed
