"""How often texts stand in the articles of an index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.corpus.characters import is_ideographic
from baosou.index.analysis.units import Integers, fold_table
from baosou.index.query.tree import Phrase
from baosou.index.segments.doc_sets import Mask
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher, phrase_patterns
from baosou.index.segments.matching.patterns import listed
from baosou.index.segments.reader import Segment


def searched(segment: Segment, *, aside: bool) -> Mask:
    """Which articles of a segment are searched."""
    return segment.live if aside else segment.live & (segment.article_aside == 0)


def frequencies(segment: Segment, texts: Sequence[str], *, aside: bool) -> list[int]:
    """How often each of some folded texts stands in the articles that are searched."""
    inside = searched(segment, aside=aside)
    every = bool(inside.all())
    characters: Integers | None = None
    counts = []
    for text in texts:
        if len(text) == 1 and is_ideographic(text):
            # to look for each of them takes a look at much of the text
            if characters is None:
                characters = _characters(segment, segment.live & ~inside)
            counts.append(segment.character_count(ord(text)) - int(characters[ord(text)]))
            continue
        leaf = Phrase(text, whole=True)
        lists = [listed(segment, each) for each in phrase_patterns(leaf)] if every else [None]
        if None not in lists:
            counts.append(sum(each.count for each in lists if each is not None))
            continue
        # each by itself: these are no parts of one query, whose cost is bounded
        evidence = SegmentMatcher(segment, Deadline(None)).evidence(leaf)
        held = inside.take(segment.slot_article.take(evidence.slots))
        counts.append(int(evidence.counts.compress(held).sum()))
    return counts


def _characters(segment: Segment, articles: Mask) -> Integers:
    """How often each folded unit stands in some articles."""
    slots = articles.take(segment.slot_article).nonzero()[0]
    counts: Integers = np.zeros(1 << 16, dtype=np.int64)
    if len(slots):
        units = segment.blocks_at(segment.blocks_of(slots)).reshape(-1)
        counts = np.bincount(fold_table().take(units), minlength=1 << 16)
    return counts
