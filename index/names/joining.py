"""Forms of one name: 默克尔 and 安格拉·默克尔 are one value where articles have both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from baosou.index.analysis.units import Integers

_SHORTEST = 2
_LEAST_ALIKE = 0.8
"""What part of the articles that have a short form beside a full one have it beside this one."""

_DOTS = "·"


def joined_forms(names: Sequence[str], articles: Sequence[Integers]) -> Mapping[int, int]:
    """The number of the short form for each full one that is the same person; `articles` has those of each name.

    A full form ends with the short one after a dot. Where several full forms stand beside one short form it belongs to
    the one that nearly always does, or to none.
    """
    numbers = {name: number for number, name in enumerate(names)}
    beside: dict[int, dict[int, int]] = {}
    for full, name in enumerate(names):
        short = numbers.get(name.rpartition(_DOTS)[2]) if _DOTS in name else None
        if short is not None and len(names[short]) >= _SHORTEST:
            both = len(np.intersect1d(articles[full], articles[short], assume_unique=True))
            if both:
                beside.setdefault(short, {})[full] = both
    joined = {}
    for short, full_forms in beside.items():
        full, both = max(full_forms.items(), key=lambda item: (item[1], -item[0]))
        if both >= _LEAST_ALIKE * sum(full_forms.values()):
            joined[full] = short
    return joined
