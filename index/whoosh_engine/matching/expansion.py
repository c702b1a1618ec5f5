"""Words of the index that a pattern (by Whoosh's own expansion of its query objects) or a fuzzy word stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

import numpy as np
from whoosh.query.terms import Wildcard
from whoosh.support.levenshtein import levenshtein

from baosou.index.errors import QueryError
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.codec import WhooshIndex

Found = TypeVar("Found")

MOST_WORDS = 1000
"""How many words a pattern may stand for in one segment."""


def wildcard_words(segment: Segment, pattern: str) -> list[int]:
    """Numbers of the words that match a pattern with * and ?; raises QueryError for too many."""
    literal = pattern.replace("[", "[[]")
    words = WhooshIndex([segment]).reader()
    return _numbers(segment, pattern, Wildcard("body", literal)._btexts(words))


def similar_words(segment: Segment, text: str, distance: int) -> list[int]:
    """Numbers of the words within so many edits (Levenshtein) of the text; raises QueryError for too many.

    Only words of about its length that share characters enough with it are compared.
    """
    codes, bounds = segment.words.codes
    lengths = np.diff(bounds)
    known = np.concatenate(([0], np.cumsum(np.isin(codes, np.array(list(set(map(ord, text))), dtype=np.uint32)))))
    shared = known.take(bounds[1:]) - known.take(bounds[:-1])
    likely = (np.abs(lengths - len(text)) <= distance) & (shared >= np.maximum(lengths, len(text)) - distance)
    spelled = (
        (number, segment.word_bytes(number).decode("utf-8", "replace")) for number in np.flatnonzero(likely).tolist()
    )
    near = (number for number, word in spelled if within(word, text, distance))
    return _few(text, near)


def within(first: str, second: str, distance: int) -> bool:
    """Whether one text becomes the other by at most so many characters put in, left out or changed (Levenshtein)."""
    if abs(len(first) - len(second)) > distance:
        return False
    if sum((Counter(first) & Counter(second)).values()) < max(len(first), len(second)) - distance:
        return False
    return bool(levenshtein(first, second, limit=distance) <= distance)  # type: ignore[no-untyped-call]


def _few(pattern: str, found: Iterable[Found]) -> list[Found]:
    few = list(islice(found, MOST_WORDS + 1))
    if len(few) > MOST_WORDS:
        raise QueryError(f"{pattern} stands for more than {MOST_WORDS} words; write more of it", query=pattern)
    return few


def _numbers(segment: Segment, pattern: str, words: Iterable[bytes | str]) -> list[int]:
    numbers = (
        segment.word_number(word if isinstance(word, bytes) else word.encode("utf-8", "surrogatepass"))
        for word in _few(pattern, words)
    )
    return [number for number in numbers if number is not None]
