"""How much matches, and how much there is at all, in each year, month or day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers
from baosou.index.query.tree import Query
from baosou.index.segments.doc_sets import Mask, Numbers, mask_of
from baosou.index.segments.matching.matcher import Found
from baosou.index.segments.matching.places import counts_by_article
from baosou.index.segments.reader import Segment
from baosou.index.segments.results.around import second_halves
from baosou.index.timelines import Period, PeriodCount, PeriodCounts

_DIVISORS = {"year": 10_000, "month": 100, "day": 1}


class Matched(Struct, frozen=True):
    """What of a segment is counted: its matches (ascending), the occurrences in each article, and which there are."""

    segment: Segment
    articles: Numbers
    occurrences: Integers
    of_articles: Mask


def matched(found: Sequence[Found], every: Sequence[Found], query: Query) -> Iterator[Matched]:
    """What is counted of each segment: the articles found by a query, of every article that passes its filters."""
    for each, of in zip(found, every, strict=True):
        segment = each.matcher.segment
        occurrences = counts_by_article(each.matcher, query, each.units)
        yield Matched(segment, each.units, occurrences, mask_of(of.units, segment.articles))


def period_counts(every: Iterable[Matched], by: Period) -> PeriodCounts:
    """The counts of each period that has an article."""
    sums: defaultdict[int, Integers] = defaultdict(lambda: np.zeros(4, dtype=np.int64))
    undated = 0
    for each in every:
        keys = _keys(each.segment, by)
        matching = np.zeros(each.segment.articles, dtype=np.int64)
        matching[each.articles] = 1
        undated += int(np.count_nonzero(keys.take(each.articles) == 0))
        counted = (each.of_articles & (keys > 0)).nonzero()[0]
        periods, at = np.unique(keys.take(counted), return_inverse=True)
        columns = (matching, each.occurrences, np.ones_like(matching), characters(each.segment))
        table = [np.bincount(at, column.take(counted), len(periods)) for column in columns]
        for period, row in zip(periods.tolist(), np.stack(table, axis=1), strict=True):
            sums[period] += row.astype(np.int64)
    return PeriodCounts(undated, tuple(PeriodCount(_name(key, by), *sums[key].tolist()) for key in sorted(sums)))


def _keys(segment: Segment, by: Period) -> NDArray[np.int64]:
    """The period of each article as a number; 0 where its date does not say which."""
    first, last = (segment.dates[:, at].astype(np.int64) // _DIVISORS[by] for at in (0, 1))
    return np.where(first == last, first, 0)


def _name(key: int, by: Period) -> str:
    year, month, day = key * _DIVISORS[by] // 10_000, key * _DIVISORS[by] // 100 % 100, key % 100
    return "-".join([f"{year:04}", f"{month:02}", f"{day:02}"][: 1 + ("year", "month", "day").index(by)])


def characters(segment: Segment) -> Integers:
    """How many characters of text each article has, its title and byline among them."""
    lengths = segment.slot_length.astype(np.int64)
    lengths -= np.bincount(segment.slots_at(second_halves(segment)), minlength=len(lengths))
    for slot in segment.irregular:
        lengths[slot] = len(segment.slot_text(slot))
    counted: Integers = np.bincount(segment.slot_article, lengths, segment.articles).astype(np.int64)
    return counted
