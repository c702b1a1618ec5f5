"""How a text is used in the segments of an index: how often it stands, and what stands around it at some places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from baosou.index.analysis.units import Integers, fold_table, runs, text_of
from baosou.index.analysis.vocabulary import Usage
from baosou.index.segments.matching.candidates import PAGE_BITS, candidates, has_unknown_pair
from baosou.index.segments.matching.literal import grown
from baosou.index.segments.matching.patterns import Pattern, pattern_of, posted_characters
from baosou.index.segments.reader import Segment

_AROUND = 5
"""Characters before and after a text that are given."""

_LEAST_BLOCKS = 2048
_PLACES_WANTED = 128
_MOST_BLOCKS = 1 << 16
"""Only so many blocks of all segments are read, evenly spread, as hold about so many places of a text, and not more
than take some milliseconds."""

_MOST_PAGES = 20_000
"""So many pages of text they may lie on, about: all of 75,000 articles of news."""


def usage(segments: Sequence[Segment], text: str, most: int) -> Usage:
    """How a folded text is used; `most` places of each segment are looked at, evenly spread over its text.

    Where not all text that may hold it is read, the count is an estimate.
    """
    wanted = pattern_of(text)
    units = max(sum(len(segment.text) for segment in segments), 1)
    found = [_in_segment(segment, wanted, most, len(segment.text) / units) for segment in segments]
    return Usage(sum(each.count for each in found), tuple(context for each in found for context in each.contexts))


def _in_segment(segment: Segment, wanted: Pattern, most: int, of_all: float) -> Usage:
    """See `usage`; `of_all` is the part of all text that the segment has."""
    characters = posted_characters(segment, wanted)
    if characters is None or has_unknown_pair(segment, wanted):
        return Usage(0, ())
    anchor = min(characters, key=lambda at: int(segment.character_occurrences[characters[at]]))
    blocks = candidates(segment, wanted, anchor, characters)
    share = 1.0
    places_known = _most_places(segment, wanted)
    enough = max(_LEAST_BLOCKS * of_all, len(blocks) * _PLACES_WANTED * of_all / max(places_known, 1))
    most_blocks = max(int(min(enough, _MOST_BLOCKS * of_all)), 1)
    if len(blocks) > most_blocks:
        share = most_blocks / len(blocks)
        blocks = _evenly(blocks, most_blocks)
    pages = len(runs(blocks >> PAGE_BITS)[0])
    if pages > _MOST_PAGES * of_all:
        fewer = max(int(len(blocks) * _MOST_PAGES * of_all / pages), 1)
        share *= fewer / len(blocks)
        blocks = _evenly(blocks, fewer)
    starts, lasts = [], []
    for addresses in segment.character_addresses(wanted.units[anchor], blocks):
        part = grown(segment, wanted, anchor, addresses)
        starts.append(part.starts)
        lasts.append(part.lasts)
    places = np.column_stack((np.concatenate(starts), np.concatenate(lasts))) if starts else np.empty((0, 2), np.int64)
    places = places[segment.live.take(segment.slot_article.take(segment.slots_at(places[:, 0])))]
    # a pair is counted already, though it may stand in none of the blocks
    count = places_known if len(wanted.units) == 2 else round(len(places) / share)
    if len(places) > most:
        places = places[np.linspace(0, len(places) - 1, most).astype(np.int64)]
    return Usage(count, tuple(_contexts(segment, places.tolist())))


def _evenly(numbers: Integers, count: int) -> Integers:
    """So many of some numbers, spread evenly."""
    return numbers.take(np.linspace(0, len(numbers) - 1, count).astype(np.int64))


def _most_places(segment: Segment, wanted: Pattern) -> int:
    """How often a pattern stands at most: as its rarest pair of neighbours does."""
    return min((segment.grams.of(first << 16 | second) for first, second in pairwise(wanted.units)), default=0)


def _contexts(segment: Segment, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """What stands before and after each place, within its passage."""
    fold = fold_table()
    for first, last in places:
        before = text_of(fold.take(segment.units_between(max(first - _AROUND, 0), first)))
        after = text_of(fold.take(segment.units_between(last + 1, last + 1 + _AROUND)))
        yield _last_line(before), _first_line(after)


def _last_line(text: str) -> str:
    return text.replace("\0", "\n").rpartition("\n")[2]


def _first_line(text: str) -> str:
    return text.replace("\0", "\n").partition("\n")[0]
