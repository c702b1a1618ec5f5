"""How the words and names of a segment sound: keys of `index.analysis.pinyin`, made and sorted by whole arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.pinyin import HASH_FACTOR, KEY_SYLLABLES, SYLLABLE_BITS, pinyin
from baosou.index.analysis.units import Integers
from baosou.index.segments.array_file import ArrayFileWriter

Keys = NDArray[np.uint64]

_HASHED = 32
"""No word with a reading of its own has more characters."""

_FACTOR = np.uint64(HASH_FACTOR)
_SYLLABLE = (1 << SYLLABLE_BITS) - 1


def shift_of(place: int) -> int:
    """Where in a key the syllable of a place lies, in bits from the lowest."""
    return SYLLABLE_BITS * (KEY_SYLLABLES - 1 - place)


def sounds_of(blob: NDArray[np.uint8], bounds: NDArray[Any], *, all_readings: bool) -> tuple[Keys, NDArray[np.uint32]]:
    """The keys of texts laid end to end in UTF-8, ascending, and the number of the text of each.

    Only texts of two or more ideographs have one; with `all_readings` one for each reading of each of their
    characters besides.
    """
    tables = pinyin()
    bounds = bounds.astype(np.int64, copy=False)
    sizes = np.diff(bounds)
    numbers = np.flatnonzero((sizes % 3 == 0) & (sizes >= 6))
    lengths = sizes.take(numbers) // 3
    keys, hashes = np.zeros((2, len(numbers)), dtype=np.uint64)
    read = np.ones(len(numbers), dtype=np.bool_)
    columns: list[tuple[Integers, NDArray[np.uint16]]] = []
    for place in range(min(int(lengths.max(initial=0)), _HASHED)):
        rows = np.flatnonzero(lengths > place)
        lead, units = _characters(blob, bounds.take(numbers.take(rows)) + 3 * place)
        hashes[rows] = (hashes.take(rows) + units) * _FACTOR
        if place < KEY_SYLLABLES:
            readings = tables.first.take(units)
            read[rows] &= (readings > 0) & (lead >> 4 == 0xE)
            keys[rows] |= readings.astype(np.uint64) << np.uint64(shift_of(place))
            columns.append((rows, units))
    at = np.minimum(np.searchsorted(tables.hashes, hashes), max(len(tables.hashes) - 1, 0))
    keys = np.where(tables.hashes.take(at) == hashes, tables.keys.take(at), keys)
    found, owners = [keys.compress(read)], [numbers.compress(read)]
    if all_readings:
        for place, (rows, units) in enumerate(columns):
            emptied = ~np.uint64(_SYLLABLE << shift_of(place))
            for table in tables.others:
                readings = table.take(units).astype(np.uint64)
                more = np.flatnonzero((readings > 0) & read.take(rows))
                own = rows.take(more)
                found.append(keys.take(own) & emptied | readings.take(more) << np.uint64(shift_of(place)))
                owners.append(numbers.take(own))
    together, owned = np.concatenate(found), np.concatenate(owners)
    order = np.argsort(together, kind="stable")
    return together.take(order), owned.take(order).astype(np.uint32)


def _characters(blob: NDArray[np.uint8], places: Integers) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """The first byte at each place, and the unit that it and the next two make."""
    lead = blob.take(places)
    high, middle, low = (each.astype(np.uint32) for each in (lead, blob.take(places + 1), blob.take(places + 2)))
    return lead, ((high & 0x0F) << 12 | (middle & 0x3F) << 6 | low & 0x3F).astype(np.uint16)


def write_sounds(
    writer: ArrayFileWriter, name: str, blob: NDArray[np.uint8], bounds: NDArray[Any], *, all_readings: bool = False
) -> None:
    """Write the keys of texts laid end to end as `name_sound_keys`, and whose they are as `name_sounds`."""
    keys, numbers = sounds_of(blob, bounds, all_readings=all_readings)
    writer.add(f"{name}_sound_keys", keys)
    writer.add_narrow(f"{name}_sounds", numbers)


def write_sounds_of_each(
    writer: ArrayFileWriter, name: str, texts: Sequence[bytes], *, all_readings: bool = False
) -> None:
    """The same for texts that lie apart."""
    blob = np.frombuffer(b"".join(texts), dtype=np.uint8)
    write_sounds(writer, name, blob, np.cumsum([0, *map(len, texts)]), all_readings=all_readings)
