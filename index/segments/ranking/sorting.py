"""Orders matches by what their articles carry: date, title or source.

All dates are in one array, and sources are few. Titles lie in the text: all begin to be compared by arrays, and only
those that may come first are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers, Units, fold_table
from baosou.index.request import Unit
from baosou.index.segments.doc_sets import Numbers
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Found
from baosou.index.segments.ranking.scoring import Matches
from baosou.index.segments.reader import Segment

_UNDATED = 1 << 40

_UNTITLED = "\U0010ffff"
"""What comes after all titles."""

_BEGINNING = 4
"""So many units of a title are compared by arrays."""

_SURROGATES, _BEHIND = 0xD800, 0xE000
"""Units from the one to the other are of characters that come after all those of one unit."""


def sorted_by(sort: str, matches: Matches, found: Sequence[Found], by: Unit, count: int) -> Integers:
    """At least the first `count` matches by date (undated ones last), title or source path; equal ones by id.

    Within a source its articles keep their order on the page.
    """
    articles = [
        each.units if by == "article" else each.matcher.segment.section_article.take(each.units) for each in found
    ]
    segments = [each.matcher.segment for each in found]
    every = np.arange(len(matches.units))
    if sort == "title":
        return _by_title(matches, found, by, count, list(zip(segments, articles, strict=True)))
    if sort == "source":
        ranks = {path: rank for rank, path in enumerate(sorted({path for each in segments for path in each.sources}))}
        keys = [
            np.array([ranks[path] for path in segment.sources] or [0]).take(segment.article_source.take(own))
            for segment, own in zip(segments, articles, strict=True)
        ]
        return np.lexsort((matches.units, matches.segments, np.concatenate(keys)))
    firsts = np.concatenate([s.dates[own, 0].astype(np.int64) for s, own in zip(segments, articles, strict=True)])
    dates = np.where(firsts == 0, _UNDATED, firsts if sort == "date" else -firsts)
    return np.lexsort((matches.units, matches.ids(found, by, every), dates))


def _by_title(
    matches: Matches, found: Sequence[Found], by: Unit, count: int, articles: Sequence[tuple[Segment, Numbers]]
) -> Integers:
    """The first `count` by title, and those that begin as the last of them does."""
    beginnings = np.concatenate([_beginnings(segment, own) for segment, own in articles])
    chosen = np.arange(len(beginnings))
    if count < len(beginnings):
        chosen = (beginnings <= np.partition(beginnings, count - 1)[count - 1]).nonzero()[0]
    titles = np.concatenate([segment.sections_of(own)[0] for segment, own in articles]).take(chosen).tolist()
    texts = [
        fold_text(found[at].matcher.segment.section_text(section, Field.TITLE)) or _UNTITLED
        for at, section in zip(matches.segments.take(chosen).tolist(), titles, strict=True)
    ]
    keys = list(zip(texts, matches.ids(found, by, chosen).tolist(), matches.units.take(chosen).tolist(), strict=True))
    return chosen.take(np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64))


def _beginnings(segment: Segment, articles: Numbers) -> NDArray[np.uint64]:
    """How the folded titles of some articles begin, as numbers that ascend as titles do, none at the end."""
    if not len(segment.slot_field):
        return np.full(len(articles), np.iinfo(np.uint64).max, dtype=np.uint64)
    sections = segment.sections_of(articles)[0]
    slots = segment.slots_from(sections)
    titled = segment.slot_field.take(slots, mode="clip") == int(Field.TITLE)
    titled &= segment.slot_section.take(slots, mode="clip") == sections
    starts, lengths = segment.slot_base.take(slots, mode="clip"), segment.slot_length.take(slots, mode="clip")
    keys = np.zeros(len(slots), dtype=np.uint64)
    for place in range(_BEGINNING):
        inside = (titled & (lengths > place)).nonzero()[0]
        keys <<= np.uint64(16)
        keys[inside] |= _ranks().take(segment.units_at(starts.take(inside).astype(np.int64) + place))
    keys[~titled] = np.iinfo(np.uint64).max
    return keys


@cache
def _ranks() -> Units:
    """The rank of each unit, folded, among all: that of the characters that it is of."""
    folded = fold_table().astype(np.int64)
    behind = folded >= _BEHIND
    surrogates = (folded >= _SURROGATES) & ~behind
    moved = 0x10000 - _BEHIND
    return np.where(behind, folded - (_BEHIND - _SURROGATES), np.where(surrogates, folded + moved, folded)).astype(
        np.uint16
    )
