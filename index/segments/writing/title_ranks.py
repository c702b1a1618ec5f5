"""In which order the titles of a segment come, so that a sort by title reads none of them.

All begin to be told apart by whole arrays; only those that begin alike are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, fold_table, text_of

_KEYS = 2
"""Numbers that a title begins with."""

_UNITS = 4
"""Units in each of them."""

_SURROGATES, _BEHIND = 0xD800, 0xE000
"""Units from the one to the other are of characters that come after all those of one unit."""


class Titles(Struct, frozen=True):
    """Titles in a text: the articles (of all) that they are of, their addresses and lengths in units."""

    text: Units
    articles: Integers
    starts: Integers
    lengths: Integers


def title_ranks(titles: Sequence[Titles], articles: int) -> NDArray[np.uint32]:
    """The rank of each of so many articles by its folded title, in code point order.

    Equal titles have one rank; articles without one come last, all of one rank.
    """
    owners = np.concatenate([each.articles for each in titles])
    keys = np.concatenate([_keys(each) for each in titles], axis=1)
    order = np.lexsort(keys[::-1])
    new = np.ones(len(order), dtype=np.bool_)
    ordered = keys.take(order, axis=1)
    new[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    long = np.concatenate([each.lengths > _KEYS * _UNITS for each in titles]).take(order)
    where = np.repeat(np.arange(len(titles)), [len(each.articles) for each in titles])
    firsts = np.cumsum([0, *(len(each.articles) for each in titles)])
    firsts_alike = new.nonzero()[0]
    sizes = np.diff(firsts_alike, append=len(order))
    several = sizes > 1
    for first, size in zip(firsts_alike[several].tolist(), sizes[several].tolist(), strict=True):
        last = first + size
        if long[first:last].any():
            alike = order[first:last]
            texts = [_read(titles[at], int(n - firsts[at])) for at, n in zip(where[alike].tolist(), alike, strict=True)]
            by_text = sorted(range(len(texts)), key=texts.__getitem__)
            order[first:last] = alike[by_text]
            new[first + 1 : last] = [texts[a] != texts[b] for a, b in pairwise(by_text)]
    ranks = np.full(articles, np.count_nonzero(new), dtype=np.uint32)
    ranks[owners.take(order)] = np.cumsum(new) - 1
    return ranks


def _keys(titles: Titles) -> NDArray[np.uint64]:
    """How folded titles begin, shape (_KEYS, titles), as numbers that ascend as titles do."""
    keys = np.zeros((_KEYS, len(titles.starts)), dtype=np.uint64)
    for place in range(_KEYS * _UNITS):
        inside = (titles.lengths > place).nonzero()[0]
        key = keys[place // _UNITS]
        key <<= np.uint64(16)
        key[inside] |= _order_of_units().take(titles.text.take(titles.starts.take(inside) + place))
    return keys


def _read(titles: Titles, number: int) -> str:
    start = int(titles.starts[number])
    return text_of(fold_table().take(titles.text[start : start + int(titles.lengths[number])]))


@cache
def _order_of_units() -> NDArray[Any]:
    """The rank of each unit, folded, among all: that of the characters that it is of."""
    folded = fold_table().astype(np.int64)
    behind = folded >= _BEHIND
    surrogates = (folded >= _SURROGATES) & ~behind
    moved = 0x10000 - _BEHIND
    ranks = np.where(behind, folded - (_BEHIND - _SURROGATES), np.where(surrogates, folded + moved, folded))
    return ranks.astype(np.uint64)
