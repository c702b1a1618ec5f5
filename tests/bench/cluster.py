"""An archive on a cluster: what adding and asking take of the sender and of a node, and what that comes to for many."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from tests.bench.articles import Written, records_of
from tests.bench.engines import BAOSOU, ROOT
from tests.bench.measuring import Measured, percentile, run
from tests.bench.queries import write_queries
from tests.bench.tables import megabytes, short, table
from tests.bench.workshop import Workshop, say
from tests.opensearch.distribution import Unavailable
from tests.opensearch.nodes import Nodes, running

ARTICLES, FILES = 20_000, 2_000
"""Articles in one file, and files of one article each."""

ASKED = 200
KINDS = ("one word", "all of 2-3 words", "phrase", "odd string")
HEAP = "2g"

SECTIONS = 100_000_000
SHARD_BYTES = 40e9
"""What a part of an index has at most: OpenSearch advises 10 to 50 GB."""

PROCESSORS = 16
"""Of the servers, and of the machine that adds, in the worked estimate."""


class Added(Struct, frozen=True):
    """What it took to add files: the command with its workers, and processor seconds of the node."""

    sender: Measured
    node: float


class Archive:
    """An index on a node that is not there yet."""

    def __init__(self, nodes: Nodes, name: str) -> None:
        self.location = f"opensearch://{nodes.plan.hosts[0]}/{name}"
        self._client = Client(located(self.location))
        self._name = name
        self._node = (nodes.plan.folder(1) / "pid").read_text()

    def add(self, path: Path) -> Added:
        """Add a file or a folder."""
        before = self._spent()
        measured = run([BAOSOU, "add", "-q", str(path), "--index", self.location], memory=True)
        return Added(measured, self._spent() - before)

    def _spent(self) -> float:
        """Seconds of processor time that the node has taken so far."""
        fields = Path(f"/proc/{self._node}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def bytes(self, kind: str) -> int:
        """The bytes of one of its indices."""
        stats = self._client.request("GET", f"/{self._name}-{kind}/_stats/store")
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])

    def sections(self) -> int:
        """How many sections it has."""
        found = self._client.request("POST", f"/{self._name}-text/_count", {"query": {"term": {"kind": "section"}}})
        return int(found["count"])

    def asked(self, queries: Path, output: Path) -> dict[str, Any]:
        """What queries take, one by one and as a batch."""
        command = [sys.executable, "-m", "tests.bench.cluster_queries", self.location, str(queries)]
        run(command, output=output, environment={"PYTHONPATH": str(ROOT)})
        told: dict[str, Any] = json.loads(output.read_text())
        return told


def cluster(workshop: Workshop) -> Iterator[str]:
    """Adding sources of both shapes, bytes, queries and the estimate, on a node of its own; or why there is none."""
    try:
        with (
            tempfile.TemporaryDirectory(dir=workshop.folder) as home,
            running(Path(home), 1, heap=HEAP, manner=()) as nodes,
        ):
            yield from _measured(workshop, nodes)
    except Unavailable as reason:
        yield f"not measured: no OpenSearch here: {reason}"


def _measured(workshop: Workshop, nodes: Nodes) -> Iterator[str]:
    file = workshop.news(min(ARTICLES, workshop.every))
    warm, whole, parted = (Archive(nodes, name) for name in ("warm", "whole", "parted"))
    say("a node warms up")
    files, few = _files(workshop, file), min(FILES, file.articles)
    warm.add(files)  # a server that has run for a while has compiled what it runs
    say("adding")
    rows = [
        _row(f"{file.articles:,} in one file", added := whole.add(file.path), file.articles),
        _row(f"{few:,} in a file each", parted.add(files), few),
    ]
    size = megabytes(file.text_bytes)
    yield f"Adding news articles ({file.articles:,} have {size} MB of text) to one node with {HEAP} of heap"
    yield table(("articles", "wall s", "articles/s", "sender CPU s", "node CPU s", "sender's memory MB"), rows)
    text, words, sections = whole.bytes("text"), whole.bytes("words"), whole.sections()
    yield f"Bytes of the index of {file.articles:,} articles, {sections:,} sections, with no copy"
    sizes = (("texts", text), ("words", words))
    yield table(
        ("", "MB", "a byte of text"), [(n, megabytes(size), f"{size / file.text_bytes:.2f}") for n, size in sizes]
    )
    yield from _queries(workshop, file, whole)
    yield f"Estimate for {SECTIONS:,} such sections"
    yield table(("", ""), _estimate(added, text, words, sections))


def _files(workshop: Workshop, file: Written) -> Path:
    """The first articles of a file, each in one of its own."""
    folder = workshop.folder / f"{file.path.stem}-files"
    folder.mkdir(exist_ok=True)
    for number, record in zip(range(FILES), records_of(file.path), strict=False):
        (folder / f"{number:05}.jsonl").write_text(f"{json.dumps(record, ensure_ascii=False)}\n", "utf-8")
    return folder


def _row(name: str, added: Added, articles: int) -> tuple[str, ...]:
    sender = added.sender
    rate = f"{articles / sender.wall:,.0f}"
    return name, f"{sender.wall:.1f}", rate, f"{sender.cpu:.1f}", f"{added.node:.1f}", megabytes(sender.together)


def _queries(workshop: Workshop, file: Written, archive: Archive) -> Iterator[str]:
    say("asking")
    every = workshop.queries(file)
    chosen = [query for kind in KINDS for query in [each for each in every if each.kind == kind][: ASKED // len(KINDS)]]
    path = workshop.folder / "cluster.queries"
    write_queries(chosen, path)
    archive.asked(path, workshop.folder / "warm.json")
    told = archive.asked(path, workshop.folder / "cluster.json")
    alone, batch = told["alone"], told["batch"] * 1000 / len(chosen)
    yield f"{len(chosen)} queries of {file.articles:,} articles, ten hits with snippets, in one process, ms"
    header = ("", "mean", "p50", "p95")
    single = [short(figure) for figure in (sum(alone) / len(alone), percentile(alone, 0.5), percentile(alone, 0.95))]
    yield table(header, [("one by one", *single), ("as a batch", short(batch), "", "")])


def _estimate(added: Added, text: int, words: int, sections: int) -> Iterator[tuple[str, str]]:
    """What so many sections take, by what these took; words are counted as if as many were new all along."""
    times = SECTIONS / sections
    primary = (text + words) * times
    yield "disk for the texts and words, once", f"{primary / 1e9:,.0f} GB"
    yield "with one copy, and half as much again to merge in", f"{primary * 2 * 1.5 / 1e9:,.0f} GB"
    yield f"parts of at most {SHARD_BYTES / 1e9:.0f} GB (`--shards`)", f"{math.ceil(text * times / SHARD_BYTES)}"
    yield "processor days of the machine that adds", f"{added.sender.cpu * times / 86400:.1f}"
    yield "processor days of the servers, with one copy", f"{added.node * times * 2 / 86400:.1f}"
    hours = max(added.sender.cpu, added.node * 2) * times / PROCESSORS / 3600
    yield f"hours with {PROCESSORS} processors on each side", f"{hours:,.0f}"
