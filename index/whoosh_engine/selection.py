"""Which articles (or sections) are meant: few as ascending numbers, or any as a mask over all.

A word selects numbers, so that a rare one costs the same in an archive of any size; what excludes or compares values
gives a mask.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
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
        places = np.minimum(many.searchsorted(few), len(many) - 1)
        return few.compress(many.take(places) == few)
    return few.compress(mask_of(many, count).take(few))


def either(first: Selection, second: Selection, count: int) -> Selection:
    """What stands in one of two selections of so many, or in both."""
    if not is_mask(first) and not is_mask(second) and (len(first) + len(second)) * _SPARSE < count:
        return np.union1d(first, second)
    return mask_of(first, count) | mask_of(second, count)
