"""BM25F over title, byline and body, and what it has to know of all articles together.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004): a term's frequencies in
the fields are each divided by their field's length normalisation, weighted and added before they saturate. An
article is scored over all of its sections together, so that words standing in different sections count; a section
is scored over its own body with its article's title and byline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams
from baosou.index.query.tree import TEXT_FIELDS, TextLeaf

Scores = NDArray[np.float64]

K1 = 1.2
WEIGHTS = {"title": 2.0, "byline": 1.0, "body": 1.0}
NORMS = {"title": 0.5, "byline": 0.0, "body": 0.5}
_WEIGHTS = np.array([WEIGHTS[field] for field in TEXT_FIELDS])
_NORMS = np.array([NORMS[field] for field in TEXT_FIELDS])


class Statistics(Protocol):
    """What ranking asks of all articles of an index that are not deleted, many terms at a time."""

    @property
    def articles(self) -> int:
        """How many there are."""

    @property
    def sections(self) -> int:
        """How many sections they have."""

    @property
    def means(self) -> Scores:
        """The mean length in words of titles, of bylines and of sections, of those that are not empty."""

    @property
    def mean_body(self) -> float:
        """The mean length in words of all sections of an article together."""

    def holding(self, terms: Sequence[TextLeaf | str]) -> Sequence[int]:
        """How many articles hold each term; a string is a lone character (see `terms.wanted`)."""

    def occurrences(self, words: Sequence[str]) -> Sequence[int]:
        """How often each text stands as a word of the dictionary."""

    def pairs(self, grams: Grams) -> NDArray[np.int64]:
        """How often each pair of neighbouring characters stands, given ascending (first unit << 16 | second)."""

    def characters(self, units: Sequence[int]) -> Sequence[int]:
        """How often each folded character stands."""


def inverse_frequency(holding: int, total: int) -> float:
    """BM25's inverse document frequency, always positive: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def normed(b: Any, lengths: Any) -> Any:
    """How much a length counts, in parts of the mean length: 1 at the mean."""
    return 1 - b + b * lengths


def saturated(frequencies: Any, *, k1: float = K1, norms: Any = 1.0) -> Any:
    """What a term of weight 1 adds to a score, given its frequencies in some texts and what their lengths count."""
    return (k1 + 1) * frequencies / (frequencies + k1 * norms)


def shares(fields: NDArray[Any], lengths: Scores) -> Scores:
    """What one occurrence adds to a term's frequency, given the fields by number and their lengths as to the mean."""
    share: Scores = _WEIGHTS.take(fields) / normed(_NORMS.take(fields), lengths)
    return share


def field_scores(counts: NDArray[Any], words: NDArray[Any], weights: Scores, means: Scores) -> Scores:
    """The scores of texts of three fields each, by how often each term stands in each field.

    `counts` are of shape (texts, terms, fields), `words` the lengths in words (texts, fields), with the mean of each.
    """
    of_fields = shares(np.arange(len(TEXT_FIELDS)), words / means)
    scores: Scores = saturated((counts * of_fields[:, None, :]).sum(axis=2)) @ weights
    return scores
