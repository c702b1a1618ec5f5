"""baosou itself, but for the places that articles name: what of indexing is theirs, for no peer looks for any."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

# before numpy is loaded: a process with its threads is not copied, and workers that are no copies would find places
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from baosou.cli import main
from baosou.corpus.places.linking import Named
from baosou.index.ingest import documents


def no_places(articles: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[Named]:
    """What `named_in_each` gives where no text names a place."""
    return [Named([{} for _ in texts], ()) for texts, _ in articles]


def index(folder: str, file: str) -> int:
    """Index a file of records."""
    vars(documents)["named_in_each"] = no_places
    return main(["add", file, "--index", folder])


if __name__ == "__main__":
    sys.exit(index(*sys.argv[2:]))
