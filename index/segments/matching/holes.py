"""Text with one character left open: where it stands in a segment, and what stands in the hole."""

from __future__ import annotations

from collections.abc import Container

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, fold_table, ideographs, quote_units, units_of
from baosou.index.lookups import HOLE, with_hole
from baosou.index.segments.matching import literal
from baosou.index.segments.matching.patterns import pattern_of
from baosou.index.segments.reader import Segment


def fillings(segment: Segment, text: str) -> tuple[Integers, NDArray[np.uint16]]:
    """Where folded text with a hole stands with an ideograph in it, and these ideographs; deleted articles' too."""
    found = literal.find(segment, pattern_of(text, left=True, right=True, holes=True))
    addresses = found.starts + text.index(HOLE)
    quoted = (found.lasts - found.starts != len(text) - 1).nonzero()[0]
    addresses[quoted] = _stepped(segment, found.starts.take(quoted), text.index(HOLE))
    units = fold_table().take(segment.units_at(addresses))
    kept = ideographs().take(units)
    return found.starts.compress(kept), units.compress(kept)


def _stepped(segment: Segment, addresses: Integers, count: int) -> Integers:
    """The addresses so many characters on, quotation marks stepped over."""
    quotes = quote_units()
    for _ in range(count):
        addresses = addresses + 1
        while len(over := quotes.take(fold_table().take(segment.units_at(addresses))).nonzero()[0]):
            addresses[over] += 1
    return addresses


def filled(text: str, unit: int) -> str:
    """A text with a unit in its hole."""
    return text.replace(HOLE, chr(unit), 1)


def likenesses(segment: Segment, text: str, *, without: Container[str]) -> tuple[Integers, NDArray[np.uint16]]:
    """Where texts stand from which one ideograph tells a folded text of ideographs, and these texts, a row each.

    Itself is among them; those that are listed as words may be left out. Both ascend, shapes (places,) and
    (texts, characters).
    """
    starts = [np.empty(0, dtype=np.int64)]
    rows = [np.empty((0, len(text)), dtype=np.uint16)]
    for at in range(len(text)):
        holed = with_hole(text, at)
        places, units = fillings(segment, holed)
        wanted = [unit for unit in np.unique(units).tolist() if filled(holed, unit) not in without]
        starts.append(places.compress(np.isin(units, wanted)))
        rows.append(np.tile(units_of(text), (len(wanted), 1)))
        rows[-1][:, at] = wanted
    return np.unique(np.concatenate(starts)), np.unique(np.concatenate(rows), axis=0)
