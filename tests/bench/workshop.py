"""The scratch folder of a run: articles, queries and indexes, each made when it is first needed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.articles import NEWS, Written, counted, news, records_of, write_records
from tests.bench.engines import ROOT, Engine
from tests.bench.measuring import Measured, run
from tests.bench.queries import Query, read_queries, with_warm_up, write_queries

SMALL = 10_000
"""Articles of the comparison with stock Whoosh."""

QUERIES = 100
"""Measured queries of each kind in one process."""

WARM_UP = 10


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


class Workshop:
    """Makes files below a folder and remembers them; a folder that is kept is used again as it stands."""

    def __init__(self, folder: Path, articles: int | None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.whole = self.every = sum(1 for _ in records_of(NEWS))
        if articles is not None:
            self.every = min(articles, self.every)
        self._written: dict[str, Written] = {}

    @property
    def small(self) -> int:
        """Articles of the smaller news collection."""
        return min(SMALL, self.every)

    @property
    def sizes(self) -> list[int]:
        """The news collections to measure: the smaller and the whole."""
        return sorted({self.small, self.every})

    def written(self, name: str, write: Callable[[Path], Written]) -> Written:
        """The file of records of that name, written by `write` where it is absent."""
        if name not in self._written:
            path = self.folder / f"{name}.jsonl"
            if path.exists():
                self._written[name] = counted(path)
            else:
                say(f"writing {path.name}")
                unfinished = path.with_suffix(".part")
                made = write(unfinished)
                unfinished.rename(path)
                self._written[name] = Written(path, made.articles, made.text_bytes)
        return self._written[name]

    def news(self, articles: int) -> Written:
        """A file with the first articles of the news collection."""
        return self.written(f"news-{articles}", lambda path: write_records(news(articles), path))

    def build(self, engine: Engine, file: Written) -> tuple[Path, Measured]:
        """Index a file afresh, and measure that; the index stays for what else is measured."""
        say(f"indexing {file.articles:,} articles with {engine.name}")
        folder = self._index(engine, file)
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        measured = run(engine.index(unfinished, file.path), environment=engine.environment, memory=True)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
        return folder, measured

    def index(self, engine: Engine, file: Written) -> Path:
        """An index of a file, made where it is absent."""
        folder = self._index(engine, file)
        return folder if folder.exists() else self.build(engine, file)[0]

    def _index(self, engine: Engine, file: Written) -> Path:
        return self.folder / f"{file.path.stem}-{engine.script or engine.name}"

    def queries(self, file: Written, *, count: int = QUERIES + WARM_UP, rare_in: Written | None = None) -> list[Query]:
        """Queries derived from a file, `count` of each kind."""
        path = self.folder / f"{file.path.stem}-{count}{'-rare' if rare_in else ''}.queries"
        if not path.exists():
            say(f"deriving queries from {file.path.name}")
            command = ["-m", "tests.bench.queries", str(file.path), str(path), "--count", str(count)]
            if rare_in:
                command += ["--rare-in", str(rare_in.path)]
            run([sys.executable, *command], environment={"PYTHONPATH": str(ROOT)})
        return list(read_queries(path))

    def timed_queries(self, file: Written, kinds: tuple[str, ...], *, rare_in: Written | None = None) -> Path:
        """A file of queries of some kinds for one process: those that warm up, then those that count."""
        chosen = [query for query in self.queries(file, rare_in=rare_in) if query.kind in kinds]
        path = self.folder / "timed.queries"
        write_queries(with_warm_up(chosen, WARM_UP), path)
        return path
