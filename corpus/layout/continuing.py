"""Texts that go on from one page of a document to the next."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.layout.arrangement import Arrangement
from baosou.corpus.layout.kinship import Kinship

_MOST = 3  # a page of more texts is a newspaper's, which begins anew on each


def continued(pages: Sequence[Arrangement]) -> dict[tuple[int, int], tuple[int, int]]:
    """The threads that go on, by page and place in its reading order, each with the one that it goes on in."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for number in range(len(pages) - 1):
        before, after = pages[number], pages[number + 1]
        if not before.threads or not after.threads:
            continue
        last, first = before.threads[-1], after.threads[0]
        if not last.pieces or not first.pieces:
            continue
        few = max(len(before.threads), len(after.threads)) <= _MOST
        end, beginning = last.pieces[-1], first.pieces[0]
        evidence = Kinship([end, beginning]).goes_on(end, beginning, before.habits[-1])
        goes_on = evidence > (0.0 if few else 2.5) if first.head is None else few and first.head.small and evidence > -2
        if goes_on:
            found[number, len(before.threads) - 1] = (number + 1, 0)
    return found
