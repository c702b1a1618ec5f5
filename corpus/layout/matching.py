"""Each target to the source that suits it best, no source twice: an auction (Bertsekas, 1979)."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

_STEP = 0.02
_MOST_ROUNDS = 200_000


def best_matching(offers: Mapping[int, Mapping[int | None, float]]) -> dict[int, int | None]:
    """For each target the source that it is given, so that all together suit best.

    `offers` has for each target the sources that it may have, with how well they suit. None is a source that all may
    have, and stands in each offer.
    """
    prices: dict[int, float] = {}
    owner: dict[int, int] = {}
    given: dict[int, int | None] = {}
    waiting = deque(offers)
    for _ in range(_MOST_ROUNDS):
        if not waiting:
            break
        target = waiting.popleft()
        best, second, chosen = float("-inf"), float("-inf"), None
        for source, worth in offers[target].items():
            value = worth - (prices.get(source, 0.0) if source is not None else 0.0)
            if value > best:
                best, second, chosen = value, best, source
            elif value > second:
                second = value
        given[target] = chosen
        if chosen is None:
            continue
        loser = owner.get(chosen)
        if loser is not None and loser != target:
            waiting.append(loser)
        owner[chosen] = target
        prices[chosen] = prices.get(chosen, 0.0) + best - second + _STEP
    for target in waiting:
        given[target] = None
    return given
