"""Positions of what stands in many texts at once: only the parts that are needed are cut, all in one go.

jieba cuts what stands between two signs without a look beyond them, so a part of a text from one sign to another is cut
as it is in the whole text, and distances within it are those of the whole.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import text_of_utf8
from baosou.corpus.folding import fold
from baosou.index.analysis.tokenizer import bulk_cutter, light_cutter
from baosou.index.analysis.units import Integers, Units, edge_classes, fold_table, ranges, text_of, units_of, word_units
from baosou.index.segments.layout import Field
from baosou.index.segments.matching import literal
from baosou.index.segments.matching.patterns import Occurrences, Pattern, pattern_of
from baosou.index.segments.reader import Segment

LONGEST = 16
"""Ideographs of the longest word of jieba's dictionary."""

GROUP = 32
"""Above so many bits of a position stands the number of the part of a text that it is in."""

_LOW = 0xDC00
"""The first of the second halves of surrogate pairs."""

_PART = 1 << 48
"""The breadth of what stands between two texts."""

_REMEMBERED = 1 << 17
"""So many words are remembered with their pieces."""

Pieces = tuple[tuple[int, int], ...]


class Placed(Struct, frozen=True):
    """What stands somewhere: its first and last position (see GROUP), and its first and last unit in all texts."""

    firsts: Integers
    lasts: Integers
    starts: Integers
    ends: Integers


class Parts(Struct, frozen=True):
    """Parts [start, end) of texts, ascending."""

    starts: Integers
    ends: Integers


