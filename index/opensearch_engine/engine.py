"""An archive on a cluster answers search requests: it proposes and counts, what is shared marks, scores and shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.index.access import CANDIDATES
from baosou.index.analysis.rounds import FarVocabulary
from baosou.index.analysis.units import Grams, Integers
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import QueryError, unknown_field
from baosou.index.ids import asked_id
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.candidates import Reader
from baosou.index.opensearch_engine.counting import Counts, how_many
from baosou.index.opensearch_engine.faceting import facet_counts, facet_search
from baosou.index.opensearch_engine.gathering import Gathering
from baosou.index.opensearch_engine.matches import Matches
from baosou.index.opensearch_engine.naming import Names
from baosou.index.opensearch_engine.pages import Pages
from baosou.index.opensearch_engine.words import ArchiveWords
from baosou.index.query.tree import Phrase, Query, field_name, value_fields
from baosou.index.request import FACET_FIELDS, NAME_FIELDS, SearchRequest
from baosou.index.results import ArticleText, Results
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher
from baosou.index.segments.results.articles import ArticleReader

if TYPE_CHECKING:
    from baosou.index.concordances import Contexts, Drawn, Occurrences, Sample, Surroundings
    from baosou.index.reports import Status
    from baosou.index.segments.matching.places import Places
    from baosou.index.segments.reader import Segment
    from baosou.index.timelines import Period, PeriodCounts
    from baosou.index.why import Why

Made = TypeVar("Made")


class OpenSearchEngine:
    """Implements `index.engine.Engine` over an archive on a cluster; see there."""

    def __init__(self, archive: Archive, *, candidates: int = CANDIDATES) -> None:
        self._archive = archive
        self._state = archive.state()
        self._reader = Reader(archive)
        self._names = Names(archive)
        self._known = Counts(
            archive, lambda leaves: self._matches.exactly(leaves), lambda leaf: self._matches.words_for(leaf)
        )
        words = ArchiveWords(archive, self._state, self._known)
        self._vocabulary = FarVocabulary(words)
        self._matches = Matches(archive, self._reader, self._names, words, self._vocabulary)
        self._pages = Pages(
            self._reader, self._names, self._matches, self._known, self._vocabulary, candidates=candidates
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """See `Engine.vocabulary`."""
        return self._vocabulary

    def fields(self) -> Sequence[str]:
        """See `Engine.fields`."""
        return self._fields

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        return (*FACET_FIELDS, *sorted({*self._state.keys} - {*self._state.keys_aside, *FACET_FIELDS}))

    def search(self, request: SearchRequest) -> Results:
        """See `Engine.search`."""
        self._check_fields(request)
        filters = self._matches.filters(request)
        over = []
        for facet in request.facets:
            others = [each for each in request.filters if each.field != facet.field]
            same = len(others) == len(request.filters)
            over.append((facet, filters if same else self._matches.filters(request, others)))
        bodies = [how_many(filters), *(facet_search(facet.field, narrowed) for facet, narrowed in over)]
        counted, *faceted = self._archive.client.msearch(bodies, index=self._archive.text, seconds=request.timeout)
        total: int = counted["hits"]["total"]["value"]
        facets = {
            facet.name: facet_counts(self._archive, facet, narrowed, found, request.timeout)
            for (facet, narrowed), found in zip(over, faceted, strict=True)
        }
        wanted = total and request.limit > 0
        found = self._pages.page(request, filters, total) if wanted else self._pages.empty(request, total)
        return replace(found, facets=facets)

    def _check_fields(self, request: SearchRequest) -> None:
        names = [each.field for each in request.filters] + [each.field for each in request.facets]
        for name in (*names, *value_fields(request.query)):
            if name not in self._fields:
                if name in NAME_FIELDS:
                    told = "{field}: the records of this archive came without names; see: baosou enrich --help"
                    raise QueryError(worded(told, field=field_name(name)))
                raise unknown_field(name, self._fields)

    def article(self, id: str, *, highlight: Query | None = None, full_ids: bool = False) -> ArticleText:
        """See `Engine.article`."""
        segment = self._one(id)
        words: tuple[str, ...] = ()
        if highlight is not None:
            from baosou.index.opensearch_engine.pages import expanded

            words = expanded(SearchRequest(highlight), [SegmentMatcher(segment, Deadline(None), self._vocabulary)])
        return ArticleReader([segment], highlight, words, self._names.short).article(id, full_ids=full_ids)

    def _one(self, id: str) -> Segment:
        """The article of an id, or the beginning of one, as a segment; raises UnknownId."""
        hits = self._reader.stored([self._names.resolved(id)])
        if not hits:
            raise asked_id(id).none()
        return self._reader.segment(hits)

    def articles(self, request: SearchRequest) -> Iterator[ArticleText]:
        """See `Engine.articles`."""
        self._check_fields(request)
        self._matches.filters(request)  # what is wrong with a request is told before the first article
        return self._in_order(request)

    def _in_order(self, request: SearchRequest) -> Iterator[ArticleText]:
        for found in self._pages.all_found(request):
            reader = ArticleReader([found.matcher.segment], None, None, self._names.short)
            yield from reader.in_order([found], request.by)

    def why(self, id: str, request: SearchRequest) -> Why:
        """See `Engine.why`."""
        from baosou.index.opensearch_engine.asking import why

        self._check_fields(request)
        return why(self._archive, self._reader, self._pages, self._matches, self._names, self._known, id, request)

    def telling_words(self, id: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """See `Engine.telling_words`."""
        from baosou.index.segments.results.telling import told_by

        return told_by(ArticleReader([self._one(id)], None, None, self._names.short), id, self._known, limit=limit)

    def period_counts(self, request: SearchRequest, by: Period) -> PeriodCounts:
        """See `Engine.period_counts`."""
        from baosou.index.opensearch_engine.asking import period_counts

        self._check_fields(request)
        request = replace(request, by="article")
        return period_counts(self._archive, self._pages, self._matches, request, by)

    def contexts(self, request: SearchRequest, wanted: Contexts) -> Occurrences:
        """See `Engine.contexts`."""
        from baosou.index.segments.results.occurrences import occurrences

        return occurrences(self._standing(request), wanted, self._names.short)

    def surroundings(self, request: SearchRequest, *, reach: int, drawn: Drawn) -> Surroundings:
        """See `Engine.surroundings`."""
        from baosou.index.opensearch_engine.asking import searched_characters
        from baosou.index.segments.results.occurrences import surroundings

        characters = searched_characters(self._archive, aside=request.aside)
        return surroundings(self._standing(request), reach, drawn, characters)

    def _standing(self, request: SearchRequest) -> list[tuple[Segment, Places]]:
        """Where in the matches of a request what speaks for a match stands, in the order of their sources."""
        from baosou.index.segments.matching.places import places

        self._check_fields(request)
        every = self._pages.all_found(replace(request, by="article"), sort="source")
        return [(each.matcher.segment, places(each.matcher, request.query, each.units)) for each in every]

    def sample(self, request: SearchRequest, *, characters: int) -> Sample:
        """See `Engine.sample`."""
        from baosou.index.concordances import Sample
        from baosou.index.segments.results.samples import openings

        found = self.search(replace(request, by="article", facets=(), snippets=0, full_ids=True))
        segment = self._reader.segment(self._reader.stored([hit.id for hit in found.hits]))
        texts = openings([segment], [(0, article) for article in range(segment.articles)], characters=characters)
        return Sample(tuple(texts), self._known.articles)

    def holding(self, words: Sequence[str], *, roughly: bool = False) -> Sequence[int]:
        """See `Engine.holding`."""
        from baosou.index.engine import ONCE

        if not roughly:
            return self._known.holding([Phrase(word, whole=True) for word in words])
        return [round(ONCE * count) for count in self._known.seen(words)]

    def bodies(self, ids: Sequence[str]) -> Sequence[str]:
        """See `Engine.bodies`."""
        from baosou.index.opensearch_engine.asking import bodies

        return bodies(self._reader, self._names, ids)

    def pairs(self, grams: Grams) -> Integers:
        """See `Engine.pairs`."""
        return self._known.pairs(grams)

    def frequencies(self, texts: Sequence[str], *, aside: bool = False) -> Sequence[int]:
        """See `Engine.frequencies`."""
        from baosou.index.opensearch_engine.asking import frequencies

        return frequencies(self._archive, texts, aside=aside)

    def status(self) -> Status:
        """See `Engine.status`."""
        from baosou.index.opensearch_engine.asking import status

        return status(self._archive, self._state, self._fields)

    def each(self, questions: Iterable[Callable[[], Made]]) -> Iterator[Made]:
        """See `Engine.each`."""
        client = self._archive.client
        return client.each(questions) if isinstance(client, Gathering) else (question() for question in questions)

    def is_current(self) -> bool:
        """See `Engine.is_current`."""
        return self._archive.state().generation == self._state.generation

    def close(self) -> None:
        """See `Engine.close`."""
        self._reader.close()
        self._archive.client.close()
