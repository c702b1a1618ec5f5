"""Texts in traditional characters as the table of divisions writes them: 蒼南縣 is 苍南县."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import HAN_CODES
from baosou.corpus.folding import simple_folds
from baosou.corpus.places.gazetteer import gazetteer

_UNITS = 0x10000


@cache
def simplification() -> NDArray[np.uint16]:
    """What each unit is as the table writes it: every traditional or variant character simplified, all else as it is.

    Characters of which the table itself writes names (乾县) stay.
    """
    table = np.arange(_UNITS, dtype="<u2")
    written = np.zeros(_UNITS, dtype=np.bool_)
    names = "".join((*gazetteer().names, *gazetteer().towns))
    written[np.frombuffer(names.encode("utf-16-le"), dtype="<u2")] = True
    for unit, folded in simple_folds().items():
        if unit in HAN_CODES and folded in HAN_CODES and not written[unit]:
            table[unit] = folded
    return table
