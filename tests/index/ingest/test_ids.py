"""How ids of articles with one title are told apart."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.ingest.ids import parted

SHARED = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3), max_size=40)


def slow(ids: list[int]) -> list[int]:
    """One after another, by SplitMix64 as its paper has it."""
    seen: Counter[int] = Counter()
    made = []
    for id in ids:
        mixed = (id + seen[id] * 0x9E3779B97F4A7C15) % 2**64
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
        made.append(mixed ^ mixed >> 31 if seen[id] else id)
        seen[id] += 1
    return made


@given(SHARED, st.integers(0, 40))
def test_the_first_keeps_its_id_and_each_further_one_gets_its_own_wherever_the_articles_are_cut(
    ids: list[int], cut: int
) -> None:
    known = np.array(ids, dtype=np.uint64)
    assert parted(known).tolist() == slow(ids)
    assert [*parted(known[:cut]).tolist(), *parted(known[cut:], known[:cut]).tolist()] == slow(ids)
