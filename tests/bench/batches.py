"""A thousand queries as one process, each answered with its top 10 and snippets as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.engines import CHARACTERS, OURS, WORDS, Engine
from tests.bench.measuring import Measured, interleave, run
from tests.bench.queries import typed
from tests.bench.tables import table, times
from tests.bench.workshop import Workshop, say

COUNT = 1000
RUNS = 3
SETS = {
    "one word": "all",
    "all of 2-3 words": "all",
    "phrase": "phrase",
    "odd string": "all",
    "one character": "all",
    "headline, any word": "any",
}
MEASURED = (OURS, CHARACTERS, WORDS)


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
    """Seconds of each set of queries for baosou and both tantivy peers, in one process each, and the hits of each."""
    file = workshop.news(workshop.every)
    queries = workshop.queries(file, count=COUNT)
    rows = []
    for kind, form in SETS.items():
        chosen = [query for query in queries if query.kind == kind]
        commands, output = {}, {}
        for engine in MEASURED:
            lines = workshop.folder / f"lines-{engine.script}.txt"
            asked = (typed(query) if engine is OURS else " ".join(query.words) for query in chosen)
            lines.write_text("".join(f"{text}\n" for text in asked), encoding="utf-8")
            output[engine] = workshop.folder / f"answers-{engine.script}.jsonl"
            command = engine.batch(workshop.index(engine, file), lines, form=form, jobs=1)
            commands[engine.name] = a_batch(engine, command, output[engine])
        say(f"batch: {kind}")
        medians = interleave(commands, RUNS, ahead=0)
        row = [kind]
        for engine in MEASURED:
            each = medians[engine.name]
            row += [f"{each.cpu:.2f}", f"{hits_of(output[engine])[1]:,}"]
        rows.append([*row, *(times(medians[OURS.name].cpu / medians[peer.name].cpu) for peer in MEASURED[1:])])
    yield (
        f"`batch` of {COUNT:,} queries over {file.articles:,} news articles, top 10 with snippets, one process each, "
        f"medians of {RUNS}"
    )
    header = ["queries"]
    for engine in MEASURED:
        header += [f"{engine.name} CPU s", "hits"]
    yield table([*header, *(f"of {peer.name}" for peer in MEASURED[1:])], rows)
