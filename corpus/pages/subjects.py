"""What the words say: whether a line names what follows it, and whether the subject changes at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from baosou.corpus.characters import HAN_COMMON
from baosou.corpus.pages import weights
from baosou.corpus.pages.lines import Line

_CHINESE = re.compile(f"[{HAN_COMMON}]{{2,}}")
_REACH = 320  # characters
_SAME = 0.055  # the share of common pairs at which one subject and two are equally likely
_FEWEST = 20
_MANY = 100


def echo(view: str, other: str) -> float:
    """The share of the neighbouring Chinese characters of `view` that stand in the other text."""
    pairs = _pairs(view)
    if len(pairs) < 2:
        return 0.0
    return sum(first + second in other for first, second in pairs) / len(pairs)


def change_of_subject(lines: Sequence[Line], index: int) -> float:
    """Evidence from -3 to 1.6 that the text after the line has another subject than the text before it.

    Texts of 300 characters share one in ten of their pairs of neighbouring characters (median) within an
    article and one in fifty across articles (after Hearst's TextTiling, 1997, with pairs for words).
    """
    after = _pairs_near(lines, index, 1)
    if len(after) < _FEWEST:
        return 0.0
    before = _pairs_near(lines, index, -1)
    size = min(len(before), len(after))
    if size < _FEWEST:
        return 0.0
    shared = len(before & after) / size
    score = weights.TITLE_SAME_SUBJECT * (shared - _SAME)
    if shared < _SAME:
        score = weights.TITLE_NEW_SUBJECT * (1 - shared / _SAME)
    return max(weights.TITLE_SAME_MOST, score) * min(1.0, size / _MANY)


def _pairs_near(lines: Sequence[Line], index: int, step: int) -> set[tuple[str, str]]:
    near: list[frozenset[tuple[str, str]]] = []
    length, at = 0, index + step
    while length < _REACH and 0 <= at < len(lines):
        near.append(_pairs(lines[at].view))
        length += len(lines[at].view)
        at += step
    return set().union(*near)


@lru_cache(maxsize=1024)  # a line is near to many others
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pair for run in _CHINESE.findall(text) for pair in pairwise(run))
