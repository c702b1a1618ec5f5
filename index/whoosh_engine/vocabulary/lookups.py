"""Looks up the words and names of an index by how they begin, sound or are spelled, and text with a hole in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from baosou.corpus.characters import utf8_of
from baosou.corpus.errors import worded
from baosou.index.analysis.pinyin import KEY_SYLLABLES, SYLLABLE_BITS
from baosou.index.analysis.spaced_names import parted_spelling
from baosou.index.analysis.units import Integers, runs
from baosou.index.errors import IndexDamaged, QueryError
from baosou.index.lookups import HOLE, Beginning, Known, Lookup, OneEdit, Sounding, Spoken, Standing
from baosou.index.query.tree import Phrase
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher
from baosou.index.segments.reader import Segment
from baosou.index.segments.sounds import shift_of
from baosou.index.segments.term_table import TextTable
from baosou.index.whoosh_engine.vocabulary.filled import filled_texts, live
from baosou.index.whoosh_engine.vocabulary.spoken import spoken

_SPARE = 16
"""How many more than wanted are taken from each segment: the first of all segments are not the first of each."""

_SYLLABLES = 1 << SYLLABLE_BITS


def known(segments: Sequence[Segment], lookup: Lookup, limit: int) -> tuple[Known, ...]:
    """What the segments know, the most frequent first, equal counts by text; see `Vocabulary.known`."""
    try:
        match lookup:
            case Standing():
                counts = _standing(segments, lookup)
            case Spoken(syllables):
                texts = dict.fromkeys(text for segment in segments for text in spoken(segment, syllables))
                counted = (_standing(segments, Standing(each)) for each in texts)
                counts = {text: count for each in counted for text, count in each.items()}
            case _:
                counts = _listed(segments, lookup, limit)
    except IndexError as error:
        raise IndexDamaged(
            worded("the words of the index make no sense; make it again with: baosou add PATH")
        ) from error
    ordered = sorted((-count, text) for text, count in counts.items() if count > 0)
    return tuple(Known(text, -count) for count, text in ordered[:limit])


def _listed(segments: Sequence[Segment], lookup: Beginning | Sounding | OneEdit, limit: int) -> dict[str, int]:
    texts: set[bytes] = set()
    for segment in segments:
        for table in (segment.words, *_names(segment)):
            numbers = _numbers(table, lookup)
            if len(numbers) and int(numbers.max()) >= len(table):
                raise IndexDamaged(worded("{path}: a sound belongs to no word", path=segment.path))
            if len(numbers) > limit + _SPARE:
                counts = table.lists.counts.take(numbers).astype(np.int64)
                numbers = numbers.take(np.argsort(-counts, kind="stable")[: limit + _SPARE])
            for text in map(table.spelled, numbers.tolist()):
                texts.add(text.replace(b" ", b"") if table is segment.words else text)
    return {text.decode("utf-8", "replace"): _count(segments, text) for text in texts}


def _names(segment: Segment) -> Iterator[TextTable]:
    """The tables of names that articles carry, and of those that they name, where they were searched for such."""
    yield segment.names
    if segment.enriched is not None:
        yield segment.enriched.names


def _count(segments: Sequence[Segment], text: bytes) -> int:
    """How often a word stands in live articles, or how many carry a name, whichever is more."""
    parted = (parted_spelling(text.decode("utf-8", "replace")) or "").encode()
    standing = carrying = 0
    for segment in segments:
        names = ((table, text) for table in _names(segment))
        for table, spelled in ((segment.words, text), (segment.words, parted), *names):
            number = table.number(spelled)
            if number is None:
                continue
            count = int(table.lists.counts[number])
            if segment.deleted:
                listed = table.lists.values(number)
                articles = segment.slot_article.take(listed) if table is segment.words else listed
                count = int(np.count_nonzero(segment.live.take(articles)))
            if table is segment.words:
                standing += count
            else:
                carrying += count
    return max(standing, carrying)


def _numbers(table: TextTable, lookup: Beginning | Sounding | OneEdit) -> Integers:
    match lookup:
        case Beginning(text):
            prefix = utf8_of(text)
            first, last = table.beginning(prefix)
            return np.arange(first + (first < last and table.spelled(first) == prefix), last)
        case Sounding(syllables, further):
            return _sounding(table, syllables, further)
        case OneEdit(text):
            return _one_edit(table, text)


def _sounding(table: TextTable, syllables: Sequence[Sequence[int]], further: bool) -> Integers:
    """The texts whose first syllable is any of some, the second any of others, ...; of no more unless `further`."""
    if not syllables:
        return np.empty(0, dtype=np.int64)
    keys, rows = table.sound_keys, []
    for first, last in _ranges(syllables[0]):
        bounds = np.array([first << shift_of(0), last << shift_of(0)], dtype=np.uint64)
        rows.append(np.arange(*np.searchsorted(keys, bounds).tolist()))
    found = np.concatenate(rows)
    for place in range(1, min(len(syllables) + 1, KEY_SYLLABLES)):
        if place == len(syllables) and further:
            break
        right = np.zeros(_SYLLABLES, dtype=np.bool_)
        right[list(syllables[place]) if place < len(syllables) else 0] = True
        here = keys.take(found) >> np.uint64(shift_of(place)) & np.uint64(_SYLLABLES - 1)
        found = found.compress(right.take(here.astype(np.int64)))
    numbers, _ = runs(np.sort(table.sounding.take(found)))
    if len(syllables) >= KEY_SYLLABLES and not further and len(numbers) and int(numbers[-1]) < len(table):
        numbers = numbers.compress(table.sizes.take(numbers) == 3 * len(syllables))
    return numbers


def _ranges(syllables: Sequence[int]) -> list[tuple[int, int]]:
    """The runs [first, last) of neighbours among ascending syllables."""
    runs: list[tuple[int, int]] = []
    for syllable in syllables:
        if runs and runs[-1][1] == syllable:
            runs[-1] = (runs[-1][0], syllable + 1)
        else:
            runs.append((syllable, syllable + 1))
    return runs


def _one_edit(table: TextTable, text: str) -> Integers:
    """The texts from which one character tells this one, all of them of one, two or three bytes as its first is.

    What two texts begin with alike and what they end with alike is then all of the longer one but a character.
    """
    data = np.frombuffer(utf8_of(text), dtype=np.uint8)
    width = len(utf8_of(text[:1]))
    own = len(data) // max(width, 1)
    if len(data) != width * len(text) or own < 2:
        return np.empty(0, dtype=np.int64)
    found = []
    for length in (own - 1, own, own + 1):
        numbers = np.flatnonzero(table.sizes == width * length)
        starts = table.bounds.take(numbers).astype(np.int64)
        alike = np.zeros(len(numbers), dtype=np.int64)
        shared = min(own, length)
        for backwards in (False, True):
            going = np.arange(len(numbers))
            for place in range(shared):
                at = (length - 1 - place if backwards else place) * width
                expected = data[(own - 1 - place if backwards else place) * width :][:width]
                for byte in range(width):
                    going = going.compress(table.blob.take(starts.take(going) + (at + byte)) == expected[byte])
                alike[going] += 1
        found.append(numbers.compress((alike >= max(own, length) - 1) & (alike < 2 * own)))
    return np.concatenate(found)


def _standing(segments: Sequence[Segment], lookup: Standing) -> dict[str, int]:
    """Text as it stands in live articles, with what stands in its hole."""
    text = lookup.pattern
    if HOLE in text:
        return filled_texts(segments, lookup)
    leaf = Phrase(text, whole=True)
    try:
        # what a search for it found before is kept
        return {text: sum(_occurrences(SegmentMatcher(segment, Deadline(None)), leaf) for segment in segments)}
    except QueryError:  # nothing in it that could be found
        return {}


def _occurrences(matcher: SegmentMatcher, leaf: Phrase) -> int:
    evidence = matcher.evidence(leaf)
    return int(evidence.counts.compress(live(matcher.segment, evidence.slots)).sum())
