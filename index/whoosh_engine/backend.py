"""The embedded engine's index in a folder: opened, changed, checked; what each takes is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from baosou.index.errors import IndexDamaged

if TYPE_CHECKING:
    from baosou.index.adding import AddOptions, EnrichOptions, EnrichProgress, Progress
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.names.tags import Tagger
    from baosou.index.reports import (
        AddSummary,
        CheckProgress,
        CheckReport,
        EnrichSummary,
        OptimizeSummary,
        WordsSummary,
    )
    from baosou.index.segments.writing.sizes import Sizes
    from baosou.index.whoosh_engine.engine import WhooshEngine


def open_together(*folders: str) -> WhooshEngine:
    """The engine that answers searches of several indexes as one; damage says which of them it is in."""
    from baosou.index.whoosh_engine.engine import WhooshEngine

    return WhooshEngine(*(Path(folder).expanduser().absolute() for folder in folders))


class WhooshBackend:
    """Implements `index.backend.Backend` over a folder; see there."""

    def __init__(self, folder: Path, sizes: Sizes | None = None) -> None:
        self._folder = folder.expanduser().absolute()
        self._given = sizes

    @contextmanager
    def _naming_folder(self) -> Iterator[Path]:
        """The folder; damage that is found says that it is this one's."""
        try:
            yield self._folder
        except IndexDamaged as error:
            error.folder = self._folder
            raise

    @property
    def _sizes(self) -> Sizes:
        from baosou.index.segments.writing.sizes import USUAL  # a search writes nothing

        return self._given or USUAL

    def open(self) -> WhooshEngine:
        """See `Backend.open`."""
        from baosou.index.whoosh_engine.engine import WhooshEngine

        with self._naming_folder() as folder:
            return WhooshEngine(folder)

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions,
        *,
        records: BinaryIO | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> AddSummary:
        """See `Backend.add`."""
        from baosou.index.whoosh_engine.indexing.add import add
        from baosou.index.whoosh_engine.indexing.rebuild import rebuild

        write = rebuild if options.rebuild else add
        with self._naming_folder() as folder:
            return write(folder, paths, options, records=records, progress=progress, sizes=self._sizes)

    def remove(self, paths: Iterable[Path], *, wait: float = 0.0, dry_run: bool = False) -> AddSummary:
        """See `Backend.remove`."""
        from baosou.index.whoosh_engine.indexing.add import remove

        with self._naming_folder() as folder:
            return remove(folder, paths, wait=wait, dry_run=dry_run, sizes=self._sizes)

    def optimize(
        self, *, jobs: int = 1, memory_mb: int = 512, wait: float = 0.0, dry_run: bool = False
    ) -> OptimizeSummary:
        """See `Backend.optimize`."""
        from baosou.index.whoosh_engine.indexing.optimize import optimize

        with self._naming_folder() as folder:
            return optimize(folder, jobs=jobs, memory_mb=memory_mb, wait=wait, dry_run=dry_run, sizes=self._sizes)

    def enrich(
        self,
        options: EnrichOptions,
        *,
        tagger: Tagger | None = None,
        progress: Callable[[EnrichProgress], None] = lambda _: None,
    ) -> EnrichSummary:
        """See `Backend.enrich`; `tagger` takes the place of LAC."""
        from baosou.index.names.lac import Lac
        from baosou.index.whoosh_engine.indexing.enrich import enrich

        with self._naming_folder() as folder:
            return enrich(folder, options, tagger or Lac(), progress=progress, sizes=self._sizes)

    def check(
        self, *, sources: bool = False, progress: Callable[[CheckProgress], None] = lambda _: None
    ) -> CheckReport:
        """See `Backend.check`; damage is a finding here."""
        from baosou.index.whoosh_engine.checking.check import check

        return check(self._folder, sources=sources, progress=progress)

    def change_words(
        self, words: Sequence[UserWord], *, remove: bool = False, wait: float = 0.0, dry_run: bool = False
    ) -> WordsSummary:
        """See `Backend.change_words`."""
        from baosou.index.whoosh_engine.indexing.user_words import change

        with self._naming_folder() as folder:
            return change(folder, words, remove=remove, wait=wait, dry_run=dry_run)
