"""A second engine, as small as one can be: articles in memory, read by `index.ingest`; a query looks at them all.

It shows what an engine is to bring and what is there for it, and imports nothing of the embedded one. It scores by how
often what was asked stands in an article, and knows no words of its own: nothing is suggested, no pattern expanded.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.discovery import Failure as SourceFailure
from baosou.corpus.errors import BaosouError
from baosou.corpus.folding import fold_text
from baosou.corpus.models import Article
from baosou.index.access import Access
from baosou.index.adding import AddOptions, EnrichOptions, EnrichProgress, Progress
from baosou.index.analysis.analyzer import plain_words
from baosou.index.analysis.units import Grams, Integers
from baosou.index.analysis.user_words import UserWord
from baosou.index.analysis.vocabulary import PLAIN, Vocabulary
from baosou.index.concordances import Contexts, Drawn, Occurrences, Sample, Stretch, Surroundings
from baosou.index.contexts.order import shuffled
from baosou.index.engine import Engine
from baosou.index.errors import IndexMissing, QueryError
from baosou.index.highlight.marker import FoldedText, Marker, Place
from baosou.index.highlight.snippets import snippets
from baosou.index.ids import DIGITS, SHOWN, asked_id, section_id, shown_id
from baosou.index.ingest.documents import Document, byline_of, documents_of, load_tables
from baosou.index.ingest.facet_values import FacetKeys, FacetValues, chosen_values, date_bounds, wanted_period, within
from baosou.index.ingest.ids import parted
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.roots import roots_of, sources_at
from baosou.index.ingest.sources import Built, Reached, Report, SourceEntry, SourceOutcome, Task, Work
from baosou.index.ingest.survey import Survey, digest_of
from baosou.index.ingest.user_words import changed
from baosou.index.ingest.workers import Teller, run
from baosou.index.lookups import Known, Lookup
from baosou.index.query.tree import (
    And,
    Boost,
    DateRange,
    Everything,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Value,
    Words,
    stands_for_words,
    text_leaves,
)
from baosou.index.reports import (
    AddSummary,
    CheckProgress,
    CheckReport,
    EnrichSummary,
    Finding,
    OptimizeSummary,
    Status,
    WordsSummary,
)
from baosou.index.request import FACET_FIELDS, FacetRequest, Filter, SearchRequest
from baosou.index.results import ArticleText, BlockText, FacetCount, Hit, Results, SectionText, SourcePlace
from baosou.index.timelines import Period, PeriodCount, PeriodCounts
from baosou.index.understanding.outline import outline
from baosou.index.why import Reason, Why
from tests.index.memory_places import Standing, near_places, period_of, standing

Made = TypeVar("Made")


class Held(Struct, frozen=True):
    """An article in memory with the source that it is of and the values that it counts as."""

    document: Document
    source: str
    values: FacetValues

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text by its field."""
        article = self.document.article
        if article.title is not None:
            yield "title", article.title.text
        if (byline := byline_of(article)) is not None:
            yield "byline", byline
        for section in self.document.sections:
            yield "body", section.text


def build(task: Task, report: Report) -> Built:
    """Read the sources of a task, and write their articles for the process that adds."""
    outcomes, found = [], []
    for source in task.sources:
        failures: list[SourceFailure] = []
        documents = list(documents_of(source, task.batch, failures))
        articles = [each for each in documents if not each.article.aside]
        sections = sum(len(each.sections) for each in articles)
        found += [(source.key, each) for each in documents]
        characters = sum(len(section.text) for document in documents for section in document.sections)
        report(Reached(source.key, len(articles), characters))
        asides = len(documents) - len(articles)
        outcomes.append(SourceOutcome.of(source, failures, articles=len(articles), sections=sections, asides=asides))
    task.target.write_bytes(pickle.dumps(found))
    return Built((task.target,), tuple(outcomes))


