"""Turns numbers back into what is shown: hits with snippets, and whole articles with their blocks and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from baosou.corpus.models import Passage
from baosou.index.highlight.marker import FoldedText, Marker, Place, merged
from baosou.index.highlight.snippets import Marked, snippets_of
from baosou.index.ids import DIGITS, NAMED, SHOWN, asked_id, section_id, shown_id
from baosou.index.request import SearchRequest
from baosou.index.results import ArticleText, BlockText, Hit, SectionText, Snippet, SourcePlace
from baosou.index.whoosh_engine.ranking.ranker import Ranked
from baosou.index.whoosh_engine.results.page import Rarity, Shown, read_bodies, read_page
from baosou.index.whoosh_engine.segment.columns import has_own_column
from baosou.index.whoosh_engine.segment.layout import Field
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.segment.stored import Origin, StoredArticle, StoredBlock, spans_of


class Reader:
    """Reads articles of the segments for one request."""

    def __init__(
        self,
        segments: Sequence[Segment],
        request: SearchRequest,
        words: Iterable[str] | None = None,
        rarity: Rarity | None = None,
    ) -> None:
        self._segments = segments
        self._request = request
        self._marker = Marker(request.query, words)
        self._rarity = rarity

    def hits(self, page: Sequence[Ranked], first: int) -> tuple[Hit, ...]:
        """The hits of a page of ranked matches; the first has the rank `first`."""
        every = read_page(self._segments, page, bodies=self._request.snippets > 0)
        short = self._short_ids([each.id for each in every])
        in_titles = self._marker.find_each([each.title for each in every], "title")
        in_bodies = self._marker.find_each([each.body for each in every])
        pieces = self._snippets(every, in_bodies)
        return tuple(
            [
                self._hit(each, rank, short[each.id], in_title, shown)
                for rank, (each, in_title, shown) in enumerate(zip(every, in_titles, pieces, strict=True), first)
            ]
        )

    def _snippets(self, every: Sequence[Shown], in_bodies: Sequence[Sequence[Place]]) -> list[tuple[Snippet, ...]]:
        """The snippets of each match: of its best section, and of others for rarer words that they alone hold."""
        count, width = self._request.snippets, self._request.width
        if count <= 0:
            return [()] * len(every)
        weights: dict[int, float] = {}
        if self._rarity is not None and len(self._marker.leaves) > 1 and every:
            weights = {number: self._rarity.weight(leaf) for number, leaf in enumerate(self._marker.leaves)}
        texts = [
            [Marked(each.body[0], each.origin.lines, found, each.found.section)]
            for each, found in zip(every, in_bodies, strict=True)
        ]
        further = [
            (n, section)
            for n, (each, found) in enumerate(zip(every, in_bodies, strict=True))
            for section in self._further_sections(each.found, found, weights)
        ]
        bodies = read_bodies(self._segments, [(every[n], section) for n, section in further])
        for (n, section), (text, origin), found in zip(
            further, bodies, self._marker.find_each([text for text, _ in bodies]), strict=True
        ):
            texts[n].append(Marked(text[0], origin.lines, found, section))
        return [snippets_of(each, count=count, width=width, weights=weights) for each in texts]

    def _further_sections(self, match: Ranked, found: Sequence[Place], weights: Mapping[int, float]) -> list[int]:
        """The sections beside the best one that have words which it lacks, the rarest first; one a snippet at most."""
        sections: list[int] = []
        if self._rarity is None or not match.more_sections or not weights:
            return sections
        shown = {leaf for _, _, leaf in found}
        for leaf in sorted(weights.keys() - shown, key=lambda leaf: (-weights[leaf], leaf)):
            if len(sections) + 1 >= self._request.snippets:
                break
            section = self._rarity.first_with(
                self._marker.leaves[leaf], match.segment, (*sections, *match.more_sections)
            )
            if section is not None and section not in sections:
                sections.append(section)
        return sections

    def _hit(self, each: Shown, rank: int, id: str, in_title: list[Place], shown: tuple[Snippet, ...]) -> Hit:
        found, stored, first = each.found, each.stored, each.first
        return Hit(
            rank=rank,
            score=round(found.score, 6),
            id=id,
            section=section_id(id, found.section - first + 1),
            title=each.title[0] if stored.title else None,
            title_highlights=merged(in_title),
            authors=stored.authors,
            date=stored.date,
            publication=stored.publication,
            edition=stored.edition,
            column=stored.column,
            places=stored.places,
            url=stored.url,
            record_id=stored.record_id,
            source=_place(self._segments[found.segment], found.article, each.origin),
            more_sections=tuple([section_id(id, section - first + 1) for section in found.more_sections]),
            lacks=(),
            snippets=shown,
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
        origins: list[Origin] = []
        for number, section in enumerate(stored.sections):
            blocks = segment.blocks_of_section(article, section)
            origins.append(origin := segment.origin_of_section(article, stored, number))
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
                place = _place(segment, article, origin)
                sections.append(SectionText(section_id(short, number + 1), section.places, place, shown))
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
            source=_place(segment, article, _together(origins)),
            sections=tuple(sections),
        )

    def resolve(self, id: str) -> tuple[int, int, int | None]:
        """(segment, article, section number from 1 or None) of an id or unique prefix; raises UnknownId."""
        asked = asked_id(id)
        found = self._between(asked.first, asked.last)
        if not found:
            raise asked.none()
        if len(found) > 1:
            ids = [int(self._segments[at].article_id[article]) for at, article in found[:NAMED]]
            raise asked.several(list(self._short_ids(ids).values()), len(found))
        ((at, article),) = found
        first, last = self._segments[at].sections_of_article(article)
        asked.require(last - first)
        return at, article, asked.section

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

    def _between(self, first: int, last: int) -> list[tuple[int, int]]:
        """(segment, article) of the ids first to last, of articles not deleted."""
        low, high = np.uint64(first), np.uint64(last)
        return [
            (at, article)
            for at, segment in enumerate(self._segments)
            for article in np.flatnonzero(
                (segment.article_id >= low) & (segment.article_id <= high) & segment.live
            ).tolist()
        ]

    def _short_ids(self, ids: Sequence[int]) -> dict[int, str]:
        """The shortest unique form of each id: eight digits, more where these are shared."""
        prefixes = np.array([id >> 32 for id in ids], dtype=np.uint32)
        sharing = np.zeros(len(ids), dtype=np.int64)
        for segment in self._segments:
            sharing += segment.sharing(prefixes)
        return {
            id: shown_id(id) if count <= 1 else shown_id(id, self._digits(id))
            for id, count in zip(ids, sharing.tolist(), strict=True)
        }

    def _digits(self, id: int) -> int:
        """How many digits tell an id from those of all other articles."""
        for digits in SHOWN[:-1]:
            shift = np.uint64(4 * (DIGITS - digits))
            alike = [each.live & (each.article_id >> shift == np.uint64(id) >> shift) for each in self._segments]
            if sum(map(np.count_nonzero, alike)) <= 1:
                return digits
        return DIGITS


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


def _place(segment: Segment, article: int, origin: Origin) -> SourcePlace:
    path = segment.sources[segment.article_source.item(article)]
    return SourcePlace(path, origin.line, origin.start, origin.end)


def _together(origins: Sequence[Origin]) -> Origin:
    """The origin of the sections of an article, its first line that of the first."""
    known = [origin for origin in origins if origin.lines]
    if not known:
        return Origin()
    return Origin(known[0].line, min([origin.start for origin in known]), max([origin.end for origin in known]))
