"""What a closer look seeks, and where in the texts of all candidates, which are read once and together.

The characters of the query have numbers, so have pairs of them; texts are arrays of units (see `analysis.units`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers, Units, fold_table, quote_units, ranges, units_of, word_units
from baosou.index.ranking.bm25 import Scores, Statistics, inverse_frequency

_MOST_CHARACTERS = 253
"""How many distinct characters of a query are looked for; the first ones of a longer text."""

BLANK, QUOTE = 254, 255
"""The numbers of the blanks between texts and of quotation marks."""


class Sought(Struct, frozen=True):
    """What to look for in the candidates.

    `numbers` gives each character of the query, as it may stand in a text, its number from 1 (the blank between texts
    254, quotation marks 255, all others 0), and `characters` the weight of each number. `pairs[a * width + b]` numbers
    the pair of the characters a and b from 0, -1 where it is none of the query's, and `weights` are the pairs' weights.
    `terms` are characters' numbers and the term's weight.
    """

    numbers: NDArray[np.uint8]
    width: int
    characters: Scores
    pairs: NDArray[np.int16]
    weights: Scores
    terms: tuple[tuple[tuple[int, ...], float], ...]


def of_query(terms: Sequence[tuple[str, float]], text: str, known: Statistics) -> Sought:
    """The query's terms with their weights, and the characters and pairs of its text with theirs over all segments."""
    units = units_of(text).tolist()
    inside = word_units()
    grams = sorted({first << 16 | second for first, second in pairwise(units)})
    grams = [gram for gram in grams if inside[gram >> 16] and inside[gram & 0xFFFF]]
    characters = list(dict.fromkeys(unit for unit in units if inside[unit]))
    spelled = [(units_of(term).tolist(), weight) for term, weight in dict(terms).items()]
    of_terms = [unit for term, _ in spelled for unit in term]
    return of_pairs(
        grams,
        gram_weights(grams, known),
        spelled,
        dict(zip(characters, character_weights(characters, known), strict=True)),
        first=units + of_terms,
    )


def gram_weights(grams: Sequence[int], known: Statistics) -> list[float]:
    """The inverse frequency of ascending pairs (first unit << 16 | second), as if each stood once in a section."""
    counts = known.pairs(np.array(grams, dtype=np.uint32))
    return [inverse_frequency(min(count, known.sections), known.sections) for count in counts.tolist()]


def character_weights(units: Sequence[int], known: Statistics) -> list[float]:
    """The inverse frequency of characters, by how many sections would hold them if they stood anywhere by chance."""
    weights = []
    for count in known.characters(units):
        holding = -known.sections * math.expm1(-count / max(known.sections, 1))
        weights.append(inverse_frequency(min(round(holding), known.sections), known.sections))
    return weights


def of_pairs(
    grams: Sequence[int],
    weights: Sequence[float],
    terms: Sequence[tuple[list[int], float]] = (),
    characters: Mapping[int, float] | None = None,
    *,
    first: Sequence[int] = (),
) -> Sought:
    """Pairs, terms and characters (as units) with their weights; the characters in `first` are numbered first."""
    in_pairs = [unit for gram in grams for unit in (gram >> 16, gram & 0xFFFF)]
    number = {unit: n for n, unit in enumerate(list(dict.fromkeys([*first, *in_pairs]))[:_MOST_CHARACTERS], 1)}
    width = len(number) + 1
    pairs = np.full(width * width, -1, dtype=np.int16)
    kept: list[float] = []
    for gram, weight in zip(grams, weights, strict=True):
        left, right = number.get(gram >> 16), number.get(gram & 0xFFFF)
        if left and right:
            pairs[left * width + right] = len(kept)
            kept.append(weight)
    known_terms = [
        (tuple(number[unit] for unit in term), weight) for term, weight in terms if term and number.keys() >= {*term}
    ]
    weighed = np.zeros(width)
    for unit, n in number.items():
        weighed[n] = (characters or {}).get(unit, 0.0)
    return Sought(_numbers(number), width, weighed, pairs, np.array(kept), tuple(known_terms))


def _numbers(number: Mapping[int, int]) -> NDArray[np.uint8]:
    """The number of each unit that folds to one of some, which are not 0; and those of blanks and quotation marks."""
    numbers = _separators().copy()
    order, folded = _by_fold()
    units = np.fromiter(number, np.uint16, len(number))
    starts, ends = folded.searchsorted(units), folded.searchsorted(units, "right")
    sizes = ends - starts
    numbers[order.take(ranges(starts, sizes))] = np.repeat(np.fromiter(number.values(), np.uint8, len(number)), sizes)
    return numbers


@cache
def _by_fold() -> tuple[Integers, Units]:
    """All units ordered by what they fold to, and what that is."""
    order = np.argsort(fold_table(), kind="stable")
    return order, fold_table().take(order)


@cache
def _separators() -> NDArray[np.uint8]:
    """The numbers of blanks between texts and of quotation marks, which no query gives others."""
    numbers = np.where(quote_units().take(fold_table()), np.uint8(QUOTE), np.uint8(0))
    numbers[0] = BLANK
    return numbers


class Texts(Struct, frozen=True):
    """Candidates' units end to end: candidate i has [bounds[i], bounds[i + 1]).

    The first `titles[i]` of them are its title.
    """

    units: Units
    bounds: Integers
    titles: Integers


ALIGNED = 32
"""In a candidate each of its texts begins so many units after another, or a multiple of that."""


def laid_out(candidates: Sequence[tuple[str, Sequence[str]]]) -> Texts:
    """The texts of candidates, given the title of each ("" for none) and its other texts as they follow one another."""
    pieces: list[Units] = []
    bounds, titles = [0], []
    for title, others in candidates:
        own = [units_of(fold_text(text)) for text in (title, *others) if text]
        titles.append(len(own[0]) if title else 0)
        size = 0
        for number, text in enumerate(own, 1):
            # a blank ends each, so that nothing stands across two
            blanks = ALIGNED - len(text) % ALIGNED if number < len(own) else 1
            pieces += [text, np.zeros(blanks, dtype=np.uint16)]
            size += len(text) + blanks
        bounds.append(bounds[-1] + size)
    units = np.concatenate([*pieces, np.empty(0, dtype=np.uint16)])
    return Texts(units, np.array(bounds), np.array(titles))


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
