"""Makes an index anew from the sources that it names, whatever has become of the rest of it.

Nothing of the old index goes before the new one is whole: both lie in the folder until one rename. Segments are never
read. Where the catalogue cannot be read, the newest list of sources and the newest wordbook are taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.errors import BaosouError, worded
from baosou.index.adding import AddOptions, Progress
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion
from baosou.index.ingest.ids import Salts
from baosou.index.ingest.sources import Built, Source, SourceEntry, SourceOutcome, by_ending, failures
from baosou.index.ingest.survey import sources_again, stream_source
from baosou.index.reports import AddSummary, Unread
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.indexing import add, user_words
from baosou.index.whoosh_engine.indexing.build import built_of
from baosou.index.whoosh_engine.indexing.index_writer import Writer
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, SegmentEntry, WordbookEntry, read_catalogue
from baosou.index.whoosh_engine.storage.files import (
    NAME,
    is_there,
    newest_file,
    newest_generation,
    sources_name,
    wordbook_name,
)
from baosou.index.whoosh_engine.storage.lock import write_lock
from baosou.index.whoosh_engine.storage.source_list import sources_in
from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook

_NEW_IDS = "it was made by another version: ids may have changed, look up anew those that you noted"


class _Remains(Struct, frozen=True):
    """What can still be read of an index: its sources, its user's words, and what is to be said of the rest.

    `named` are segments of which it is known whom their articles name.
    """

    sources: dict[str, SourceEntry]
    wordbook: Path | None
    generation: int
    warnings: list[Unread]
    named: tuple[SegmentEntry, ...] = ()


def rebuild(
    folder: Path,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None,
    progress: Callable[[Progress], None],
    sizes: Sizes,
) -> AddSummary:
    """Index all sources of an index, and some paths besides, in its place; nothing changes where one cannot be read.

    With `options.prune`, those that cannot be read are left out instead. Raises IndexMissing, IndexLocked, and
    IndexDamaged where it cannot be known what the sources are and no paths are given.
    """
    started = time.monotonic()
    if newest_generation(folder) == 0 and not is_there(folder / NAME):
        raise IndexMissing(
            worded("no index at {folder}; make one with: baosou add PATH... --index {folder}", folder=folder)
        )
    words, odd = add.wordbook_given(options)
    named = bool(paths) or records is not None
    # what no catalogue names is taken for the leavings of a dead writer by whoever has the lock
    remains = _remains(folder, named=named)
    with write_lock(folder, wait=options.wait), add.building(folder) as workshop:
        if is_there(folder / NAME):
            remains = _remains(folder, named=named)
        found, lost, skipped = sources_again(remains.sources, paths, options, own=folder)
        if records is not None:
            found.append(stream_source(records, workshop, options))
        base = Catalogue(remains.generation, sources=remains.sources)
        writer = Writer(folder, base, jobs=options.workers, memory_mb=options.memory_mb, sizes=sizes)
        sources = list(map(Salts(remains.sources).given, found))
        warnings = [*odd, *remains.warnings]
        built: list[Built] = []
        if not options.dry_run and (options.prune or not lost):
            built = list(built_of(sources, workshop, options, progress, sizes))
        outcomes = [outcome for each in built for outcome in each.outcomes]
        failed, warned = failures(outcomes)
        lost += [
            Unread(
                outcome.source.key,
                worded("nothing of it could be read: {reason}", reason=outcome.failures[0].reason),
            )
            for outcome in outcomes
            if not outcome.read
        ]
        if lost and not options.prune:
            reason = worded("left as it was, for sources of it cannot be read; leave these out with --prune")
            summary = _summary(sources, remains, [], [*lost, Unread(str(folder), reason)], warnings, started, options)
            return replace(summary, skipped=skipped)
        if not options.dry_run:
            writer.keep(outcome.source.key for outcome in outcomes if outcome.read)
            writer.named = list(remains.named)
            writer.wordbook, unread = _words_kept(folder, base, remains.wordbook)
            warnings += unread
            if words is not None:
                writer.wordbook = words(folder, replace(base, wordbook=writer.wordbook))
            writer.take([path for each in built for path in each.files], [each for each in outcomes if each.read])
    told = [*warnings, *warned, *writer.warnings()]
    summary = _summary(sources, remains, outcomes, [*lost, *failed], told, started, options)
    return replace(summary, skipped=skipped)


def _remains(folder: Path, *, named: bool) -> _Remains:
    generation = newest_generation(folder)
    try:
        current = read_catalogue(folder, sources=True)
    except (IndexDamaged, IndexMissing, IndexVersion) as error:
        told = worded(_NEW_IDS) if isinstance(error, IndexVersion) else str(error)
        warnings = [Unread(str(folder), told)]
        listed = newest_file(folder, sources_name)
        try:
            sources = {} if listed is None else sources_in(listed)
        except IndexDamaged as worse:
            if not named:
                raise BaosouError(
                    worded(
                        "{worse}; it cannot be known what was indexed, name it: "
                        "baosou add PATH... --rebuild --index {folder}",
                        worse=worse,
                        folder=folder,
                    )
                ) from error
            return _Remains({}, newest_file(folder, wordbook_name), generation, [*warnings])
        return _Remains(sources, newest_file(folder, wordbook_name), generation, warnings)
    wordbook = None if current.wordbook is None else folder / current.wordbook.name
    enriched = tuple(entry for entry in current.segments if entry.names is not None and _is_sound(folder, entry))
    return _Remains(dict(current.sources), wordbook, max(generation, current.generation), [], enriched)


def _is_sound(folder: Path, entry: SegmentEntry) -> bool:
    """Whether what is known of the names in a segment can be read, whatever has become of the segment."""
    from baosou.index.segments.enriched import Enriched  # most indexes do without

    try:
        if entry.names is not None:
            Enriched(folder / entry.names.name, entry.articles, entry.names.checksum).file.require()
    except IndexDamaged:
        return False
    return True


def _words_kept(folder: Path, base: Catalogue, path: Path | None) -> tuple[WordbookEntry | None, Iterable[Unread]]:
    """The user's words and synonyms of the old index, written for the new one."""
    if path is None:
        return None, ()
    try:
        wordbook = Wordbook(path)
        wordbook.file.require()
        words, rules = wordbook.words(), wordbook.rules()
    except IndexDamaged as error:
        return None, [
            Unread(str(path), worded("your words and synonyms cannot be read, add them again ({error})", error=error))
        ]
    return user_words.write(folder, base, words, rules), ()


def _summary(
    sources: Sequence[Source],
    remains: _Remains,
    outcomes: Sequence[SourceOutcome],
    failed: Sequence[Unread],
    warnings: Sequence[Unread],
    started: float,
    options: AddOptions,
) -> AddSummary:
    read = [outcome.source for outcome in outcomes if outcome.read]
    told = list(sources) if options.dry_run else read
    new = sum(source.key not in remains.sources for source in told)
    kept = {source.key for source in told} & remains.sources.keys()
    return AddSummary(
        new=new,
        updated=len(told) - new,
        removed=len(remains.sources) - len(kept) if told or outcomes else 0,
        failed=tuple(failed),
        warnings=tuple(warnings),
        articles=sum(outcome.articles for outcome in outcomes),
        sections=sum(outcome.sections for outcome in outcomes),
        endings=by_ending(outcomes),
        seconds=round(time.monotonic() - started, 3),
        dry_run=options.dry_run,
    )
