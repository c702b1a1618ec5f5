"""Turns an id into what is shown of its article: the whole text with its blocks and lines, and what is marked in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from baosou.corpus.models import Passage
from baosou.index.highlight.marker import FoldedText, Marker
from baosou.index.ids import DIGITS, NAMED, AskedId, asked_id, section_id, shown_id
from baosou.index.query.tree import Query
from baosou.index.request import NAME_FIELDS, Unit
from baosou.index.results import ArticleText, BlockText, SectionText
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import Found
from baosou.index.segments.reader import Segment
from baosou.index.segments.results.hits import ShortIds, extras_of, place_of, short_ids
from baosou.index.segments.stored import Origin, Printed, StoredArticle, StoredBlock, spans_of

_BEGINNING = 16
"""Bits of an id by which those of an index are gone through for several at once."""

_REST = 64 - _BEGINNING


class ArticleReader:
    """Reads articles of the segments, with the words of a query marked in them."""

    def __init__(
        self,
        segments: Sequence[Segment],
        query: Query | None,
        words: Iterable[str] | None,
        short: ShortIds | None = None,
    ) -> None:
        self._segments = segments
        self._short = short or partial(short_ids, segments)
        self._marker = Marker(query, words)

    def article(self, id: str, *, full_ids: bool = False) -> ArticleText:
        """The article of an id, or the one section that the id names; raises UnknownId."""
        at, article, wanted = self.resolve(id)
        whole = int(self._segments[at].article_id[article])
        shown = shown_id(whole, DIGITS) if full_ids else self._short([whole])[whole]
        return self._read(at, article, shown, None if wanted is None else (wanted,))

    def in_order(self, found: Sequence[Found], by: Unit) -> Iterator[ArticleText]:
        """The articles found in each segment under their whole ids and in the order of these.

        By section it is sections that were found, and these alone are read.
        """
        keys = [
            each.matcher.segment.section_article.take(each.units) if by == "section" else each.units for each in found
        ]
        ids = np.concatenate([each.matcher.segment.article_id.take(of) for each, of in zip(found, keys, strict=True)])
        segments = np.repeat(np.arange(len(found)), [len(of) for of in keys])
        units, articles = np.concatenate([each.units for each in found]), np.concatenate(keys)
        order = np.lexsort((units, segments, ids))
        bounds = np.flatnonzero(np.diff(ids.take(order), prepend=~ids[order[:1]])).tolist()
        for first, last in pairwise([*bounds, len(order)]):
            at, article = int(segments[order[first]]), int(articles[order[first]])
            wanted: list[int] | None = None
            if by == "section":
                before, _ = self._segments[at].sections_of_article(article)
                wanted = (units.take(order[first:last]) - before + 1).tolist()
            yield self._read(at, article, shown_id(int(ids[order[first]]), DIGITS), wanted)

    def _read(self, at: int, article: int, id: str, wanted: Collection[int] | None) -> ArticleText:
        """An article with all of its sections or those of some numbers, under an id."""
        segment = self._segments[at]
        stored = segment.stored(article)
        first, _ = segment.sections_of_article(article)
        title = segment.section_text(first, Field.TITLE) if stored.title else None
        sections: list[SectionText] = []
        origins: list[Origin] = []
        read = [] if wanted else [Origin.of(coded) for coded in (stored.title, stored.byline)]
        for number, section in enumerate(stored.sections):
            blocks = segment.blocks_of_section(article, section)
            origins.append(origin := segment.origin_of_section(article, stored, number))
            if wanted is None or number + 1 in wanted:
                passages = _passages(segment.section_text(first + number), blocks)
                shown = tuple(
                    BlockText(
                        block.kind,
                        passage.text,
                        passage.spans[0].line if passage.spans else 0,
                        self._marks(passage.text),
                    )
                    for block, passage in zip(blocks, passages, strict=True)
                )
                read.append(origin)
                place = place_of(segment, article, origin)
                sections.append(SectionText(section_id(id, number + 1), section.places, place, shown))
        return ArticleText(
            id=id,
            title=title,
            title_highlights=self._marks(title, "title") if title else (),
            byline=segment.section_text(first, Field.BYLINE) if stored.byline else None,
            authors=stored.authors,
            date=stored.date,
            publication=stored.publication,
            edition=stored.edition,
            column=stored.column,
            url=stored.url,
            record_id=stored.record_id,
            places=stored.places,
            extra={**extras_of(segment, [article], [stored])[0], **_named(segment, article)},
            aside=bool(segment.article_aside[article]),
            source=place_of(segment, article, _together(origins, segment.heading_printed(article, stored))),
            lines=_lines(read),
            sections=tuple(sections),
        )

    def _marks(self, text: str, field: str = "body") -> tuple[tuple[int, int], ...]:
        """What of a text is marked."""
        return self._marker.ranges(FoldedText(text), field) if self._marker.leaves else ()

    def stored(self, at: int, article: int) -> StoredArticle:
        """What is kept of an article of a segment beside its text."""
        return self._segments[at].stored(article)

    def resolve(self, id: str) -> tuple[int, int, int | None]:
        """(segment, article, section number from 1 or None) of an id or unique prefix; raises UnknownId."""
        return self.each_resolved([id])[0]

    def each_resolved(self, ids: Sequence[str]) -> list[tuple[int, int, int | None]]:
        """The same of several ids, sooner than of each by itself."""
        every = [asked_id(id) for id in ids]
        resolved = []
        for asked, found in zip(every, self._between(every), strict=True):
            if not found:
                raise asked.none()
            if len(found) > 1:
                known = sorted(int(self._segments[at].article_id[article]) for at, article in found)
                raise asked.several(list(self._short(known[:NAMED]).values()), len(found))
            ((at, article),) = found
            first, last = self._segments[at].sections_of_article(article)
            asked.require(last - first)
            resolved.append((at, article, asked.section))
        return resolved

    def texts(self, at: int, article: int) -> Iterator[tuple[Field, int, str, tuple[Passage, ...]]]:
        """Each text of an article, in the order of its page: the field, its section's number, and its passages."""
        segment = self._segments[at]
        stored = segment.stored(article)
        first, _ = segment.sections_of_article(article)
        for field, coded in ((Field.TITLE, stored.title), (Field.BYLINE, stored.byline)):
            if coded:
                text = segment.section_text(first, field)
                yield field, 1, text, (Passage(text, spans_of(coded)),)
        for number, section in enumerate(stored.sections):
            text = segment.section_text(first + number)
            yield Field.BODY, number + 1, text, tuple(_passages(text, segment.blocks_of_section(article, section)))

    def _between(self, every: Sequence[AskedId]) -> list[list[tuple[int, int]]]:
        """(segment, article) of what each id may mean, of articles not deleted."""
        begun = np.zeros(1 << _BEGINNING, dtype=np.bool_)
        for asked in every:
            begun[asked.first >> _REST : (asked.last >> _REST) + 1] = True
        found: list[list[tuple[int, int]]] = [[] for _ in every]
        for at, segment in enumerate(self._segments):
            near = np.flatnonzero(begun.take(segment.article_id >> np.uint64(_REST)) & segment.live)
            ids = segment.article_id.take(near)
            order = np.argsort(ids)
            ordered, articles = ids.take(order).tolist(), near.take(order).tolist()
            for asked, own in zip(every, found, strict=True):
                first, last = bisect_left(ordered, asked.first), bisect_right(ordered, asked.last)
                own += [(at, article) for article in sorted(articles[first:last])]
        return found


