"""From sources to segments: what one worker does with the files it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from baosou.corpus.discovery import Failure, Format, SourceFile
from baosou.corpus.models import Article
from baosou.corpus.places import named_in_each
from baosou.corpus.readers import read_source
from baosou.corpus.readers.batches import Batch, read_batch
from baosou.corpus.readers.sparing import fewer
from baosou.index.analysis.pinyin import load_readings
from baosou.index.analysis.trie import lexicon
from baosou.index.ingest.documents import placed_in_turn
from baosou.index.whoosh_engine.segment_writing.builder import SegmentBuilder, load_folding

_REPORT_EVERY = 200


class Source(Struct, frozen=True):
    """A file to index, under the key (its absolute path, or a stream's name) and salt that its ids are made of.

    `encoding` is the one that is forced, if any.
    """

    file: SourceFile
    key: str
    digest: str
    salt: int
    size: int
    encoding: str | None = None


class Task(Struct, frozen=True):
    """Sources for one worker; its segments are written as `<target>-<n>.seg`, each of about `characters`.

    With a `batch` it is only these lines of a single source. A task is `alone` if no other one makes segments, which
    are merged.
    """

    sources: tuple[Source, ...]
    target: Path
    characters: int
    batch: Batch | None = None
    alone: bool = True


class Outcome(Struct, frozen=True):
    """What became of one source; `read` is false where nothing of it could be read."""

    source: Source
    read: bool
    articles: int
    sections: int
    failures: tuple[Failure, ...]


class Built(Struct, frozen=True):
    """The segments that a task made, and what became of its sources."""

    segments: tuple[Path, ...]
    outcomes: tuple[Outcome, ...]


Report = Callable[[str, int, int], None]
"""Called with a source's path, the articles and the characters read of it since the last report."""


def joined(parts: Sequence[Built]) -> Built:
    """What several tasks made of one source, in order, as if one had."""
    outcomes = [outcome for part in parts for outcome in part.outcomes]
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    told = fewer(failures, outcomes[0].source.file.path) if len(parts) > 1 else tuple(failures)
    outcome = _outcome(
        outcomes[0].source, sum(each.articles for each in outcomes), sum(each.sections for each in outcomes), told
    )
    return Built(tuple(path for part in parts for path in part.segments), (outcome,))


def _outcome(source: Source, articles: int, sections: int, failures: tuple[Failure, ...]) -> Outcome:
    read = articles > 0 or all(failure.warning for failure in failures)
    return Outcome(source, read, articles, sections, failures)


def article_id(name: str, salt: int, place: int) -> int:
    """64 bits that stay while the source's name inside its root and the article's place in it do."""
    return int.from_bytes(hashlib.blake2b(f"{name}\0{salt}\0{place}".encode(), digest_size=8).digest())


def load_tables() -> None:
    """Load what all tasks need, so that processes copied from this one have it."""
    from baosou.corpus.readers import jsonl  # noqa: F401 (the format of long sources)

    named_in_each([(["北京"], ())])
    lexicon()
    load_readings()
    load_folding()


def build(task: Task, report: Report) -> Built:
    """Read the sources and write their segments; what cannot be read is recorded."""
    segments: list[Path] = []
    outcomes = []
    builder = SegmentBuilder()
    for source in task.sources:
        articles, sections = 0, 0
        failures: list[Failure] = []
        reported, before = 0, builder.characters
        for article, parts in placed_in_turn(_found(source, task), failures):
            articles += 1
            sections += len(parts)
            id = article_id(source.file.name, source.salt, _place(article, articles, source.file.format))
            builder.add(article, parts, id=id, source=source.key)
            if articles - reported == _REPORT_EVERY:
                report(source.key, _REPORT_EVERY, builder.characters - before)
                reported, before = articles, builder.characters
            if builder.characters >= task.characters:
                segments.append(_write(builder, task, len(segments)))
                builder, before = SegmentBuilder(), 0
        report(source.key, articles - reported, builder.characters - before)
        outcomes.append(_outcome(source, articles, sections, tuple(failures)))
    if builder.articles:
        segments.append(_write(builder, task, len(segments)))
    return Built(tuple(segments), tuple(outcomes))


def _found(source: Source, task: Task) -> Iterator[Article | Failure]:
    if task.batch is not None:
        return read_batch(source.file, task.batch)
    return read_source(source.file, encoding=source.encoding)


def _place(article: Article, number: int, format: Format) -> int:
    """An article's place in its source: a record's line, known without what stands before it; else its number."""
    if format is not Format.JSONL:
        return number
    first = article.title or article.blocks[0].passage
    return first.spans[0].line


def _write(builder: SegmentBuilder, task: Task, number: int) -> Path:
    path = task.target.with_name(f"{task.target.name}-{number}.seg")
    builder.write(path, whole=task.alone)
    return path
