"""Turns numbers back into what is shown: hits with snippets, and whole articles with their blocks and lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from baosou.corpus.models import Passage, Span
from baosou.index.engine import SearchRequest
from baosou.index.errors import UnknownId
from baosou.index.marking import Marker
from baosou.index.results import ArticleText, BlockText, Hit, SectionText, SourcePlace
from baosou.index.snippets import snippets
from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.ranking import Ranked
from baosou.index.whoosh_engine.segment import Segment
from baosou.index.whoosh_engine.stored import KINDS

_ID = re.compile(r"([0-9a-f]{1,16})(?:\.([1-9][0-9]{0,6}))?")
_SHORT = 8

StoredBlock = list[Any]


class Reader:
    """Reads articles of the segments for one request."""

    def __init__(self, segments: Sequence[Segment], request: SearchRequest, words: Iterable[str] = ()) -> None:
        self._segments = segments
        self._request = request
        self._marker = Marker(request.query, words)

    def hits(self, page: Sequence[Ranked], first: int) -> tuple[Hit, ...]:
        """The hits of a page of ranked matches; the first has the rank `first`."""
        ids = [int(self._segments[each.segment].article_id[each.article]) for each in page]
        short = self._short_ids(ids)
        return tuple(
            self._hit(found, rank, short[id]) for rank, (found, id) in enumerate(zip(page, ids, strict=True), first)
        )

    def _hit(self, found: Ranked, rank: int, id: str) -> Hit:
        segment = self._segments[found.segment]
        stored = segment.stored(found.article)
        first = int(segment.first_section[found.article])
        title = self._title(segment, stored, first)
        number = found.section - first
        _, blocks = stored["sections"][number]
        passages = _passages(segment.section_text(found.section), blocks)
        return Hit(
            rank=rank,
            score=round(found.score, 6),
            id=id,
            section=f"{id}.{number + 1}",
            title=title,
            title_highlights=self._marker.ranges(title, "title") if title else (),
            source=_place(segment, found.article, _spans(stored, number)),
            more_sections=tuple(f"{id}.{section - first + 1}" for section in found.more_sections),
            snippets=snippets(passages, self._marker, count=self._request.snippets, width=self._request.width),
            **_metadata(stored),
        )

    def article(self, id: str) -> ArticleText:
        """The article of an id, or the one section that the id names; raises UnknownId."""
        at, article, wanted = self._resolve(id)
        segment = self._segments[at]
        stored = segment.stored(article)
        first = int(segment.first_section[article])
        if wanted is not None and wanted > len(stored["sections"]):
            raise UnknownId(f"{id}: the article has {len(stored['sections'])} sections")
        id_number = int(segment.article_id[article])
        short = self._short_ids([id_number])[id_number]
        title = self._title(segment, stored, first)
        sections = []
        for number, (places, blocks) in enumerate(stored["sections"]):
            if wanted in (None, number + 1):
                passages = _passages(segment.section_text(first + number), blocks)
                shown = tuple(
                    BlockText(
                        KINDS[block[0]],
                        passage.text,
                        passage.spans[0].line if passage.spans else 0,
                        self._marker.ranges(passage.text),
                    )
                    for block, passage in zip(blocks, passages, strict=True)
                )
                place = _place(segment, article, _spans(stored, number))
                sections.append(SectionText(f"{short}.{number + 1}", tuple(places), place, shown))
        spans = [span for number in range(len(stored["sections"])) for span in _spans(stored, number)]
        byline = segment.section_text(first, Field.BYLINE) or None
        return ArticleText(
            id=short,
            title=title,
            title_highlights=self._marker.ranges(title, "title") if title else (),
            byline=byline if stored.get("byline") else None,
            extra={key: tuple(values) for key, values in stored.get("extra", {}).items()},
            source=_place(segment, article, spans),
            sections=tuple(sections),
            **_metadata(stored),
        )

    def _title(self, segment: Segment, stored: dict[str, Any], first: int) -> str | None:
        return segment.section_text(first, Field.TITLE) if stored.get("title") is not None else None

    def _resolve(self, id: str) -> tuple[int, int, int | None]:
        """(segment, article, section number or None) of an id or unique prefix."""
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
        return *found[0], int(form[2]) if form[2] else None

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
        near: set[int] = set()
        beginnings = np.array(sorted({id >> 32 for id in ids}), dtype=np.uint64)
        for segment in self._segments:
            alike = np.flatnonzero(np.isin(segment.article_id >> np.uint64(32), beginnings))
            near.update(segment.article_id[alike[segment.live[alike]]].tolist())
        short = {}
        for length in (12, _SHORT):
            shared = Counter(id >> 4 * (16 - length) for id in near)
            for id in ids:
                if shared[id >> 4 * (16 - length)] <= 1:
                    short[id] = f"{id:016x}"[:length]
        return {id: short.get(id, f"{id:016x}") for id in ids}


def _metadata(stored: dict[str, Any]) -> dict[str, Any]:
    single = ("date", "publication", "edition", "column", "url", "record_id")
    values: dict[str, Any] = {name: stored.get(name) for name in single}
    values["authors"] = tuple(stored.get("authors", ()))
    values["places"] = tuple(stored.get("places", ()))
    return values


def _passages(text: str, blocks: Sequence[StoredBlock]) -> list[Passage]:
    """A section's text taken apart into its blocks again."""
    passages, at = [], 0
    for _, length, _, spans in blocks:
        passages.append(Passage(text[at : at + length], tuple(Span(*span) for span in spans)))
        at += length + 1
    return passages


def _spans(stored: dict[str, Any], section: int) -> list[list[int]]:
    """All spans of a section; of the title where the section has no text."""
    spans = [span for block in stored["sections"][section][1] for span in block[3]]
    return spans or stored.get("title") or []


def _place(segment: Segment, article: int, spans: Sequence[Sequence[int]]) -> SourcePlace:
    path = segment.sources[int(segment.article_source[article])]
    if not spans:
        return SourcePlace(path, 1, 0, 0)
    return SourcePlace(path, spans[0][1], min(span[2] for span in spans), max(span[3] for span in spans))
