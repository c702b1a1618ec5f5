"""The embedded engine: answers search requests over the segments of one generation of an index, or of several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.index.analysis.units import Grams, Integers
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import IndexDamaged, QueryError, unknown_field
from baosou.index.query.tree import (
    Everything,
    Phrase,
    Query,
    field_name,
    stands_for_words,
    text_leaves,
    value_fields,
)
from baosou.index.request import FACET_FIELDS, NAME_FIELDS, Filter, SearchRequest
from baosou.index.results import ArticleText, Results
from baosou.index.segments.doc_sets import Selection, any_of, both, is_mask, mask_of, numbers_of
from baosou.index.segments.layout import SECTION_PLACES
from baosou.index.segments.matching.matcher import Deadline, Found, SegmentMatcher
from baosou.index.segments.ranking.ranker import Ranked, ranked
from baosou.index.segments.ranking.scoring import Collection, Shares, collection
from baosou.index.segments.results.hits import HitReader, Rarity, with_lacks
from baosou.index.whoosh_engine.generation import open_generation
from baosou.index.whoosh_engine.storage.catalogue import read_catalogue
from baosou.index.whoosh_engine.vocabulary.vocabulary import IndexVocabulary, wordbook_of

if TYPE_CHECKING:
    from baosou.index.concordances import Contexts, Drawn, Occurrences, Sample, Surroundings
    from baosou.index.reports import Status
    from baosou.index.segments.matching.places import CountedPlaces, Places
    from baosou.index.segments.reader import Segment
    from baosou.index.segments.results.articles import ArticleReader
    from baosou.index.timelines import Period, PeriodCounts
    from baosou.index.whoosh_engine.whoosh_api.index import WhooshIndex
    from baosou.index.why import Why


Made = TypeVar("Made")


class WhooshEngine:
    """Implements `index.engine.Engine` over a folder, or several as if they were one; see there."""

    def __init__(self, *folders: Path) -> None:
        if len(folders) == 1:
            self._generations = [open_generation(folders[0])]
        else:
            from baosou.index.whoosh_engine.together import open_together  # most look into one

            self._generations = open_together(folders)
        self.segments = [segment for each in self._generations for segment in each.segments]
        books = [each.wordbook for each in self._generations if each.wordbook is not None]
        self._vocabulary = IndexVocabulary(self.segments, wordbook_of(books), self._naming_damage)

    @property
    def vocabulary(self) -> Vocabulary:
        """See `Engine.vocabulary`."""
        return self._vocabulary

    @cached_property
    def _known(self) -> Collection:
        return collection(self.segments)

    @cached_property
    def _shares(self) -> list[Shares]:
        return [Shares(segment, self._known) for segment in self.segments]

    def fields(self) -> Sequence[str]:
        """Facet fields, those of records' further keys last."""
        with self._naming_damage():
            return self._fields

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        names = {name for segment in self.segments for name in segment.column_names} - {SECTION_PLACES}
        # a key that only some articles have in a column could be counted and filtered in part only
        names.difference_update(*(segment.keys_aside for segment in self.segments))
        if any(segment.enriched is not None for segment in self.segments):
            names.update(NAME_FIELDS)
        known = [name for name in NAME_FIELDS if name in names]
        return (*FACET_FIELDS, *known, *sorted(names.difference(FACET_FIELDS, NAME_FIELDS)))

    def search(self, request: SearchRequest) -> Results:
        """See `Engine.search`."""
        with self._naming_damage():
            return self._search(request)

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Raise IndexDamaged in place of what changed bytes lead to; all is checked only when it comes to that."""
        try:
            yield
        except IndexDamaged as error:
            if len(self._generations) == 1:
                error.folder = self._generations[0].folder
            elif found := self._damage():
                error.folder = found[1]
            raise
        except (ArithmeticError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as error:
            found = self._damage()
            if found is None:
                raise
            raise IndexDamaged(found[0], folder=found[1]) from error

    def _damage(self) -> tuple[str, Path] | None:
        """Something that is wrong with what was opened, and the folder that it is in; None where nothing is."""
        from baosou.index.whoosh_engine.checking.check import first_finding

        for each in self._generations:
            finding = first_finding(each.segments, each.files())
            if finding is not None:
                return finding, each.folder
        return None

    def _search(self, request: SearchRequest) -> Results:
        self._check_fields(request)
        deadline = self._deadline(request.timeout)
        matchers = self._matchers(deadline)
        asked = [(matcher, self._asked(matcher, request)) for matcher in matchers]
        found = [self._found(matcher, articles, request, request.filters) for matcher, articles in asked]
        total = sum(len(each.units) for each in found)
        page: list[Ranked] = []
        if total and request.limit > 0:
            page = ranked(request, found, self._shares, deadline)
        rarity = Rarity(matchers, self._known)
        reader = HitReader(self.segments, request, _expanded(request.query, matchers), rarity)
        hits = reader.hits(page, request.offset + 1)
        if request.parts:
            hits = with_lacks(request, page, hits, matchers)
        reading_of = None
        if request.explain:
            from baosou.index.segments.results import explanation

            reading_of, hits = explanation.explained(request, page, hits, matchers, self._known)
        facets = {}
        for facet in request.facets:
            from baosou.index.segments.results.facets import facet_counts  # most searches count nothing

            others = tuple(each for each in request.filters if each.field != facet.field)
            over = found
            if len(others) != len(request.filters):
                over = [self._found(matcher, articles, request, others) for matcher, articles in asked]
            facets[facet.name] = facet_counts(facet, [(f.matcher.segment, f.units) for f in over], request.by)
        return Results(total, hits, facets, reading_of)

    def _deadline(self, timeout: float | None) -> Deadline:
        return Deadline(timeout, units=sum(len(segment.text) for segment in self.segments))

    def _matchers(self, deadline: Deadline) -> list[SegmentMatcher]:
        return [SegmentMatcher(segment, deadline, self._vocabulary) for segment in self.segments]

    def _check_fields(self, request: SearchRequest) -> None:
        names = [each.field for each in request.filters] + [each.field for each in request.facets]
        for name in (*names, *value_fields(request.query)):
            if name not in self.fields():
                if name in NAME_FIELDS:
                    told = "{field}: articles were not searched for names yet; do it with: baosou enrich"
                    raise QueryError(worded(told, field=field_name(name)))
                raise unknown_field(name, self.fields())

    def _asked(self, matcher: SegmentMatcher, request: SearchRequest) -> Selection:
        """Live articles that match the query and the dates, whatever the filters say."""
        segment, found = matcher.segment, matcher.articles(request.query)
        if segment.deleted:
            found = both(found, segment.live, segment.articles)
        if not request.aside and segment.has_asides:
            found = both(found, segment.article_aside == 0, segment.articles)
        if request.without:
            left_out = self._articles().each_resolved(request.without)
            own = np.array([article for at, article, _ in left_out if self.segments[at] is segment], dtype=np.int64)
            allowed = np.ones(segment.articles, dtype=np.bool_)
            allowed[own] = False
            found = both(found, allowed, segment.articles)
        if request.since or request.until:
            if is_mask(found):
                found = found & matcher.dated(request.since, request.until)
            else:
                found = found.compress(matcher.dated(request.since, request.until, found))
        return found

    def _found(
        self, matcher: SegmentMatcher, articles: Selection, request: SearchRequest, filters: Sequence[Filter]
    ) -> Found:
        segment, by_section = matcher.segment, request.by == "section"
        for each in filters:
            if not (by_section and each.field == "place"):
                articles = both(articles, matcher.valued(each.field, each.values) ^ each.negated, segment.articles)
        if not by_section:
            return Found(matcher, numbers_of(articles))
        sections: Selection = mask_of(articles, segment.articles)[segment.section_article]
        leaves = [matcher.sections(leaf) for leaf, _ in text_leaves(request.query)]
        if leaves:
            sections = both(sections, any_of(leaves, segment.sections), segment.sections)
        for each in filters:
            if each.field == "place":
                named = matcher.valued(each.field, each.values, sections=True) ^ each.negated
                sections = both(sections, named, segment.sections)
        return Found(matcher, numbers_of(sections))

    def article(self, id: str, *, highlight: Query | None = None, full_ids: bool = False) -> ArticleText:
        """See `Engine.article`."""
        with self._naming_damage():
            words: tuple[str, ...] = ()
            if highlight is not None:
                words = _expanded(highlight, self._matchers(self._deadline(None)))
            return self._articles(highlight, words).article(id, full_ids=full_ids)

    def articles(self, request: SearchRequest) -> Iterator[ArticleText]:
        """See `Engine.articles`."""
        with self._naming_damage():
            found = self._matches(request)
        return self._in_order(found, request)

    def _matches(self, request: SearchRequest) -> list[Found]:
        self._check_fields(request)
        matchers = self._matchers(self._deadline(request.timeout))
        return [self._found(each, self._asked(each, request), request, request.filters) for each in matchers]

    def _in_order(self, found: Sequence[Found], request: SearchRequest) -> Iterator[ArticleText]:
        with self._naming_damage():
            yield from self._articles().in_order(found, request.by)

    def _articles(self, query: Query | None = None, words: Sequence[str] | None = None) -> ArticleReader:
        from baosou.index.segments.results.articles import ArticleReader  # searches show hits alone

        return ArticleReader(self.segments, query, words)

    def why(self, id: str, request: SearchRequest) -> Why:
        """See `Engine.why`."""
        with self._naming_damage():
            return self._why(id, request)

    def _why(self, id: str, request: SearchRequest) -> Why:
        from baosou.index.segments.results.why import Inquiry

        self._check_fields(request)
        _, _, section = self._articles().resolve(id)
        request = replace(request, by="article" if section is None else "section")
        deadline = self._deadline(request.timeout)
        matchers = self._matchers(deadline)
        found = [self._found(each, self._asked(each, request), request, request.filters) for each in matchers]
        return Inquiry(request, found, self._articles(request.query), id, self._known).why(self._shares, deadline)

    def telling_words(self, id: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """See `Engine.telling_words`."""
        from baosou.index.segments.results.telling import told_by

        with self._naming_damage():
            return told_by(self._articles(), id, self._known, limit=limit)

    def period_counts(self, request: SearchRequest, by: Period) -> PeriodCounts:
        """See `Engine.period_counts`."""
        from baosou.index.segments.results.periods import matched, period_counts

        with self._naming_damage():
            every = self._matching(replace(request, query=Everything()))
            return period_counts(matched(self._matching(request), every, request.query), by)

    def contexts(self, request: SearchRequest, wanted: Contexts) -> Occurrences:
        """See `Engine.contexts`."""
        from baosou.index.segments.results.occurrences import occurrences

        with self._naming_damage():
            return occurrences(self._standing(request), wanted)

    def surroundings(self, request: SearchRequest, *, reach: int, drawn: Drawn) -> Surroundings:
        """See `Engine.surroundings`."""
        from baosou.index.segments.results.frequencies import searched
        from baosou.index.segments.results.occurrences import surroundings
        from baosou.index.segments.results.periods import characters

        with self._naming_damage():
            sizes = (characters(each)[searched(each, aside=request.aside)].sum() for each in self.segments)
            return surroundings(self._standing(request), reach, drawn, int(sum(sizes)))

    def sample(self, request: SearchRequest, *, characters: int) -> Sample:
        """See `Engine.sample`."""
        from baosou.index.concordances import Sample
        from baosou.index.segments.results.samples import openings

        with self._naming_damage():
            found = self._matching(request)
            page: list[Ranked] = []
            if any(len(each.units) for each in found):
                page = ranked(replace(request, by="article"), found, self._shares, self._deadline(request.timeout))
            texts = openings(self.segments, [(each.segment, each.article) for each in page], characters=characters)
            return Sample(tuple(texts), self._known.articles)

    def holding(self, words: Sequence[str], *, roughly: bool = False) -> Sequence[int]:
        """See `Engine.holding`."""
        with self._naming_damage():
            from baosou.index.engine import ONCE

            if not roughly:
                return self._known.holding([Phrase(word, whole=True) for word in words])
            return [round(ONCE * count) for count in self._known.occurrences(words)]

    def bodies(self, ids: Sequence[str]) -> Sequence[str]:
        """See `Engine.bodies`."""
        from baosou.index.segments.results.samples import bodies

        with self._naming_damage():
            return bodies(self.segments, [found[:2] for found in self._articles().each_resolved(ids)])

    def pairs(self, grams: Grams) -> Integers:
        """See `Engine.pairs`."""
        with self._naming_damage():
            return self._known.pairs(grams)

    def frequencies(self, texts: Sequence[str], *, aside: bool = False) -> Sequence[int]:
        """See `Engine.frequencies`."""
        from baosou.index.segments.results.frequencies import frequencies

        with self._naming_damage():
            every = [frequencies(segment, texts, aside=aside) for segment in self.segments]
            return list(map(sum, zip(*every, strict=True))) if every else [0] * len(texts)

    def _matching(self, request: SearchRequest) -> list[Found]:
        """The articles of each segment that match a request."""
        return self._matches(replace(request, by="article"))

    def _standing(self, request: SearchRequest) -> list[tuple[Segment, Places | CountedPlaces]]:
        """Where in each segment what speaks for a match of a request stands."""
        from baosou.index.segments.matching.places import counted_places

        found = self._matching(request)
        return [(each.matcher.segment, counted_places(each.matcher, request.query, each.units)) for each in found]

    def status(self) -> Status:
        """See `Engine.status`."""
        from baosou.index.whoosh_engine.status import status

        with self._naming_damage():
            return status(self._generations, self.segments, self.fields())

    def each(self, questions: Iterable[Callable[[], Made]]) -> Iterator[Made]:
        """See `Engine.each`; one after another."""
        return (question() for question in questions)

    def is_current(self) -> bool:
        """See `Engine.is_current`."""
        return all(each.is_current() for each in self._generations)

    def whoosh(self) -> WhooshIndex:
        """The generation that is open, as a `whoosh.index.Index`; it stays open when this is closed."""
        from baosou.index.whoosh_engine.status import catalogued
        from baosou.index.whoosh_engine.whoosh_api.index import WhooshIndex  # only who asks for it loads Whoosh

        folders = [each.folder for each in self._generations]
        known = catalogued(self._generations)
        return WhooshIndex(
            self.segments,
            known.generation,
            updated=known.updated,
            latest=lambda: sum(read_catalogue(folder).generation for folder in folders),
            reopened=lambda: WhooshEngine(*folders).whoosh(),
        )

    def close(self) -> None:
        """See `Engine.close`; the maps are released with the last array over them."""
        self.segments = []


def _expanded(query: Query, matchers: Sequence[SegmentMatcher]) -> tuple[str, ...]:
    """The words of the index that the query's fuzzy words and patterns stand for, so that they can be marked."""
    leaves = [leaf for leaf, _ in text_leaves(query) if stands_for_words(leaf)]
    return tuple(sorted({word for matcher in matchers for leaf in leaves for word in matcher.words(leaf)}))
