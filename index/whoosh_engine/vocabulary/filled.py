"""What stands in the hole of a text, and how often.

The text around the hole is looked at, where that stands in very many places at some of them: no more is read in a large
archive than in a small one. What sounds like a character is first told by how often it is the neighbour of either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.pinyin import pinyin
from baosou.index.analysis.units import ideographs
from baosou.index.lookups import Standing
from baosou.index.segments.matching.holes import filled, holed_pattern, may_fill, places_at_most, some_fillings
from baosou.index.segments.matching.literal import find
from baosou.index.segments.matching.patterns import listed_slots, pattern_of
from baosou.index.segments.reader import Segment

_FEW, _FEW_PLACES = 8, 4096
"""So many ideographs are each looked for, where all of them can stand in so many places."""

_MOST_PAGES = 20_000
"""So many pages of text, 80 MB, are read of all segments; 75,000 articles of news have no more."""


def filled_texts(segments: Sequence[Segment], lookup: Standing) -> dict[str, int]:
    """A folded text with each ideograph that stands in its hole, and how often it does so in live articles."""
    wanted = holed_pattern(lookup.pattern)
    if not wanted.findable or sum(places_at_most(segment, wanted) for segment in segments) < lookup.fewest:
        return {}
    if not lookup.heard_as:
        return _read(segments, lookup.pattern)
    units = _sounding_like(lookup.heard_as)
    most = sum((may_fill(segment, wanted, units) for segment in segments), np.zeros(len(units), dtype=np.int64))
    likely = (most >= lookup.fewest).nonzero()[0]
    texts = [filled(lookup.pattern, unit) for unit in units.take(likely).tolist()]
    if len(texts) <= _FEW and int(most.take(likely).sum()) <= _FEW_PLACES:
        return {text: sum(_occurrences(segment, text) for segment in segments) for text in texts}
    counts = _read(segments, lookup.pattern)
    return {text: counts[text] for text in texts}


def _sounding_like(character: str) -> NDArray[np.uint32]:
    """The other ideographs that are read as one is, in any of its readings."""
    tables = pinyin()
    alike = tables.sounding(tables.readings(character)) & ideographs()
    alike[ord(character)] = False
    return alike.nonzero()[0].astype(np.uint32)


def _read(segments: Sequence[Segment], text: str) -> Counter[str]:
    """What stands in the hole of a text where it is looked at, and how often, or about how often, in all."""
    counts: Counter[str] = Counter()
    for segment in segments:
        starts, units, share = some_fillings(segment, text, _MOST_PAGES // len(segments))
        kept = units.compress(live(segment, segment.slots_at(starts)))
        for unit, count in zip(*np.unique(kept, return_counts=True), strict=True):
            counts[filled(text, int(unit))] += round(int(count) / share)
    return counts


def _occurrences(segment: Segment, text: str) -> int:
    wanted = pattern_of(text, left=True, right=True)
    slots = listed_slots(segment, wanted)
    if slots is None:
        slots = np.asarray(segment.slots_at(find(segment, wanted).starts), dtype=np.int64)
    return int(np.count_nonzero(live(segment, slots)))


def live(segment: Segment, slots: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which slots are of articles that are not deleted."""
    if not segment.deleted:
        return np.ones(len(slots), dtype=np.bool_)
    return segment.live.take(segment.slot_article.take(slots.astype(np.int64)))
