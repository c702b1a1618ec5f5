"""Where many names stand in a text: a trie of them, walked from all places at once by whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units

_UNIT_BITS = 16
_WALKED = 1 << 20
"""Places that are walked from at a time."""

_SIEVE_BITS = 20
"""Bits that tell most steps which lead nowhere, before the others are looked up."""

_MIXER = np.uint64(0x9E3779B97F4A7C15)


class Standing(Struct, frozen=True):
    """Occurrences of names: where each starts, its length in units, and which name it is; the text's order is lost."""

    starts: Integers
    lengths: Integers
    names: Integers

    def of(self, chosen: NDArray[np.bool_]) -> Standing:
        """Some of them."""
        return Standing(*(each.compress(chosen) for each in (self.starts, self.lengths, self.names)))

    def apart(self, around: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Which of them are no part of a longer one, or of one of those that are `around`."""
        order = np.lexsort((-self.lengths, self.starts))
        ends = (self.starts + self.lengths).take(order)
        reaching = ends if around is None else np.where(around.take(order), ends, 0)
        apart = np.ones(len(ends), dtype=np.bool_)
        apart[order[1:]] = np.maximum.accumulate(reaching)[:-1] < ends[1:]
        return apart


class _Level(Struct, frozen=True):
    """The steps from the nodes of one length to those of the next, as node << 16 | unit, ascending.

    A node of the next length is the place of the step that leads to it; `name` is the name that ends there, or -1.
    """

    steps: Integers
    sieve: NDArray[np.bool_]
    name: Integers


class NameTrie:
    """Distinct names as UTF-16 units; overlapping occurrences are all found."""

    def __init__(self, names: Sequence[str]) -> None:
        spelled = [name.encode("utf-16-le", "surrogatepass") for name in names]
        lengths = np.array([len(each) // 2 for each in spelled], dtype=np.int64)
        self._levels: list[_Level] = []
        nodes = np.zeros(len(names), dtype=np.int64)
        for at in range(int(lengths.max(initial=0))):
            longer = np.flatnonzero(lengths > at)
            units = np.array([int.from_bytes(spelled[n][2 * at : 2 * at + 2], "little") for n in longer.tolist()])
            steps, own = np.unique((nodes.take(longer) << _UNIT_BITS) | units.astype(np.int64), return_inverse=True)
            nodes[longer] = own
            name = np.full(len(steps), -1, dtype=np.int64)
            ends = longer.compress(lengths.take(longer) == at + 1)
            name[nodes.take(ends)] = ends
            sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
            sieve[_mixed(steps)] = True
            self._levels.append(_Level(steps, sieve, name))

    def standing_in(self, units: Units) -> Standing:
        """All occurrences of all names in folded units; in the midst of a Latin word or a web address stands none."""
        standing = self._every(units)
        return standing.of(~_is_torn(standing, units))

    def _every(self, units: Units) -> Standing:
        found = [part for first in range(0, len(units), _WALKED) for part in self._walk(units, first)]
        none = np.empty(0, dtype=np.int64)
        starts, names, lengths = ([none, *column] for column in zip(*found, strict=True)) if found else ([none],) * 3
        return Standing(np.concatenate(starts), np.concatenate(lengths), np.concatenate(names))

    def _walk(self, units: Units, first: int) -> Iterator[tuple[Integers, Integers, Integers]]:
        starts = np.arange(first, min(first + _WALKED, len(units)), dtype=np.int64)
        nodes: Integers = np.zeros(len(starts), dtype=np.int64)
        for at, level in enumerate(self._levels):
            inside = np.flatnonzero(starts + at < len(units)) if len(starts) and starts[-1] + at >= len(units) else None
            if inside is not None:
                starts, nodes = starts.take(inside), nodes.take(inside)
            steps = (nodes << _UNIT_BITS) | units.take(starts + at)
            likely = np.flatnonzero(level.sieve.take(_mixed(steps)))
            steps, starts = steps.take(likely), starts.take(likely)
            nodes = np.minimum(level.steps.searchsorted(steps), len(level.steps) - 1)
            going = np.flatnonzero(level.steps.take(nodes) == steps)
            nodes, starts = nodes.take(going), starts.take(going)
            if not len(starts):
                return
            names = level.name.take(nodes)
            ends = np.flatnonzero(names >= 0)
            if len(ends):
                yield starts.take(ends), names.take(ends), np.full(len(ends), at + 1, dtype=np.int64)


def _is_torn(standing: Standing, units: Units) -> NDArray[np.bool_]:
    """Which occurrences go on with Latin letters or digits, or with what binds these in an address: google.com."""
    padded = np.concatenate([np.zeros(2, units.dtype), units, np.zeros(2, units.dtype)])
    first, last = standing.starts + 2, standing.starts + standing.lengths + 1
    before = _LATIN.take(padded.take(first)) & _goes_on(padded.take(first - 1), padded.take(first - 2))
    behind = _LATIN.take(padded.take(last)) & _goes_on(padded.take(last + 1), padded.take(last + 2))
    return np.asarray(before | behind, dtype=np.bool_)


def _goes_on(beside: Units, beyond: Units) -> NDArray[np.bool_]:
    """Whether a Latin word goes on with what stands beside it; a dot binds where a letter stands beyond."""
    goes_on = _LATIN.take(beside) | _BINDING.take(beside) | (beside == ord(".")) & _LATIN.take(beyond)
    return np.asarray(goes_on, dtype=np.bool_)


def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(1 << _UNIT_BITS, dtype=np.bool_)
    table[[ord(each) for each in characters]] = True
    return table


_LATIN, _BINDING = _table("abcdefghijklmnopqrstuvwxyz0123456789"), _table("=%_@&?")


def _mixed(steps: NDArray[Any]) -> NDArray[np.uint64]:
    mixed: NDArray[np.uint64] = (steps.astype(np.uint64) * _MIXER) >> np.uint64(64 - _SIEVE_BITS)
    return mixed
