"""What stays the same and what grows when an archive grows: news, from 10,000 articles to a million."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct

from tests.bench.articles import Written, news, records_of, write_records
from tests.bench.cold import COMMON, a_search, cold_queries
from tests.bench.engines import LIBRARIES, OURS
from tests.bench.indexing import sections
from tests.bench.measuring import Measured, folder_bytes, interleave, median, run
from tests.bench.tables import megabytes, ms, short, table, times
from tests.bench.warm import KINDS as WARM_KINDS
from tests.bench.warm import Latency, latencies
from tests.bench.workshop import Workshop, say

ARTICLES = (10_000, 75_366, 300_000, 1_000_000)
"""What is more than the collection has is made of it (see `articles.dealt`)."""

RUNS = 7

KINDS = ("rare word", *WARM_KINDS)
ADDED = 10
"""Articles of a small file that is added to a large index."""


class Grown(Struct, frozen=True):
    """An archive of one size: its articles, its index, and what making that took."""

    sections: int
    file: Written
    folder: Path
    built: Measured


def growth(workshop: Workshop) -> Iterator[str]:
    """Tables of indexing, cold and warm searches, and small additions, a column for each size."""
    archives = _archives(workshop)
    yield f"One archive of news at {len(archives)} sizes"
    yield table(("articles", *(f"{each.file.articles:,}" for each in archives)), _built(archives))
    yield f"Cold searches, CPU ms, medians of {RUNS} interleaved runs"
    yield table(*_cold(workshop, archives))
    for snippets in (False, True):
        yield f"Warm queries, ms as p50 / p95, top 10 {'with' if snippets else 'without'} snippets"
        yield table(*_warm(workshop, archives, snippets=snippets))
    yield f"Adding a file of {ADDED} articles, medians of {RUNS} files"
    yield table(*_added(workshop, archives))


def _archives(workshop: Workshop) -> list[Grown]:
    """An index of each size, made afresh."""
    archives = []
    for size in ARTICLES:
        articles = max(100, size * workshop.every // workshop.whole)
        folder, built = workshop.build(OURS, workshop.news(articles))
        archives.append(Grown(sections(folder), workshop.news(articles), folder, built))
    return archives


def _built(archives: list[Grown]) -> list[list[str]]:
    """Rows of what indexing took."""
    figures: dict[str, Callable[[Grown], str]] = {
        "sections": lambda each: f"{each.sections:,}",
        "text MB": lambda each: megabytes(each.file.text_bytes),
        "index wall s": lambda each: f"{each.built.wall:.1f}",
        "index CPU s": lambda each: f"{each.built.cpu:.1f}",
        "sections/s": lambda each: f"{each.sections / each.built.wall:,.0f}",
        "index MB": lambda each: megabytes(folder_bytes(each.folder)),
        "index / text": lambda each: times(folder_bytes(each.folder) / each.file.text_bytes),
        "largest process MB": lambda each: megabytes(each.built.largest),
        "all processes MB": lambda each: megabytes(each.built.together),
    }
    return [[name, *map(figure, archives)] for name, figure in figures.items()]


def _cold(workshop: Workshop, archives: list[Grown]) -> tuple[list[str], list[list[str]]]:
    """A row for each query of a cold search, a column for each size."""
    queries = workshop.queries(archives[0].file, rare_in=archives[-1].file)
    asked = cold_queries(queries) if any(query.kind == "rare word" for query in queries) else [COMMON]
    commands: dict[str, Callable[[], Measured]] = {"": lambda: run(LIBRARIES)}
    for query in asked:
        for number, each in enumerate(archives):
            commands[f"{query.kind} {number}"] = a_search(OURS, each.folder, query)
    say("cold searches of each size")
    medians = interleave(commands, RUNS)
    rows = []
    for query in asked:
        found = [medians[f"{query.kind} {number}"] for number in range(len(archives))]
        rows.append([f"{query.kind}: {' '.join(query.words)}", *(ms(each.cpu) for each in found)])
        rows.append(["  largest process MB", *(megabytes(each.largest) for each in found)])
    rows.append(["import typer, rich", *[ms(medians[""].cpu)] * len(archives)])
    return ["query", *(f"{each.file.articles:,}" for each in archives)], rows


def _warm(workshop: Workshop, archives: list[Grown], *, snippets: bool) -> tuple[list[str], list[list[str]]]:
    """A row for each kind of query, a column for each size; the queries come from the smallest."""
    queries = workshop.timed_queries(archives[0].file, KINDS, rare_in=archives[-1].file)
    found: list[dict[str, Latency]] = []
    for each in archives:
        say(f"warm queries of {each.file.articles:,} articles{', with snippets' if snippets else ''}")
        found.append(latencies(OURS, each.folder, queries, snippets=snippets, output=workshop.folder / "warm.out"))
    rows = []
    for kind in KINDS:
        if all(kind in column for column in found):
            row = [f"{short(column[kind].p50)} / {short(column[kind].p95)}" for column in found]
            rows.append([kind, *row, f"{found[0][kind].matches:,.0f} → {found[-1][kind].matches:,.0f}"])
    return ["query", *(f"{each.file.articles:,}" for each in archives), "matches on average"], rows


def _added(workshop: Workshop, archives: list[Grown]) -> tuple[list[str], list[list[str]]]:
    """What adding a small file takes, a column for each size; each index is copied first and stays as it is."""
    last = archives[-1].file.articles
    further = workshop.written(
        f"further-{last}", lambda path: write_records(islice(news(last + RUNS * ADDED), last, None), path)
    )
    records = list(records_of(further.path))
    few = [workshop.folder / f"few-{number}.jsonl" for number in range(RUNS)]
    for number, path in enumerate(few):
        write_records(records[number * ADDED : (number + 1) * ADDED], path)
    rows: list[list[Measured]] = []
    for each in archives:
        say(f"adding {ADDED} articles to {each.file.articles:,}")
        copy = workshop.folder / "added-to"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(each.folder, copy)
        rows.append([run(OURS.index(copy, path), memory=True) for path in few])
        shutil.rmtree(copy)
    medians = [median(measured) for measured in rows]
    return ["", *(f"{each.file.articles:,}" for each in archives)], [
        ["wall ms", *(ms(each.wall) for each in medians)],
        ["CPU ms", *(ms(each.cpu) for each in medians)],
        ["slowest wall ms", *(ms(max(each.wall for each in measured)) for measured in rows)],
        ["largest process MB", *(megabytes(each.largest) for each in medians)],
    ]
