"""A closer look at the best candidates: pairs of neighbouring characters, how early, and how near the words stand.

The bonus is never negative and only the first candidates get one, so what is below them stays below. The texts of
all candidates are looked at together, as one array of units in which each character of the query has a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.layout import Units
from baosou.index.whoosh_engine.postings import Integers, order_of, ranges
from baosou.index.whoosh_engine.scoring import Collection, Scores, inverse_frequency
from baosou.index.whoosh_engine.segment import Segment

DEPTH = 50
"""How many candidates are looked at; twice as many changed no measure of the first ten on headlines and questions."""

GRAM_K1 = 0.6
GRAM_B = 0.5
GRAM_WEIGHT = 0.5
LEAD_WEIGHT = 0.8
LEAD = 100
"""After so many characters a pair counts half as much as at the beginning: news articles begin with the news."""
PAIR_WEIGHT = 0.4
WINDOW_WEIGHT = 0.5
WINDOW = 60
PAIR_DISTANCE = 8
CHARACTERS_OF_WORD = 1.8

_MOST_CHARACTERS = 253
"""How many distinct characters of a query are looked for; the first ones of a longer text."""
_BLANK, _QUOTE = 254, 255

_EXACT = float(1 << 32)
"""Weights in parts of so many are added and taken away again without a rounding error."""


class Texts(Struct, frozen=True):
    """Candidates' units as they lie in a segment, end to end: candidate i has [bounds[i], bounds[i + 1])."""

    units: Units
    bounds: Integers


class Wanted(Struct, frozen=True):
    """What to look for in the candidates.

    `numbers` gives each character of the query, as it may stand in a text, its number from 1 (the blank between texts
    254, quotation marks 255, all others 0). `pairs[a * width + b]` numbers the pair of the characters a and b from 0,
    -1 where it is none of the query's, and `weights` are the pairs' weights. `terms` are characters' numbers and the
    term's weight.
    """

    numbers: NDArray[np.uint8]
    width: int
    pairs: NDArray[np.int16]
    weights: Scores
    terms: tuple[tuple[tuple[int, ...], float], ...]


def wanted(terms: Sequence[tuple[str, float]], text: str, segments: Sequence[Segment], known: Collection) -> Wanted:
    """The query's terms with their weights, and the pairs of its text with theirs over all segments."""
    units = layout.units_of(text).tolist()
    inside = layout.word_units()
    grams = sorted({first << 16 | second for first, second in pairwise(units)})
    grams = [gram for gram in grams if inside[gram >> 16] and inside[gram & 0xFFFF]]
    spelled = [(layout.units_of(term).tolist(), weight) for term, weight in dict(terms).items()]
    of_terms = [unit for term, _ in spelled for unit in term]
    return wanted_pairs(grams, gram_weights(grams, segments, known), spelled, first=units + of_terms)


def gram_weights(grams: Sequence[int], segments: Sequence[Segment], known: Collection) -> list[float]:
    """The inverse frequency of ascending pairs (first unit << 16 | second), as if each stood once in a section."""
    keys = np.array(grams, dtype=np.uint32)
    counts = np.zeros(len(keys), dtype=np.int64)
    for segment in segments:
        counts += segment.gram_counts(keys)
    return [inverse_frequency(min(count, known.sections), known.sections) for count in counts.tolist()]


def wanted_pairs(
    grams: Sequence[int],
    weights: Sequence[float],
    terms: Sequence[tuple[list[int], float]] = (),
    *,
    first: Sequence[int] = (),
) -> Wanted:
    """Pairs and terms (as units) with their weights; the characters in `first` are numbered before all others."""
    of_pairs = [unit for gram in grams for unit in (gram >> 16, gram & 0xFFFF)]
    number = {unit: n for n, unit in enumerate(list(dict.fromkeys([*first, *of_pairs]))[:_MOST_CHARACTERS], 1)}
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
    return Wanted(_numbers(number), width, pairs, np.array(kept), tuple(known_terms))


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
    order = np.argsort(layout.fold_table(), kind="stable")
    return order, layout.fold_table().take(order)


@cache
def _separators() -> NDArray[np.uint8]:
    """The numbers of blanks between texts and of quotation marks, which no query gives others."""
    numbers = np.where(layout.quote_units().take(layout.fold_table()), np.uint8(_QUOTE), np.uint8(0))
    numbers[0] = _BLANK
    return numbers


