"""Text with one character left open: where it stands in a segment, what stands in the hole, and what may."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, fold_table, ideographs, quote_units, units_of, word_units
from baosou.index.lookups import HOLE, with_hole
from baosou.index.segments.matching import literal
from baosou.index.segments.matching.patterns import ANY, Occurrences, Pattern, pattern_of
from baosou.index.segments.reader import Segment


def fillings(segment: Segment, text: str) -> tuple[Integers, NDArray[np.uint16]]:
    """Where folded text with a hole stands with an ideograph in it, and these ideographs; deleted articles' too."""
    return _filling(segment, text, literal.find(segment, holed_pattern(text)))


def some_fillings(segment: Segment, text: str, most: int) -> tuple[Integers, NDArray[np.uint16], float]:
    """The same of about so many pages of the text, and which part these are of all that may hold it."""
    found, share = literal.find_some(segment, holed_pattern(text), most)
    return *_filling(segment, text, found), share


def holed_pattern(text: str) -> Pattern:
    """The pattern of a folded text with a hole."""
    return pattern_of(text, left=True, right=True, holes=True)


def _filling(segment: Segment, text: str, found: Occurrences) -> tuple[Integers, NDArray[np.uint16]]:
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


def places_at_most(segment: Segment, wanted: Pattern) -> int:
    """How often a pattern may stand in a segment: as often as its rarest character or pair does that is known."""
    counts = []
    for unit in wanted.units:
        if unit >= 0:
            number = segment.character_number(unit)
            counts.append(0 if number is None else int(segment.character_occurrences[number]))
    counts += [segment.grams.of(one << 16 | other) for one, other in pairwise(wanted.units) if _are_paired(one, other)]
    return min(counts, default=0)


def _are_paired(one: int, other: int) -> bool:
    inside = word_units()
    return min(one, other) >= 0 and bool(inside[one] and inside[other])


def may_fill(segment: Segment, wanted: Pattern, units: NDArray[np.uint32]) -> NDArray[np.int64]:
    """How often at most each of some ascending units fills the hole of a pattern: as often as it stands beside its
    neighbours there."""
    at = wanted.units.index(ANY)
    most = np.full(len(units), places_at_most(segment, wanted))
    inside, sixteen = word_units(), np.uint32(16)
    if at and wanted.units[at - 1] >= 0 and inside[wanted.units[at - 1]]:
        most = np.minimum(most, segment.grams.of_each(np.uint32(wanted.units[at - 1]) << sixteen | units))
    if at + 1 < len(wanted.units) and wanted.units[at + 1] >= 0 and inside[wanted.units[at + 1]]:
        most = np.minimum(most, segment.grams.of_each(units << sixteen | np.uint32(wanted.units[at + 1])))
    return most
