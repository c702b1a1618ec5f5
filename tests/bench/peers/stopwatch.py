"""Times queries one after another in a process that has its index open."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any


def time_queries(path: str, answer: Callable[[dict[str, Any]], int | None]) -> None:
    """Print kind, milliseconds and matches of each query of a file, but not of those that warm up.

    `answer` asks a query and gives the number of matches, or None for one that cannot be asked.
    """
    with open(path, encoding="utf-8") as stream:
        queries = [json.loads(line) for line in stream]
    lines = []
    for query in queries:
        started = time.perf_counter()
        total = answer(query)
        spent = (time.perf_counter() - started) * 1000
        if total is not None and not query.get("warm_up"):
            lines.append(json.dumps({"kind": query["kind"], "ms": spent, "total": total}))
    print("\n".join(lines))
