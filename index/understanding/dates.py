"""Dates within unquoted text: each is one word, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from baosou.corpus.written_dates import dates_within

Cut = tuple[list[str], frozenset[str]]
"""The words of a text, and which of them are known: the user's own, names, amounts, dates."""


def with_dates_whole(folded: str, own: frozenset[str], cut: Callable[[str], Cut]) -> Cut:
    """Folded text in words: dates are whole and known, what stands between them is `cut`.

    A date that one of the user's own words touches is left to the cut.
    """
    dates = dates_within(folded)
    if own and dates:
        taken = [found.span() for word in own for found in re.finditer(re.escape(word), folded)]
        dates = [(start, end) for start, end in dates if all(end <= first or last <= start for first, last in taken)]
    if not dates:
        return cut(folded)
    words: list[str] = []
    known: set[str] = set()
    at = 0
    for start, end in [*dates, (len(folded), len(folded))]:
        if at < start:
            between, names = cut(folded[at:start])
            words += between
            known |= names
        if start < end:
            words.append(folded[start:end])
            known.add(folded[start:end])
        at = end
    return words, frozenset(known)
