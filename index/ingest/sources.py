"""What a worker is given, does and reports: sources and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from baosou.corpus.discovery import ending_of
from baosou.corpus.readers.passwords import Passwords
from baosou.corpus.selection import EVERYTHING, Selection
from baosou.index.reports import EndingCount, Unread

if TYPE_CHECKING:
    from baosou.corpus.discovery import Failure, SourceFile
    from baosou.corpus.readers.batches import Batch


class Source(Struct, frozen=True):
    """A file to index, under the key (its absolute path, or a stream's name) and salt that its ids are made of.

    `encoding` is the one that is forced, if any; `selection` is what is wanted of its root. `passwords` are tried where
    it is encrypted. `memory` are the bytes that it may take in a process of its own.
    """

    file: SourceFile
    key: str
    digest: str
    salt: int
    size: int
    encoding: str | None = None
    selection: Selection = EVERYTHING
    passwords: Passwords = Passwords()
    memory: int = 512 << 20


class SourceEntry(Struct, frozen=True):
    """A source as it was when it was indexed. `salt` parts the ids of sources of the same name in other roots.

    `articles` are all of it, its asides too. `unread` is what of it could not be read, and `warned` what is only worth
    a warning, each as (reason, line): both are told again as long as it stays as it is. `encoding` is the one that was
    forced, and `selection` what is wanted of its root.
    """

    path: str
    root: str
    name: str
    digest: str
    salt: int
    articles: int
    unread: tuple[tuple[str, int | None], ...] = ()
    warned: tuple[tuple[str, int | None], ...] = ()
    encoding: str | None = None
    selection: Selection = EVERYTHING


class Task(Struct, frozen=True):
    """Sources for one worker; what it writes are files `<target>-<n>`, each of about `characters`.

    With a `batch` it is only these lines of a single source. A task is `alone` if what other ones write need not be
    put together with what it writes.
    """

    sources: tuple[Source, ...]
    target: Path
    characters: int
    batch: Batch | None = None
    alone: bool = True


class SourceOutcome(Struct, frozen=True):
    """What became of one source; `read` is false where nothing of it could be read.

    Articles and sections are counted as `status` counts them; `asides` are what of pages belongs to no article.
    """

    source: Source
    read: bool
    articles: int
    sections: int
    asides: int
    failures: tuple[Failure, ...]

    @classmethod
    def of(
        cls, source: Source, failures: Sequence[Failure], *, articles: int, sections: int, asides: int
    ) -> SourceOutcome:
        """The outcome of a source in which so many articles were found."""
        read = articles + asides > 0 or all(failure.warning for failure in failures)
        return cls(source, read, articles, sections, asides, tuple(failures))

    @property
    def entry(self) -> SourceEntry:
        """The source as an index remembers it."""
        return SourceEntry(
            path=self.source.key,
            root=str(self.source.file.root),
            name=self.source.file.name,
            digest=self.source.digest,
            salt=self.source.salt,
            articles=self.articles + self.asides,
            unread=tuple((failure.reason, failure.line) for failure in self.failures if not failure.warning),
            warned=tuple((failure.reason, failure.line) for failure in self.failures if failure.warning),
            encoding=self.source.encoding,
            selection=self.source.selection,
        )


class Built(Struct, frozen=True):
    """The files that a task wrote, and what became of its sources."""

    files: tuple[Path, ...]
    outcomes: tuple[SourceOutcome, ...]


class Reached(Struct, frozen=True):
    """How far a source is: the articles and characters read of it since this was last told, or its pages in all."""

    key: str
    articles: int = 0
    characters: int = 0
    page: int = 0
    pages: int = 0


Report = Callable[[Reached], None]


class Work(Struct, frozen=True):
    """What an engine makes of sources: `build` does one task, `load` loads what all tasks need.

    Processes copied from the one that has loaded it have it too; both functions go to processes that are no copies.
    """

    build: Callable[[Task, Report], Built]
    load: Callable[[], None]


def joined(parts: Sequence[Built]) -> Built:
    """What several tasks made of one source, in order, as if one had."""
    from baosou.corpus.readers.sparing import fewer  # whoever only asks what an index was made of reads nothing

    outcomes = [outcome for part in parts for outcome in part.outcomes]
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    told = fewer(failures, outcomes[0].source.file.path) if len(parts) > 1 else failures
    outcome = SourceOutcome.of(
        outcomes[0].source,
        told,
        articles=sum(each.articles for each in outcomes),
        sections=sum(each.sections for each in outcomes),
        asides=sum(each.asides for each in outcomes),
    )
    return Built(tuple(path for part in parts for path in part.files), (outcome,))


def by_ending(outcomes: Iterable[SourceOutcome]) -> dict[str, EndingCount]:
    """The files that were read and the articles found in them, by the files' endings, the most frequent first."""
    files: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for outcome in outcomes:
        ending = ending_of(Path(outcome.source.key))
        files[ending] += outcome.read
        articles[ending] += outcome.articles
    ordered = sorted(files, key=lambda ending: (-files[ending], ending))
    return {ending: EndingCount(files[ending], articles[ending]) for ending in ordered if files[ending]}


def failures_again(entry: SourceEntry) -> tuple[list[Unread], list[Unread]]:
    """What of a source that is as it was could not be read when it was indexed, and what was worth a warning."""
    failed, warned = (
        [Unread(entry.path, reason, line) for reason, line in each] for each in (entry.unread, entry.warned)
    )
    return failed, warned


def failures(found: Iterable[SourceOutcome]) -> tuple[list[Unread], list[Unread]]:
    """What could not be read, and what is only worth a warning."""
    failed: list[Unread] = []
    warned: list[Unread] = []
    for outcome in found:
        for each in outcome.failures:
            (warned if each.warning else failed).append(Unread(outcome.source.key, each.reason, each.line))
    return failed, warned
