"""Pages in words, for what is told of them."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.errors import worded

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
        return worded("{count:,} pages, the first of them page {first}", count=count, first=runs[0][0])
    named = [
        f"{first}" if first == last else worded("{first} to {last}", first=first, last=last) for first, last in runs
    ]
    listed = named[0]
    for each in named[1:-1]:
        listed = worded("{pages}, {next}", pages=listed, next=each)
    if len(named) > 1:
        listed = worded("{pages} and {last}", pages=listed, last=named[-1])
    return worded("page {page}" if runs == [(runs[0][0], runs[0][0])] else "pages {page}", page=listed)
