"""Finds where texts of a segment explain an abbreviation, without a look at the rest of the text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.abbreviations import AFTER, BEFORE, explained
from baosou.index.analysis.units import Units, text_of
from baosou.index.segments.abbreviations import Entry
from baosou.index.segments.layout import Slots

_CALLED = ord("称")
_BRIEFLY = np.array([ord("简"), ord("下")], dtype=np.uint16)


def find_abbreviations(folded: Units, slots: Slots, slot_article: NDArray[np.uint32]) -> list[Entry]:
    """The abbreviations explained in all text of a segment."""
    called = np.flatnonzero(folded == _CALLED)
    called = called[np.isin(folded.take(called - 1), _BRIEFLY)]
    articles = slot_article.take(slots.at(called)).tolist() if len(called) else []
    entries: set[Entry] = set()
    for at, article in zip(called.tolist(), articles, strict=True):
        before = text_of(folded[max(at - 1 - BEFORE, 0) : at - 1]).rpartition("\0")[2]
        after = text_of(folded[at + 1 : at + 1 + AFTER]).partition("\0")[0]
        found = explained(before, after)
        if found is not None:
            entries.add(Entry(found.short, found.long, False, article))
            entries.update(Entry(long, found.short, True, article) for long in (found.long, found.whole))
    return sorted(entries)
