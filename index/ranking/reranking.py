"""A closer look at the best candidates: what their texts earn beyond the words that stand in them.

The bonus is never negative and only the first candidates get one, so what is below them stays below. The texts of
all candidates are looked at together, as one array of units in which each character of the query has a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.ranking.bm25 import Scores, Statistics, normed, saturated
from baosou.index.ranking.texts import ReadTexts, Sought, Texts, read, standing, titles

DEPTH = 50
"""How many candidates are looked at; twice as many changed no measure of the first ten on headlines and questions."""

GRAM_K1 = 0.6
GRAM_B = 0.5
CHARACTER_K1 = 1.2
CHARACTER_B = 0.5
LEAD = 100
"""After so many characters a pair counts half as much as at the beginning: news articles begin with the news."""
NEIGHBOUR_DISTANCE = 8
WINDOW = 60
CHARACTERS_OF_WORD = 1.8


class Weights(Struct, frozen=True):
    """What each part of a bonus counts (see `bonus_parts`)."""

    characters: float
    pairs: float
    early: float
    coverage: float
    title: float
    neighbours: float
    passage: float


PLAIN = Weights(characters=1.0, pairs=0.3, early=1.6, coverage=0.8, title=0.6, neighbours=0.4, passage=0.5)

ASKING = Weights(characters=1.0, pairs=0.5, early=1.0, coverage=1.0, title=0.6, neighbours=0.4, passage=1.0)
"""For questions: what answers one stands in one place, and seldom at the beginning."""

_EXACT = float(1 << 32)
"""Weights in parts of so many are added and taken away again without a rounding error."""


class Candidates(Struct, frozen=True):
    """The texts of some candidates, what of a query was read in them, and the weight of the terms that each holds."""

    texts: Texts
    read: ReadTexts
    covered: Scores


def bonuses(candidates: Candidates, sought: Sought, known: Statistics, weights: Weights) -> Scores:
    """What each candidate's text (title, byline and sections) earns beyond its words."""
    return reduce(np.add, bonus_parts(candidates, sought, known, weights).values())


def bonus_parts(candidates: Candidates, sought: Sought, known: Statistics, weights: Weights) -> Mapping[str, Scores]:
    """The bonus by what it is for.

    Single `characters` and `pairs` of them, how `early` the pairs stand, the `coverage` of the terms, how much of the
    `title` is asked for, `neighbours` among the terms, and the `passage` with most of the pairs.
    """
    return {kind: getattr(weights, kind) * part for kind, part in _parts(candidates, sought, known).items()}


def _parts(candidates: Candidates, sought: Sought, known: Statistics) -> Mapping[str, Scores]:
    text = candidates.read
    pairs = _paired(text, sought)
    parts = {
        "characters": _of_characters(text, sought, known),
        "pairs": _frequent(pairs, text, sought, known) @ sought.weights,
        "early": _early(pairs, text, sought) @ sought.weights,
        "title": _of_title(candidates.texts, text, pairs, sought),
        "coverage": candidates.covered,
        "passage": _richest(pairs, text, sought),
    }
    if len(sought.terms) > 1:
        parts["neighbours"] = _neighbours(text, sought)
    return parts


def frequencies(texts: Texts, sought: Sought, known: Statistics) -> Scores:
    """What part of the weight of all pairs each candidate holds, by BM25: about 0 to 1."""
    text = read(texts, sought)
    shares: Scores = _frequent(_paired(text, sought), text, sought, known) @ (sought.weights / sought.weights.sum())
    return shares


class _Pairs(Struct, frozen=True):
    """Each pair that was found: the text's place at which it begins, its number, and its cell in a table.

    The table is one of candidates by pairs.
    """

    at: Integers
    numbers: NDArray[np.int16]
    cells: Integers


def _paired(text: ReadTexts, sought: Sought) -> _Pairs:
    numbers = sought.pairs.take(text.pairs)
    at = (numbers >= 0).nonzero()[0]
    numbers = numbers.take(at)
    return _Pairs(at, numbers, text.owners.take(at) * len(sought.weights) + numbers)


def _of_characters(text: ReadTexts, sought: Sought, known: Statistics) -> Scores:
    """How often each candidate holds each character, saturated as by BM25."""
    shape = (len(text.lengths), sought.width)
    counts = np.bincount(text.owners * sought.width + text.found, minlength=shape[0] * shape[1]).reshape(shape)
    shares: Scores = _by_lengths(counts, text.lengths, known, CHARACTER_K1, CHARACTER_B) @ sought.characters
    return shares