class MemoryBackend:
    """Implements `index.backend.Backend` in the memory of this process."""

    def __init__(self, location: str, _: Access | None = None) -> None:
        self._location = location
        self._sources: dict[str, SourceEntry] | None = None
        self._held: list[Held] = []
        self._words: list[UserWord] = []

    def open(self) -> Engine:
        """See `Backend.open`."""
        known = self._known()
        return MemoryEngine(self._location, known, tuple(self._held), lambda: self._sources is known)

    def _known(self) -> dict[str, SourceEntry]:
        if self._sources is None:
            raise IndexMissing(f"no index at {self._location}")
        return self._sources

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions,
        *,
        records: BinaryIO | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> AddSummary:
        """See `Backend.add`."""
        if not paths and records is None:
            paths = roots_of(self._sources or {})
        survey = Survey(self._sources or {}, paths, options)
        with tempfile.TemporaryDirectory() as workshop:
            if records is not None:
                survey.take_stream(records, Path(workshop))
            if options.dry_run:
                return survey.forecast()
            plan = Plan.of(survey.changed, Path(workshop), jobs=options.workers, characters=1_000_000)
            teller, work = Teller(survey.changed, progress), Work(build, load_tables)
            built = list(run(plan.tasks(), plan.jobs, teller, work))
            outcomes = [survey.settled(outcome) for each in built for outcome in each.outcomes]
            found = [item for each in built for path in each.files for item in pickle.loads(path.read_bytes())]
        gone = survey.gone()
        read = [outcome for outcome in outcomes if outcome.read]
        self._drop([*gone, *(outcome.source.key for outcome in read)])
        self._sources = {
            **(self._sources or {}),
            **survey.reselected(),
            **{outcome.source.key: outcome.entry for outcome in read},
        }
        keys = FacetKeys()
        ids = parted(np.array([document.id for _, document in found], dtype=np.uint64)).tolist()
        self._held += [
            Held(replace(document, id=id), key, keys.values_of(document.article, key)[0])
            for (key, document), id in zip(found, ids, strict=True)
        ]
        return survey.summary(outcomes, removed=len(gone))

    def _drop(self, keys: Iterable[str]) -> None:
        dropped = set(keys)
        self._held = [each for each in self._held if each.source not in dropped]
        self._sources = {key: entry for key, entry in (self._sources or {}).items() if key not in dropped}

    def remove(self, paths: Iterable[Path], *, wait: float = 0.0, dry_run: bool = False) -> AddSummary:
        """See `Backend.remove`."""
        found, failed = sources_at(self._known(), paths)
        if not dry_run:
            self._drop(found)
        return AddSummary(removed=len(found), failed=tuple(failed), dry_run=dry_run)

    def optimize(self, *, jobs: int, memory_mb: int, wait: float, dry_run: bool) -> OptimizeSummary:
        """See `Backend.optimize`: there is nothing to do."""
        self._known()
        return OptimizeSummary(1, 1, 0, 0, 0, 0.0, dry_run)

    def enrich(self, options: EnrichOptions, *, progress: Callable[[EnrichProgress], None]) -> EnrichSummary:
        raise BaosouError("nothing here finds names")

    def check(
        self, *, sources: bool = False, progress: Callable[[CheckProgress], None] = lambda _: None
    ) -> CheckReport:
        """See `Backend.check`."""
        known = self._known()
        stale = [
            Finding("source", key, "changed since it was indexed")
            for key, entry in known.items()
            if sources and digest_of(Path(key), entry.encoding) != entry.digest
        ]
        return CheckReport(tuple(stale), 0, 0, len(known) if sources else 0, 0, 0.0)

    def change_words(
        self, words: Sequence[UserWord], *, remove: bool = False, wait: float = 0.0, dry_run: bool = False
    ) -> WordsSummary:
        """See `Backend.change_words`."""
        self._known()
        after, summary = changed(self._words, words, remove=remove)
        if not dry_run:
            self._words = after
        return replace(summary, dry_run=dry_run)


