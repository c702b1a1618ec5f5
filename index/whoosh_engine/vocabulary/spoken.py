"""Text by its sound, wherever words are cut: pairs of neighbouring characters, put together syllable by syllable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.pinyin import pinyin
from baosou.index.segments.bigrams import GramCounts
from baosou.index.segments.reader import Segment

_KEPT = 256
"""How many beginnings are gone on from, those whose rarest pair is the most frequent."""

_MOST = 32
"""How many texts of a segment are looked for."""

_Beginning = tuple[int, str]
"""How often its rarest pair stands, and the text."""


def spoken(segment: Segment, syllables: Sequence[Sequence[int]]) -> list[str]:
    """Texts that may stand in a segment and are read so: each character in any of its readings, in all of its pairs.

    The likeliest come first, at most 32. Each syllable is any of some numbers of `index.analysis.pinyin`; fewer than
    two syllables are no text.
    """
    if len(syllables) < 2:
        return []
    sounding = [pinyin().sounding(each) for each in syllables]
    beginnings: list[_Beginning] = [(0, chr(unit)) for unit in np.flatnonzero(sounding[0]).tolist()]
    for place, right in enumerate(sounding[1:]):
        found = _gone_on(segment.grams, beginnings, right, first=place == 0)
        beginnings = sorted(found, key=lambda each: (-each[0], each[1]))[:_KEPT]
    return [text for _, text in beginnings[:_MOST]]


def _gone_on(
    grams: GramCounts, beginnings: Sequence[_Beginning], right: NDArray[np.bool_], *, first: bool
) -> list[_Beginning]:
    """The beginnings with each character that may follow their last one; the `first` ones hold no pair yet."""
    following: dict[str, list[tuple[int, str]]] = {}
    found = []
    for rarest, text in beginnings:
        if text[-1] not in following:
            units, counts = grams.following(ord(text[-1]))
            kept = right.take(units).nonzero()[0]
            following[text[-1]] = [
                (count, chr(unit))
                for unit, count in zip(units.take(kept).tolist(), counts.take(kept).tolist(), strict=True)
            ]
        found += [(count if first else min(rarest, count), text + after) for count, after in following[text[-1]]]
    return found