def _passages(text: str, blocks: Sequence[StoredBlock]) -> list[Passage]:
    """A section's text taken apart into its blocks again."""
    passages, at = [], 0
    for block in blocks:
        passages.append(Passage(text[at : at + block.length], block.spans))
        at += block.length + 1
    return passages


def _lines(origins: Sequence[Origin]) -> tuple[int, int]:
    """The first and the last line that some texts came from."""
    lines = [line for origin in origins for _, line in origin.lines]
    return min(lines, default=1), max(lines, default=1)


def _together(origins: Sequence[Origin], heading: Printed | None) -> Origin:
    """The origin of the sections of an article, its first line that of the first; it is printed where its heading is,
    and what of the sections is on that page."""
    known = [origin for origin in origins if origin.lines]
    if not known:
        return Origin()
    printed = heading or known[0].printed
    if printed is not None:
        for origin in known:
            printed = printed.around(origin.printed)
    first, last = min([origin.start for origin in known]), max([origin.end for origin in known])
    return Origin(known[0].line, first, last, printed=printed)


def _named(segment: Segment, article: int) -> dict[str, tuple[str, ...]]:
    """The people and organisations that an article names, those that are told unless all are wanted."""
    found: dict[str, tuple[str, ...]] = {}
    enriched = segment.enriched
    if enriched is None:
        return found
    for field in NAME_FIELDS:
        column = enriched.column(field)
        if column is not None:
            numbers = column.numbers.take(column.entries_of(np.array([article]), segment.articles))
            if values := column.spelled(numbers.compress(enriched.shown(field).take(numbers))):
                found[field] = tuple(values)
    return found
