"""How right the values are that facets find by themselves, on passages of our own that a reader has marked."""

from __future__ import annotations

from collections.abc import Iterator

from baosou.corpus.places import countries_named
from tests.bench.labelled import agreement, marked
from tests.bench.tables import table
from tests.bench.workshop import Workshop


def naming(_: Workshop) -> Iterator[str]:
    """Precision and recall of countries, and what of them was not right."""
    found = agreement(marked("countries.txt"), countries_named)
    counts = [f"{found.right:,}", f"{found.wrong:,}", f"{found.missed:,}"]
    yield table(
        ["facet", "right", "wrong", "missed", "precision", "recall"],
        [["country", *counts, f"{found.precision:.3f}", f"{found.recall:.3f}"]],
    )
    if found.told:
        yield "\n".join(found.told)
