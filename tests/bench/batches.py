"""A thousand queries as one process, each answered with its top 10 and snippets as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.engines import OURS, TANTIVY, Engine
from tests.bench.measuring import Measured, interleave, run
from tests.bench.queries import typed
from tests.bench.tables import table, times
from tests.bench.workshop import Workshop, say

COUNT = 1000
RUNS = 3
SETS = {"one word": "all", "all of 2-3 words": "all", "headline, any word": "any"}
JOBS = (1, 2)


def hits_of(path: Path) -> tuple[int, int]:
    """The lines of a file of answers, and the hits in them."""
    lines = hits = 0
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            lines += 1
            hits += len(json.loads(line)["hits"])
    return lines, hits


def a_batch(engine: Engine, command: Sequence[str], output: Path) -> Callable[[], Measured]:
    """Run one batch as a process."""
    return lambda: run(command, output=output, environment=engine.environment)


def batches(workshop: Workshop) -> Iterator[str]:
    """Seconds of each set of queries for baosou and tantivy, with one process and with two."""
    file = workshop.news(workshop.every)
    queries = workshop.queries(file, count=COUNT)
    rows = []
    for kind, form in SETS.items():
        lines = workshop.folder / "lines.txt"
        chosen = [query for query in queries if query.kind == kind]
        lines.write_text("".join(f"{typed(query)}\n" for query in chosen), encoding="utf-8")
        for jobs in JOBS:
            say(f"batch: {kind}, {jobs} jobs")
            output = {engine: workshop.folder / f"answers-{engine.script}.jsonl" for engine in (OURS, TANTIVY)}

            commands = {
                engine.name: a_batch(
                    engine, engine.batch(workshop.index(engine, file), lines, form=form, jobs=jobs), output[engine]
                )
                for engine in output
            }
            medians = interleave(commands, RUNS, ahead=0)
            ours, theirs = medians[OURS.name], medians[TANTIVY.name]
            row = [kind, str(jobs)]
            for engine in (OURS, TANTIVY):
                each = medians[engine.name]
                row += [f"{each.wall:.2f}", f"{each.cpu:.2f}", f"{hits_of(output[engine])[1]:,}"]
            rows.append([*row, times(ours.wall / theirs.wall), times(ours.cpu / theirs.cpu)])
    yield (
        f"`batch` of {COUNT:,} queries over {file.articles:,} news articles, top 10 with snippets, "
        f"medians of {RUNS} whole processes"
    )
    header = ["queries", "jobs"]
    for engine in (OURS, TANTIVY):
        header += [f"{engine.name} wall s", "CPU s", "hits"]
    yield table([*header, "wall ratio", "CPU ratio"], rows)
