"""Text with one character left open: where it stands in a segment, and what stands in the hole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baosou.index.lookups import HOLE, with_hole
from baosou.index.whoosh_engine import literal
from baosou.index.whoosh_engine.layout import fold_table, ideographs
from baosou.index.whoosh_engine.postings import Integers
from baosou.index.whoosh_engine.segment import Segment


def fillings(segment: Segment, text: str) -> tuple[Integers, NDArray[np.uint16]]:
    """Where folded text with a hole stands with an ideograph in it, and these ideographs; deleted articles' too."""
    found = literal.find(segment, literal.pattern(text, left=True, right=True, holes=True))
    # where a quotation mark was stepped over, the hole lies elsewhere; such places are few and are passed over
    starts = found.starts.compress(found.lasts - found.starts == len(text) - 1)
    units = fold_table().take(segment.units_at(starts + text.index(HOLE)))
    kept = ideographs().take(units)
    return starts.compress(kept), units.compress(kept)


def filled(text: str, unit: int) -> str:
    """A text with a unit in its hole."""
    return text.replace(HOLE, chr(unit), 1)


def likenesses(segment: Segment, text: str) -> list[str]:
    """The texts of a segment from which one ideograph tells a folded text, itself among them, in order."""
    found = set()
    for at in range(len(text)):
        holed = with_hole(text, at)
        found |= {filled(holed, unit) for unit in np.unique(fillings(segment, holed)[1]).tolist()}
    return sorted(found)