def _frequent(pairs: _Pairs, text: ReadTexts, sought: Sought, known: Statistics) -> Scores:
    """How often each candidate holds each pair, saturated as by BM25."""
    shape = (len(text.lengths), len(sought.weights))
    counts = np.bincount(pairs.cells, minlength=shape[0] * shape[1]).reshape(shape)
    return _by_lengths(counts, text.lengths, known, GRAM_K1, GRAM_B)


def _by_lengths(counts: Integers, lengths: Integers, known: Statistics, k1: float, b: float) -> Scores:
    mean = max(CHARACTERS_OF_WORD * known.mean_body, 1.0)
    scores: Scores = saturated(counts, k1=k1, norms=normed(b, lengths / mean)[:, None])
    return scores


def _early(pairs: _Pairs, text: ReadTexts, sought: Sought) -> Scores:
    """How early each candidate first holds each pair: 1 at its beginning, 1/2 after LEAD characters."""
    shape = (len(text.lengths), len(sought.weights))
    early = np.zeros(shape[0] * shape[1])
    # from the end, so that of equal pairs the first is the one that stays
    early[pairs.cells[::-1]] = LEAD / (LEAD + text.before.take(pairs.at[::-1]))
    return early.reshape(shape)


def _of_title(texts: Texts, text: ReadTexts, pairs: _Pairs, sought: Sought) -> Scores:
    """What part of its title's pairs the query has, in parts of the weight of all terms."""
    size = titles(texts)
    owners = text.owners.take(pairs.at)
    inside = (text.before.take(pairs.at) + 1 < size.lengths.take(owners)).nonzero()[0]
    asked = np.bincount(owners.take(inside), minlength=len(size.pairs))
    shares: Scores = asked / np.maximum(size.pairs, 1) * sum(weight for _, weight in sought.terms)
    return shares


def _richest(pairs: _Pairs, text: ReadTexts, sought: Sought) -> Scores:
    """The most weight of distinct pairs that begin within one window of each candidate's text."""
    candidates, count = len(text.lengths), len(pairs.at)
    best = np.zeros(candidates)
    if not count:
        return best
    places = text.places.take(pairs.at)
    # a pair lends its weight to itself and those after it, in the window, its text, and before it stands again
    ends = places.searchsorted(places + WINDOW, "right")
    sizes = np.bincount(text.owners.take(pairs.at), minlength=candidates)
    lasts = np.cumsum(sizes)
    np.minimum(ends, np.repeat(lasts, sizes), out=ends)
    order = np.argsort(pairs.numbers, kind="stable")
    again = (np.diff(pairs.numbers.take(order)) == 0).nonzero()[0]
    earlier = order.take(again)
    ends[earlier] = np.minimum(ends.take(earlier), order.take(again + 1))
    lent = (np.rint(sought.weights * _EXACT) / _EXACT).take(pairs.numbers)
    held = np.append(lent, 0.0)
    held -= np.bincount(ends, lent, count + 1)
    np.cumsum(held, out=held)
    holding = sizes.nonzero()[0]
    best[holding] = np.maximum.reduceat(held[:-1], (lasts - sizes).take(holding))
    return best


def _neighbours(text: ReadTexts, sought: Sought) -> Scores:
    """For each two neighbouring terms of the query, the more the closer the second follows the first somewhere."""
    stand = [standing(text, term, sought.width) for term, _ in sought.terms]
    terms = np.repeat(np.arange(len(stand)), [len(each) for each in stand])
    at = np.concatenate(stand)
    starts, owners, candidates = text.places.take(at), text.owners.take(at), len(text.lengths)
    weights = np.array([weight for _, weight in sought.terms])
    lengths = np.array([len(term) for term, _ in sought.terms])
    # as if each term stood in a text of its own, one text after the other
    apart = int(starts.max(initial=0)) + int(lengths.max()) + 1
    ends = starts + lengths.take(terms)
    after = (starts + terms * apart).searchsorted(ends + (terms + 1) * apart)
    kept = (after < len(starts)).nonzero()[0]
    after = after.take(kept)
    gaps = starts.take(after) - ends.take(kept)
    near = (terms.take(after) == terms.take(kept) + 1) & (owners.take(after) == owners.take(kept))
    chosen = (near & (gaps <= NEIGHBOUR_DISTANCE)).nonzero()[0]
    first = terms.take(kept.take(chosen))
    best = np.zeros(len(weights) * candidates)
    np.maximum.at(best, first * candidates + owners.take(kept.take(chosen)), 1 / (1 + gaps.take(chosen) / 2))
    total: Scores = np.minimum(weights[:-1], weights[1:]) @ best.reshape(len(weights), -1)[:-1]
    return total
