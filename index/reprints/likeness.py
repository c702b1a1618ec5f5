"""How much of their texts articles share: the same text, something alike, or one contained in the other.

Compared are runs of six letters, figures or ideographs. A run counts the less the more frequent the rarest pair of
characters in it is in the archive: what formulaic items share (应邀对…进行国事访问) is frequent, and what tells them
apart, names above all, is rare; of a text that was sent out again what is rare is shared too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams, Integers, Units, text_of, units_of, word_units

Likeness = Literal["the same text", "alike", "contained in", "contains"]

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
    """What two articles share, by weight: as a part of the lighter one's text and of the heavier one's.

    `first_is_lighter` says which is which; `runs` are shared, and at `sites` of the lighter text a few letters differ.
    """

    lighter: float
    heavier: float
    first_is_lighter: bool
    runs: int
    sites: int

    @property
    def is_same(self) -> bool:
        """Whether both are one text, be it cut, put in another order or begun and ended otherwise."""
        if self.lighter == self.heavier == 1:
            return True
        if self.runs < max(_BETWEEN * (self.sites + 1), _SHARED):
            return False
        return self.lighter >= _LIGHTER and self.heavier >= _HEAVIER

    @property
    def is_copy(self) -> bool:
        """Whether hardly anything tells them apart, so that no formula can be what they share."""
        return self.is_same and self.lighter >= _COPY and self.heavier >= _LIGHTER and self.sites <= self.runs // _MANY

    @property
    def is_contained(self) -> bool:
        """Whether one stands in the other, which has much more."""
        return self.lighter >= _CONTAINED and not self.is_same


class Compared:
    """The runs of some folded texts."""

    def __init__(self, texts: Sequence[str], pairs: Weighing) -> None:
        self._pairs = pairs
        self._texts = texts
        self._parts = parts = [units.compress(word_units().take(units)) for units in map(units_of, texts)]
        self._count = len(parts)
        sizes = np.array([max(len(part) - RUN + 1, 0) for part in parts], dtype=np.int64)
        self._in_order = [_hashed(part) if len(part) >= RUN else np.empty(0, dtype=np.uint32) for part in parts]
        owners = np.repeat(np.arange(self._count), sizes)
        every = np.concatenate([*self._in_order, np.empty(0, dtype=np.uint32)])
        # each run once a text, by what it is and then by whose
        both = np.unique(every.astype(np.uint64) << np.uint64(32) | owners.astype(np.uint64), return_index=True)
        self._runs = (both[0] >> np.uint64(32)).astype(np.uint32)
        self._owners = (both[0] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        self._at = both[1]
        self._units = [part for part in parts if len(part) >= RUN]
        self._sharing = self._counts(np.ones(len(self._runs)))
        self._weighed: NDArray[np.float64] | None = None
        self._run_weights = np.ones(len(self._runs))

    def _counts(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each two texts share, by weight; a text shares all of itself with itself."""
        fresh = np.concatenate(([True], self._runs[1:] != self._runs[:-1])) if len(self._runs) else np.empty(0, bool)
        number = np.cumsum(fresh) - 1
        shared = np.bincount(number, minlength=1)[number] > 1 if len(number) else np.empty(0, bool)
        # runs of one text alone add to its own weight, and to nothing that is shared
        own, columns = self._owners.compress(shared), np.unique(number.compress(shared), return_inverse=True)[1]
        table = np.zeros((self._count, int(columns.max(initial=-1)) + 1))
        table[own, columns] = np.sqrt(weights.compress(shared))
        sharing: NDArray[np.float64] = table @ table.T
        np.fill_diagonal(sharing, np.bincount(self._owners, weights, self._count))
        return sharing

    def shared(self, first: int, second: int) -> Shared | None:
        """What two of the texts share; None where that is hardly anything."""
        if self._sharing[first, second] < _LEAST:
            return None
        lighter, heavier, _ = _parts(self._sharing, first, second)
        if lighter < _MAY:
            return None
        if self._weighed is None:
            self._run_weights = self._weights()
            self._weighed = self._counts(self._run_weights)
        lighter, heavier, first_is_lighter = _parts(self._weighed, first, second)
        sites = self._sites(*((first, second) if first_is_lighter else (second, first)))
        return Shared(lighter, heavier, first_is_lighter, int(self._sharing[first, second]), sites)

    def rarest(self, first: int, second: int, count: int) -> list[str]:
        """Some runs that two of the texts share, those that count most; they do not overlap, and no sign parts them."""
        own = np.flatnonzero(self._owners == first)
        own = own.compress(np.isin(self._runs.take(own), self._in_order[second]))
        order = own.take(np.lexsort((self._runs.take(own), -self._run_weights.take(own))))
        where = {int(run): at for at, run in reversed(list(enumerate(self._in_order[first].tolist())))}
        starts: list[int] = []
        for run in self._runs.take(order).tolist():
            apart = all(abs(where[run] - start) >= RUN for start in starts)
            text = text_of(self._parts[first][where[run] : where[run] + RUN])
            if apart and not text[0].isascii() and not text[-1].isascii() and text in self._texts[first]:
                starts.append(where[run])
            if len(starts) == count:
                break
        return [text_of(self._parts[first][start : start + RUN]) for start in starts]

    def plain(self, first: int, second: int) -> float:
        """What part of the shorter text stands in the other, all runs alike."""
        return _parts(self._sharing, first, second)[0]

    def _sites(self, lighter: int, heavier: int) -> int:
        """At how many places between what it shares the lighter text differs by a few characters."""
        standing = np.flatnonzero(np.isin(self._in_order[lighter], self._in_order[heavier]))
        gaps = np.diff(standing) - 1
        return int(np.count_nonzero((gaps >= _SITE.start) & (gaps < _SITE.stop)))

    def _weights(self) -> NDArray[np.float64]:
        """What each run counts."""
        grams = [units[:-1].astype(np.uint32) << np.uint32(16) | units[1:] for units in self._units]
        distinct, numbers = np.unique(np.concatenate(grams), return_inverse=True)
        frequency = np.maximum(self._pairs(distinct), 1).take(numbers)
        rarest = [
            np.lib.stride_tricks.sliding_window_view(part, RUN - 1).min(axis=1)
            for part in np.split(frequency, np.cumsum([len(each) for each in grams])[:-1])
        ]
        weights: NDArray[np.float64] = 1.0 / np.sqrt(np.concatenate(rarest).take(self._at))
        return weights


def _parts(sharing: NDArray[np.float64], first: int, second: int) -> tuple[float, float, bool]:
    """What two texts share as a part of the lighter and of the heavier one, and whether the first is the lighter."""
    own, other, both = sharing[first, first], sharing[second, second], sharing[first, second]
    lighter, heavier = max(min(own, other), 1e-12), max(own, other, 1e-12)
    return min(float(both / lighter), 1.0), min(float(both / heavier), 1.0), bool(own <= other)


def _hashed(units: Units) -> NDArray[np.uint32]:
    """A number for each run of `RUN` units."""
    first, second, third = _MULTIPLIERS
    pairs = units[:-1].astype(np.uint32) * first + units[1:]
    pairs = (pairs ^ pairs >> np.uint32(15)) * second
    runs = pairs[:-4] * first + pairs[2:-2]
    runs = runs * third + pairs[4:]
    mixed: NDArray[np.uint32] = (runs ^ runs >> np.uint32(16)) * second
    return mixed
