"""Where in texts names of places may stand: a look at whole arrays of text that passes over nearly all of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.places.countries import countries
from baosou.corpus.places.gazetteer import gazetteer

TOWN_ENDS = ("镇", "乡", "街道", "苏木")

_UNITS = 0x10000


class Spots(Struct, frozen=True, gc=False):
    """Of one text, ascending: `heads`, where a name stands as far as its first three characters tell; `town_ends`,
    each just behind a character that TOWN_ENDS end with; `wide`, where the name of a country or a region
    of several provinces begins as far as two tell.
    """

    heads: Sequence[int]
    town_ends: Sequence[int]
    wide: Sequence[int]


_FIRST, _SECOND, _TOWN_END, _WIDE_FIRST, _WIDE_SECOND = (np.uint8(1 << bit) for bit in range(5))
_PAIRED = _FIRST | _WIDE_FIRST
"""What of one character goes with the next bit of the character behind it."""

_WHOLE, _BEGUN, _WIDE = np.uint8(1), np.uint8(2), np.uint8(4)
_THIRDS = 1 << 18
"""Bits for the third characters of some thousand names: hardly any other falls on one of theirs."""


class _Table(Struct, frozen=True):
    """`kinds` says of each unit whether it is the first or the second of a name, and of one of a country or region, or
    ends what ends a town.

    The pair of the units a and b is `pair = rows[a] + columns[b]`. `pairs[pair]` tells whether it is a name itself
    (_WHOLE), begins longer ones (_BEGUN) or the name of a country or region (_WIDE); if one of a place may go on with
    the unit c tells `thirds[_mixed(pair, c)]`.
    """

    kinds: NDArray[np.uint8]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    pairs: NDArray[np.uint8]
    thirds: NDArray[np.bool_]


def spots(texts: Sequence[str]) -> list[Spots]:
    """The spots of each of the texts; for many texts at once this takes a fraction of the time."""
    table = _table()
    characters = _characters("\0".join(texts))
    kinds = table.kinds.take(characters)
    at = np.flatnonzero((kinds[:-1] & kinds[1:] >> np.uint8(1) & _PAIRED) != 0)
    pairs = table.rows.take(characters.take(at)) + table.columns.take(characters.take(at + 1))
    known = table.pairs.take(pairs)
    at, pairs, known = at.compress(known), pairs.compress(known), known.compress(known)
    goes_on = table.thirds.take(_mixed(pairs, characters.take(at + 2, mode="clip")))
    heads = at.compress(known & _WHOLE | known >> np.uint8(1) & goes_on)
    wide = at.compress(known & _WIDE)
    ends = np.flatnonzero((kinds & _TOWN_END) != 0) + 1
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    starts = np.cumsum(lengths + 1) - (lengths + 1)
    return list(map(Spots, _by_text(heads, starts), _by_text(ends, starts), _by_text(wide, starts)))


def _by_text(places: NDArray[np.int64], starts: NDArray[np.int64]) -> list[Sequence[int]]:
    """The ascending places within each of the texts that begin at `starts`."""
    found: list[Sequence[int]] = [()] * len(starts)
    if len(places):
        owners = np.searchsorted(starts, places, side="right") - 1
        firsts = np.flatnonzero(owners[1:] != owners[:-1]) + 1
        within = (places - starts.take(owners)).tolist()
        bounds = [0, *firsts.tolist(), len(within)]
        # most texts have none: those that have some are gone through
        for owner, first, last in zip(owners.take(bounds[:-1]).tolist(), bounds[:-1], bounds[1:], strict=True):
            found[owner] = within[first:last]
    return found


def _characters(text: str) -> NDArray[Any]:
    """A number below _UNITS for each character; those beyond the basic plane are in no name."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(units) == len(text):
        return units
    points: NDArray[Any] = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"), _UNITS - 1)
    return points


def _mixed(pairs: NDArray[np.int64], thirds: NDArray[Any]) -> NDArray[np.int64]:
    """A place in the table of third characters for each pair and what follows it."""
    mixed: NDArray[np.int64] = (pairs * 31 + thirds) & (_THIRDS - 1)
    return mixed


@cache
def _table() -> _Table:
    names = gazetteer().names
    whole = _units([name for name in names if len(name) == 2], 2)
    begun = _units([name[:3] for name in names if len(name) > 2], 3)
    wide = _units(list(countries().readings), 2)
    kinds = np.zeros(_UNITS, dtype=np.uint8)
    kinds[[ord(end[-1]) for end in TOWN_ENDS]] = _TOWN_END
    for known, first, second in ((whole, _FIRST, _SECOND), (begun, _FIRST, _SECOND), (wide, _WIDE_FIRST, _WIDE_SECOND)):
        kinds[known[0]] |= first
        kinds[known[1]] |= second
    firsts = np.flatnonzero(kinds & (_FIRST | _WIDE_FIRST))
    seconds = np.flatnonzero(kinds & (_SECOND | _WIDE_SECOND))
    rows, columns = np.zeros((2, _UNITS), dtype=np.int64)
    rows[firsts] = np.arange(len(firsts)) * len(seconds)
    columns[seconds] = np.arange(len(seconds))
    pairs = np.zeros(len(firsts) * len(seconds), dtype=np.uint8)
    pairs[rows.take(whole[0]) + columns.take(whole[1])] |= _WHOLE
    starts = rows.take(begun[0]) + columns.take(begun[1])
    pairs[starts] |= _BEGUN
    pairs[rows.take(wide[0]) + columns.take(wide[1])] |= _WIDE
    thirds = np.zeros(_THIRDS, dtype=np.bool_)
    thirds[_mixed(starts, begun[2])] = True
    return _Table(kinds, rows, columns, pairs, thirds)


def _units(texts: Sequence[str], length: int) -> NDArray[np.uint16]:
    """The first, second, ... units of texts of that length, a row each."""
    return np.frombuffer("".join(texts).encode("utf-16-le"), dtype="<u2").reshape(-1, length).T
