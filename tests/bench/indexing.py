"""How long indexing takes, and what it takes of the machine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.bench.engines import BAOSOU, ENGINES, OURS, WITHOUT_PLACES, Engine
from tests.bench.measuring import Measured, folder_bytes, median
from tests.bench.tables import megabytes, table, times
from tests.bench.workshop import Workshop

RUNS = 3
"""Runs of which medians are given; the stock peer runs once."""

HEADER = (
    "engine",
    "wall s",
    "CPU s",
    "sections/s",
    "of baosou's time",
    "index MB",
    "of the text",
    "largest process MB",
    "all processes MB",
)


def sections(folder: Path) -> int:
    """The sections of an index of baosou."""
    status = subprocess.run([BAOSOU, "status", "--json", "--index", str(folder)], capture_output=True, check=True)
    return int(json.loads(status.stdout)["sections"])


def indexing(workshop: Workshop) -> Iterator[str]:
    """A table for the smaller collection with all engines, and one for the whole without the stock peer."""
    for size in workshop.sizes:
        file = workshop.news(size)
        every = (OURS, WITHOUT_PLACES, *ENGINES[1:])
        engines = [engine for engine in every if engine.most is None or size <= engine.most]
        rows: dict[Engine, list[Measured]] = {engine: [] for engine in engines}
        folders: dict[Engine, Path] = {}
        for number in range(RUNS):
            for engine in engines:
                if not number or engine.most is None:
                    folders[engine], measured = workshop.build(engine, file)
                    rows[engine].append(measured)
        medians = {engine: median(measured) for engine, measured in rows.items()}
        found = sections(folders[OURS])
        yield (
            f"Indexing {file.articles:,} news articles, {found:,} sections as baosou makes them, "
            f"{megabytes(file.text_bytes)} MB of text"
        )
        yield table(HEADER, [_row(engine, medians, folders[engine], found, file.text_bytes) for engine in engines])


def _row(engine: Engine, medians: dict[Engine, Measured], folder: Path, found: int, text_bytes: int) -> list[str]:
    measured, size = medians[engine], folder_bytes(folder)
    return [
        engine.name,
        f"{measured.wall:.2f}",
        f"{measured.cpu:.2f}",
        f"{found / measured.wall:,.0f}",
        times(measured.wall / medians[OURS].wall),
        megabytes(size),
        times(size / text_bytes),
        megabytes(measured.largest),
        megabytes(measured.together),
    ]