class Texts:
    """The folded texts of some slots end to end, with a zero after each."""

    def __init__(self, segment: Segment, slots: Integers) -> None:
        self._segment, self.slots = segment, slots
        self._bases = segment.slot_base.take(slots).astype(np.int64)
        sizes = segment.slot_length.take(slots).astype(np.int64) + 1
        self.firsts = np.cumsum(sizes) - sizes
        self.units: Units = fold_table().take(segment.units_at(ranges(self._bases, sizes)))
        self.units[self.firsts + sizes - 1] = 0

    def slots_at(self, places: Integers) -> Integers:
        """Which of the slots the units at some places belong to, from 0."""
        return self.firsts.searchsorted(places, "right") - 1

    def find(self, text: bytes) -> Occurrences:
        """Where a term stands."""
        wanted = text_pattern(text)
        if wanted is None:
            return Occurrences(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
        anchor = next(wanted.telling())
        places = (self.units == wanted.units[anchor]).nonzero()[0]
        found = literal.grown(self._segment, wanted, anchor, places + self._shifts(places))
        # what was found of a text lies in it, so one look tells how far it is from there to here
        shift = self._bases - self.firsts
        own = self._bases.searchsorted(found.starts, "right") - 1
        starts, lasts = found.starts - shift.take(own), found.lasts - shift.take(own)
        if wanted.breaks:  # in a body a line is a passage, and nothing goes beyond one
            kept = (self._segment.slot_field.take(self.slots.take(own)) != Field.BODY).nonzero()[0]
            starts, lasts = starts.take(kept), lasts.take(kept)
        return Occurrences(starts, lasts)

    def _shifts(self, places: Integers) -> Integers:
        own = self.slots_at(places)
        return self._bases.take(own) - self.firsts.take(own)

    @property
    def whole(self) -> Parts:
        """Each text as one part."""
        return Parts(self.firsts, np.append(self.firsts[1:], len(self.units)) - 1)

    @cached_property
    def breadths(self) -> Integers:
        """For each place, the breadth of all units before it: LONGEST at most for each word and each sign."""
        breadths = _breadths().take(self.units)
        breadths[self.units == 0] = _PART
        return np.concatenate(([0], np.cumsum(breadths)))

    def heads(self, breadth: int) -> Parts:
        """The beginning of each text, at least so broad."""
        wanted = self.breadths.take(self.firsts) + breadth
        lasts = np.minimum(self.breadths.searchsorted(wanted), self.whole.ends)
        return Parts(self.firsts, self._signs.take(self._signs.searchsorted(lasts)))

    @cached_property
    def _signs(self) -> Integers:
        return _parting().take(self.units).nonzero()[0]

    def between_signs(self, starts: Integers, lasts: Integers) -> Parts:
        """The parts from the sign before each start to the sign after each last unit; what overlaps is one part."""
        before = self._signs.searchsorted(starts) - 1
        starts = np.where(before < 0, 0, self._signs.take(before) + 1)
        ends = self._signs.take(self._signs.searchsorted(lasts, "right"))
        if not len(starts):
            return Parts(starts, ends)
        reached = np.maximum.accumulate(ends)
        opening = np.concatenate(([True], starts[1:] >= reached[:-1])).nonzero()[0]
        return Parts(starts.take(opening), np.maximum.reduceat(ends, opening))


class CutTexts:
    """Parts of texts, cut."""

    def __init__(self, texts: Texts, parts: Parts) -> None:
        self.texts, self.parts = texts, parts
        sizes = parts.ends - parts.starts + 1
        self._own = np.cumsum(sizes) - sizes
        units = texts.units.take(ranges(parts.starts, sizes))
        units[self._own + sizes - 1] = 0
        text = text_of(units)
        self._words = cut(text)
        known = _known()
        if len(known) > _REMEMBERED:
            known.clear()
        if len(text) == len(units):
            lengths = np.fromiter(map(len, self._words), np.int64, len(self._words))
        else:  # there are characters of two units
            lengths = np.fromiter((len(units_of(word)) for word in self._words), np.int64, len(self._words))
        self._lengths = lengths
        self._counts = np.fromiter(map(known.__getitem__, self._words), np.int64, len(self._words))
        self._starts = np.cumsum(lengths) - lengths
        positions = np.cumsum(self._counts) - self._counts
        bases = positions.take(self._starts.searchsorted(self._own))
        own = self._own.searchsorted(self._starts, "right") - 1
        self._positions = positions - bases.take(own) + (own << GROUP)

    def place(self, found: Occurrences) -> Placed:
        """The positions of what stands within the parts, in order; what stands elsewhere is left out.

        What is just one piece of the cut has its position. Else it is from the first piece that begins there, or the
        word that holds the beginning, to the last that ends there, or the word that holds the end.
        """
        parts = self.parts.starts.searchsorted(found.starts, "right") - 1
        inside = ((parts >= 0) & (found.lasts < np.append(self.parts.ends, 0).take(parts))).nonzero()[0]
        starts, lasts, parts = found.starts.take(inside), found.lasts.take(inside), parts.take(inside)
        shift = self._own.take(parts) - self.parts.starts.take(parts)
        first = self._starts.searchsorted(starts + shift, "right") - 1
        last = self._starts.searchsorted(lasts + shift, "right") - 1
        left = starts + shift - self._starts.take(first)
        right = lasts + 1 + shift - self._starts.take(last)
        begin = np.maximum(self._counts.take(first) - 1, 0)
        end = np.maximum(self._counts.take(last) - 1, 0)
        torn = ((left != 0) | (right != self._lengths.take(last)) | (first != last)).nonzero()[0]
        for at in torn.tolist():
            one = self._words[first[at]]
            other = one if first[at] == last[at] else self._words[last[at]]
            begin[at], end[at] = _places(one, other, int(left[at]), int(right[at]), first[at] == last[at])
        firsts = self._positions.take(first) + begin
        placed = Placed(firsts, np.maximum(firsts, self._positions.take(last) + end), starts, lasts)
        order = np.lexsort((placed.lasts, placed.firsts))
        return Placed(*(each.take(order) for each in (placed.firsts, placed.lasts, starts, lasts)))


class Origins:
    """The characters of an original text that units of its folded text stand for."""

    def __init__(self, segment: Segment, slot: int) -> None:
        self._folded = fold(segment.slot_text(slot))
        units = segment.slot_units(slot)
        # the place of each unit's character; the second half of a pair has that of its first
        self._characters = None
        if len(units) != len(self._folded.text):
            self._characters = np.cumsum((fold_table().take(units) & 0xFC00) != _LOW) - 1

    def of(self, start: int, end: int) -> tuple[int, int]:
        """The characters [start, end) of the original for the units [start, end)."""
        if self._characters is not None:
            start, end = self._characters.item(start), self._characters.item(end - 1) + 1
        return self._folded.origin(start, end)


def text_pattern(text: bytes) -> Pattern | None:
    """What is looked for where a term is asked for; None for what no text holds."""
    wanted = pattern_of(text_of_utf8(text), left=True, right=True)
    return wanted if wanted.findable else None


def cut(text: str) -> list[str]:
    """The words of a folded text without overlaps, blanks too."""
    return bulk_cutter().plain(text)


def _places(one: str, other: str, left: int, right: int, same: bool) -> tuple[int, int]:
    """Which pieces of two words begin and end so many units within them; their last ones where none does."""
    pieces = _pieces(one)
    if same and (left, right) in pieces:
        exact = pieces.index((left, right))
        return exact, exact
    begin = next((at for at, piece in enumerate(pieces) if piece[0] == left), len(pieces) - 1)
    pieces = _pieces(other)
    end = next((at for at in reversed(range(len(pieces))) if pieces[at][1] == right), len(pieces) - 1)
    return max(begin, 0), max(end, 0)


def _pieces(word: str) -> Pieces:
    """A word as search mode cuts it: shorter words of two and three characters, then itself; of blanks nothing."""
    if word.isspace() and "\n" not in word:
        return ()
    if len(word) <= 2:
        return ((0, len(units_of(word))),)
    tokens = bulk_cutter().tokenize(word)
    if tokens[-1][0] != word:  # cut alone it is not one word
        parts = ((start, start + size) for size in (2, 3) for start in range(len(word) - size + 1) if size < len(word))
        known = light_cutter().frequency
        return (*(part for part in parts if known(word[slice(*part)])), (0, len(word)))
    return tuple((start, end) for _, start, end in tokens)


class _PieceCounts(dict[str, int]):
    """How many pieces each word is."""

    def __missing__(self, word: str) -> int:
        count = self[word] = len(_pieces(word))
        return count


@cache
def _known() -> _PieceCounts:
    return _PieceCounts()


@cache
def _parting() -> NDArray[np.bool_]:
    """The folded units at which jieba parts a text, whatever stands beside them: what may belong to no word."""
    parting = ~word_units()
    parting[[ord(sign) for sign in "+#&._%-\r"]] = False
    return parting


@cache
def _breadths() -> NDArray[Any]:
    """What a unit adds to a breadth: a sign is a piece, LONGEST ideographs at most are one, letters of any number."""
    breadths = np.where(_parting(), LONGEST, 1).astype(np.int64)
    breadths[edge_classes() > 0] = 0
    breadths[[ord(sign) for sign in "+#&._%-"]] = 0
    breadths[[unit for unit in range(0x10000) if chr(unit).isspace()]] = 0
    return breadths
