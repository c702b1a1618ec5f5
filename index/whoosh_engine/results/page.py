"""Reads what a page of matches shows, of each segment all at once: ids, metadata, titles, bodies and their origins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

import numpy as np
from msgspec import Struct

from baosou.index.analysis.units import fold_table, text_of
from baosou.index.query.tree import TextLeaf
from baosou.index.ranking.bm25 import inverse_frequency
from baosou.index.whoosh_engine.matching.matcher import SegmentMatcher
from baosou.index.whoosh_engine.ranking.ranker import Ranked
from baosou.index.whoosh_engine.ranking.scoring import Collection, articles_holding
from baosou.index.whoosh_engine.segment.layout import Field
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.segment.stored import Origin, StoredArticle

Text = tuple[str, str | None]
"""A text with its fold, where that is one to one."""


class Shown(Struct, frozen=True):
    """A match with its id, what is stored of it, its article's first section, and its own section's origin and text."""

    found: Ranked
    id: int
    stored: StoredArticle
    first: int
    origin: Origin
    title: Text
    body: Text


def read_page(segments: Sequence[Segment], page: Sequence[Ranked], *, bodies: bool) -> list[Shown]:
    """What a page of matches shows; bodies are empty unless they are wanted."""
    read: list[tuple[int, Shown]] = []
    for number, segment in enumerate(segments):
        places = [at for at, found in enumerate(page) if found.segment == number]
        if places:
            read += zip(places, _read(segment, [page[at] for at in places], bodies), strict=True)
    return [each for _, each in sorted(read, key=itemgetter(0))]


def _read(segment: Segment, page: Sequence[Ranked], bodies: bool) -> list[Shown]:
    firsts: list[int] = segment.sections_of(np.array([found.article for found in page]))[0].tolist()
    sections = [found.section for found in page]
    slots: list[int] = segment.slots_from(np.array([*firsts, *sections])).tolist()
    every = [segment.stored(found.article) for found in page]
    titles = [
        segment.slot_from(slot, first, Field.TITLE) if stored.title else None
        for slot, first, stored in zip(slots, firsts, every, strict=False)
    ]
    own = [
        segment.slot_from(slot, section, Field.BODY) if bodies else None
        for slot, section in zip(slots[len(page) :], sections, strict=True)
    ]
    texts = slot_texts(segment, [*titles, *own])
    return [
        Shown(
            found,
            segment.article_id.item(found.article),
            stored,
            first,
            segment.origin_of_section(found.article, stored, found.section - first),
            title,
            body,
        )
        for found, stored, first, title, body in zip(
            page, every, firsts, texts[: len(page)], texts[len(page) :], strict=True
        )
    ]


def read_bodies(segments: Sequence[Segment], sections: Sequence[tuple[Shown, int]]) -> list[tuple[Text, Origin]]:
    """The bodies of further sections of some matches, and where they came from."""
    read: list[tuple[Text, Origin]] = []
    for shown, section in sections:
        segment = segments[shown.found.segment]
        (text,) = slot_texts(segment, [segment.section_slot(section, Field.BODY)])
        read.append((text, segment.origin_of_section(shown.found.article, shown.stored, section - shown.first)))
    return read


def slot_texts(segment: Segment, slots: Sequence[int | None]) -> list[Text]:
    """The original text of each slot, and its folded text where the fold is one to one; empty where there is none."""
    irregular = segment.irregular
    pieces = [segment.text[:0] if slot is None or slot in irregular else segment.slot_units(slot) for slot in slots]
    units = np.concatenate(pieces) if pieces else segment.text[:0]
    text, folded = text_of(units), text_of(fold_table().take(units))
    texts: list[Text]
    if len(text) == len(units):
        ends = [0, *accumulate(map(len, pieces))]
        texts = [(text[first:last], folded[first:last]) for first, last in pairwise(ends)]
    else:
        # characters of two units each are among them: where a text ends is told by that text alone
        texts = [(text_of(piece), text_of(fold_table().take(piece))) for piece in pieces]
    if irregular:
        for at, slot in enumerate(slots):
            if slot in irregular:
                texts[at] = (segment.slot_text(slot), None)
    return texts


class Rarity:
    """How rare what a query asks for is in an archive, and where in an article it stands: snippets are chosen by it.

    It asks what the matchers of one search, one a segment, have found.
    """

    def __init__(self, matchers: Sequence[SegmentMatcher], known: Collection) -> None:
        self._matchers = matchers
        self._known = known

    def weight(self, leaf: TextLeaf) -> float:
        """The inverse frequency of a leaf in all live articles."""
        holding = sum(articles_holding(each.segment, each.evidence(leaf)) for each in self._matchers)
        return inverse_frequency(holding, max(self._known.articles, holding))

    def first_with(self, leaf: TextLeaf, at: int, sections: Sequence[int]) -> int | None:
        """The first of some sections of an article of segment `at` in whose body a leaf stands."""
        segment, slots = self._matchers[at].segment, self._matchers[at].evidence(leaf).slots
        bounds = segment.slots_from(np.array([min(sections), max(sections) + 1]))
        begin, end = slots.searchsorted(bounds.astype(np.uint32)).tolist()
        within = slots[begin:end]
        bodies = within.compress(segment.slot_field.take(within) == int(Field.BODY))
        holding = frozenset(segment.slot_section.take(bodies).tolist())
        return next((section for section in sections if section in holding), None)
