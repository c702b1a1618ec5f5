"""Names of two characters with blanks between (王　伟), as pages set them: where they stand, found by whole arrays."""

from __future__ import annotations

from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import is_ideograph
from baosou.corpus.names import surnames
from baosou.index.analysis.spaced_names import parts_as_name
from baosou.index.analysis.units import Integers, Units, blank_units, fold_table, runs

_HALF = 16


class PartedNames(Struct, frozen=True):
    """The names in code point order, each with one blank, how often each stands, and where, name by name."""

    names: list[str]
    counts: Integers
    starts: Integers


def find_parted_names(units: Units) -> PartedNames:
    """All parted names in folded units without quotation marks, which begin and end with a zero."""
    blanks = _blanks(units)
    apart = (blanks[1:] > blanks[:-1] + 1).nonzero()[0]
    # the last unit before each run of blanks, and the first one after it
    firsts = np.concatenate((blanks[:1], blanks.take(apart + 1))) - 1
    afters = np.concatenate((blanks.take(apart), blanks[-1:])) + 1
    kept = (_surnames().take(units.take(firsts)) & _ideographs().take(units.take(afters))).nonzero()[0]
    starts = firsts.take(kept)
    keys = units.take(starts).astype(np.uint32) << np.uint32(_HALF) | units.take(afters.take(kept))
    order = np.argsort(keys, kind="stable")
    distinct, begins = runs(keys.take(order))
    counts = np.diff(begins, append=len(keys))
    pairs = [(chr(key >> _HALF), chr(key & 0xFFFF)) for key in distinct.tolist()]
    are_names = np.array([parts_as_name(surname + given) for surname, given in pairs], dtype=np.bool_)
    return PartedNames(
        [f"{surname} {given}" for (surname, given), is_one in zip(pairs, are_names.tolist(), strict=True) if is_one],
        counts.compress(are_names),
        starts.take(order).compress(np.repeat(are_names, counts)),
    )


def _blanks(units: Units) -> Integers:
    """Where blanks stand; two comparisons take less time than a look-up of each unit."""
    found = (units <= ord(" ")) & (units > 0)
    for unit in _rare_blanks():
        found |= units == unit
    places = found.nonzero()[0]
    return places.compress(blank_units().take(units.take(places)))


@cache
def _rare_blanks() -> tuple[int, ...]:
    """The blanks behind the space that folding does not make spaces."""
    kept = fold_table() == np.arange(0x10000)
    return tuple(unit for unit in (blank_units() & kept).nonzero()[0].tolist() if unit > ord(" "))


@cache
def _surnames() -> NDArray[np.bool_]:
    flags = np.zeros(0x10000, dtype=np.bool_)
    flags[[ord(surname) for surname in surnames()]] = True
    return flags


@cache
def _ideographs() -> NDArray[np.bool_]:
    return np.array([is_ideograph(unit) for unit in range(0x10000)], dtype=np.bool_)
