"""Inversion: from the text of a segment to its words and where they stand, by whole arrays.

Words are what can be looked up whole: every occurrence of every dictionary word (see `index.analysis.trie`),
overlapping ones too, every number and every word of an alphabet between its edges, and every name of two characters
with a blank within. So the list of a word tells all there is to know of its literal occurrences. Quotation marks part
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.trie import WordStarts, lexicon
from baosou.index.analysis.units import (
    Integers,
    Units,
    Unquoted,
    blank_units,
    edge_classes,
    quote_units,
    ranges,
    runs,
    text_of,
    units_of,
)
from baosou.index.segments.layout import LONGEST_WORD
from baosou.index.segments.writing.spaced_names import PartedNames, find_parted_names
from baosou.index.segments.writing.word_union import Words

_PACKED = 4
"""A run of so many units fits into one number of 64 bits; few are longer."""

_HALF = 32


class FoundWords(Struct, frozen=True):
    """Words in byte order (UTF-8), and where they begin: `counts[i]` places of word i, ascending, then the next's.

    Word i is `spelled[bounds[i]:bounds[i + 1]]`, and `numbers[i]` its number in the lexicon, -1 where it is not there.
    """

    spelled: NDArray[np.uint8]
    bounds: Integers
    counts: Integers
    starts: Integers
    numbers: NDArray[np.int32]


def find_words(folded: Units, unquoted: Unquoted, listed: WordStarts | None = None) -> FoundWords:
    """All words of folded units; no word goes beyond a zero, and the first and the last unit are zeros.

    `listed` are those of the lexicon where they are found already.
    """
    stream, units = unquoted.places, unquoted.units
    run_words, run_counts, run_starts = _runs(folded, stream)
    listed = lexicon().occurrences(units).by_word() if listed is None else listed
    lengths = listed.lengths.astype(np.int64)
    found = FoundWords(
        _utf8(units, listed.firsts(), lengths),
        np.concatenate(([0], np.cumsum(3 * lengths))),
        listed.counts,
        stream.take(listed.starts),
        listed.numbers.astype(np.int32),
    )
    found = _with_parted_names(found, find_parted_names(units), stream)
    run_bounds = np.cumsum([0, *map(len, run_words)])
    return FoundWords(
        np.concatenate((np.frombuffer(b"".join(run_words), np.uint8), found.spelled)),
        np.concatenate((run_bounds, found.bounds[1:] + run_bounds[-1])),
        np.concatenate((run_counts, found.counts)),
        np.concatenate((run_starts, found.starts)),
        np.concatenate((np.full(len(run_words), -1, dtype=np.int32), found.numbers)),
    )


def _with_parted_names(words: FoundWords, parted: PartedNames, stream: Integers) -> FoundWords:
    """The words with the names among them, in byte order."""
    if not parted.names:
        return words
    names = [name.encode() for name in parted.names]
    listed = Words(words.spelled, words.bounds)
    places = listed.places(names)
    together = listed.with_others(names, places)
    firsts = np.concatenate(([0], np.cumsum(words.counts))).take(places)
    return FoundWords(
        together.spelled,
        together.bounds,
        np.insert(words.counts, places, parted.counts),
        np.insert(words.starts, np.repeat(firsts, parted.counts), stream.take(parted.starts)),
        np.insert(words.numbers, places, -1),
    )


def words_of(folded: str) -> list[tuple[str, int, int]]:
    """The words of one text with the characters [start, end) they stand on, by start, shorter ones first."""
    units = np.concatenate(([0], units_of(folded), [0])).astype(np.uint16)
    # the place of each unit's character; the second half of a pair has that of its first
    places = np.cumsum((units & 0xFC00) != 0xDC00) - 2
    found = find_words(units, Unquoted.of(units))
    quotes, blanks = quote_units(), blank_units()
    numbers = np.repeat(np.arange(len(found.counts)), found.counts)
    placed = []
    for number, start in zip(numbers.tolist(), found.starts.tolist(), strict=True):
        word = found.spelled[found.bounds[number] : found.bounds[number + 1]].tobytes().decode()
        end, left, blank = start, len(word), False
        while left:
            # quotation marks count for nothing, and a run of blanks for the one blank of a parted name
            unit, end = units[end], end + 1
            if not quotes[unit]:
                left -= not (blank and blanks[unit])
                blank = bool(blanks[unit])
        placed.append((word, int(places[start]), int(places[end - 1]) + 1))
    return sorted(placed, key=lambda each: each[1:])


def _runs(folded: Units, stream: Integers) -> tuple[list[bytes], Integers, Integers]:
    """Numbers and words of alphabets, whole: they end where another kind of character begins."""
    classes = edge_classes().take(folded)
    edges = np.flatnonzero(classes[1:] != classes[:-1]) + 1
    inside = np.flatnonzero(classes.take(edges))
    starts, ends = edges.take(inside), edges.take(inside + 1)
    lengths = ends - starts
    small = np.flatnonzero(lengths <= _PACKED)
    long = np.flatnonzero((lengths > _PACKED) & (lengths <= LONGEST_WORD))
    spelled, known = _packed(folded, starts.take(small), lengths.take(small))
    numbers = dict(zip(spelled, range(len(spelled)), strict=True))
    rest = [text_of(folded[start:end]) for start, end in zip(starts.take(long), ends.take(long), strict=True)]
    joined = list(_joined_runs(folded, stream, starts, ends))
    rest += [word for _, word in joined]
    known = np.concatenate((known, np.array([numbers.setdefault(word, len(numbers)) for word in rest], dtype=np.int64)))
    starts = np.concatenate(
        (starts.take(small), starts.take(long), np.array([start for start, _ in joined], dtype=np.int64))
    )
    words = sorted((word.encode(), number) for word, number in numbers.items())
    ranks = np.empty(len(words), dtype=np.int64)
    ranks[[number for _, number in words]] = np.arange(len(words))
    placed = np.sort(ranks.take(known) << _HALF | starts)
    counts = np.bincount(placed >> _HALF, minlength=len(words))
    return [word for word, _ in words], counts, placed & ((1 << _HALF) - 1)


def _packed(folded: Units, starts: Integers, lengths: Integers) -> tuple[list[str], Integers]:
    """The distinct runs among some of at most _PACKED units, and the number of each run among them."""
    keys = np.zeros(len(starts), dtype="<u8")
    for k in range(_PACKED):
        units = folded.take(starts + k, mode="clip").astype("<u8")
        units[lengths <= k] = 0
        keys |= units << np.uint64(16 * k)
    order = np.argsort(keys)
    distinct, firsts = runs(keys.take(order))
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.repeat(np.arange(len(distinct)), np.diff(firsts, append=len(keys)))
    text = text_of(np.frombuffer(distinct.astype("<i8").tobytes(), dtype="<u2"))
    return [text[at : at + _PACKED].rstrip("\0") for at in range(0, len(text), _PACKED)], numbers


def _joined_runs(folded: Units, stream: Integers, starts: Integers, ends: Integers) -> Iterator[tuple[int, str]]:
    """What several runs make together with nothing but quotation marks between: where it begins, and its text.

    Runs of more than LONGEST_WORD units are left to the characters.
    """
    places = np.searchsorted(stream, starts)
    follows = np.flatnonzero(places[1:] == places[:-1] + (ends - starts)[:-1])
    kinds = edge_classes().take(folded.take(starts))
    follows = follows[kinds[follows] == kinds[follows + 1]]
    chained = set(follows.tolist())
    for first in follows.tolist():
        at, word = first, text_of(folded[starts[first] : ends[first]])
        while at in chained:
            at += 1
            word += text_of(folded[starts[at] : ends[at]])
            if len(word) > LONGEST_WORD:
                break
            yield int(starts[first]), word


def _utf8(units: Units, starts: Integers, lengths: Integers) -> NDArray[np.uint8]:
    """The words of so many units from each start, end to end; all are ideographs, which take three bytes each."""
    characters = units.take(ranges(starts, lengths))
    data = np.empty((len(characters), 3), dtype=np.uint8)
    data[:, 0] = 0xE0 | characters >> 12
    data[:, 1] = 0x80 | (characters >> 6) & 0x3F
    data[:, 2] = 0x80 | characters & 0x3F
    return data.reshape(-1)
