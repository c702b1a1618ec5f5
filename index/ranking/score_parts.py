"""What a score is made of: a part for each term, then what a closer look added; together they are the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from baosou.index.explanations import Explanation, ScorePart


def explanation(score: float, terms: Iterable[ScorePart], bonus: Mapping[str, float]) -> Explanation:
    """The score in parts that are not nothing: the terms, the weightiest first, then the bonus by what it is for."""
    parts = sorted((part for part in terms if part.score), key=lambda part: -part.score)
    parts += [ScorePart(kind, gained) for kind, gained in bonus.items() if gained]
    return Explanation(score, tuple(parts))
