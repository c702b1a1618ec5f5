"""baosou in one process: opens an index and times queries (`python -m tests.bench.baosou_warm INDEX QUERIES 0|1`)."""

from __future__ import annotations

import sys
from typing import Any

from baosou.cli.process import keep_freed_memory
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import open_engine
from baosou.index.request import FacetRequest
from tests.bench.peers.stopwatch import time_queries


def main() -> int:
    """Time the queries of a file without (0) or with (1) snippets."""
    location, queries, with_snippets = sys.argv[1:]
    keep_freed_memory()  # as batch does
    engine = open_engine(location)

    def answer(asked: dict[str, Any]) -> int:
        question = Question(
            text=asked["typed"] or None,
            mode="any" if asked.get("form") == "any" else "all",
            since=asked.get("since"),
            until=asked.get("until"),
            facets=(FacetRequest("place" if asked["typed"] else "year"),) if asked.get("facet") else (),
            sort="-date" if asked.get("newest") else None,
            snippets=2 if with_snippets == "1" else 0,
        )
        return ask(engine, question).results.total

    time_queries(queries, answer)
    engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
