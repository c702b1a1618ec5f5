"""Turns the matches of a page into what is shown of them: hits with snippets, all of them read together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from operator import itemgetter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from baosou.index.analysis.units import fold_table, text_of
from baosou.index.highlight.marker import Marker, Place, merged
from baosou.index.highlight.snippets import Marked, snippets_of
from baosou.index.ids import DIGITS, SHOWN, section_id, shown_id
from baosou.index.query.tree import TextLeaf
from baosou.index.ranking.bm25 import inverse_frequency
from baosou.index.request import SearchRequest
from baosou.index.results import Hit, Snippet, SourcePlace
from baosou.index.segments.doc_sets import holds
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.matcher import SegmentMatcher
from baosou.index.segments.ranking.ranker import Ranked
from baosou.index.segments.ranking.scoring import Archive
from baosou.index.segments.reader import Segment
from baosou.index.segments.stored import Origin, StoredArticle

ShortIds = Callable[[Sequence[int]], Mapping[int, str]]
"""Gives the shortest unique form of each of some ids, in all of an archive."""

Text = tuple[str, str | None]
"""A text with its fold, where that is one to one."""


class Shown(Struct, frozen=True):
    """A match with its id, what is stored of it and its own keys, its article's first section, and its own section's
    origin and text.
    """

    found: Ranked
    id: int
    stored: StoredArticle
    extra: Mapping[str, tuple[str, ...]]
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
    extras = extras_of(segment, [found.article for found in page], every)
    return [
        Shown(
            found,
            segment.article_id.item(found.article),
            stored,
            extra,
            first,
            segment.origin_of_section(found.article, stored, found.section - first),
            title,
            body,
        )
        for found, stored, extra, first, title, body in zip(
            page, every, extras, firsts, texts[: len(page)], texts[len(page) :], strict=True
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

    def __init__(self, matchers: Sequence[SegmentMatcher], known: Archive) -> None:
        self._matchers = matchers
        self._known = known

    def weight(self, leaf: TextLeaf) -> float:
        """The inverse frequency of a leaf in all live articles."""
        (holding,) = self._known.held([leaf], self._matchers)
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


class HitReader:
    """Reads the hits of one request."""

    def __init__(
        self,
        segments: Sequence[Segment],
        request: SearchRequest,
        words: Iterable[str] | None = None,
        rarity: Rarity | None = None,
        short: ShortIds | None = None,
    ) -> None:
        self._segments = segments
        self._request = request
        self._marker = Marker(request.query, words)
        self._rarity = rarity
        self._short = short or partial(short_ids, segments)

    def hits(self, page: Sequence[Ranked], first: int) -> tuple[Hit, ...]:
        """The hits of a page of ranked matches; the first has the rank `first`."""
        every = read_page(self._segments, page, bodies=self._request.snippets > 0)
        ids = [each.id for each in every]
        if self._request.full_ids:
            shown: Mapping[int, str] = {id: shown_id(id, DIGITS) for id in ids}
        else:
            shown = self._short(ids)
        in_titles = self._marker.find_each([each.title for each in every], "title")
        in_bodies = self._marker.find_each([each.body for each in every])
        pieces = self._snippets(every, in_bodies)
        return tuple(
            [
                self._hit(each, rank, shown[each.id], in_title, found)
                for rank, (each, in_title, found) in enumerate(zip(every, in_titles, pieces, strict=True), first)
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
            source=place_of(self._segments[found.segment], found.article, each.origin),
            more_sections=tuple([section_id(id, section - first + 1) for section in found.more_sections]),
            lacks=(),
            reprints=(),
            extra=each.extra,
            snippets=shown,
        )


def extras_of(
    segment: Segment, articles: Sequence[int], every: Sequence[StoredArticle]
) -> list[dict[str, tuple[str, ...]]]:
    """What the records of some articles say under keys that have no meaning of their own."""
    extras: list[dict[str, tuple[str, ...]]] = [{} for _ in articles]
    names = segment.own_columns
    if any(stored.own_source for stored in every):
        names = [*names, "source"]
    for name in names:
        column = segment.column(name)
        if column is None:
            continue
        for extra, stored, values in zip(extras, every, column.of_each(articles), strict=True):
            if values and (name != "source" or stored.own_source):
                extra[name] = values
    for extra, stored in zip(extras, every, strict=True):
        extra.update(stored.extra)
    return extras


def short_ids(segments: Sequence[Segment], ids: Sequence[int]) -> dict[int, str]:
    """The shortest unique form of each id: eight digits, more where these are shared."""
    prefixes = np.array([id >> 32 for id in ids], dtype=np.uint32)
    sharing = np.zeros(len(ids), dtype=np.int64)
    for segment in segments:
        sharing += segment.sharing(prefixes)
    return {
        id: shown_id(id) if count <= 1 else shown_id(id, _digits(segments, id))
        for id, count in zip(ids, sharing.tolist(), strict=True)
    }


def _digits(segments: Sequence[Segment], id: int) -> int:
    """How many digits tell an id from those of all other articles."""
    for digits in SHOWN[:-1]:
        shift = np.uint64(4 * (DIGITS - digits))
        alike = [each.live & (each.article_id >> shift == np.uint64(id) >> shift) for each in segments]
        if sum(map(np.count_nonzero, alike)) <= 1:
            return digits
    return DIGITS


def place_of(segment: Segment, article: int, origin: Origin) -> SourcePlace:
    """Where an article, or what of it has an origin of its own, stands in its source."""
    path = segment.sources[segment.article_source.item(article)]
    page, box = (None, None) if origin.printed is None else (origin.printed.page, origin.printed.box)
    return SourcePlace(path, origin.line, page, box, origin.start, origin.end)


def with_lacks(
    request: SearchRequest, page: Sequence[Ranked], hits: Sequence[Hit], matchers: Sequence[SegmentMatcher]
) -> tuple[Hit, ...]:
    """The hits of a page, each with the texts of the parts of the request that it does not match."""
    matching = {
        at: [(part.text, matchers[at].articles(part.query)) for part in request.parts]
        for at in {each.segment for each in page}
    }
    found = []
    for hit, each in zip(hits, page, strict=True):
        held = {text for text, articles in matching[each.segment] if holds(articles, each.article)}
        lacks = tuple(dict.fromkeys(part.text for part in request.parts if part.text not in held))
        found.append(replace(hit, lacks=lacks) if lacks else hit)
    return tuple(found)