def bonuses(texts: Texts, sought: Wanted, known: Collection) -> Scores:
    """What each candidate's text (title, byline and sections) earns beyond its words."""
    return reduce(np.add, bonus_parts(texts, sought, known).values())


def bonus_parts(texts: Texts, sought: Wanted, known: Collection) -> Mapping[str, Scores]:
    """The bonus by what it is for: `pairs` of characters, `early` ones, `neighbours` among terms, a `window`."""
    text = _read(texts, sought)
    pairs = _paired(text, sought)
    parts = {
        "pairs": _frequent(pairs, text, sought, known) @ (GRAM_WEIGHT * sought.weights),
        "early": _early(pairs, text, sought) @ (LEAD_WEIGHT * sought.weights),
    }
    if len(sought.terms) > 1:
        stand = [_standing(text, term, sought.width) for term, _ in sought.terms]
        parts["neighbours"], parts["window"] = _of_nearness(stand, text, len(text.lengths), sought)
    return parts


def frequencies(texts: Texts, sought: Wanted, known: Collection) -> Scores:
    """What part of the weight of all pairs each candidate holds, by BM25: about 0 to 1."""
    text = _read(texts, sought)
    shares: Scores = _frequent(_paired(text, sought), text, sought, known) @ (sought.weights / sought.weights.sum())
    return shares


def _read(texts: Texts, sought: Wanted) -> _Text:
    numbers = sought.numbers.take(texts.units)
    marked = (numbers != 0).nonzero()[0]
    kinds = numbers.take(marked)
    own = (kinds < _BLANK).nonzero()[0]
    at, found = marked.take(own), kinds.take(own).astype(np.int32)
    # where a text begins, in units, in characters, and among the places
    apart = np.concatenate(([0], np.cumsum(kinds >= _BLANK)))
    cuts = marked.searchsorted(texts.bounds)
    starts = texts.bounds - apart.take(cuts)
    owners = np.repeat(np.arange(len(starts) - 1), np.diff(cuts - apart.take(cuts)))
    before = at - apart.take(own) - starts.take(owners)
    places = at - np.cumsum(kinds == _QUOTE).take(own)
    pairs = np.zeros(len(found), dtype=np.int32)
    np.multiply(found[:-1], sought.width, out=pairs[:-1])
    pairs[:-1] += found[1:]
    pairs[:-1] *= places[1:] == places[:-1] + 1
    return _Text(np.diff(starts), places, owners, before, found, pairs)


class _Text(Struct, frozen=True):
    """The candidates' lengths in characters, and the places at which a character is the query's.

    Of each place: where it is in all texts together, quotation marks left out; whose text it is in, how many characters
    of that text stand before it, the number there, and the number of the pair with the next character, 0 where that is
    none of the query's.
    """

    lengths: Integers
    places: Integers
    owners: Integers
    before: Integers
    found: NDArray[np.int32]
    pairs: NDArray[np.int32]


class _Pairs(Struct, frozen=True):
    """Each pair that was found: the text's place at which it begins, and its cell in a table of candidates by pairs."""

    at: Integers
    cells: Integers


def _paired(text: _Text, sought: Wanted) -> _Pairs:
    numbers = sought.pairs.take(text.pairs)
    at = (numbers >= 0).nonzero()[0]
    return _Pairs(at, text.owners.take(at) * len(sought.weights) + numbers.take(at))


def _frequent(pairs: _Pairs, text: _Text, sought: Wanted, known: Collection) -> Scores:
    """How often each candidate holds each pair, saturated as by BM25."""
    shape = (len(text.lengths), len(sought.weights))
    mean = max(CHARACTERS_OF_WORD * known.mean_body, 1.0)
    norms = GRAM_K1 * (1 - GRAM_B + GRAM_B * text.lengths / mean)
    counts = np.bincount(pairs.cells, minlength=shape[0] * shape[1]).reshape(shape)
    saturated: Scores = (GRAM_K1 + 1) * counts / (counts + norms[:, None])
    return saturated


def _early(pairs: _Pairs, text: _Text, sought: Wanted) -> Scores:
    """How early each candidate first holds each pair: 1 at its beginning, 1/2 after LEAD characters."""
    shape = (len(text.lengths), len(sought.weights))
    early = np.zeros(shape[0] * shape[1])
    # from the end, so that of equal pairs the first is the one that stays
    early[pairs.cells[::-1]] = LEAD / (LEAD + text.before.take(pairs.at[::-1]))
    return early.reshape(shape)


def _standing(text: _Text, term: tuple[int, ...], width: int) -> Integers:
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


