"""From sources to segments: what one worker does with the files it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from baosou.corpus.discovery import Failure, SourceFile
from baosou.corpus.models import Article, Section
from baosou.corpus.places import places_in, resolve
from baosou.corpus.readers import read_source
from baosou.corpus.sections import sections_of
from baosou.index.whoosh_engine.builder import SegmentBuilder

_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True)
class Source:
    """A file to index, under the key (its absolute path, or a stream's name) and salt that its ids are made of."""

    file: SourceFile
    key: str
    digest: str
    salt: int
    size: int


@dataclass(frozen=True, slots=True)
class Task:
    """Sources for one worker; its segments are written as `<target>-<n>.seg`, each of about `characters`."""

    sources: tuple[Source, ...]
    target: Path
    encoding: str | None
    characters: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source; `read` is false where nothing of it could be read."""

    source: Source
    read: bool
    articles: int
    sections: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The segments that a task made, and what became of its sources."""

    segments: tuple[Path, ...]
    outcomes: tuple[Outcome, ...]


Report = Callable[[str, int, int], None]
"""Called with a source's path, the articles and the characters read of it since the last report."""


def article_id(name: str, salt: int, place: int) -> int:
    """64 bits that stay while the source's name inside its root and the article's place in it do."""
    return int.from_bytes(hashlib.blake2b(f"{name}\0{salt}\0{place}".encode(), digest_size=8).digest())


def build(task: Task, report: Report) -> Built:
    """Read the sources and write their segments; what cannot be read is recorded."""
    segments: list[Path] = []
    outcomes = []
    builder = SegmentBuilder()
    for source in task.sources:
        articles, sections, failures = 0, 0, []
        reported, before = 0, builder.characters
        for found in read_source(source.file, encoding=task.encoding):
            if isinstance(found, Failure):
                failures.append(found)
                continue
            articles += 1
            article, parts = placed(found)
            sections += len(parts)
            builder.add(article, parts, id=article_id(source.file.name, source.salt, articles), source=source.key)
            if articles - reported == _REPORT_EVERY:
                report(source.key, _REPORT_EVERY, builder.characters - before)
                reported, before = articles, builder.characters
            if builder.characters >= task.characters:
                segments.append(_write(builder, task, len(segments)))
                builder, before = SegmentBuilder(), 0
        report(source.key, articles - reported, builder.characters - before)
        read = articles > 0 or all(failure.warning for failure in failures)
        outcomes.append(Outcome(source, read, articles, sections, tuple(failures)))
    if builder.articles:
        segments.append(_write(builder, task, len(segments)))
    return Built(tuple(segments), tuple(outcomes))


def _write(builder: SegmentBuilder, task: Task, number: int) -> Path:
    path = task.target.with_name(f"{task.target.name}-{number}.seg")
    builder.write(path)
    return path


def placed(article: Article) -> tuple[Article, tuple[Section, ...]]:
    """The article with the places that it and each of its sections name; a record's own places come first."""
    sections = sections_of(article)
    if article.aside:
        return article, sections
    own = tuple(path for name in article.places for path in _paths(name))
    title = article.title.text if article.title else ""
    found = places_in([title, *(section.text for section in sections)], anchors=own)
    everywhere = dict.fromkeys((*own, *(place for places in found for place in places)))
    sections = tuple(
        replace(section, places=tuple(sorted({*places, *(found[0] if n == 0 else ())})))
        for n, (section, places) in enumerate(zip(sections, found[1:], strict=True))
    )
    return replace(article, places=tuple(_most_specific(everywhere))), sections


def _paths(name: str) -> Iterator[str]:
    """The official path of a place that a record names, or the name itself where there is none or several."""
    paths = resolve(name)
    yield paths[0] if len(paths) == 1 else name


def _most_specific(paths: Iterable[str]) -> list[str]:
    known = sorted(paths)
    return [path for path in known if not any(other.startswith(f"{path}/") for other in known)]
