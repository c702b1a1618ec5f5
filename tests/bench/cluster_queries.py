"""Queries one by one and as a batch, in one process (`python -m tests.bench.cluster_queries LOCATION QUERIES`)."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from baosou.index import open_index
from tests.bench.queries import read_queries, typed


def main() -> int:
    """Print milliseconds of each query alone, and seconds of all of them as a batch."""
    location, file = sys.argv[1:]
    texts = [typed(query) for query in read_queries(Path(file))]
    with open_index(location) as index:
        alone = []
        for text in texts:
            started = time.perf_counter()
            index.search(text)
            alone.append((time.perf_counter() - started) * 1000)
    # what was looked up once is kept: the batch must not know it from before
    with open_index(location) as index:
        started = time.perf_counter()
        answers = list(index.batch(texts))
        batch = time.perf_counter() - started
    wrong = [found.error for found in answers if found.error is not None]
    print(json.dumps({"alone": alone, "batch": batch, "wrong": len(wrong)}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