class MemoryEngine:
    """Implements `index.engine.Engine` over articles in memory."""

    def __init__(
        self, location: str, sources: dict[str, SourceEntry], held: Sequence[Held], is_current: Callable[[], bool]
    ) -> None:
        self._location = location
        self._sources = sources
        self._held = held
        self._is_current = is_current

    def search(self, request: SearchRequest) -> Results:
        """See `Engine.search`."""
        self._check_fields(request)
        found = [each for each in self._held if self._matches(each, request, request.filters)]
        marker = Marker(request.query)
        scores = {each.document.id: float(len(_places(marker, each))) for each in found}
        found.sort(key=lambda each: (-scores[each.document.id], each.document.id))
        page = found[request.offset : request.offset + request.limit]
        facets = {each.name: self._counts(each, request) for each in request.facets}
        hits = [self._hit(each, rank, request) for rank, each in enumerate(page, start=request.offset + 1)]
        return Results(len(found), tuple(hits), facets)

    def _check_fields(self, request: SearchRequest) -> None:
        for name in (*(each.field for each in request.filters), *(each.field for each in request.facets)):
            if name not in self.fields():
                raise QueryError(f"unknown field {name}; fields are: {', '.join(self.fields())}")

    def _matches(self, held: Held, request: SearchRequest, filters: Sequence[Filter]) -> bool:
        if held.document.article.aside and not request.aside:
            return False
        if shown_id(held.document.id) in request.without:
            return False
        dated = not (request.since or request.until) or _within(held, request.since, request.until)
        return (
            dated
            and _holds(held, request.query)
            and all(any(_has(held, f.field, value) for value in f.values) != f.negated for f in filters)
        )

    def _counts(self, facet: FacetRequest, request: SearchRequest) -> tuple[FacetCount, ...]:
        others = [each for each in request.filters if each.field != facet.field]
        over = [each for each in self._held if self._matches(each, request, others)]
        counts = Counter(value for each in over for value in dict.fromkeys(each.values.get(facet.field, ())))
        if facet.within is not None:
            known = list(counts)
            counts = Counter(
                {v: counts[v] for v, below in zip(known, within(facet.within, known), strict=True) if below}
            )
        first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: facet.limit or None]
        return tuple(FacetCount(value, count) for value, count in first)

    def _hit(self, held: Held, rank: int, request: SearchRequest) -> Hit:
        article, sections = held.document.article, held.document.sections
        marker = Marker(request.query)
        places = [marker.find(FoldedText(section.text)) for section in sections]
        best = max(range(len(sections)), key=lambda n: (len(places[n]), -n))
        title = None if article.title is None else article.title.text
        id = shown_id(held.document.id, DIGITS if request.full_ids else SHOWN[0])
        return Hit(
            rank=rank,
            score=float(len(_places(marker, held))),
            id=id,
            section=section_id(id, best + 1),
            title=title,
            title_highlights=() if title is None else marker.ranges(FoldedText(title), "title"),
            authors=article.authors,
            date=article.date,
            publication=article.publication,
            edition=article.edition,
            column=article.column,
            places=article.places,
            url=article.url,
            record_id=article.record_id,
            source=_source_of(held, best),
            more_sections=tuple(section_id(id, n + 1) for n in range(len(sections)) if n != best and places[n]),
            lacks=(),
            reprints=(),
            extra=article.extra,
            snippets=tuple(
                snippets(sections[best].text, ((0, 1),), places[best], count=request.snippets, width=request.width)
            ),
        )

    def _find(self, id: str) -> tuple[Held, int | None]:
        asked = asked_id(id)
        found = [each for each in self._held if asked.first <= each.document.id <= asked.last]
        if not found:
            raise asked.none()
        if len(found) > 1:
            raise asked.several([shown_id(each.document.id) for each in found], len(found))
        asked.require(len(found[0].document.sections))
        return found[0], asked.section

    def article(self, id: str, *, highlight: Query | None = None, full_ids: bool = False) -> ArticleText:
        """See `Engine.article`."""
        held, wanted = self._find(id)
        numbers = range(len(held.document.sections)) if wanted is None else [wanted - 1]
        short = shown_id(held.document.id, DIGITS if full_ids else SHOWN[0])
        return self._shown(held, Marker(highlight), short, numbers)

    def _shown(self, held: Held, marker: Marker, short: str, numbers: Collection[int]) -> ArticleText:
        article = held.document.article
        title = None if article.title is None else article.title.text
        sections = [
            SectionText(
                section_id(short, number + 1),
                section.places,
                _source_of(held, number),
                tuple(
                    BlockText(
                        block.kind,
                        block.passage.text,
                        block.passage.spans[0].line if block.passage.spans else 0,
                        marker.ranges(FoldedText(block.passage.text)),
                    )
                    for block in section.blocks
                ),
            )
            for number, section in enumerate(held.document.sections)
            if number in numbers
        ]
        return ArticleText(
            id=short,
            title=title,
            title_highlights=() if title is None else marker.ranges(FoldedText(title), "title"),
            byline=None if article.byline is None else article.byline.text,
            authors=article.authors,
            date=article.date,
            publication=article.publication,
            edition=article.edition,
            column=article.column,
            url=article.url,
            record_id=article.record_id,
            places=article.places,
            extra=article.extra,
            aside=article.aside,
            source=_source_of(held, 0),
            lines=_lines_of(article, None if len(numbers) == len(held.document.sections) else held, numbers),
            sections=tuple(sections),
        )

    def articles(self, request: SearchRequest) -> Iterator[ArticleText]:
        """See `Engine.articles`; by section those that hold what was asked, or all where that is nothing of texts."""
        self._check_fields(request)
        found = [each for each in self._held if self._matches(each, request, request.filters)]
        return (self._whole(each, request) for each in sorted(found, key=lambda each: each.document.id))

    def _whole(self, held: Held, request: SearchRequest) -> ArticleText:
        marker, sections = Marker(request.query), held.document.sections
        wanted = list(range(len(sections)))
        if request.by == "section" and text_leaves(request.query):
            wanted = [n for n, section in enumerate(sections) if marker.find(FoldedText(section.text))]
        return self._shown(held, Marker(None), shown_id(held.document.id, DIGITS), wanted)

    def why(self, id: str, request: SearchRequest) -> Why:
        """See `Engine.why`; of the query it is told whether it holds, not of its parts."""
        held, _ = self._find(id)
        finding = Reason(outline(request.query), _holds(held, request.query))
        matches = self._matches(held, request, request.filters)
        return Why(shown_id(held.document.id), self.article(id), matches, finding, (), self.search(request).total)

    def telling_words(self, id: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """See `Engine.telling_words`: the words that stand oftener in the article than elsewhere."""
        held, _ = self._find(id)
        own, others = Counter[str](), Counter[str]()
        for each in self._held:
            counts = own if each is held else others
            counts.update(word for _, text in each.texts() for word in plain_words(fold_text(text)))
        weights = {word: count / (1 + others[word]) for word, count in own.items() if others[word]}
        return sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def period_counts(self, request: SearchRequest, by: Period) -> PeriodCounts:
        """See `Engine.period_counts`."""
        self._check_fields(request)
        everything = replace(request, query=Everything())
        counts: dict[str, PeriodCount] = {}
        undated = 0
        for held in self._held:
            period = period_of(held.document.article.date, by)
            matches = self._matches(held, request, request.filters)
            undated += matches and period is None
            if period is None or not self._matches(held, everything, request.filters):
                continue
            known = counts.get(period, PeriodCount(period, 0, 0, 0, 0))
            counts[period] = PeriodCount(
                period,
                known.articles + matches,
                known.occurrences + (len(list(standing(held, request.query))) if matches else 0),
                known.of_articles + 1,
                known.characters + sum(len(text) for _, text in held.texts()),
            )
        return PeriodCounts(undated, tuple(counts[period] for period in sorted(counts)))

    def contexts(self, request: SearchRequest, wanted: Contexts) -> Occurrences:
        """See `Engine.contexts`."""
        found = self._standing(request)
        order = list(range(len(found)))
        if wanted.drawn.sample is not None:
            order = sorted(shuffled(len(found), wanted.drawn.seed).tolist()[: wanted.drawn.sample])
        if wanted.sort == "random":
            order = [order[n] for n in shuffled(len(order), wanted.drawn.seed).tolist()]
        elif wanted.sort != "source":
            order.sort(key=lambda n: found[n].key(wanted.sort))
        lines = tuple(found[n].line(wanted) for n in order[: wanted.limit])
        return Occurrences(len(found), len({each.held.document.id for each in found}), len(order), lines)

    def _standing(self, request: SearchRequest) -> list[Standing]:
        """All occurrences of a request in the order of their sources."""
        self._check_fields(request)
        matching = [held for held in self._held if self._matches(held, request, request.filters)]
        matching.sort(key=lambda held: held.source)
        return [each for held in matching for each in standing(held, request.query)]

    def surroundings(self, request: SearchRequest, *, reach: int, drawn: Drawn) -> Surroundings:
        """See `Engine.surroundings`: each text with an occurrence is a stretch, whole, however far it reaches."""
        found = self._standing(request)
        order = range(len(found))
        chosen = order if drawn.sample is None else sorted(shuffled(len(found), drawn.seed)[: drawn.sample].tolist())
        texts: dict[tuple[int, int], list[Standing]] = {}
        for n in chosen:
            texts.setdefault((found[n].held.document.id, found[n].number), []).append(found[n])
        stretches = [
            Stretch(fold_text(each[0].text), tuple((s.folded_start, s.folded_end) for s in each), True, True)
            for each in texts.values()
        ]
        searched = [held for held in self._held if request.aside or not held.document.article.aside]
        characters = sum(len(text) for held in searched for _, text in held.texts())
        articles = len({each.held.document.id for each in found})
        return Surroundings(len(found), articles, len(chosen), characters, tuple(stretches))

    def sample(self, request: SearchRequest, *, characters: int) -> Sample:
        """See `Engine.sample`."""
        ids = [hit.id for hit in self.search(replace(request, facets=(), full_ids=True)).hits]
        held = {shown_id(each.document.id, DIGITS): each for each in self._held}
        texts = (
            "\n".join(fold_text(text) for field, text in held[id].texts() if field != "byline")[:characters]
            for id in ids
        )
        return Sample(tuple(texts), len(self._held))

    def holding(self, words: Sequence[str], *, roughly: bool = False) -> Sequence[int]:
        """See `Engine.holding`: exact."""
        return [sum(bool(_places(Marker(Phrase(word, whole=True)), held)) for held in self._held) for word in words]

    def bodies(self, ids: Sequence[str]) -> Sequence[str]:
        """See `Engine.bodies`."""
        return [
            "\n".join(fold_text(text) for field, text in self._find(id)[0].texts() if field == "body") for id in ids
        ]

    def pairs(self, grams: Grams) -> Integers:
        """See `Engine.pairs`."""
        every = [fold_text(text) for held in self._held for _, text in held.texts()]
        counts = [sum(text.count(chr(gram >> 16) + chr(gram & 0xFFFF)) for text in every) for gram in grams.tolist()]
        return np.array(counts, dtype=np.int64)

    def frequencies(self, texts: Sequence[str], *, aside: bool = False) -> Sequence[int]:
        """See `Engine.frequencies`."""
        searched = [held for held in self._held if aside or not held.document.article.aside]
        return [sum(len(_places(Marker(Phrase(text, whole=True)), held)) for held in searched) for text in texts]

    @property
    def vocabulary(self) -> Vocabulary:
        """See `Engine.vocabulary`: jieba's dictionary alone."""
        return PLAIN

    def known(self, lookup: Lookup, *, limit: int = 10) -> Sequence[Known]:
        """See `Engine.known`: nothing."""
        return ()

    def fields(self) -> Sequence[str]:
        """See `Engine.fields`."""
        further = {field for each in self._held for field in each.values} - set(FACET_FIELDS)
        return (*FACET_FIELDS, *sorted(further))

    def is_current(self) -> bool:
        """See `Engine.is_current`."""
        return self._is_current()

    def status(self) -> Status:
        """See `Engine.status`."""
        articles = [each.document for each in self._held if not each.document.article.aside]
        return Status(
            location=self._location,
            sources=len(self._sources),
            articles=len(articles),
            sections=sum(len(each.sections) for each in articles),
            characters=sum(len(text) for each in self._held for _, text in each.texts()),
            bytes=0,
            format=1,
            analysis="none",
            fields=tuple(self.fields()),
            updated=None,
            segments=1,
            deleted=0,
            generation=1,
        )

    def each(self, questions: Iterable[Callable[[], Made]]) -> Iterator[Made]:
        """See `Engine.each`; one after another."""
        return (question() for question in questions)

    def close(self) -> None:
        """See `Engine.close`."""


def _places(marker: Marker, held: Held) -> list[Place]:
    """Where what is asked stands in the texts of an article."""
    return [place for field, text in held.texts() for place in marker.find(FoldedText(text), field)]


def _holds(held: Held, query: Query) -> bool:
    """Whether an article matches a query: where something stands is told by what marks it."""
    match query:
        case Everything():
            return True
        case And(children):
            return all(_holds(held, child) for child in children)
        case Or(children):
            return any(_holds(held, child) for child in children)
        case Not(child):
            return not _holds(held, child)
        case Boost(child, _):
            return _holds(held, child)
        case Value(field, value):
            return _has(held, field, value)
        case DateRange(since, until):
            return _within(held, since, until)
        case Words():
            raise TypeError("words that are not cut yet")
        case Near():
            return any(near_places(query, text) for field, text in held.texts() if query.field in (None, field))
        case _:
            if any(stands_for_words(leaf) for leaf, _ in text_leaves(query)):
                raise QueryError("this engine lists no words: fuzzy words and patterns are not for it")
            return bool(_places(Marker(query), held))


def _has(held: Held, field: str, value: str) -> bool:
    """Whether an article has a value in a field, as filters mean it."""
    if field == "date":
        return _within(held, *wanted_period(value))
    if field == "source":
        return fold_text(value) in fold_text(held.source)
    return any(chosen_values(field, held.values.get(field, ()), [value]))


def _within(held: Held, since: str | None, until: str | None) -> bool:
    """Whether the date of an article, as far as it is known, overlaps a range."""
    first, last = date_bounds(held.document.article.date)
    after = not since or last >= date_bounds(since)[0]
    return bool(first) and after and (not until or first <= date_bounds(until)[1])


def _lines_of(article: Article, held: Held | None, numbers: Collection[int]) -> tuple[int, int]:
    """The first and the last line of an article, or of some sections alone."""
    if held is None:
        passages = [article.title, article.byline, *(block.passage for block in article.blocks)]
    else:
        passages = [block.passage for n in numbers for block in held.document.sections[n].blocks]
    lines = [span.line for passage in passages if passage is not None for span in passage.spans]
    return min(lines, default=1), max(lines, default=1)


def _source_of(held: Held, section: int) -> SourcePlace:
    """Where a section stands in its source."""
    spans = [span for block in held.document.sections[section].blocks for span in block.passage.spans]
    if not spans:
        return SourcePlace(held.source, 1, None, None, 0, 0)
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    return SourcePlace(held.source, spans[0].line, None, None, first, last)
