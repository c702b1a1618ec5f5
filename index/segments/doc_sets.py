"""Which articles (or sections) are meant: few as ascending numbers, or any as a mask over all.

A word selects numbers, so that a rare one costs the same in an archive of any size; what excludes or compares values
gives a mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, runs

Numbers = Integers
Mask = NDArray[np.bool_]
Selection = NDArray[Any]
"""Numbers (ascending, each once) or a mask; `is_mask` tells them apart."""

_SPARSE = 16
"""Numbers of which there are fewer than one in so many are sought one by one."""


def is_mask(selection: Selection) -> bool:
    """Whether the selection is a mask."""
    return selection.dtype == np.bool_


def numbers_of(selection: Selection) -> Numbers:
    """What is selected, as numbers."""
    return selection.nonzero()[0] if is_mask(selection) else selection


def holds(selection: Selection, number: int) -> bool:
    """Whether a number is selected."""
    if is_mask(selection):
        return bool(selection[number])
    at = int(selection.searchsorted(number))
    return at < len(selection) and int(selection[at]) == number


def mask_of(selection: Selection, count: int) -> Mask:
    """What is selected of so many, as a mask."""
    if is_mask(selection):
        return selection
    mask = np.zeros(count, dtype=np.bool_)
    mask[selection] = True
    return mask


def both(first: Selection, second: Selection, count: int) -> Selection:
    """What two selections of so many share."""
    if is_mask(first):
        first, second = second, first
    if is_mask(second):
        return first & second if is_mask(first) else first.compress(second.take(first))
    few, many = (first, second) if len(first) <= len(second) else (second, first)
    if len(few) * _SPARSE < len(many):
        places = np.minimum(many.searchsorted(few.astype(many.dtype, copy=False)), len(many) - 1)
        return few.compress(many.take(places) == few)
    return few.compress(mask_of(many, count).take(few))


def any_of(selections: Sequence[Selection], count: int) -> Selection:
    """What stands in at least one of the selections of so many."""
    if len(selections) == 1:
        return selections[0]
    if not any(map(is_mask, selections)) and sum(map(len, selections)) * _SPARSE < count:
        return runs(np.sort(np.concatenate(selections)))[0]
    found = np.zeros(count, dtype=np.bool_)
    for selection in selections:
        if is_mask(selection):
            found |= selection
        else:
            found[selection] = True
    return found
