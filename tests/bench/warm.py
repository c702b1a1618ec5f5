"""How long queries take in a process that has its index open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tests.bench.engines import ENGINES, ROOT, Engine
from tests.bench.measuring import percentile, run
from tests.bench.tables import short, table
from tests.bench.workshop import QUERIES, Workshop, say

KINDS = (
    "one word",
    "all of 2-3 words",
    "any of 5 words",
    "phrase",
    "odd string",
    "headline, any word",
    "one character",
    "beginning of a word",
    "word and facet",
    "word and dates",
    "word, newest first",
    "facets of all",
    "common word",
)


class Latency(Struct, frozen=True):
    """Milliseconds of the queries of one kind, and how many articles match on average."""

    p50: float
    p95: float
    matches: float


def latencies(engine: Engine, folder: Path, queries: Path, *, snippets: bool, output: Path) -> dict[str, Latency]:
    """Time a file of queries in one process of an engine."""
    command = engine.warm(folder, queries, snippets=snippets)
    run(command, output=output, environment={"PYTHONPATH": str(ROOT)})
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    kinds = dict.fromkeys(row["kind"] for row in rows)
    return {kind: summed([row for row in rows if row["kind"] == kind]) for kind in kinds}


def summed(rows: Sequence[dict[str, float]]) -> Latency:
    """The latency of queries of one kind."""
    spent = [row["ms"] for row in rows]
    return Latency(percentile(spent, 0.5), percentile(spent, 0.95), sum(row["total"] for row in rows) / len(rows))


def warm(workshop: Workshop) -> Iterator[str]:
    """For each collection, p50 and p95 of every kind of query and engine, without and with snippets.

    Where an engine cannot answer a kind of query, nothing stands; the trigrams answer those of their phrases, words and
    odd strings that have three characters or more.
    """
    for size in workshop.sizes:
        file = workshop.news(size)
        queries = workshop.timed_queries(file, KINDS)
        engines = [engine for engine in ENGINES if engine.most is None or size <= engine.most]
        for snippets in (False, True):
            found = {}
            for engine in engines:
                folder = workshop.index(engine, file)
                say(f"warm queries of {size:,} articles with {engine.name}{', with snippets' if snippets else ''}")
                output = workshop.folder / "warm.out"
                found[engine] = latencies(engine, folder, queries, snippets=snippets, output=output)
            header = ["query", *(f"{engine.name} {part}" for engine in engines for part in ("ms", "matches"))]
            rows = []
            for kind in KINDS:
                row = [kind]
                for engine in engines:
                    each = found[engine].get(kind)
                    row += [f"{short(each.p50)} / {short(each.p95)}", f"{each.matches:,.0f}"] if each else ["", ""]
                rows.append(row)
            yield (
                f"{size:,} news articles in one process, top 10 {'with' if snippets else 'without'} snippets: "
                f"ms as p50 / p95 of {QUERIES} queries of each kind, and matches on average"
            )
            yield table(header, rows)
