"""From sources to segments: what one worker does with the files it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.discovery import Failure, Format, SourceFile
from baosou.corpus.models import Article, Kind, Section
from baosou.corpus.places import named_in_each, resolve
from baosou.corpus.places.weight import Named, Opening, by_weight
from baosou.corpus.readers import read_source
from baosou.corpus.readers.batches import Batch, read_batch
from baosou.corpus.readers.sparing import fewer
from baosou.corpus.sections import sections_of
from baosou.index.analysis.pinyin import load_readings
from baosou.index.analysis.trie import lexicon
from baosou.index.whoosh_engine.segment_writing.builder import SegmentBuilder, load_folding

_REPORT_EVERY = 200

_GROUP, _GROUP_CHARACTERS = 128, 100_000
"""How many articles are searched for places at a time, and of how many characters if they are long."""


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
        for article, parts in _placed_in_turn(_found(source, task), failures):
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


def _placed_in_turn(
    found: Iterable[Article | Failure], failures: list[Failure]
) -> Iterator[tuple[Article, tuple[Section, ...]]]:
    """The articles with their places, some at a time, in order; what could not be read goes to `failures`."""
    group: list[Article] = []
    characters = 0
    for each in found:
        if isinstance(each, Failure):
            failures.append(each)
            continue
        group.append(each)
        characters += sum([len(block.passage.text) for block in each.blocks])
        if len(group) == _GROUP or characters >= _GROUP_CHARACTERS:
            yield from placed(group)
            group, characters = [], 0
    yield from placed(group)


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


def placed(articles: Sequence[Article]) -> Iterator[tuple[Article, tuple[Section, ...]]]:
    """Each article with the places that it and each of its sections name, those of the most weight first.

    A record's own places come before those that its text names.
    """
    parted = [sections_of(article) for article in articles]
    anchors = [tuple(path for name in article.places for path in _paths(name)) for article in articles]
    read = iter(
        named_in_each(
            [
                ([article.title.text if article.title else "", *(section.text for section in sections)], own)
                for article, sections, own in zip(articles, parted, anchors, strict=True)
                if not article.aside
            ]
        )
    )
    for article, sections, own in zip(articles, parted, anchors, strict=True):
        if article.aside:
            yield article, sections
        else:
            yield _with_places(article, sections, own, next(read))


def _with_places(
    article: Article, sections: tuple[Section, ...], own: tuple[str, ...], found: Sequence[Named]
) -> tuple[Article, tuple[Section, ...]]:
    """`found` are the places of the title and of each section; the title's are the first section's too."""
    everywhere = {*own, *chain.from_iterable(found)}
    if not everywhere:
        return article, sections
    title, *named = found
    places = _ordered(_most_specific(everywhere), title, named, sections[0])
    if own:
        places.sort(key=lambda path: next((n for n, known in enumerate(own) if _is_within(path, known)), len(own)))
    titles: list[Named] = [title, *({} for _ in sections[1:])]
    sections = tuple(
        Section(section.number, section.blocks, tuple(_ordered({*above, *inside}, above, [inside], section)))
        for section, above, inside in zip(sections, titles, named, strict=True)
    )
    return replace(article, places=tuple(places)), sections


def _ordered(paths: Collection[str], title: Named, texts: Sequence[Named], first: Section) -> list[str]:
    """The places that a title and texts name by their weight; the first text is that of a section."""
    return list(paths) if len(paths) < 2 else by_weight(paths, title, texts, _opening(first))


def _opening(section: Section) -> Opening:
    """The first paragraph of a section; its first block where it has none."""
    start = 0
    for block in section.blocks:
        end = start + len(block.passage.text)
        if block.kind is Kind.PARAGRAPH:
            return Opening.of(section.text, start, end)
        start = end + 1
    return Opening(0, 0, len(section.blocks[0].passage.text) if section.blocks else 0)


def _is_within(path: str, above: str) -> bool:
    """Whether a place is another one or lies in it."""
    return path == above or path.startswith(f"{above}/")


def _paths(name: str) -> Iterator[str]:
    """The official path of a place that a record names, or the name itself where there is none or several."""
    paths = resolve(name)
    yield paths[0] if len(paths) == 1 else name


def _most_specific(paths: Iterable[str]) -> list[str]:
    known = sorted(paths)
    above: set[str] = set()
    for path in known:
        upper = path.rpartition("/")[0]
        while upper and upper not in above:
            above.add(upper)
            upper = upper.rpartition("/")[0]
    return [path for path in known if path not in above]
