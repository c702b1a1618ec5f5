"""The text before and after places of a segment, many at a time; an article's body goes on from section to section.

Between the bodies of two sections stands one line end, as between the paragraphs within one: both are zero units or
line breaks of the address space, and line breaks in what is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.folding import fold
from baosou.index.analysis.units import Integers, Units, text_of
from baosou.index.segments.layout import Field
from baosou.index.segments.matching.places import Places
from baosou.index.segments.reader import Segment

_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
_NEWLINE = 10


class Windows(Struct, frozen=True):
    """The units beside some places, a row each, the nearest first; from column `ends` of a row on its text is over.

    `altered` are the rows in which text stands that is stored folded.
    """

    units: Units
    ends: Integers
    altered: NDArray[np.bool_]


class Around:
    """Reads the text around places of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    @cached_property
    def _altered(self) -> NDArray[np.bool_]:
        """Which slots hold folded text, for it is longer or shorter than the original."""
        flags = np.zeros(len(self._segment.slot_field), dtype=np.bool_)
        flags[list(self._segment.irregular)] = True
        return flags

    @cached_property
    def _goes_on(self) -> NDArray[np.bool_]:
        """Which slots are bodies that the next slot goes on."""
        segment = self._segment
        bodies = segment.slot_field == int(Field.BODY)
        goes_on = np.zeros(len(bodies), dtype=np.bool_)
        goes_on[:-1] = bodies[:-1] & bodies[1:] & (segment.slot_article[1:] == segment.slot_article[:-1])
        return goes_on

    def windows(self, places: Places, reach: int, *, after: bool) -> Windows:
        """So many units after (or before) each place, as far as there are any."""
        segment, step = self._segment, 1 if after else -1
        slots = places.slots.copy()
        base, length = segment.slot_base.astype(np.int64), segment.slot_length.astype(np.int64)
        edges = places.lasts if after else places.starts
        addresses = edges[:, None] + step * np.arange(1, reach + 1)
        # the units that are left in the slot; the one after them is zero
        left = (base + length).take(slots) - 1 - edges if after else edges - base.take(slots)
        ends = np.full(len(edges), reach, dtype=np.int64)
        altered = self._altered.take(slots)
        rows = (left < reach).nonzero()[0]
        while len(rows):
            own = slots.take(rows)
            on = self._goes_on.take(own if after else np.maximum(own - 1, 0)) & (after | (own > 0))
            over = rows.compress(~on)
            ends[over] = left[over]
            rows, own = rows.compress(on), own.compress(on)
            further = own + step
            # past the zero unit at the end, on to the first unit of the next slot (or the last of the one before)
            first = base.take(further) if after else (base + length).take(further) - 1
            now = addresses[rows, left[rows]]
            jump = first - (now + step)
            beyond = np.arange(reach) > left[rows][:, None]
            addresses[rows] += np.where(beyond, jump[:, None], 0)
            slots[rows] = further
            left[rows] += 1 + length.take(further)
            altered[rows] |= self._altered.take(further)
            rows = rows.compress(left[rows] < reach)
        outside = np.arange(reach) >= ends[:, None]
        addresses[outside] = 0  # a unit of the first block, which is empty
        return Windows(segment.units_at(addresses.reshape(-1)).reshape(addresses.shape), ends, altered)

    def texts(self, places: Places, reach: int, *, after: bool) -> list[str]:
        """The original text after (or before) each place: so many characters of it, or as many as there are."""
        if not len(places.starts) or reach <= 0:
            return [""] * len(places.starts)
        found = self.windows(places, reach, after=after)
        texts = _texts(found.units, found.ends, after)
        short = [at for at, text in enumerate(texts) if len(text) < min(reach, int(found.ends[at]))]
        for at in {*found.altered.nonzero()[0].tolist(), *short}:
            # its units are not its characters
            texts[at] = self._closely(places, at, reach, after)
        return texts

    def _closely(self, places: Places, at: int, reach: int, after: bool) -> str:
        """The text beside one place out of whole texts."""
        slot = int(places.slots[at])
        one = Places(places.starts[at : at + 1], places.lasts[at : at + 1], places.slots[at : at + 1])
        ((start, end),) = self.characters(one)
        text = self._segment.slot_text(slot)
        beside = text[end:] if after else text[:start]
        while len(beside) < reach and (self._goes_on[slot] if after else slot > 0 and self._goes_on[slot - 1]):
            slot += 1 if after else -1
            further = self._segment.slot_text(slot)
            beside = f"{beside}\n{further}" if after else f"{further}\n{beside}"
        return beside[:reach] if after else beside[-reach:]

    def matches(self, places: Places, characters: Sequence[tuple[int, int]]) -> list[str]:
        """The original text of each place, given its characters."""
        altered = self._altered.take(places.slots).tolist()
        return [
            self._segment.slot_text(slot)[start:end]
            if folded
            else text_of(self._segment.units_between(first, last + 1))
            for folded, slot, first, last, (start, end) in zip(
                altered, places.slots.tolist(), places.starts.tolist(), places.lasts.tolist(), characters, strict=True
            )
        ]

    @cached_property
    def _seconds(self) -> Integers:
        return second_halves(self._segment)

    def characters(self, places: Places) -> list[tuple[int, int]]:
        """The characters [start, end) of its slot's original text that each place is."""
        bases = self._segment.slot_base.take(places.slots).astype(np.int64)
        known = self._seconds.searchsorted(bases)
        starts = places.starts - bases - self._seconds.searchsorted(places.starts) + known
        ends = places.lasts + 1 - bases - self._seconds.searchsorted(places.lasts + 1) + known
        found = list(zip(starts.tolist(), ends.tolist(), strict=True))
        for at in self._altered.take(places.slots).nonzero()[0].tolist():
            found[at] = fold(self._segment.slot_text(int(places.slots[at]))).origin(*found[at])
        return found


def second_halves(segment: Segment) -> Integers:
    """The addresses of the second units of characters that take two, ascending."""
    units = segment.characters
    parts = [np.empty(0, dtype=np.int64)]
    for unit in units[(units >= _LOW) & (units < _AFTER)].tolist():
        blocks = segment.character_blocks(segment.character_number(unit) or 0)
        for addresses in segment.character_addresses(unit, blocks):
            before = segment.units_at(addresses - 1)
            parts.append(addresses.compress((before >= _HIGH) & (before < _LOW)))
    found: Integers = np.sort(np.concatenate(parts))
    return found


def _texts(units: Units, ends: Integers, after: bool) -> list[str]:
    """The rows as texts, the line ends between sections written; torn halves of characters are left out."""
    inside = np.arange(units.shape[1]) < ends[:, None]
    if not after:
        units, inside = units[:, ::-1], inside[:, ::-1]
    flat = units[inside]
    flat[flat == 0] = _NEWLINE
    bounds = [0, *np.cumsum(ends).tolist()]
    if not ((flat >= _HIGH) & (flat < _AFTER)).any():
        text = text_of(flat)
        return [text[first:last] for first, last in pairwise(bounds)]
    return [_whole(flat[first:last]) for first, last in pairwise(bounds)]


def _whole(units: Units) -> str:
    """Units as text, without half a character at an edge."""
    first = int(len(units) > 0 and _LOW <= units[0] < _AFTER)
    last = len(units) - int(len(units) > first and _HIGH <= units[-1] < _LOW)
    return text_of(units[first:last])
