"""The texts of all candidates together, read once: at which of their places a character of the query stands."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, fold_table, quote_units, ranges, word_units
from baosou.index.whoosh_engine.ranking.sought import BLANK, QUOTE, Sought
from baosou.index.whoosh_engine.segment.layout import Field
from baosou.index.whoosh_engine.segment.reader import Segment


class Texts(Struct, frozen=True):
    """Candidates' units as they lie in a segment, end to end: candidate i has [bounds[i], bounds[i + 1]).

    The first `titles[i]` of them are its title.
    """

    units: Units
    bounds: Integers
    titles: Integers


class Places(Struct, frozen=True):
    """Slots firsts[i] to lasts[i] - 1 belong to candidate owners[i]; the owners ascend."""

    firsts: Integers
    lasts: Integers
    owners: Integers


def texts_of(segment: Segment, places: Places, count: int) -> Texts:
    """The texts of so many candidates."""
    kept = (places.lasts > places.firsts).nonzero()[0]
    firsts, lasts, owners = places.firsts.take(kept), places.lasts.take(kept) - 1, places.owners.take(kept)
    starts = segment.slot_base.take(firsts).astype(np.int64)
    # with the blank that ends each slot, so that nothing stands across two
    ends = segment.slot_base.take(lasts).astype(np.int64) + segment.slot_length.take(lasts) + 1
    pieces = segment.checked_text.pieces(starts, ends)
    lengths = np.concatenate(([0], np.cumsum(ends - starts)))
    titles = np.zeros(count, dtype=np.int64)
    titled = segment.slot_field.take(firsts) == int(Field.TITLE)
    titles[owners[titled]] = segment.slot_length.take(firsts[titled])
    bounds = lengths.take(owners.searchsorted(np.arange(count + 1)))
    return Texts(np.concatenate(pieces or [segment.text[:0]]), bounds, titles)


class ReadTexts(Struct, frozen=True):
    """The candidates' lengths in characters, and the places at which a character is the query's.

    Of each place: where it is in all texts together, with quotation marks and without; whose text it is in, how many
    characters of that text stand before it, the number there, and the number of the pair with the next character, 0
    where that is none of the query's.
    """

    lengths: Integers
    units: Integers
    places: Integers
    owners: Integers
    before: Integers
    found: NDArray[np.int32]
    pairs: NDArray[np.int32]

    def without_pairs(self, at: Integers) -> ReadTexts:
        """The same, but for the pairs that begin at some of the places."""
        pairs = self.pairs.copy()
        pairs[at] = 0
        return replace(self, pairs=pairs)


def read(texts: Texts, sought: Sought) -> ReadTexts:
    """The places of the query's characters in the texts of candidates."""
    numbers = sought.numbers.take(texts.units)
    marked = (numbers != 0).nonzero()[0]
    kinds = numbers.take(marked)
    own = (kinds < BLANK).nonzero()[0]
    at, found = marked.take(own), kinds.take(own).astype(np.int32)
    # where a text begins, in units, in characters, and among the places
    apart = np.concatenate(([0], np.cumsum(kinds >= BLANK)))
    cuts = marked.searchsorted(texts.bounds)
    starts = texts.bounds - apart.take(cuts)
    owners = np.repeat(np.arange(len(starts) - 1), np.diff(cuts - apart.take(cuts)))
    before = at - apart.take(own) - starts.take(owners)
    places = at - np.cumsum(kinds == QUOTE).take(own)
    pairs = np.zeros(len(found), dtype=np.int32)
    np.multiply(found[:-1], sought.width, out=pairs[:-1])
    pairs[:-1] += found[1:]
    pairs[:-1] *= places[1:] == places[:-1] + 1
    return ReadTexts(np.diff(starts), at, places, owners, before, found, pairs)


def standing(text: ReadTexts, term: tuple[int, ...], width: int) -> Integers:
    """At which of the text's places a term begins, ascending."""
    at: Integers
    if len(term) == 1:
        at = (text.found == term[0]).nonzero()[0]
        return at
    at = (text.pairs == term[0] * width + term[1]).nonzero()[0]
    for ahead, (first, second) in enumerate(pairwise(term[1:]), 1):
        # what follows the last place is no pair
        at = at.take((text.pairs.take(at + ahead, mode="clip") == first * width + second).nonzero()[0])
    return at


class Titles(Struct, frozen=True):
    """Of each candidate's title: how many characters it has without quotation marks, and how many pairs of them."""

    lengths: Integers
    pairs: Integers


def titles(texts: Texts) -> Titles:
    """The size of the title of each candidate."""
    kinds = _kinds().take(texts.units.take(ranges(texts.bounds[:-1], texts.titles)))
    owners = np.repeat(np.arange(len(texts.titles)), texts.titles)
    unquoted = (kinds != _MARK).nonzero()[0]
    kinds, owners = kinds.take(unquoted), owners.take(unquoted)
    together = (kinds[1:] & kinds[:-1] & (owners[1:] == owners[:-1])).nonzero()[0]
    count = len(texts.titles)
    return Titles(np.bincount(owners, minlength=count), np.bincount(owners.take(together), minlength=count))


_MARK = 2


@cache
def _kinds() -> NDArray[np.uint8]:
    """1 for the units of words, as they may stand in a text, 2 for quotation marks, 0 for all others."""
    folded = fold_table()
    kinds = word_units().take(folded).astype(np.uint8)
    kinds[quote_units().take(folded)] = _MARK
    return kinds
