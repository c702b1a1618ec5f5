"""The words of several segments as those of one.

Most words of a text are those of the lexicon, whose numbers are in byte order already: only the others are looked up
and sorted one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import count, pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.trie import lexicon
from baosou.index.analysis.units import Integers, ranges, runs, units_of
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.postings import Bytes

LexiconNumbers = NDArray[Any]

LEXICON_NUMBERS = "word_number"
"""The array of the words' numbers in the lexicon, from 1 on and 0 for none, in what is made to be merged."""


class Words(Struct, frozen=True):
    """Words in byte order (UTF-8), each once: word i is `spelled[bounds[i]:bounds[i + 1]]`."""

    spelled: Bytes
    bounds: Integers

    @classmethod
    def of(cls, file: ArrayFile) -> Words:
        """All words of a segment."""
        return cls(file.array("word_blob"), file.array("word_bounds").astype(np.int64))

    def kept(self, chosen: Integers) -> Words:
        """Some of the words, given in order."""
        sizes = np.diff(self.bounds)
        if len(chosen) == len(sizes):
            return self
        held = np.zeros(len(sizes), dtype=np.bool_)
        held[chosen] = True
        return Words(self.spelled.compress(np.repeat(held, sizes)), _bounds(sizes.compress(held)))

    def each(self, chosen: Integers) -> list[bytes]:
        """Some of the words, each by itself."""
        joined = self.spelled.tobytes()
        starts, ends = self.bounds.take(chosen).tolist(), self.bounds.take(chosen + 1).tolist()
        return [joined[start:end] for start, end in zip(starts, ends, strict=True)]

    def places(self, words: Sequence[bytes]) -> Integers:
        """Before which of these words each of others, in byte order too, has its place."""
        joined, bounds = self.spelled.data, self.bounds.data

        def word(number: int) -> bytes:
            return bytes(joined[bounds[number] : bounds[number + 1]])

        everywhere = range(len(bounds) - 1)
        # numbers and words of alphabets come before all ideographs
        first = bisect_left(words, word(0)) if everywhere else len(words)
        after = [bisect_left(everywhere, each, key=word) for each in words[first:]]
        return np.array([0] * first + after, dtype=np.int64)

    def with_others(self, words: Sequence[bytes], places: Integers) -> Words:
        """With others, each before the word of its place."""
        distinct, firsts = runs(places)
        cuts = [0, *self.bounds.take(distinct).tolist(), len(self.spelled)]
        parts: list[bytes | memoryview] = []
        for (start, end), (first, last) in zip(
            pairwise(cuts), pairwise([0, *firsts.tolist(), len(words)]), strict=True
        ):
            parts += words[first:last]
            parts.append(self.spelled.data[start:end])
        spelled = b"".join(parts)
        sizes = np.insert(np.diff(self.bounds), places, list(map(len, words)))
        return Words(np.frombuffer(spelled, dtype=np.uint8), _bounds(sizes))

    def numbers(self) -> LexiconNumbers:
        """The number of each word in the lexicon, -1 where it is not there."""
        units = units_of(np.insert(self.spelled, self.bounds[:-1], 0).tobytes().decode(errors="replace"))
        starts = np.flatnonzero(units == 0) + 1
        lengths = np.diff(starts, append=len(units) + 1) - 1
        found = lexicon().occurrences(units)
        at = starts.searchsorted(found.starts, "right") - 1
        whole = np.flatnonzero((starts.take(at) == found.starts) & (lengths.take(at) == found.lengths))
        numbers = np.full(len(starts), -1, dtype=np.int32)
        numbers[at.take(whole)] = found.words.take(whole)
        return numbers


def numbered(file: ArrayFile, chosen: Integers, *, whole: bool) -> tuple[Words, LexiconNumbers]:
    """Some words of a segment, given in order, and their numbers in the lexicon, which what is not `whole` tells."""
    words = Words.of(file)
    count = len(words.bounds) - 1
    if count < 0 or words.bounds[0] or words.bounds[-1] != len(words.spelled) or (np.diff(words.bounds) < 0).any():
        raise file.damaged("the words make no sense")
    numbers = words.numbers() if whole else file.array(LEXICON_NUMBERS).astype(np.int64) - 1
    listed = numbers.compress(numbers >= 0)
    if len(numbers) != count or not (np.diff(listed, append=lexicon().size) > 0).all() or (chosen >= count).any():
        raise file.damaged("the words make no sense")
    return words.kept(chosen), numbers.take(chosen)


def united(held: Sequence[tuple[Words, LexiconNumbers]]) -> tuple[Words, list[NDArray[np.uint32]]]:
    """The words of all parts, given with their numbers in the lexicon, and for each part those among them all."""
    parts, numbers = [part for part, _ in held], [own for _, own in held]
    listed, ranks = _listed(parts, numbers)
    known: defaultdict[bytes, int] = defaultdict(count().__next__)  # a word that is asked for gets the next number
    rest = [np.flatnonzero(each < 0) for each in numbers]
    others = [[known[word] for word in part.each(chosen)] for part, chosen in zip(parts, rest, strict=True)]
    words = sorted(known)
    places = listed.places(words)
    # each word moves on by as many of the other kind as come before it
    ranks += places.searchsorted(ranks, "right").astype(np.uint32)
    ranks_of_others = np.empty(len(words), dtype=np.uint32)
    ranks_of_others[[known[word] for word in words]] = places + np.arange(len(words))
    found = []
    for own, chosen, other in zip(numbers, rest, others, strict=True):
        new = ranks.take(own)  # of what is not listed the last one's, which is replaced
        new[chosen] = ranks_of_others.take(other)
        found.append(new)
    return listed.with_others(words, places), found


def _listed(parts: Sequence[Words], numbers: Sequence[LexiconNumbers]) -> tuple[Words, NDArray[np.uint32]]:
    """The words of all parts that are in the lexicon, and the place of each of its words among them."""
    most = 1 + max((int(each.max(initial=0)) for each in numbers), default=0)
    starts, sizes = np.zeros((2, most), dtype=np.int64)
    before = 0
    for part, own in zip(parts, numbers, strict=True):
        listed = np.flatnonzero(own >= 0)
        starts[own.take(listed)] = part.bounds.take(listed) + before
        sizes[own.take(listed)] = np.diff(part.bounds).take(listed)
        before += len(part.spelled)
    held = sizes > 0
    sizes = sizes.compress(held)
    spelled = np.concatenate([part.spelled for part in parts] or [np.empty(0, dtype=np.uint8)])
    ranks = np.cumsum(held, dtype=np.uint32) - np.uint32(1)
    return Words(spelled.take(ranges(starts.compress(held), sizes)), _bounds(sizes)), ranks


def _bounds(sizes: Integers) -> Integers:
    return np.concatenate(([0], np.cumsum(sizes)))
