"""Occurrences of a query's terms that cross two words of the text: the 封城 in 开封城际铁路 is no 封城.

What is found literally stays found. But such a place tells nothing of the text, and earns nothing in a closer look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import is_ideograph
from baosou.index.analysis.units import Integers, Units, fold_table, ideographs, text_of, units_of
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.ranking.texts import ReadTexts, Sought, Texts, standing

_TERM = 2
"""Characters of a term that may stand across two words; what is longer hardly ever does."""

_AROUND = 4
"""So many characters on each side are cut together with an occurrence."""

_MOST_CUT = 64
"""So many surroundings of terms are cut in one search; in all others a term stands for itself."""

_NONE = np.empty(0, dtype=np.int64)

AreWords = Callable[[Sequence[str]], NDArray[np.bool_]]


class Crossed(Struct, frozen=True):
    """Texts as they were read, without the pairs at which a term crosses two words.

    `only` are, for each term, the candidates in whose texts it stands like that and in no other way.
    """

    text: ReadTexts
    only: Mapping[str, Integers]


class Crossings:
    """Finds where some terms, of two characters each, cross two words of texts."""

    def __init__(self, terms: Sequence[str], sought: Sought, vocabulary: Vocabulary) -> None:
        numbered = ((term, tuple(sought.numbers.take(units_of(term)).tolist())) for term in terms)
        # without those beyond the characters of a long query that are numbered
        self._terms = {term: numbers for term, numbers in numbered if 0 not in numbers}
        self._sought = sought
        self._vocabulary = vocabulary
        self._cuts: dict[tuple[str, int], bool] = {}

    def left_out(self, text: ReadTexts, texts: Texts, are_words: AreWords) -> Crossed:
        """Leave out the pairs at which one of the terms crosses two words.

        `are_words` tells which of some texts of two characters, of which one is a term's, the dictionary has.
        """
        stand = {term: standing(text, numbers, self._sought.width) for term, numbers in self._terms.items()}
        crossing = self._crossing(np.concatenate([*stand.values(), _NONE]), text, texts, are_words)
        if not len(crossing):
            return Crossed(text, {})
        only = {}
        for term, at in stand.items():
            crosses = np.isin(at, crossing)
            if crosses.any():
                owners = text.owners.take(at)
                only[term] = np.setdiff1d(owners[crosses], owners[~crosses])
        return Crossed(text.without_pairs(crossing), only)

    def _crossing(self, at: Integers, text: ReadTexts, texts: Texts, are_words: AreWords) -> Integers:
        """Those of the places at which a term begins at which it crosses two words."""
        for step in (-1, 1):
            # where what stands beside it makes a pair of the query too, it is what was typed
            at = at.compress(self._sought.pairs.take(text.pairs.take(at + step, mode="wrap")) < 0)
        starts, ends = text.units.take(at), text.units.take(at + 1)
        around = fold_table().take(texts.units.take(np.column_stack((starts - 1, starts, ends, ends + 1)), mode="clip"))
        pairs = around.astype(np.uint32)
        pairs = pairs[:, ::2] << np.uint32(16) | pairs[:, 1::2]
        inside = np.flatnonzero(ideographs().take(around).all(axis=1))
        different, which = np.unique(pairs[inside], return_inverse=True)
        words = are_words([chr(pair >> 16) + chr(pair & 0xFFFF) for pair in different.tolist()])
        both = inside[words.take(which).reshape(-1, 2).all(axis=1)]
        places = zip(starts.take(both).tolist(), ends.take(both).tolist(), strict=True)
        torn = [self._is_torn(texts, *place) for place in places]
        return at.take(both).compress(np.array(torn, dtype=np.bool_))

    def _is_torn(self, texts: Texts, start: int, end: int) -> bool:
        """Whether the cut of the text around two characters gives them to two words that go beyond them."""
        window = _window(texts.units, start, end)
        torn = self._cuts.get(window)
        if torn is None:
            if len(self._cuts) >= _MOST_CUT:
                return False
            around, lead = window
            bounds = set(accumulate(map(len, self._vocabulary.cutter(around).plain(around))))
            torn = lead not in bounds and lead + 1 in bounds and lead + _TERM not in bounds
            self._cuts[window] = torn
        return torn


def _window(units: Units, start: int, end: int) -> tuple[str, int]:
    """The ideographs around the units from one to another, those included, and how many stand before them."""
    first = max(start - _AROUND, 0)
    around = text_of(fold_table().take(units[first : end + 1 + _AROUND]))
    before, after = around[: start - first], around[end + 1 - first :]
    lead = next((n for n, character in enumerate(reversed(before)) if not is_ideograph(ord(character))), len(before))
    rest = next((n for n, character in enumerate(after) if not is_ideograph(ord(character))), len(after))
    return around[start - first - lead : end + 1 - first + rest], lead
