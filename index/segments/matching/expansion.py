"""Words that a pattern or a fuzzy word stands for: those that a segment lists, and the user's beside them.

Segments list the occurrences of dictionary words only; a word of the user's is looked for in the text, as a phrase is,
so that no segment need be written anew for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import translate
from functools import cache
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import utf8_of
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import QueryError
from baosou.index.query.tree import Fuzzy, Wildcard
from baosou.index.segments.reader import Segment

Found = TypeVar("Found")

MOST_WORDS = 1000
"""How many words a pattern may stand for in one segment."""


@cache
def fitting(pattern: str) -> re.Pattern[str]:
    """What tells whether a word fits a folded pattern with * and ?; no star is tried twice, so the work is bounded."""
    return re.compile(translate(pattern.replace("[", "[[]")))


def wildcard_words(segment: Segment, pattern: str) -> list[int]:
    """Numbers of the words that fit a folded pattern, ascending; raises QueryError for too many."""
    return _few(pattern, fitting_words(segment, pattern))


def fitting_words(segment: Segment, pattern: str) -> Iterator[int]:
    """Numbers of the words that fit a folded pattern, ascending.

    Only words that begin as it does, are long enough and have its characters are compared.
    """
    literals = re.split(r"[*?]", pattern)
    first, last = segment.words.beginning(utf8_of(literals[0]))
    codes, bounds = segment.words.codes_between(first, last)
    shortest = len(pattern) - pattern.count("*")
    likely = np.diff(bounds) >= shortest if "*" in pattern else np.diff(bounds) == shortest
    for character in set("".join(literals[1:])):
        having = np.zeros(last - first, dtype=np.bool_)
        having[bounds.searchsorted((codes == ord(character)).nonzero()[0], "right") - 1] = True
        likely &= having
    fits = fitting(pattern).match
    numbers = (likely.nonzero()[0] + first).tolist()
    return (number for number in numbers if fits(segment.words[number]))


def similar_words(segment: Segment, text: str, distance: int) -> list[int]:
    """Numbers of the words within so many edits (Levenshtein) of the text that keep a character of it, ascending.

    Raises QueryError for too many. Of a text as short as that, any other would be a misspelling: 5 of 渔.
    """
    numbers = near_words(segment, text, distance).tolist()
    return _few(text, (number for number in numbers if _keeps_any(segment.words[number], text)))


def _keeps_any(word: str, text: str) -> bool:
    return not set(text).isdisjoint(word)


def near_words(segment: Segment, text: str, distance: int) -> Integers:
    """Numbers of the words within so many edits (Levenshtein) of the text, ascending.

    Only words of about its length that share characters enough with it are compared.
    """
    codes, bounds = segment.words.codes
    lengths = np.diff(bounds)
    known = np.zeros(len(codes) + 1, dtype=np.int32)
    np.cumsum(np.isin(codes, np.array(list(set(map(ord, text))), dtype=np.uint32)), out=known[1:])
    shared = known.take(bounds[1:]) - known.take(bounds[:-1])
    likely = (np.abs(lengths - len(text)) <= distance) & (shared >= np.maximum(lengths, len(text)) - distance)
    numbers = likely.nonzero()[0]
    near: Integers = numbers.compress(within(text, distance, codes, bounds.take(numbers), lengths.take(numbers)))
    return near


def within(
    text: str, distance: int, codes: NDArray[np.uint32], firsts: Integers, lengths: Integers
) -> NDArray[np.bool_]:
    """Which words become a text by at most so many characters put in, left out or changed (Levenshtein).

    Each word is so many of the code points from its first on. All are compared at once, and of the table of edits only
    the band is made in which a word can still be near: `band[k]` are the edits from the text so far to the word as far
    as it, but for k - distance characters.
    """
    if not len(firsts):
        return np.empty(0, dtype=np.bool_)
    far, width = distance + 1, 2 * distance + 1
    band = [np.full(len(firsts), min(abs(k - distance), far) if k >= distance else far) for k in range(width)]
    if not len(codes):
        codes = np.zeros(1, dtype=np.uint32)  # all words are empty
    places = [codes.take(firsts + at, mode="clip") for at in range(len(text) + distance)]
    for at, character in enumerate(text, start=1):
        edits: list[Integers] = []
        for k in range(width):
            of_word = at + k - distance
            if of_word <= 0:
                edits.append(np.full(len(firsts), min(at, far) if of_word == 0 else far))
                continue
            least = band[k] + (places[of_word - 1] != ord(character))
            if k + 1 < width:
                least = np.minimum(least, band[k + 1] + 1)
            if k:
                least = np.minimum(least, edits[k - 1] + 1)
            edits.append(least)
        band = edits
    over = lengths - len(text) + distance
    inside = (over >= 0) & (over < width)
    ends = np.stack(band)[over.clip(0, width - 1), np.arange(len(firsts))]
    near: NDArray[np.bool_] = inside & (ends <= distance)
    return near


def own_words(vocabulary: Vocabulary, leaf: Wildcard | Fuzzy) -> list[str]:
    """The user's words that a leaf stands for; raises QueryError for too many."""
    words = [word.text for word in vocabulary.user_words()]
    if isinstance(leaf, Wildcard):
        pattern = fold_text(leaf.pattern)
        fits = fitting(pattern).match
        return _few(pattern, (word for word in words if fits(word)))
    text = fold_text(leaf.text)
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    codes = np.array([ord(character) for word in words for character in word], dtype=np.uint32)
    near = within(text, leaf.distance, codes, np.cumsum(lengths) - lengths, lengths)
    return _few(
        text, (word for word, is_near in zip(words, near.tolist(), strict=True) if is_near and _keeps_any(word, text))
    )


def _few(pattern: str, found: Iterator[Found]) -> list[Found]:
    few = list(islice(found, MOST_WORDS + 1))
    if len(few) > MOST_WORDS:
        raise QueryError(
            worded(
                "{pattern} stands for more than {most_words} words; write more of it",
                pattern=pattern,
                most_words=MOST_WORDS,
            ),
            query=pattern,
        )
    return few
