"""Orders matches by what their articles carry: date, title or source.

All dates are in one array, sources are few, and titles have their ranks in each segment; of several segments the titles
that may come first are read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers
from baosou.index.request import Unit
from baosou.index.segments.doc_sets import Numbers
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Found
from baosou.index.segments.ranking.scoring import Matches
from baosou.index.segments.reader import Segment

_UNDATED = 1 << 40

_UNTITLED = "\U0010ffff"
"""What comes after all titles."""


def sorted_by(sort: str, matches: Matches, found: Sequence[Found], by: Unit, count: int) -> Integers:
    """At least the first `count` matches by date (undated ones last), title or source path; equal ones by id.

    Within a source its articles keep their order on the page.
    """
    articles = [
        each.units if by == "article" else each.matcher.segment.section_article.take(each.units) for each in found
    ]
    segments = [each.matcher.segment for each in found]
    if sort == "title":
        return _by_title(matches, found, by, count, list(zip(segments, articles, strict=True)))
    if sort == "source":
        ranks = {path: rank for rank, path in enumerate(sorted({path for each in segments for path in each.sources}))}
        keys = [
            np.array([ranks[path] for path in segment.sources] or [0]).take(segment.article_source.take(own))
            for segment, own in zip(segments, articles, strict=True)
        ]
        ranked = np.concatenate(keys)
        firsts = _among_first(ranked, count)
        return firsts.take(np.lexsort((matches.units.take(firsts), matches.segments.take(firsts), ranked.take(firsts))))
    days = np.concatenate([s.dates[own, 0].astype(np.int64) for s, own in zip(segments, articles, strict=True)])
    dates = np.where(days == 0, _UNDATED, days if sort == "date" else -days)
    firsts = _among_first(dates, count)
    return firsts.take(np.lexsort((matches.units.take(firsts), matches.ids(found, by, firsts), dates.take(firsts))))


def _by_title(
    matches: Matches, found: Sequence[Found], by: Unit, count: int, articles: Sequence[tuple[Segment, Numbers]]
) -> Integers:
    """The first `count` by title, and those whose title is the last one's; of several segments their firsts."""
    ranks = [segment.title_rank.take(own) for segment, own in articles]
    if len(ranks) > 1:
        ends = np.cumsum([0, *map(len, ranks)])
        firsts = np.concatenate([_among_first(own, count) + end for own, end in zip(ranks, ends, strict=False)])
        titles = np.concatenate([segment.sections_of(own)[0] for segment, own in articles]).take(firsts).tolist()
        texts = [
            fold_text(found[at].matcher.segment.section_text(section, Field.TITLE)) or _UNTITLED
            for at, section in zip(matches.segments.take(firsts).tolist(), titles, strict=True)
        ]
        numbers = {text: number for number, text in enumerate(sorted(set(texts)))}
        keys = np.array([numbers[text] for text in texts], dtype=np.int64)
    else:
        firsts = _among_first(ranks[0], count)
        keys = ranks[0].take(firsts)
    return firsts.take(np.lexsort((matches.units.take(firsts), matches.ids(found, by, firsts), keys)))


def _among_first(keys: Integers, count: int) -> Integers:
    """Which of some keys are among the `count` first, or equal to the last of them; their places, ascending."""
    if len(keys) <= count:
        return np.arange(len(keys))
    firsts: Integers = (keys <= np.partition(keys, count - 1)[count - 1]).nonzero()[0]
    return firsts
