"""Passages that a reader has marked, in `tests/cases/facets`, and how well what is found in them agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

CASES = Path(__file__).parents[1] / "cases" / "facets"


class Agreement(Struct, frozen=True):
    """How many values were found rightly, found wrongly, and missed; `told` says which were not right."""

    right: int
    wrong: int
    missed: int
    told: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of what is marked that was found."""
        return self.right / max(self.right + self.missed, 1)


def marked(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The passages of a file with the values marked in each."""
    for line in (CASES / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            values, _, text = line.partition("\t")
            yield text, frozenset(values.split()) - {"-"}


def agreement(passages: Iterable[tuple[str, frozenset[str]]], found_in: Callable[[str], Iterable[str]]) -> Agreement:
    """How what is found in passages agrees with what is marked in them."""
    right = wrong = missed = 0
    told = []
    for text, wanted in passages:
        found = frozenset(found_in(text))
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
        if found != wanted:
            told.append(f"{text}: +{sorted(found - wanted)} -{sorted(wanted - found)}")
    return Agreement(right, wrong, missed, tuple(told))
