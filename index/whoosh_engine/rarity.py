"""How rare what a query asks for is in an archive, and where in an article it stands: what snippets are chosen by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.index.query import TextLeaf
from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.matching import SegmentMatcher
from baosou.index.whoosh_engine.scoring import Collection, articles_holding, inverse_frequency


class Rarity:
    """Asks what the matchers of one search, one a segment, have found."""

    def __init__(self, matchers: Sequence[SegmentMatcher], known: Collection) -> None:
        self._matchers = matchers
        self._known = known

    def weight(self, leaf: TextLeaf) -> float:
        """The inverse frequency of a leaf in all live articles."""
        holding = sum(articles_holding(each.segment, each.evidence(leaf)) for each in self._matchers)
        return inverse_frequency(holding, max(self._known.articles, holding))

    def first_with(self, leaf: TextLeaf, at: int, sections: Sequence[int]) -> int | None:
        """The first of some sections of an article of segment `at` in whose body a leaf stands."""
        segment, slots = self._matchers[at].segment, self._matchers[at].evidence(leaf).slots
        bounds = segment.slots_from(np.array([min(sections), max(sections) + 1]))
        begin, end = slots.searchsorted(bounds.astype(np.uint32)).tolist()
        within = slots[begin:end]
        bodies = within.compress(segment.slot_field.take(within) == int(Field.BODY))
        holding = frozenset(segment.slot_section.take(bodies).tolist())
        return next((section for section in sections if section in holding), None)
