"""All that matches, in arrays: what ranking orders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.ranking.bm25 import Scores
from baosou.index.request import Unit
from baosou.index.whoosh_engine.matching.matcher import Found


class Matches(Struct, frozen=True):
    """All matches of all segments as parallel arrays: the segment and the number of each there, and its score."""

    segments: Integers
    units: Integers
    scores: Scores

    def ids(self, found: Sequence[Found], by: Unit, places: Integers) -> NDArray[np.uint64]:
        """The article ids of some of the matches."""
        ids = np.empty(len(places), dtype=np.uint64)
        at = self.segments.take(places)
        for number, each in enumerate(found):
            own = (at == number).nonzero()[0]
            units = self.units.take(places.take(own))
            segment = each.matcher.segment
            ids[own] = segment.article_id.take(units if by == "article" else segment.section_article.take(units))
        return ids
