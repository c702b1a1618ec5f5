"""The door to an index: open it to search, add sources to it, remove them.

A location is a folder (made when something is added) or, for engines on a server, a URL. What keeps an index there is
found by the scheme of the location.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from baosou.corpus.errors import BaosouError, worded
from baosou.index.request import SearchRequest

if TYPE_CHECKING:
    from baosou.index.access import Access
    from baosou.index.adding import AddOptions, EnrichOptions, EnrichProgress, Progress
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.backend import Backend
    from baosou.index.engine import Engine
    from baosou.index.reports import (
        AddSummary,
        CheckProgress,
        CheckReport,
        EnrichSummary,
        OptimizeSummary,
        WordCount,
        WordsSummary,
    )

    Keeper = Callable[[str, Access | None], Backend]

__all__ = [
    "add",
    "backend_at",
    "change_words",
    "check",
    "count_words",
    "enrich",
    "open_engine",
    "optimize",
    "remove",
]


def _embedded(location: str, _: Access | None) -> Backend:
    from baosou.index.whoosh_engine.backend import WhooshBackend

    return WhooshBackend(Path(location))


def _on_cluster(location: str, access: Access | None) -> Backend:
    from baosou.index.opensearch_engine.backend import OpenSearchBackend

    return OpenSearchBackend(location, access)


BACKENDS: Mapping[str, Keeper] = {
    "": _embedded,
    "opensearch": _on_cluster,
    "opensearchs": _on_cluster,
}
"""What keeps an index, by the scheme of its location; a folder has none. An engine is loaded when it is asked for."""


def backend_at(location: str, access: Access | None = None, *, backends: Mapping[str, Keeper] = BACKENDS) -> Backend:
    """What keeps the index at a location; raises BaosouError where nothing is known of the location's scheme."""
    scheme, parted, _ = location.partition("://")
    keeper = backends.get(scheme if parted else "")
    if keeper is None:
        told = "{scheme}://: an index is a folder, or on a cluster: opensearch://host:9200/name"
        raise BaosouError(worded(told, scheme=scheme))
    return keeper(location, access)


def open_engine(*locations: str, access: Access | None = None) -> Engine:
    """Open an index for searching, or several folders as one; raises IndexMissing, IndexDamaged or IndexVersion."""
    if len(locations) == 1:
        return backend_at(locations[0], access).open()
    for location in locations:
        if "://" in location:
            raise BaosouError(worded("{location}: only folders are searched together", location=location))
    if not locations:
        raise BaosouError(worded("no index is named"))
    from baosou.index.whoosh_engine.backend import open_together

    return open_together(*locations)


def add(
    location: str,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    access: Access | None = None,
    records: BinaryIO | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> AddSummary:
    """Index files and folders (and JSON Lines from `records`); again is an update. Raises IndexLocked."""
    return backend_at(location, access).add(paths, options, records=records, progress=progress)


def change_words(
    location: str,
    words: Sequence[str] = (),
    *,
    access: Access | None = None,
    file: Path | None = None,
    remove: bool = False,
    wait: float = 0.0,
    dry_run: bool = False,
) -> WordsSummary:
    """Add words (and those of a file) to the user's words of an index, or remove them; all of it or nothing.

    Raises BaosouError for what is no word, IndexMissing, IndexLocked. Lines of the file that hold no word are told.
    """
    from baosou.index.analysis.user_words import user_word
    from baosou.index.ingest.user_words import words_of

    asked = [user_word(word) for word in words]
    read, odd = words_of(file) if file is not None else ([], [])
    summary = backend_at(location, access).change_words([*read, *asked], remove=remove, wait=wait, dry_run=dry_run)
    return replace(summary, warnings=tuple(odd))


def count_words(engine: Engine, words: Iterable[UserWord]) -> Iterator[WordCount]:
    """In how many sections and articles each word stands now, as a search for its text finds it."""
    from baosou.index.query.tree import Phrase
    from baosou.index.reports import WordCount

    for word in words:
        phrase = Phrase(word.text, whole=True)
        sections, articles = (
            engine.search(SearchRequest(phrase, limit=0, by=by)).total for by in ("section", "article")
        )
        yield WordCount(word.text, word.frequency, sections, articles)


def remove(
    location: str, paths: Iterable[Path], *, access: Access | None = None, wait: float = 0.0, dry_run: bool = False
) -> AddSummary:
    """Remove sources by path; a folder removes everything below it. Raises IndexMissing, IndexLocked."""
    return backend_at(location, access).remove(paths, wait=wait, dry_run=dry_run)


def optimize(
    location: str,
    *,
    access: Access | None = None,
    jobs: int | None = None,
    memory_mb: int = 512,
    wait: float = 0.0,
    dry_run: bool = False,
) -> OptimizeSummary:
    """Merge the segments of an index into as few as the memory allows, without what is deleted.

    Raises IndexMissing, IndexDamaged, IndexLocked.
    """
    return backend_at(location, access).optimize(
        jobs=jobs or os.cpu_count() or 1, memory_mb=memory_mb, wait=wait, dry_run=dry_run
    )


def enrich(
    location: str,
    options: EnrichOptions,
    *,
    access: Access | None = None,
    progress: Callable[[EnrichProgress], None] = lambda _: None,
) -> EnrichSummary:
    """Find the people and organisations that articles name, in those that were not searched for them yet.

    Raises BaosouError where what finds them is not installed, IndexMissing, IndexDamaged, IndexLocked.
    """
    return backend_at(location, access).enrich(options, progress=progress)


def check(
    location: str,
    *,
    access: Access | None = None,
    sources: bool = False,
    progress: Callable[[CheckProgress], None] = lambda _: None,
) -> CheckReport:
    """Verify every file of an index; with `sources`, also compare it with the files that it was made of.

    Raises IndexMissing and IndexVersion; all else that is wrong is a finding.
    """
    return backend_at(location, access).check(sources=sources, progress=progress)
