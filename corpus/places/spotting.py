"""Where in texts names of places may stand: a look at whole arrays of text that passes over nearly all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.places.countries import Reading, countries
from baosou.corpus.places.gazetteer import gazetteer
from baosou.corpus.places.script import simplification

TOWN_ENDS = ("镇", "乡", "街道", "苏木")

_UNITS = 0x10000


class Spots(Struct, frozen=True):
    """What may stand in `texts`: each as the number of its text and a character there, ascending.

    `names` are what names begin at, as far as their first three characters tell, with the names that begin with the
    first two, the longest first; `town_ends` each stand just behind a character that TOWN_ENDS end with; `wide` are
    what names of countries and of regions of several provinces begin at, as far as two characters tell, with what may
    stand there. The texts are those that were given, simplified.
    """

    texts: Sequence[str]
    names: Iterable[tuple[int, int, Sequence[str]]]
    town_ends: Iterable[tuple[int, int]]
    wide: Iterable[tuple[int, int, Sequence[Reading]]]


_FIRST, _SECOND, _TOWN_END, _TRADITIONAL = (np.uint8(1 << bit) for bit in range(4))
_RARE = _TOWN_END
"""What is at least this is one of the last two, which are rare."""

_WHOLE, _BEGUN, _WIDE = np.uint8(1), np.uint8(2), np.uint8(4)
_THIRDS = 1 << 18
"""Bits for the third characters of some thousand names: hardly any other falls on one of theirs."""


class _Table(Struct, frozen=True):
    """`kinds` says of each unit whether it is the first or the second of a name, ends what ends a town, or is a
    traditional character of another.

    `numbers[rows[a] + columns[b]]` is the number of the pair of the units a and b, 0 for one that no name begins with.
    `pairs` tells of each number whether that is a name itself (_WHOLE), begins longer ones (_BEGUN) or the name of a
    country or region (_WIDE); `names` are the names of places that begin so, `wide` what countries and regions may. If
    the name of a place may go on with the unit c tells `thirds[_mixed(number, c)]`.
    """

    kinds: NDArray[np.uint8]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    numbers: NDArray[np.uint16]
    pairs: NDArray[np.uint8]
    names: Sequence[Sequence[str]]
    wide: Sequence[Sequence[Reading]]
    thirds: NDArray[np.bool_]


def spots(texts: Sequence[str]) -> Spots:
    """The spots of some texts; for many texts at once this takes a fraction of the time."""
    table = _table()
    points = _points("\0".join(texts))
    starts = np.cumsum([0, *[len(text) + 1 for text in texts]])
    characters = np.minimum(points, _UNITS - 1) if points.itemsize > 2 else points
    kinds = table.kinds.take(characters)
    rare = np.flatnonzero(kinds >= _RARE)
    traditional = rare.compress(kinds.take(rare) & _TRADITIONAL)
    if len(traditional):
        points, characters = points.copy(), characters.copy()
        simple = simplification().take(characters.take(traditional))
        points[traditional] = characters[traditional] = simple
        kinds[traditional] = table.kinds.take(simple)
        texts = list(texts)
        for number in dict.fromkeys(_within(traditional, starts)[0]):
            own = points[starts[number] : starts[number + 1] - 1]
            texts[number] = own.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    at = np.flatnonzero((kinds[:-1] & kinds[1:] >> np.uint8(1) & _FIRST).view(np.bool_))
    numbers = table.numbers.take(table.rows.take(characters.take(at)) + table.columns.take(characters.take(at + 1)))
    at, numbers = at.compress(numbers), numbers.compress(numbers)
    known = table.pairs.take(numbers)
    goes_on = table.thirds.take(_mixed(numbers, characters.take(at + 2, mode="clip")))
    named = np.flatnonzero(known & _WHOLE | known >> np.uint8(1) & goes_on)
    wide = np.flatnonzero(known & _WIDE)
    town_ends = rare.compress(kinds.take(rare) & _TOWN_END)
    return Spots(
        texts,
        zip(*_within(at.take(named), starts), map(table.names.__getitem__, numbers.take(named).tolist()), strict=True),
        zip(*_within(town_ends + 1, starts), strict=True),
        zip(*_within(at.take(wide), starts), map(table.wide.__getitem__, numbers.take(wide).tolist()), strict=True),
    )


def _within(places: NDArray[np.int64], starts: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """The number of the text that each place lies in, of those that begin at `starts`, and the character there."""
    # what stands just behind a text is still its own
    owners = starts.searchsorted(places, "right") - 1
    return owners.tolist(), (places - starts.take(owners)).tolist()


def _points(text: str) -> NDArray[Any]:
    """The code point of each character, in as few bytes as do."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    return units if len(units) == len(text) else np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _mixed(numbers: NDArray[np.uint16], thirds: NDArray[Any]) -> NDArray[np.int64]:
    """A place in the table of third characters for each pair's number and what follows it."""
    mixed: NDArray[np.int64] = (numbers.astype(np.int64) * 251 + thirds) & (_THIRDS - 1)
    return mixed


@cache
def _table() -> _Table:
    names, readings = gazetteer().names, countries().readings
    beginning: dict[str, list[str]] = {two: [] for two in readings}
    for name in sorted(names, key=len, reverse=True):
        beginning.setdefault(name[:2], []).append(name)
    numbered = {two: number for number, two in enumerate(beginning, start=1)}
    kinds = np.zeros(_UNITS, dtype=np.uint8)
    kinds[[ord(end[-1]) for end in TOWN_ENDS]] = _TOWN_END
    kinds[simplification() != np.arange(_UNITS)] |= _TRADITIONAL
    every = _units(list(numbered), 2)
    kinds[every[0]] |= _FIRST
    kinds[every[1]] |= _SECOND
    firsts, seconds = np.flatnonzero(kinds & _FIRST), np.flatnonzero(kinds & _SECOND)
    rows, columns = np.zeros((2, _UNITS), dtype=np.int64)
    rows[firsts] = np.arange(len(firsts)) * len(seconds)
    columns[seconds] = np.arange(len(seconds))
    numbers = np.zeros(len(firsts) * len(seconds), dtype=np.uint16)
    numbers[rows.take(every[0]) + columns.take(every[1])] = np.arange(1, len(numbered) + 1)
    pairs = np.zeros(len(numbered) + 1, dtype=np.uint8)
    pairs[[numbered[name] for name in names if len(name) == 2]] |= _WHOLE
    longer = [name for name in names if len(name) > 2]
    starts = np.array([numbered[name[:2]] for name in longer], dtype=np.uint16)
    pairs[starts] |= _BEGUN
    pairs[[numbered[two] for two in readings]] |= _WIDE
    thirds = np.zeros(_THIRDS, dtype=np.bool_)
    thirds[_mixed(starts, _units([name[:3] for name in longer], 3)[2])] = True
    wide = [readings.get(two, ()) for two in beginning]
    return _Table(kinds, rows, columns, numbers, pairs, [(), *beginning.values()], [(), *wide], thirds)


def _units(texts: Sequence[str], length: int) -> NDArray[np.uint16]:
    """The first, second, ... units of texts of that length, a row each."""
    return np.frombuffer("".join(texts).encode("utf-16-le"), dtype="<u2").reshape(-1, length).T
