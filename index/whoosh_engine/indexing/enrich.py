"""Searches the articles of an index for people and organisations: those that are new, and what all of them tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from baosou.corpus.characters import QUOTES
from baosou.index.adding import EnrichOptions, EnrichProgress
from baosou.index.analysis.units import Integers
from baosou.index.names.judging import RULES
from baosou.index.names.tagging import TagLists, tagged
from baosou.index.names.tags import Tagger
from baosou.index.reports import EnrichSummary
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.enriched import Digests, Enrichment, Tags
from baosou.index.segments.named_texts import searched_for_names, texts_of_article
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.enriched import digests_of, united_tags, untagged, write_enrichment
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.generation import open_segment
from baosou.index.whoosh_engine.indexing.naming import Part, named
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, NamesEntry, commit
from baosou.index.whoosh_engine.storage.files import names_name
from baosou.index.whoosh_engine.storage.lock import locked

_BYTES_OF_CHARACTER = 2_000
"""Memory that a character of a batch takes while it is tagged, about."""


class _Growing(Struct):
    """A segment, what is known of the names in it, and the tags that are to be added to that."""

    segment: Segment
    known: Enrichment
    digests: Digests
    fresh: list[Tags] = field(default_factory=list)

    @classmethod
    def of(cls, segment: Segment, tagger: str) -> _Growing:
        """What a segment has; nothing is kept of what another tagger told."""
        known = None if segment.enriched is None or segment.enriched.tagger != tagger else segment.enriched
        if known is not None:
            known.file.require()
        content = untagged(segment.articles, tagger) if known is None else known.content
        return cls(segment, content, digests_of(segment))

    @property
    def waiting(self) -> Integers:
        """The articles that are not tagged yet."""
        return np.flatnonzero(searched_for_names(self.segment) & (self.known.digests == 0))

    @property
    def is_judged(self) -> bool:
        """Whether all articles that are tagged have columns, by the rules of this version."""
        if self.known.digests.any() and self.known.rules != RULES:
            return False
        return bool((self.known.judged | (self.known.digests == 0) | ~searched_for_names(self.segment)).all())

    def take(self, articles: Sequence[int], found: TagLists) -> None:
        """Take the tags of some articles."""
        self.fresh.append(_tags(articles, found))
        digests = self.known.digests.copy()
        digests[list(articles)] = self.digests.take(articles)
        self.known = replace(self.known, digests=digests)

    def grown(self) -> Enrichment:
        """What is known of it now."""
        if self.fresh:
            self.known = replace(self.known, tags=united_tags([self.known.tags, *self.fresh]))
            self.fresh = []
        return self.known


def enrich(
    folder: Path,
    options: EnrichOptions,
    tagger: Tagger,
    *,
    progress: Callable[[EnrichProgress], None],
    sizes: Sizes,
) -> EnrichSummary:
    """See `index.backend.Backend.enrich`."""
    started = time.monotonic()
    with locked(folder, wait=options.wait) as current:
        segments = [_Growing.of(open_segment(folder, entry), tagger.version) for entry in current.segments]
        waiting = [each.waiting for each in segments]
        articles = sum(map(len, waiting))
        if not options.dry_run:
            if articles:
                current = _tag(folder, current, segments, waiting, options, tagger, progress, sizes)
            if not all(each.is_judged for each in segments):
                progress(EnrichProgress(articles, articles, 0, judging=True))
                known = named([Part(each.segment, each.grown()) for each in segments])
                current = _written(folder, current, known)
                for each, content in zip(segments, known, strict=True):
                    each.known = content
        counts = [_values([each.known for each in segments], name) for name in NAME_FIELDS]
    return EnrichSummary(
        articles=articles,
        people=len(counts[0]),
        organisations=len(counts[1]),
        seconds=round(time.monotonic() - started, 3),
        dry_run=options.dry_run,
    )


def _values(known: Sequence[Enrichment], name: str) -> set[str]:
    """The values of a field that are shown where nobody asks for all."""
    return {
        value
        for each in known
        if (column := each.columns.get(name)) is not None
        for value, shown in zip(column.values, column.shown.tolist(), strict=True)
        if shown
    }


def _tag(
    folder: Path,
    current: Catalogue,
    segments: Sequence[_Growing],
    waiting: Sequence[Integers],
    options: EnrichOptions,
    tagger: Tagger,
    progress: Callable[[EnrichProgress], None],
    sizes: Sizes,
) -> Catalogue:
    total, done, characters, kept = sum(map(len, waiting)), 0, 0, 0
    most = min(options.memory_mb * 1_000_000 // options.workers // _BYTES_OF_CHARACTER, sizes.tagged)
    progress(EnrichProgress(0, total, 0))
    batches = _batches(segments, waiting, most)
    for (number, articles, size), found in tagged(batches, tagger, jobs=options.workers):
        segments[number].take(articles, found)
        done += len(articles)
        characters += size
        progress(EnrichProgress(done, total, characters))
        if characters - kept >= sizes.kept and done < total:
            current = _written(folder, current, [each.grown() for each in segments])
            kept = characters
    return current


def _batches(
    segments: Sequence[_Growing], waiting: Sequence[Integers], most: int
) -> Iterator[tuple[tuple[int, list[int], int], list[str]]]:
    """Articles of a segment with their texts, so many characters at a time."""
    for number, (each, articles) in enumerate(zip(segments, waiting, strict=True)):
        batch, texts, size = list[int](), list[str](), 0
        for article in articles.tolist():
            text = "\n".join(texts_of_article(each.segment, article))
            batch.append(article)
            texts.append(text)
            size += len(text)
            if size >= most:
                yield (number, batch, size), texts
                batch, texts, size = [], [], 0
        if batch:
            yield (number, batch, size), texts
        each.segment.file.forget()


_UNQUOTED = str.maketrans(dict.fromkeys(QUOTES))


def _tags(articles: Sequence[int], found: TagLists) -> Tags:
    """The tags of articles, each string of a kind once for each article."""
    known: dict[str, int] = {}
    rows: list[tuple[int, int, int, int]] = []
    for article, tags in zip(articles, found, strict=True):
        times: dict[tuple[int, int], int] = {}
        for tag in tags:
            key = known.setdefault(tag.text.translate(_UNQUOTED).strip(), len(known)), int(tag.kind)
            times[key] = times.get(key, 0) + 1
        rows += ((article, number, kind, often) for (number, kind), often in times.items())
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Tags(list(known), *(np.ascontiguousarray(column) for column in table.T))


def _written(folder: Path, current: Catalogue, known: Sequence[Enrichment]) -> Catalogue:
    """Write what is known of each segment, and make that the current generation."""
    generation = current.generation + 1
    entries = []
    for number, (entry, content) in enumerate(zip(current.segments, known, strict=True)):
        if content.digests.any():
            path = folder / names_name(generation, number)
            write_enrichment(path, content)
            entry = replace(entry, names=NamesEntry(path.name, ArrayFile(path).checksum))
        entries.append(entry)
    following = current.next(tuple(entries), wordbook=current.wordbook)
    commit(folder, following)
    return following
