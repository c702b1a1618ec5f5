"""Words of the index that a pattern or a fuzzy word stands for, by Whoosh's own expansion of its query objects."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from whoosh.query.terms import FuzzyTerm, Wildcard

from baosou.index.errors import QueryError
from baosou.index.whoosh_engine.codec import WhooshIndex
from baosou.index.whoosh_engine.segment import Segment

MOST_WORDS = 1000
"""How many words a pattern may stand for in one segment."""


def wildcard_words(segment: Segment, pattern: str) -> list[int]:
    """Numbers of the words that match a pattern with * and ?; raises QueryError for too many."""
    literal = pattern.replace("[", "[[]")
    words = WhooshIndex([segment]).reader()
    return _numbers(segment, pattern, Wildcard("body", literal)._btexts(words))


def similar_words(segment: Segment, text: str, distance: int) -> list[int]:
    """Numbers of the words within so many edits of the text; their first character may differ too."""
    reader = WhooshIndex([segment]).reader()
    query = FuzzyTerm("body", text, maxdist=distance, prefixlength=0)
    return _numbers(segment, text, query._btexts(reader))


def _numbers(segment: Segment, pattern: str, words: Iterable[bytes | str]) -> list[int]:
    found = list(islice(words, MOST_WORDS + 1))
    if len(found) > MOST_WORDS:
        raise QueryError(f"{pattern} stands for more than {MOST_WORDS} words; write more of it", query=pattern)
    numbers = (
        segment.word_number(word if isinstance(word, bytes) else word.encode("utf-8", "surrogatepass"))
        for word in found
    )
    return [number for number in numbers if number is not None]
