"""Work in a thread, one piece at a time, of which only the newest counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from textual.app import App

from baosou.corpus.errors import BaosouError

Wanted = TypeVar("Wanted")
Given = TypeVar("Given")
Mistake = BaosouError | OSError | MemoryError


class Latest(Generic[Wanted, Given]):
    """Does `work` for what is wanted, and calls `done` with what it gave, or `failed` with what it raised.

    While it works, what is wanted next waits, and takes the place of what waited before; what was being done is then
    dropped. So an answer is never that to an older question, and slow work never piles up.
    """

    def __init__(
        self,
        app: App[Any],
        work: Callable[[Wanted], Given],
        *,
        done: Callable[[Wanted, Given], None],
        failed: Callable[[Wanted, Mistake], None],
    ) -> None:
        self._app = app
        self._work, self._done, self._failed = work, done, failed
        self._wanted: Wanted | None = None
        self.busy = False

    def want(self, wanted: Wanted) -> None:
        """Have this done, and nothing that was wanted before."""
        self._wanted = wanted
        if not self.busy:
            self._begin(wanted)

    def _begin(self, wanted: Wanted) -> None:
        self.busy = True

        def work() -> None:
            given: Given | Mistake
            try:
                given = self._work(wanted)
            except (BaosouError, OSError, MemoryError) as mistake:
                given = mistake
            self._app.call_later(self._finish, wanted, given)

        self._app.run_worker(work, thread=True)

    def _finish(self, wanted: Wanted, given: Given | Mistake) -> None:
        self.busy = False
        if self._wanted is not None and self._wanted is not wanted:
            self._begin(self._wanted)
        elif isinstance(given, BaosouError | OSError | MemoryError):
            self._failed(wanted, given)
        else:
            self._done(wanted, given)