def _of_nearness(stand: Sequence[Integers], text: _Text, candidates: int, sought: Wanted) -> tuple[Scores, Scores]:
    """Neighbouring terms of the query near one another, and the richest window of each candidate's text."""
    sizes = [len(each) for each in stand]
    terms = np.repeat(np.arange(len(stand)), sizes)
    at = np.concatenate(stand)
    starts, owners = text.places.take(at), text.owners.take(at)
    weights = np.array([weight for _, weight in sought.terms])
    counts = np.bincount(owners * len(stand) + terms, minlength=candidates * len(stand)).reshape(candidates, -1)
    richest = _richest(order_of(at), starts, terms, owners, weights, candidates)
    richest[np.count_nonzero(counts, axis=1) < 2] = 0.0
    lengths = np.array([len(term) for term, _ in sought.terms])
    pairs = _neighbouring(starts, terms, owners, lengths, weights, candidates)
    return PAIR_WEIGHT * pairs, WINDOW_WEIGHT / math.sqrt(len(weights)) * richest


def _neighbouring(
    starts: Integers, terms: Integers, owners: Integers, lengths: Integers, weights: Scores, candidates: int
) -> Scores:
    """For each two neighbouring terms, the more the closer the second follows the first somewhere.

    The places ascend within a term and the terms ascend.
    """
    # as if each term stood in a text of its own, one text after the other
    apart = int(starts.max(initial=0)) + int(lengths.max()) + 1
    ends = starts + lengths.take(terms)
    after = (starts + terms * apart).searchsorted(ends + (terms + 1) * apart)
    kept = (after < len(starts)).nonzero()[0]
    after = after.take(kept)
    gaps = starts.take(after) - ends.take(kept)
    near = (terms.take(after) == terms.take(kept) + 1) & (owners.take(after) == owners.take(kept))
    chosen = (near & (gaps <= PAIR_DISTANCE)).nonzero()[0]
    first = terms.take(kept.take(chosen))
    best = np.zeros(len(weights) * candidates)
    np.maximum.at(best, first * candidates + owners.take(kept.take(chosen)), 1 / (1 + gaps.take(chosen) / 2))
    total: Scores = np.minimum(weights[:-1], weights[1:]) @ best.reshape(len(weights), -1)[:-1]
    return total


def _richest(
    order: Integers, starts: Integers, terms: Integers, owners: Integers, weights: Scores, candidates: int
) -> Scores:
    """The most weight of distinct terms that begin within one window of each candidate's text.

    The places ascend within a term and the terms ascend; `order` puts all places into theirs, equal ones by term.
    """
    ordered, count = starts.take(order), len(starts)
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    # a place lends its weight to itself and those after it, in the window, its text, and before its term stands again
    ends = ordered.searchsorted(starts + WINDOW, "right")
    sizes = np.bincount(owners, minlength=candidates)
    np.minimum(ends, np.cumsum(sizes).take(owners), out=ends)
    again = (terms[1:] == terms[:-1]).nonzero()[0]
    ends[again] = np.minimum(ends.take(again), rank.take(again + 1))
    lent = (np.rint(weights * _EXACT) / _EXACT).take(terms)
    held = np.zeros(count + 1)
    held[rank] = lent
    held -= np.bincount(ends, lent, count + 1)
    np.cumsum(held, out=held)
    best = np.zeros(candidates)
    holding = sizes.nonzero()[0]
    if count:
        best[holding] = np.maximum.reduceat(held[:-1], (np.cumsum(sizes) - sizes).take(holding))
    return best


def texts_of(segment: Segment, firsts: Integers, lasts: Integers, owners: Integers, count: int) -> Texts:
    """The texts of slots firsts[i] to lasts[i] - 1, which belong to candidate owners[i] (ascending) of `count`."""
    kept = (lasts > firsts).nonzero()[0]
    firsts, lasts, owners = firsts.take(kept), lasts.take(kept) - 1, owners.take(kept)
    starts = segment.slot_base.take(firsts).astype(np.int64)
    # with the blank that ends each slot, so that nothing stands across two
    ends = segment.slot_base.take(lasts).astype(np.int64) + segment.slot_length.take(lasts) + 1
    pieces = segment.checked_text.pieces(starts, ends)
    lengths = np.concatenate(([0], np.cumsum(ends - starts)))
    return Texts(np.concatenate(pieces or [segment.text[:0]]), lengths.take(owners.searchsorted(np.arange(count + 1))))
