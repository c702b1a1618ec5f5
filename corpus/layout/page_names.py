"""Pages in words, for what is told of them."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 6


def pages_named(ranges: Sequence[tuple[int, int]]) -> str:
    """Ascending ranges of pages, those that follow one another as one: page 3; pages 1 to 4, 7 and 9."""
    runs: list[tuple[int, int]] = []
    for first, last in ranges:
        if runs and first == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    if len(runs) > _MOST:
        count = sum(last - first + 1 for first, last in runs)
        return f"{count:,} pages, the first of them page {runs[0][0]}"
    named = [f"{first}" if first == last else f"{first} to {last}" for first, last in runs]
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"page {listed}" if runs == [(runs[0][0], runs[0][0])] else f"pages {listed}"
