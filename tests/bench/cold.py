"""What one search on a terminal costs: a whole process, from its start to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.engines import BAOSOU, ENGINES, LIBRARIES, Engine
from tests.bench.measuring import Measured, interleave, run
from tests.bench.queries import Query
from tests.bench.tables import ms, table, times
from tests.bench.workshop import Workshop, say

RUNS = 9
KINDS = ("rare word", "three words", "phrase")
COMMON = Query("very common word", ("中国",))
BASE = "import typer, rich"

NO_HITS = 1
"""A peer's phrase may find nothing where words are cut otherwise; baosou then ends with this code."""


def a_search(engine: Engine, folder: Path, query: Query) -> Callable[[], Measured]:
    """Run one search as a process."""
    return lambda: run(engine.search(folder, query), environment=engine.environment, accepted=(0, NO_HITS))


def cold_queries(queries: Sequence[Query]) -> list[Query]:
    """The first query of each kind, and the most common word."""
    return [next(query for query in queries if query.kind == kind) for kind in KINDS] + [COMMON]


def cold(workshop: Workshop) -> Iterator[str]:
    """CPU and wall of a search for each query and engine, beside the import of its libraries in the same rounds."""
    for size in workshop.sizes:
        file = workshop.news(size)
        engines = [each for each in ENGINES if not each.warm_only and (each.most is None or size <= each.most)]
        queries = cold_queries(workshop.queries(workshop.news(workshop.small)))
        commands: dict[str, Callable[[], Measured]] = {
            BASE: lambda: run(LIBRARIES),
            "baosou --help": lambda: run([BAOSOU, "--help"]),
        }
        names = {}
        for engine in engines:
            folder = workshop.index(engine, file)
            for query in queries:
                names[engine, query] = f"{engine.name}: {query.kind}"
                commands[names[engine, query]] = a_search(engine, folder, query)
        say(f"cold searches of {size:,} articles, {RUNS} rounds")
        medians = interleave(commands, RUNS)
        base = medians[BASE]
        rows = [
            [label, "", ms(each.cpu), ms(each.wall), times(each.cpu / base.cpu)]
            for label, each in medians.items()
            if label in (BASE, "baosou --help")
        ]
        for (engine, query), name in names.items():
            each = medians[name]
            asked = f"{query.kind}: {' '.join(query.words)}"
            rows.append([engine.name, asked, ms(each.cpu), ms(each.wall), times(each.cpu / base.cpu)])
        yield f"One cold search of {size:,} news articles, medians of {RUNS} interleaved runs"
        yield table(("process", "query", "CPU ms", "wall ms", f"CPU / {BASE}"), rows)
