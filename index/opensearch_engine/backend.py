"""An archive on a cluster: opened, changed, checked; what each takes is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from baosou.corpus.errors import BaosouError, worded
from baosou.index.access import Access
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.gathering import Gathering
from baosou.index.opensearch_engine.location import located

if TYPE_CHECKING:
    from baosou.index.adding import AddOptions, EnrichOptions, EnrichProgress, Progress
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.opensearch_engine.engine import OpenSearchEngine
    from baosou.index.reports import (
        AddSummary,
        CheckProgress,
        CheckReport,
        EnrichSummary,
        OptimizeSummary,
        WordsSummary,
    )


class OpenSearchBackend:
    """Implements `index.backend.Backend` over an archive on a cluster; see there."""

    def __init__(self, location: str, access: Access | None = None) -> None:
        self._location = located(location)
        self._access = access

    def _archive(self) -> Archive:
        return Archive(Client(self._location, self._access))

    def open(self) -> OpenSearchEngine:
        """See `Backend.open`."""
        from baosou.index.opensearch_engine.engine import OpenSearchEngine

        archive = Archive(Gathering(self._location, self._access))
        return OpenSearchEngine(archive, candidates=(self._access or Access()).candidates)

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions,
        *,
        records: BinaryIO | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> AddSummary:
        """See `Backend.add`."""
        from baosou.index.opensearch_engine.adding import add

        return add(self._archive(), paths, options, records=records, progress=progress)

    def remove(self, paths: Iterable[Path], *, wait: float = 0.0, dry_run: bool = False) -> AddSummary:
        """See `Backend.remove`."""
        from baosou.index.opensearch_engine.adding import remove

        return remove(self._archive(), paths, wait=wait, dry_run=dry_run)

    def optimize(
        self, *, jobs: int = 1, memory_mb: int = 512, wait: float = 0.0, dry_run: bool = False
    ) -> OptimizeSummary:
        """See `Backend.optimize`."""
        from baosou.index.opensearch_engine.checking import optimize

        return optimize(self._archive(), wait=wait, dry_run=dry_run)

    def enrich(
        self, options: EnrichOptions, *, progress: Callable[[EnrichProgress], None] = lambda _: None
    ) -> EnrichSummary:
        """See `Backend.enrich`; an archive on a cluster has the names that its records were exported with."""
        told = (
            "names are searched for in an index in a folder; from there they come along: baosou export | baosou add -"
        )
        raise BaosouError(worded(told))

    def check(
        self, *, sources: bool = False, progress: Callable[[CheckProgress], None] = lambda _: None
    ) -> CheckReport:
        """See `Backend.check`; what is wrong is a finding here."""
        from baosou.index.opensearch_engine.checking import check

        return check(self._archive(), sources=sources, progress=progress)

    def change_words(
        self, words: Sequence[UserWord], *, remove: bool = False, wait: float = 0.0, dry_run: bool = False
    ) -> WordsSummary:
        """See `Backend.change_words`."""
        from baosou.index.opensearch_engine.adding import change_words

        return change_words(self._archive(), words, remove=remove, wait=wait, dry_run=dry_run)
