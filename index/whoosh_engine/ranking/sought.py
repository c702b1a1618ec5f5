"""What a closer look seeks in the texts of candidates: the query's characters, pairs of them, and terms, by number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, fold_table, quote_units, ranges, units_of, word_units
from baosou.index.whoosh_engine.ranking.scoring import Collection, Scores, inverse_frequency
from baosou.index.whoosh_engine.segment.reader import Segment

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


def of_query(terms: Sequence[tuple[str, float]], text: str, segments: Sequence[Segment], known: Collection) -> Sought:
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
        gram_weights(grams, segments, known),
        spelled,
        dict(zip(characters, character_weights(characters, segments, known), strict=True)),
        first=units + of_terms,
    )


def gram_weights(grams: Sequence[int], segments: Sequence[Segment], known: Collection) -> list[float]:
    """The inverse frequency of ascending pairs (first unit << 16 | second), as if each stood once in a section."""
    keys = np.array(grams, dtype=np.uint32)
    counts = np.zeros(len(keys), dtype=np.int64)
    for segment in segments:
        counts += segment.gram_counts(keys)
    return [inverse_frequency(min(count, known.sections), known.sections) for count in counts.tolist()]


def character_weights(units: Sequence[int], segments: Sequence[Segment], known: Collection) -> list[float]:
    """The inverse frequency of characters, by how many sections would hold them if they stood anywhere by chance."""
    weights = []
    for unit in units:
        count = sum(segment.character_count(unit) for segment in segments)
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
