"""Matchers: what Whoosh walks to learn which sections match, how often and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.matching.mcore import ListMatcher, Matcher, ReadTooFar
from whoosh.matching.wrappers import WrappingMatcher
from whoosh.query.spans import Span
from whoosh.reading import TermInfo

from baosou.index.analysis.units import Integers
from baosou.index.whoosh_engine.whoosh_api.value_terms import FieldTerms, Place


class ArrayMatcher(ListMatcher):
    """Walks one term's postings in one segment; where the term stands is found only when it is asked for."""

    def __init__(
        self,
        terms: FieldTerms,
        term: tuple[str, bytes],
        postings: tuple[Integers, Integers],
        info: TermInfo,
        scorer: Any,
    ) -> None:
        self._terms = terms
        sections, counts = postings
        super().__init__(  # type: ignore[no-untyped-call]
            sections.tolist(), counts.astype(float).tolist(), scorer=scorer, term=term, terminfo=info
        )

    def copy(self) -> ArrayMatcher:
        """A matcher of its own at the same place."""
        other = object.__new__(ArrayMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def next(self) -> None:
        """Move on to the next document."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i += 1

    def skip_to(self, id: int) -> None:
        """Move on to the first document not before this one."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, lo=self._i)

    def all_ids(self) -> Iterator[int]:
        """The documents from the one at hand on."""
        return iter(self._ids[self._i :])

    def block_max_weight(self) -> float:
        """How often the term stands in a document at most."""
        return float(self._terminfo.max_weight())

    def skip_to_quality(self, minquality: float) -> int:
        """All postings are one block: move beyond them if none is that good."""
        if self._i < len(self._ids) and self._scorer.block_quality(self) <= minquality:
            self._i = len(self._ids)
            return 1
        return 0

    def supports(self, astype: str) -> bool:
        """Whether `value_as` knows a kind of value."""
        return astype in ("frequency", "weight") or (astype in ("positions", "characters") and self._terms.has_places)

    def value(self) -> bytes:
        """Nothing is coded; see `value_as`."""
        return b""

    def value_as(self, astype: str) -> Any:
        """The weight, or the places, of the term in the document at hand."""
        if not self.supports(astype):
            raise ValueError(f"no {astype} of {self._term[0]}")
        if astype == "positions":
            return [place.first for place in self._places()]
        if astype == "characters":
            return [(place.first, place.start, place.end) for place in self._places()]
        return self._weights[self._i]

    def spans(self) -> list[Span]:
        """Where the term stands in the document at hand, from its first position to its last."""
        if not self._terms.has_places:
            raise ValueError(f"no positions of {self._term[0]}")
        return [Span(*_numbers(place)) for place in self._places()]  # type: ignore[no-untyped-call]

    def _places(self) -> list[Place]:
        return self._terms.places(self._term[1], self._ids[self._i])


def _numbers(place: Place) -> tuple[int, int, int, int]:
    return place.first, place.last, place.start, place.end


class TellingMatcher(WrappingMatcher):
    """Walks what another matcher walks, and takes along the matchers of the words within what was found.

    Whoosh asks these which terms stand in a section.
    """

    def __init__(self, child: Matcher, words: Sequence[Matcher]) -> None:
        super().__init__(child)  # type: ignore[no-untyped-call]
        self._words = words
        self._follow()

    def _follow(self) -> None:
        for word in self._words:
            if self.child.is_active() and word.is_active() and word.id() < self.child.id():
                word.skip_to(self.child.id())

    def _replacement(self, newchild: Matcher) -> TellingMatcher:
        return TellingMatcher(newchild, self._words)

    def copy(self) -> TellingMatcher:
        """A matcher of its own at the same place."""
        return TellingMatcher(self.child.copy(), [word.copy() for word in self._words])

    def next(self) -> None:
        """Move on to the next document."""
        self.child.next()
        self._follow()

    def skip_to(self, id: int) -> None:
        """Move on to the first document not before this one."""
        self.child.skip_to(id)
        self._follow()

    def skip_to_quality(self, minquality: float) -> int:
        """Move on to a block that may be that good."""
        skipped = int(self.child.skip_to_quality(minquality))
        self._follow()
        return skipped

    def term_matchers(self) -> Iterator[Matcher]:
        """The matchers of all terms."""
        yield from self.child.term_matchers()
        for word in self._words:
            yield from word.term_matchers()
