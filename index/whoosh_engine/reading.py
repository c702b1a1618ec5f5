"""Turns numbers back into what is shown: hits with snippets, and whole articles with their blocks and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from baosou.corpus.models import Passage, Span
from baosou.index.engine import SearchRequest
from baosou.index.errors import UnknownId
from baosou.index.marking import FoldedText, Marker, Place, merged
from baosou.index.results import ArticleText, BlockText, Hit, SectionText, SourcePlace
from baosou.index.snippets import snippets
from baosou.index.whoosh_engine.columns import has_own_column
from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.ranking import Ranked
from baosou.index.whoosh_engine.segment import Segment
from baosou.index.whoosh_engine.stored import StoredArticle, StoredBlock, spans_of

_ID = re.compile(r"([0-9a-f]{1,16})(?:\.([1-9][0-9]{0,6}))?")
_SHORT = 8


Text = tuple[str, str | None]
"""A text with its fold, where that is one to one."""


class _Opened(Struct, frozen=True):
    """A match with what is stored of it: its id, its article's first section, and the section's blocks."""

    found: Ranked
    id: int
    stored: StoredArticle
    first: int
    blocks: list[StoredBlock]


class Reader:
    """Reads articles of the segments for one request."""

    def __init__(self, segments: Sequence[Segment], request: SearchRequest, words: Iterable[str] | None = None) -> None:
        self._segments = segments
        self._request = request
        self._marker = Marker(request.query, words)

    def hits(self, page: Sequence[Ranked], first: int) -> tuple[Hit, ...]:
        """The hits of a page of ranked matches; the first has the rank `first`."""
        opened = [self._opened(found) for found in page]
        short = self._short_ids([each.id for each in opened])
        titles = self._texts_of(page, [each.first if each.stored.title else None for each in opened], Field.TITLE)
        wanted = [found.section if self._request.snippets > 0 else None for found in page]
        bodies = self._texts_of(page, wanted, Field.BODY)
        marked = zip(
            opened, titles, self._marker.find_each(titles, "title"), bodies, self._marker.find_each(bodies), strict=True
        )
        return tuple(
            [
                self._hit(each, rank, short[each.id], title, in_title, body, in_body)
                for rank, (each, (title, _), in_title, (body, _), in_body) in enumerate(marked, first)
            ]
        )

    def _opened(self, found: Ranked) -> _Opened:
        segment = self._segments[found.segment]
        stored = segment.stored(found.article)
        first, _ = segment.sections_of_article(found.article)
        blocks = segment.blocks_of_section(found.article, stored.sections[found.section - first])
        return _Opened(found, segment.article_id.item(found.article), stored, first, blocks)

    def _texts_of(self, page: Sequence[Ranked], sections: Sequence[int | None], field: Field) -> list[Text]:
        """The text of a field of each match's section, empty where none is given or it has none."""
        texts: list[Text] = [("", "")] * len(page)
        for number, segment in enumerate(self._segments):
            own = [
                (at, slot)
                for at, (found, section) in enumerate(zip(page, sections, strict=True))
                if found.segment == number
                and section is not None
                and (slot := segment.section_slot(section, field)) is not None
            ]
            for (at, _), text in zip(own, segment.slot_texts([slot for _, slot in own]), strict=True):
                texts[at] = text
        return texts

    def _hit(
        self, opened: _Opened, rank: int, id: str, title: str, in_title: list[Place], body: str, in_body: list[Place]
    ) -> Hit:
        found, stored, first, blocks = opened.found, opened.stored, opened.first, opened.blocks
        count, width = self._request.snippets, self._request.width
        return Hit(
            rank=rank,
            score=round(found.score, 6),
            id=id,
            section=f"{id}.{found.section - first + 1}",
            title=title if stored.title else None,
            title_highlights=merged((start, end) for start, end, _ in in_title),
            authors=stored.authors,
            date=stored.date,
            publication=stored.publication,
            edition=stored.edition,
            column=stored.column,
            url=stored.url,
            record_id=stored.record_id,
            places=stored.places,
            source=_place(self._segments[found.segment], found.article, _spans(blocks) or spans_of(stored.title)),
            more_sections=tuple([f"{id}.{section - first + 1}" for section in found.more_sections]),
            snippets=snippets(
                body,
                [block.length for block in blocks],
                [block.spans for block in blocks],
                in_body,
                count=count,
                width=width,
            ),
        )

    def article(self, id: str) -> ArticleText:
        """The article of an id, or the one section that the id names; raises UnknownId."""
        at, article, wanted = self.resolve(id)
        segment = self._segments[at]
        stored = segment.stored(article)
        first, _ = segment.sections_of_article(article)
        id_number = int(segment.article_id[article])
        short = self._short_ids([id_number])[id_number]
        title = segment.section_text(first, Field.TITLE) if stored.title else None
        sections: list[SectionText] = []
        spans: list[Span] = []
        for number, section in enumerate(stored.sections):
            blocks = segment.blocks_of_section(article, section)
            own = _spans(blocks) or spans_of(stored.title)
            spans += own
            if wanted in (None, number + 1):
                passages = _passages(segment.section_text(first + number), blocks)
                shown = tuple(
                    BlockText(
                        block.kind,
                        passage.text,
                        passage.spans[0].line if passage.spans else 0,
                        self._marker.ranges(FoldedText(passage.text)),
                    )
                    for block, passage in zip(blocks, passages, strict=True)
                )
                place = _place(segment, article, own)
                sections.append(SectionText(f"{short}.{number + 1}", section.places, place, shown))
        return ArticleText(
            id=short,
            title=title,
            title_highlights=self._marker.ranges(FoldedText(title), "title") if title else (),
            byline=segment.section_text(first, Field.BYLINE) if stored.byline else None,
            authors=stored.authors,
            date=stored.date,
            publication=stored.publication,
            edition=stored.edition,
            column=stored.column,
            url=stored.url,
            record_id=stored.record_id,
            places=stored.places,
            extra=_extra(segment, article, stored),
            source=_place(segment, article, spans),
            sections=tuple(sections),
        )

    def resolve(self, id: str) -> tuple[int, int, int | None]:
        """(segment, article, section number from 1 or None) of an id or unique prefix; raises UnknownId."""
        form = _ID.fullmatch(id.strip().lower())
        if form is None:
            raise UnknownId(f"{id}: an id looks like 3fa9c1d2, or 3fa9c1d2.2 for a section")
        found = self._with_prefix(form[1])
        if not found:
            raise UnknownId(f"{id}: no article has this id")
        if len(found) > 1:
            names = self._short_ids([int(self._segments[at].article_id[article]) for at, article in found[:5]]).values()
            more = f" and {len(found) - 5} more" if len(found) > 5 else ""
            raise UnknownId(f"{id}: several articles have ids that begin so: {', '.join(names)}{more}")
        ((at, article),) = found
        number = int(form[2]) if form[2] else None
        first, last = self._segments[at].sections_of_article(article)
        if number is not None and number > last - first:
            raise UnknownId(f"{id}: the article has {last - first} section{'s' if last - first > 1 else ''}")
        return at, article, number

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

    def _with_prefix(self, prefix: str) -> list[tuple[int, int]]:
        low = np.uint64(int(prefix.ljust(16, "0"), 16))
        high = np.uint64(int(prefix.ljust(16, "f"), 16))
        return [
            (at, article)
            for at, segment in enumerate(self._segments)
            for article in np.flatnonzero(
                (segment.article_id >= low) & (segment.article_id <= high) & segment.live
            ).tolist()
        ]

    def _short_ids(self, ids: Sequence[int]) -> dict[int, str]:
        """The shortest unique form of each id: eight digits, or twelve or sixteen where eight are shared."""
        prefixes = np.array([id >> 32 for id in ids], dtype=np.uint32)
        sharing = np.zeros(len(ids), dtype=np.int64)
        for segment in self._segments:
            sharing += segment.sharing(prefixes)
        return {
            id: f"{id:016x}"[: _SHORT if count <= 1 else self._digits(id)]
            for id, count in zip(ids, sharing.tolist(), strict=True)
        }

    def _digits(self, id: int) -> int:
        """How many digits tell an id from those of all other articles."""
        for digits in (_SHORT, 12):
            shift = np.uint64(4 * (16 - digits))
            alike = [each.live & (each.article_id >> shift == np.uint64(id) >> shift) for each in self._segments]
            if sum(map(np.count_nonzero, alike)) <= 1:
                return digits
        return 16


def _extra(segment: Segment, article: int, stored: StoredArticle) -> dict[str, tuple[str, ...]]:
    """What a record says under keys that have no meaning of their own."""
    names = [name for name in sorted(segment.column_names) if has_own_column(name)]
    if stored.own_source:
        names.append("source")
    found = {name: values for name in names if (column := segment.column(name)) and (values := column.of(article))}
    return {**found, **stored.extra}


def _passages(text: str, blocks: Sequence[StoredBlock]) -> list[Passage]:
    """A section's text taken apart into its blocks again."""
    passages, at = [], 0
    for block in blocks:
        passages.append(Passage(text[at : at + block.length], block.spans))
        at += block.length + 1
    return passages


def _spans(blocks: Sequence[StoredBlock]) -> list[Span]:
    return [span for block in blocks for span in block.spans]


def _place(segment: Segment, article: int, spans: Sequence[Span]) -> SourcePlace:
    path = segment.sources[int(segment.article_source[article])]
    if not spans:
        return SourcePlace(path, 1, 0, 0)
    return SourcePlace(path, spans[0].line, min(span.start for span in spans), max(span.end for span in spans))
