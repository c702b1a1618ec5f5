"""What queries of positions ask for, and where it stands, for many sections at a time.

What is near is near in characters too, so only the parts of texts are cut in which all terms stand close enough.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial, reduce
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from baosou.index.analysis.units import Integers, runs
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.patterns import Occurrences
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.positions import GROUP, LONGEST, CutTexts, Origins, Parts, Placed, Texts

_AT_ONCE = 2048
"""So many texts are looked at at a time."""

Needs = Literal["all", "any", "first"]
Combine = dict[Needs, Callable[[Any, Any], Any]]

_SECTIONS: Combine = {
    "all": partial(np.intersect1d, assume_unique=True),
    "any": np.union1d,
    "first": lambda one, other: one,
}
_FLAGS: Combine = {"all": np.logical_and, "any": np.logical_or, "first": lambda one, other: one}


class Node(Struct, frozen=True):
    """A term, or what a join makes of the spans of several parts.

    A section needs all of the parts, any, or only the first. With a `reach` nothing counts but what stands at most so
    many positions beside what it is joined to; without one it matters where the text begins, and with a `head` nothing
    counts but what ends at most so many positions from there.
    """

    key: Hashable
    term: bytes = b""
    parts: tuple[Node, ...] = ()
    join: Callable[[list[Placed]], Placed] | None = None
    needs: Needs = "all"
    reach: int | None = 0
    head: int | None = None

    def terms(self) -> Iterator[bytes]:
        """The terms of it."""
        return (term for part in self.parts for term in part.terms()) if self.parts else iter((self.term,))

    def combined(self, of_terms: dict[bytes, Any], combine: Combine) -> Any:
        """What something of each term makes together, by what is needed."""
        if self.join is None:
            return of_terms[self.term]
        return reduce(combine[self.needs], (part.combined(of_terms, combine) for part in self.parts))

    def spans(self, of_terms: dict[bytes, Placed]) -> Placed:
        """Its spans, made of those of its terms."""
        return of_terms[self.term] if self.join is None else self.join([part.spans(of_terms) for part in self.parts])


def joined(
    name: str,
    parts: tuple[Node, ...],
    join: Callable[[list[Placed]], Placed],
    *,
    values: Hashable = None,
    needs: Needs = "all",
    reach: int | None = None,
    head: int | None = None,
) -> Node:
    """The node that makes something of several parts; `name` and `values` tell how."""
    reaches = [reach, *(part.reach for part in parts)]
    known = [each for each in reaches if each is not None]
    key = (name, values, *(part.key for part in parts))
    return Node(key, b"", parts, join, needs, max(known) if len(known) == len(reaches) else None, head)


class SpanFinder(Struct, frozen=True):
    """Finds nodes in one field of one segment."""

    segment: Segment
    field: Field

    def sections(self, node: Node, holding: dict[bytes, Integers]) -> Integers:
        """The sections with any span of a node, those of deleted articles included; `holding` tells of each term."""
        candidates = node.combined(holding, _SECTIONS)
        if node.join is None:
            return np.asarray(candidates, dtype=np.int64)
        found = [np.empty(0, dtype=np.int64)]
        for first in range(0, len(candidates), _AT_ONCE):
            some = candidates[first : first + _AT_ONCE]
            texts = Texts(self.segment, self._slots(some))
            spans, parts = self._spans(node, texts, whole=node.reach is None)
            own, _ = runs(spans.firsts >> GROUP)
            found.append(some.take(runs(texts.slots_at(parts.starts.take(own)))[0]))
        return np.concatenate(found)

    def spans(self, node: Node, sections: Integers) -> dict[int, list[tuple[int, int, int, int]]]:
        """The spans of a node in some sections: first and last position, and the characters [start, end)."""
        texts = Texts(self.segment, self._slots(sections))
        spans, _ = self._spans(node, texts, whole=True)
        found: dict[int, list[tuple[int, int, int, int]]] = {section: [] for section in sections.tolist()}
        own = spans.firsts >> GROUP
        for at, slot in enumerate(texts.slots.tolist()):
            first, last = own.searchsorted((at, at + 1)).tolist()
            if first < last:
                origin = Origins(self.segment, slot)
                rows = (spans.firsts - (own << GROUP), spans.lasts - (own << GROUP), spans.starts, spans.ends)
                base = texts.firsts.item(at)
                found[sections.item(at)] = [
                    (begin, end, *origin.of(start - base, stop + 1 - base))
                    for begin, end, start, stop in zip(*(row[first:last].tolist() for row in rows), strict=True)
                ]
        return found

    def _slots(self, sections: Integers) -> Integers:
        """The slot of each of some ascending sections that have one."""
        slots = (self.segment.slot_field == self.field).nonzero()[0]
        found: Integers = slots.take(self.segment.slot_section.take(slots).searchsorted(sections))
        return found

    def _spans(self, node: Node, texts: Texts, *, whole: bool) -> tuple[Placed, Parts]:
        """The spans of a node, with positions in whole texts or in parts of them, and these parts."""
        occurrences = {term: texts.find(term) for term in node.terms()}
        if whole:
            parts = texts.whole if node.head is None else texts.heads(_broadest(node.head))
        else:
            parts = _parts(node, texts, occurrences)
        cut = CutTexts(texts, parts)
        return node.spans({term: cut.place(found) for term, found in occurrences.items()}), parts


def _broadest(positions: int) -> int:
    """The breadth of so many positions at most, with the words at both ends."""
    return (positions + 3) * LONGEST


def _parts(node: Node, texts: Texts, occurrences: dict[bytes, Occurrences]) -> Parts:
    """The parts of texts in which what a node needs may stand near enough together.

    At most `reach` words lie between two spans that are near, each no broader than LONGEST, and a term may begin or end
    within a word.
    """
    starts = np.concatenate([found.starts for found in occurrences.values()])
    lasts = np.concatenate([found.lasts for found in occurrences.values()])
    terms = np.repeat(np.arange(len(occurrences)), [len(found.starts) for found in occurrences.values()])
    order = np.argsort(starts, kind="stable")
    starts, reached, terms = starts.take(order), np.maximum.accumulate(lasts.take(order)), terms.take(order)
    gaps = texts.breadths.take(starts[1:]) - texts.breadths.take(reached[:-1] + 1)
    opens = np.ones(len(starts), dtype=np.bool_)
    opens[1:] = gaps > _broadest(node.reach or 0)
    clusters, firsts = np.cumsum(opens) - 1, opens.nonzero()[0]
    holds = {}
    for number, term in enumerate(occurrences):
        holds[term] = np.zeros(len(firsts), dtype=np.bool_)
        holds[term][clusters.compress(terms == number)] = True
    kept = node.combined(holds, _FLAGS).nonzero()[0]
    ends = np.append(firsts[1:], len(starts)) - 1
    return texts.between_signs(starts.take(firsts.take(kept)), reached.take(ends.take(kept)))
