"""A closer look at the best candidates: pairs of neighbouring characters, and how near the words stand together.

The bonus is never negative and only the first candidates get one, so what is below them stays below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.scoring import Collection, inverse_frequency
from baosou.index.whoosh_engine.segment import Segment

DEPTH = 100
"""How many candidates are looked at."""

GRAM_K1 = 0.6
GRAM_B = 0.5
GRAM_WEIGHT = 0.7
PAIR_WEIGHT = 0.4
WINDOW_WEIGHT = 0.5
WINDOW = 150
PAIR_DISTANCE = 8
CHARACTERS_OF_WORD = 1.8


class Wanted(Struct, frozen=True):
    """What to look for in a candidate: the terms in query order with their weights, and pairs of characters."""

    terms: tuple[tuple[str, float], ...]
    grams: dict[str, float]


def wanted(terms: Sequence[tuple[str, float]], text: str, segments: Sequence[Segment], known: Collection) -> Wanted:
    """The query's terms with their weights, and the pairs of its text with theirs over all segments."""
    pairs = sorted({text[at : at + 2] for at in range(len(text) - 1)})
    keys = []
    for pair in pairs:
        units = layout.units_of(pair)
        inside = len(units) == 2 and layout.word_units()[units].all()
        keys.append((int(units[0]) << 16) | int(units[1]) if inside else -1)
    counts = np.zeros(len(pairs), dtype=np.int64)
    numbers = np.array(keys, dtype=np.int64)
    usable = numbers >= 0
    for segment in segments:
        counts[usable] += segment.gram_counts(numbers[usable].astype(np.uint32))
    grams = {
        pair: inverse_frequency(min(int(count), known.sections), known.sections)
        for pair, count, use in zip(pairs, counts.tolist(), usable.tolist(), strict=True)
        if use
    }
    return Wanted(tuple(dict(terms).items()), grams)


def bonus(folded: str, sought: Wanted, known: Collection) -> float:
    """What a candidate's text (title, byline and sections, folded, without quotation marks) earns beyond its words."""
    mean_length = CHARACTERS_OF_WORD * known.mean_body
    return _grams(folded, sought, mean_length) + _nearness(folded, sought)


def _grams(folded: str, sought: Wanted, mean_length: float) -> float:
    norm = GRAM_K1 * (1 - GRAM_B + GRAM_B * len(folded) / max(mean_length, 1.0))
    total = 0.0
    for gram, weight in sought.grams.items():
        count = folded.count(gram)
        if count:
            total += weight * (GRAM_K1 + 1) * count / (count + norm)
    return GRAM_WEIGHT * total


def _places(folded: str, term: str, most: int = 50) -> list[int]:
    places: list[int] = []
    at = folded.find(term)
    while at >= 0 and len(places) < most:
        places.append(at)
        at = folded.find(term, at + 1)
    return places


def _least_gap(ends: Sequence[int], starts: Sequence[int]) -> int | None:
    """The smallest distance from an end to a start not before it; both ascend."""
    least, at = None, 0
    for end in ends:
        while at < len(starts) and starts[at] < end:
            at += 1
        if at == len(starts):
            break
        if least is None or starts[at] - end < least:
            least = starts[at] - end
            if not least:
                break
    return least


def _nearness(folded: str, sought: Wanted) -> float:
    """Neighbouring terms of the query near one another, and the richest window of the text."""
    places = [_places(folded, term) for term, _ in sought.terms]
    if len(places) - places.count([]) < 2:
        return 0.0
    pairs = 0.0
    for (term, weight), (_, other), firsts, seconds in zip(
        sought.terms, sought.terms[1:], places, places[1:], strict=False
    ):
        if firsts and seconds:
            gap = _least_gap([place + len(term) for place in firsts], seconds)
            if gap is not None and gap <= PAIR_DISTANCE:
                pairs += min(weight, other) / (1 + gap / 2)
    weights = [weight for _, weight in sought.terms]
    return PAIR_WEIGHT * pairs + WINDOW_WEIGHT * _richest(places, weights) / math.sqrt(len(weights))


def _richest(places: Sequence[Sequence[int]], weights: Sequence[float]) -> float:
    """The most weight of distinct terms whose places begin within one window."""
    events = sorted((at, n) for n, found in enumerate(places) for at in found)
    best = held = 0.0
    inside = [0] * len(places)
    low = 0
    for at, n in events:
        if not inside[n]:
            held += weights[n]
        inside[n] += 1
        while events[low][0] < at - WINDOW:
            gone = events[low][1]
            inside[gone] -= 1
            if not inside[gone]:
                held -= weights[gone]
            low += 1
        if held > best:
            best = held
    return best
