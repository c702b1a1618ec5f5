"""Selections of articles: numbers or masks, with the same answers as sets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.segments.doc_sets import Selection, any_of, both, mask_of, numbers_of

COUNT = 100

numbers = st.lists(st.integers(0, COUNT - 1), unique=True).map(sorted)


def selection(chosen: list[int], masked: bool) -> Selection:
    found = np.array(chosen, dtype=np.int64)
    return mask_of(found, COUNT) if masked else found


@given(numbers, numbers, st.booleans(), st.booleans())
def test_selections_are_joined_and_shared_as_sets_are(
    first: list[int], second: list[int], first_masked: bool, second_masked: bool
) -> None:
    one, other = selection(first, first_masked), selection(second, second_masked)
    assert numbers_of(both(one, other, COUNT)).tolist() == sorted({*first} & {*second})
    assert numbers_of(any_of([one, other], COUNT)).tolist() == sorted({*first} | {*second})
    assert numbers_of(one).tolist() == first
