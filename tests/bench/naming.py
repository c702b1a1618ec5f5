"""How right the values are that facets find by themselves, in passages and articles that a reader has marked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from baosou.corpus.places import countries_named, places_in
from baosou.corpus.places.countries import countries
from tests.bench.labelled import Agreement, agreement, marked
from tests.bench.tables import table
from tests.bench.workshop import Workshop

ARTICLES = Path(__file__).parents[3] / "shared" / "entities" / "dev"
"""Articles, and for each by its number the places that it names (L) or may be said to (LO)."""


def naming(_: Workshop) -> Iterator[str]:
    """Precision and recall of countries in our own passages, of places in marked articles; and what was not right."""
    found = {"country": agreement(marked("countries.txt"), countries_named)}
    if ARTICLES.exists():
        found["place"] = _places()
    rows = [
        [facet, f"{each.right:,}", f"{each.wrong:,}", f"{each.missed:,}", f"{each.precision:.3f}", f"{each.recall:.3f}"]
        for facet, each in found.items()
    ]
    yield table(["facet", "right", "wrong", "missed", "precision", "recall"], rows)
    yield "\n".join(line for each in found.values() for line in each.told)


def _places() -> Agreement:
    """How the places of articles, each by the names on its path, agree with those that are marked.

    The provinces of a region that is named (长三角) are not marked, and are right.
    """
    texts = [json.loads(line) for line in (ARTICLES / "texts.jsonl").read_text("utf-8").splitlines()]
    right = wrong = missed = 0
    told = []
    for line in (ARTICLES / "gold.txt").read_text("utf-8").splitlines():
        number, *parts = line.split("|")
        named = {
            kind: frozenset(name.rpartition("/")[2] for name in names.split())
            for kind, _, names in (part.partition(" ") for part in parts)
        }
        wanted, may = named.get("L", frozenset()), named.get("LO", frozenset())
        article = texts[int(number) - 1]
        paths = {path for each in places_in([article["title"], *article["text"].split("\n")]) for path in each}
        last = {path for path in paths if not any(other.startswith(f"{path}/") for other in paths)}
        own = frozenset(name for path in paths for name in path.split("/"))
        written = article["title"] + article["text"]
        meant = {path for name, each in countries().region.items() if name in written for path in each}
        strange = [path for path in sorted(last - meant) if not (wanted | may).intersection(path.split("/"))]
        right += len(wanted & own)
        missed += len(wanted - own)
        wrong += len(strange)
        if strange or wanted - own:
            told.append(f"{article['title']}: +{strange} -{sorted(wanted - own)}")
    return Agreement(right, wrong, missed, tuple(told))
