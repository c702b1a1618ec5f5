"""Texts in traditional characters as the table of divisions writes them: 蒼南縣 is 苍南县."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import HAN_CODES
from baosou.corpus.folding import simple_folds
from baosou.corpus.places.gazetteer import gazetteer

_UNITS = 0x10000


def simplified(texts: Sequence[str]) -> list[str]:
    """The texts with every traditional or variant character simplified, each as long as it was.

    Characters of which the table itself writes names (乾县) stay.
    """
    units = np.frombuffer("".join(texts).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    folded = _table().take(units)
    changed = np.flatnonzero(folded != units)
    if not len(changed):
        return list(texts)
    ends = np.cumsum([len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts])
    found = list(texts)
    for number in np.flatnonzero(np.bincount(np.searchsorted(ends, changed, side="right"))).tolist():
        start = int(ends[number - 1]) if number else 0
        found[number] = folded[start : int(ends[number])].tobytes().decode("utf-16-le", "surrogatepass")
    return found


@cache
def _table() -> NDArray[np.uint16]:
    table = np.arange(_UNITS, dtype="<u2")
    written = np.zeros(_UNITS, dtype=np.bool_)
    names = "".join((*gazetteer().names, *gazetteer().towns))
    written[np.frombuffer(names.encode("utf-16-le"), dtype="<u2")] = True
    for unit, folded in simple_folds().items():
        if unit in HAN_CODES and folded in HAN_CODES and not written[unit]:
            table[unit] = folded
    return table
