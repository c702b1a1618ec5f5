"""The measurements of `make bench`: tables on standard output, progress on standard error.

`python -m tests.bench --only cold --articles 1000` takes one part and fewer articles.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.bench.articles import COLLECTIONS, absent
from tests.bench.batches import batches
from tests.bench.cluster import cluster
from tests.bench.cold import cold
from tests.bench.comparison import comparison
from tests.bench.growth import growth
from tests.bench.hit_words import hit_words
from tests.bench.indexing import indexing
from tests.bench.measuring import MeasuringError
from tests.bench.names import names
from tests.bench.naming import naming
from tests.bench.pages import pages
from tests.bench.reprints import reprints
from tests.bench.retrieval import retrieval
from tests.bench.warm import warm
from tests.bench.workshop import Workshop, say

PARTS: dict[str, Callable[[Workshop], Iterator[str]]] = {
    "indexing": indexing,
    "cold": cold,
    "warm": warm,
    "batch": batches,
    "growth": growth,
    "retrieval": retrieval,
    "comparison": comparison,
    "pages": pages,
    "cluster": cluster,
    "naming": naming,
    "words": hit_words,
    "reprints": reprints,
    "names": names,
}


def main(arguments: Sequence[str] | None = None, *, collections: Iterable[Path] = COLLECTIONS) -> int:
    """Run all parts or some; exit code 1 where the shared collections are absent or a measured command fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part (again for several)")
    parser.add_argument("--articles", type=int, default=None, help="news articles at most; growth shrinks likewise")
    parser.add_argument("--keep", type=Path, default=None, help="scratch folder; what it holds is used again")
    options = parser.parse_args(arguments)
    if missing := absent(collections):
        print("nothing measured, these collections are absent:", *missing, sep="\n  ", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="baosou-bench-") as scratch:
        workshop = Workshop((options.keep or Path(scratch)).absolute(), options.articles)
        print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")
        try:
            for name in options.only or PARTS:
                started = time.monotonic()
                print(f"\n## {name}", flush=True)
                for text in PARTS[name](workshop):
                    print(f"\n{text}", flush=True)
                say(f"{name}: {time.monotonic() - started:.0f} s")
        except MeasuringError as failure:
            print(f"not measured: {failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
