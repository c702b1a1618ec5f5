"""The seam between what is done to an index and what does it: one protocol, an implementation beside each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from baosou.index.adding import AddOptions, EnrichOptions, EnrichProgress, Progress
from baosou.index.analysis.user_words import UserWord
from baosou.index.engine import Engine
from baosou.index.reports import AddSummary, CheckProgress, CheckReport, EnrichSummary, OptimizeSummary, WordsSummary


class Backend(Protocol):
    """An index at its location, which need not be there yet; `index.api` says what each function does and raises."""

    def open(self) -> Engine:
        """The engine that answers searches of the index as it is now."""

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions,
        *,
        records: BinaryIO | None,
        progress: Callable[[Progress], None],
    ) -> AddSummary:
        """Index files and folders, and JSON Lines from `records`; again is an update."""

    def remove(self, paths: Iterable[Path], *, wait: float, dry_run: bool) -> AddSummary:
        """Remove sources by path; a folder removes everything below it."""

    def optimize(self, *, jobs: int, memory_mb: int, wait: float, dry_run: bool) -> OptimizeSummary:
        """Make the index as small and fast as it gets, without what is deleted."""

    def enrich(self, options: EnrichOptions, *, progress: Callable[[EnrichProgress], None]) -> EnrichSummary:
        """Find the people and organisations that articles name, in those that were not searched for them yet."""

    def check(self, *, sources: bool, progress: Callable[[CheckProgress], None]) -> CheckReport:
        """Verify all that the index holds; with `sources`, also compare it with the files that it was made of."""

    def change_words(self, words: Sequence[UserWord], *, remove: bool, wait: float, dry_run: bool) -> WordsSummary:
        """Add words to the user's words of the index, or remove them; all of them or none."""
