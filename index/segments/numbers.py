"""Whole numbers with the character that follows them (2024年, 一千二百人, 5个): the slots in which each stands.

A number is looked for as a whole, in figures and in words; its characters stand almost everywhere, and to read the
text at all of them would take long. A number is whole where no sign of a number (see `corpus.spellings`) touches it
before, nor a point between it and another sign. Quotation marks are stepped over, but end what a number touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import NUMBER_SIGNS
from baosou.corpus.spellings import POINTS
from baosou.index.analysis.units import Integers, Units, Unquoted, ideographs, runs

LONGEST = 9
"""So many signs fit into a key; longer numbers are left to the characters."""

_BITS = 5
"""Bits of a sign in a key; there are fewer than 32."""


class FoundNumbers(Struct, frozen=True):
    """Keys, ascending, and where the number of each begins: `counts[i]` addresses, ascending, then the next key's."""

    keys: NDArray[np.uint64]
    counts: Integers
    starts: Integers


@cache
def _codes() -> NDArray[np.uint8]:
    """The number of each sign from 1, by folded unit."""
    codes = np.zeros(0x10000, dtype=np.uint8)
    codes[[ord(sign) for sign in NUMBER_SIGNS]] = np.arange(1, len(NUMBER_SIGNS) + 1)
    return codes


@cache
def points() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A bit for each sign that may stand within a number, by folded unit: of the sign, and of what it may follow."""
    points, following = np.zeros(0x10000, dtype=np.uint8), np.zeros(0x10000, dtype=np.uint8)
    for bit, (point, signs) in enumerate(POINTS.items()):
        points[ord(point)] |= 1 << bit
        following[[ord(sign) for sign in signs]] |= 1 << bit
    return points, following


def find_numbers(folded: Units, unquoted: Unquoted) -> FoundNumbers:
    """All numbers of folded units that an ideograph follows; the first two and the last unit are zeros."""
    codes = _codes().take(unquoted.units)
    signs = codes > 0
    begins = np.empty(len(signs), dtype=np.bool_)
    begins[0], begins[1:] = False, signs[1:] & ~signs[:-1]
    ends = np.flatnonzero(signs[:-1] & ~signs[1:]) + 1
    # a number begins after a quotation mark too
    parted = unquoted.after_marks()
    begins[parted] = signs.take(parted)
    starts = np.flatnonzero(begins)
    stops = ends.take(ends.searchsorted(starts, "right"))
    first, following = unquoted.places.take(starts), unquoted.units.take(stops)
    point, before = points()
    within = point.take(folded.take(first - 1)) & before.take(folded.take(first - 2))
    kept = ((stops - starts <= LONGEST) & (within == 0) & ideographs().take(following)).nonzero()[0]
    starts, sizes = starts.take(kept), (stops - starts).take(kept)
    keys = following.take(kept).astype(np.uint64)
    for ahead in range(LONGEST):
        keys <<= np.uint64(_BITS)
        inside = (sizes > ahead).nonzero()[0]
        keys[inside] |= codes.take(starts.take(inside) + ahead)
    order = np.argsort(keys, kind="stable")
    distinct, firsts = runs(keys.take(order))
    return FoundNumbers(distinct.astype(np.uint64), np.diff(firsts, append=len(keys)), first.take(kept).take(order))


def key_of(signs: Sequence[int], following: int) -> int:
    """The key of a number and the unit that follows it."""
    key, codes = following, _codes()
    for ahead in range(LONGEST):
        key = key << _BITS | (int(codes[signs[ahead]]) if ahead < len(signs) else 0)
    return key


def keys_within(units: Sequence[int], *, whole: bool) -> Iterator[tuple[int, int, int]]:
    """The numbers that stand, whole, wherever a pattern of folded units does: first and last place, and the key.

    The number that the pattern begins with is one of them if it has to be `whole`. A unit may be negative, for any
    character.
    """
    codes, han, (point, _) = _codes(), ideographs(), points()
    at = 0
    while at < len(units):
        if units[at] < 0 or not codes[units[at]]:
            at += 1
            continue
        first = at
        while at < len(units) and units[at] >= 0 and codes[units[at]]:
            at += 1
        begins = whole if first == 0 else units[first - 1] >= 0 and not point[units[first - 1]]
        if begins and at < len(units) and at - first <= LONGEST and units[at] >= 0 and han[units[at]]:
            yield first, at, key_of(units[first:at], units[at])
