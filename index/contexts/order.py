"""The order of occurrences: what chance draws of them, and how the texts before and after them are sorted.

Text is sorted as a Chinese reader looks it up: figures and letters, then ideographs by how they are usually read, those
that sound alike by their codes. Blanks and punctuation are stepped over, and where a text ends comes after all
that goes on. Before an occurrence it is the last character that counts first.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, fold_table, ideographs

REACH = 40
"""So many UTF-16 units before or after an occurrence are looked at."""

TELLING = 16
"""So many characters of them are compared; what is alike in all keeps the order of its sources."""

_A_WORD = 4
_BITS = 16
_END = 0xFFFF

Keys = NDArray[np.uint64]


def shuffled(count: int, seed: int) -> Integers:
    """The numbers up to a count in an order that only the seed decides; the first n are those of any larger n.

    By what SplitMix64 makes of each number (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
    2014), so that it is the same on all machines and with every version of numpy.
    """
    numbers = np.arange(count, dtype=np.uint64)
    numbers += _mixed(np.array([seed % (1 << 64)], dtype=np.uint64))
    order: Integers = np.argsort(_mixed(numbers), kind="stable")
    return order


def _mixed(numbers: Keys) -> Keys:
    mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    found: Keys = mixed ^ (mixed >> np.uint64(31))
    return found


@cache
def ranks() -> Units:
    """The place of each folded unit in the order of texts, 0 for what is stepped over."""
    from baosou.index.analysis.pinyin import pinyin  # only what is sorted by its text needs the readings

    told = np.array([chr(unit).isalnum() for unit in range(0x10000)], dtype=np.bool_)
    told[0xD800:0xE000] = True  # halves of further ideographs
    units = told.nonzero()[0]
    sounds = pinyin().first.take(units).astype(np.int64)
    unread = ideographs().take(units) | ((units >= 0xD800) & (units < 0xE000))
    # 0 before all readings, and ideographs without one after them
    sounds[unread & (sounds == 0)] = 1 << 16
    ordered = units.take(np.lexsort((units, sounds)))
    table = np.zeros(0x10000, dtype=np.uint16)
    table[ordered] = np.arange(1, len(ordered) + 1)
    table.flags.writeable = False
    return table


def keys_of(windows: Units, ends: Integers) -> Keys:
    """What texts are sorted by, ascending by the columns from the first on; shape (rows, TELLING / 4).

    A row are the units from an occurrence on, as far as REACH goes; from column `ends` of it on its text has ended.
    """
    told = ranks().take(fold_table().take(windows))
    told[np.arange(windows.shape[1]) >= ends[:, None]] = _END
    kept = told > 0
    places = np.cumsum(kept, axis=1, dtype=np.int16) - 1
    kept &= places < TELLING
    rows, columns = kept.nonzero()
    first = np.zeros((len(windows), TELLING), dtype=np.uint64)
    first[rows, places[rows, columns]] = told[rows, columns]
    # what ended before it told enough has ended for good
    over = (ends < windows.shape[1])[:, None] & (np.arange(TELLING) > places[:, -1:])
    first[over] = _END
    keys = np.zeros((len(windows), TELLING // _A_WORD), dtype=np.uint64)
    for at in range(TELLING):
        keys[:, at // _A_WORD] |= first[:, at] << np.uint64(_BITS * (_A_WORD - 1 - at % _A_WORD))
    return keys
