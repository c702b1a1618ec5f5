"""The edges of whole words and numbers: a Latin word or a number does not go on beyond them."""

from __future__ import annotations

from baosou.corpus.characters import NUMBER_SIGNS
from baosou.corpus.spellings import POINTS
from baosou.index.highlight.marker import edge_class

_LETTER = "[^\\W\\d_\u0600-\U0010ffff]"
BEFORE = f"(?:(?<![0-9])(?=[0-9])|(?<!{_LETTER})(?={_LETTER})|(?![0-9])(?!{_LETTER}))"
AFTER = f"(?:(?<=[0-9])(?![0-9])|(?<={_LETTER})(?!{_LETTER})|(?<![0-9])(?<!{_LETTER}))"
"""Where a Latin word or a number does not go on beyond a pattern's edge."""


def stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a Latin word or number at either edge of [start, end) does not go on beyond it."""
    first, last = edge_class(folded[start]), edge_class(folded[end - 1])
    return (not first or start == 0 or edge_class(folded[start - 1]) != first) and (
        not last or end == len(folded) or edge_class(folded[end]) != last
    )


def is_whole_number(folded: str, start: int, end: int) -> bool:
    """Whether a number at either edge of [start, end) does not go on beyond it."""
    before, after = folded[max(start - 2, 0) : start], folded[end : end + 1]
    within = before[-1:] in POINTS and before[0] in POINTS[before[-1:]]
    if folded[start] in NUMBER_SIGNS and before and (before[-1] in NUMBER_SIGNS or within):
        return False
    return not (after and folded[end - 1] in NUMBER_SIGNS and after in NUMBER_SIGNS)
