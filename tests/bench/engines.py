"""The engines that are measured, and the commands by which each is asked: every one is a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from tests.bench.queries import Query, typed

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
BAOSOU = str(Path(sys.executable).with_name("baosou"))
LIBRARIES = [sys.executable, "-c", "import typer, rich.console, rich.table"]
"""What any program of typer that prints a table with rich loads before it does anything."""


class Engine(Struct, frozen=True):
    """An engine by name; a peer is a script, baosou is baosou. `most` articles are as many as it is given.

    One that is `warm_only` has no command for a search on a terminal.
    """

    name: str
    script: str | None = None
    most: int | None = None
    warm_only: bool = False

    @property
    def environment(self) -> Mapping[str, str]:
        """Where a peer finds the modules of this suite."""
        return {"PYTHONPATH": str(ROOT)} if self.script else {}

    def _peer(self, command: str) -> list[str]:
        return [sys.executable, str(PEERS / f"{self.script}.py"), command]

    def index(self, folder: Path, file: Path) -> list[str]:
        """Index a file of records in a new folder (baosou: or add it to one)."""
        if self.script is None:
            return [BAOSOU, "add", str(file), "--index", str(folder)]
        return [*self._peer("index"), str(folder), str(file)]

    def search(self, folder: Path, query: Query) -> list[str]:
        """Print the best ten hits with highlights."""
        if self.script is None:
            anyhow = ["--any"] if query.form == "any" else []
            return [BAOSOU, "search", typed(query), *anyhow, "--index", str(folder)]
        return [*self._peer("search"), str(folder), " ".join(query.words), "--form", query.form]

    def warm(self, folder: Path, queries: Path, *, snippets: bool) -> list[str]:
        """Time queries in one process."""
        if self.script is None:
            module = [sys.executable, "-m", "tests.bench.baosou_warm"]
            return [*module, str(folder), str(queries), str(int(snippets))]
        return [*self._peer("warm"), str(folder), str(queries), str(snippets)]

    def batch(self, folder: Path, lines: Path, *, form: str, jobs: int) -> list[str]:
        """Answer a file of plain queries as JSON Lines."""
        if self.script is None:
            anyhow = ["--any"] if form == "any" else []
            return [BAOSOU, "batch", str(lines), *anyhow, "--jobs", str(jobs), "--index", str(folder)]
        return [*self._peer("batch"), str(folder), str(lines), "--form", form, "--jobs", str(jobs)]


OURS = Engine("baosou")
WORDS = Engine("tantivy words", "tantivy_words")
CHARACTERS = Engine("tantivy characters", "tantivy_characters")
TRIGRAMS = Engine("FTS5 trigrams", "fts5_trigrams", warm_only=True)
WHOOSH = Engine("stock Whoosh", "whoosh_stock", most=10_000)
ENGINES: Sequence[Engine] = (OURS, WORDS, CHARACTERS, TRIGRAMS, WHOOSH)
WITHOUT_PLACES = Engine("baosou without places", "without_places")
"""Only for indexing."""
