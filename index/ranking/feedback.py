"""Relevance feedback: what the best candidates tell of the topic of a question lifts others that tell the same.

After RM3 (Abdul-Jaleel and others: UMass at TREC 2004), over pairs of characters in the openings of the best few
candidates. It helps questions about a topic, which several articles answer; a search for one known article, such as
by its headline, gains nothing from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.index.analysis.units import Units, Unquoted, counted, fold_table, neighbours
from baosou.index.ranking.bm25 import Scores, Statistics
from baosou.index.ranking.texts import Sought, gram_weights, of_pairs

BEST = 5
"""How many candidates are believed."""

WEIGHT = 0.15
"""What a candidate that holds all that is believed gains, in parts of the best score."""

NEAR = 0.7
"""Only where the last of these scores so much of the best: where one stands out, it is the one that is asked for."""

_OPENING = 300
_PAIRS = 50


def _unquoted(opening: Units) -> Units:
    return Unquoted.of(fold_table().take(opening[:_OPENING])).units


def topic(openings: Sequence[Units], scores: Scores, known: Statistics) -> Sought | None:
    """The most telling pairs that two or more of the best candidates share, given the text and score of each.

    None where they share none.
    """
    found = [counted(neighbours(_unquoted(opening))) for opening in openings]
    shares = [score * counts / (counts + 1) for score, (_, counts) in zip(scores / scores.sum(), found, strict=True)]
    grams, places, holding = np.unique(
        np.concatenate([grams for grams, _ in found]), return_inverse=True, return_counts=True
    )
    weights = np.bincount(places, np.concatenate(shares), len(grams))
    shared = (holding > 1).nonzero()[0]
    grams, weights = grams.take(shared), weights.take(shared)
    if not len(grams):
        return None
    rarities = np.array(gram_weights(grams.tolist(), known))
    telling = weights * rarities
    chosen = np.sort(np.lexsort((grams, -telling))[:_PAIRS])
    return of_pairs(grams.take(chosen).tolist(), (telling * rarities).take(chosen).tolist())
