"""The words of titles, bylines and bodies as terms, and where they stand.

Whatever stands in a text literally is a term that can be asked for; a Latin word and a number only whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import merge
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import text_of_utf8
from baosou.corpus.folding import Folded, fold, fold_text
from baosou.index.analysis.units import Integers, edge_classes, fold_table, posted_units, ranges, runs, text_of
from baosou.index.whoosh_engine.matching import literal
from baosou.index.whoosh_engine.matching.expansion import fitting_words, near_words
from baosou.index.whoosh_engine.matching.patterns import Pattern, listed_slots, pattern_of
from baosou.index.whoosh_engine.segment.layout import Field
from baosou.index.whoosh_engine.segment.postings import CHUNK, chunks
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.analyzers import cuts, is_word
from baosou.index.whoosh_engine.whoosh_api.value_terms import Place, fitting_texts

_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""The first and second halves of surrogate pairs, and what comes after them."""

_KEPT = 16
"""So many texts as they are cut are kept."""

_FIRST_CHUNK, _LARGE_CHUNK = 256, 4096
"""Words whose fields are told at a time, while few are asked for."""


class TextTerms:
    """The terms of titles, bylines or bodies; listed are the words of the index, and each character by itself."""

    has_places = True

    def __init__(self, segment: Segment, field: Field) -> None:
        self._segment, self._field = segment, field
        self._cuts: dict[int, _CutText] = {}

    def postings(self, text: bytes) -> tuple[Integers, Integers]:
        """See FieldTerms."""
        slots, counts = self._segment.kept(("whoosh", text), lambda: self._slots(text))
        right = (self._segment.slot_field.take(slots) == self._field).nonzero()[0]
        return self._segment.slot_section.take(slots.take(right)).astype(np.int64), counts.take(right)

    def frequency(self, text: bytes) -> int:
        """See FieldTerms; of a character by itself it is known without a look at the text."""
        folded = fold_text(text_of_utf8(text))
        if len(folded) == 1 and folded <= "\uffff" and posted_units()[ord(folded)] and not edge_classes()[ord(folded)]:
            return int(self._counts[ord(folded)])
        return int(self.postings(text)[1].sum())

    @property
    def _counts(self) -> NDArray[np.int64]:
        """How often each unit stands in the field."""
        (counts,) = self._segment.kept("whoosh characters of fields", lambda: (fields_of_characters(self._segment),))
        own: NDArray[np.int64] = counts[self._field]
        return own

    def _slots(self, text: bytes) -> tuple[Integers, Integers]:
        wanted = _pattern(text)
        if wanted is None:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        slots = listed_slots(self._segment, wanted)
        if slots is None:
            slots = self._segment.slots_at(literal.find(self._segment, wanted).starts).astype(np.int64)
        distinct, starts = runs(slots)
        return distinct, np.diff(starts, append=len(slots))

    def texts_from(self, first: bytes) -> Iterator[bytes]:
        """See FieldTerms."""
        pairs = (text for text in self._pairs() if text >= first)
        return merge(self._words_from(first), self._characters_from(first), pairs)

    def _words_from(self, first: bytes) -> Iterator[bytes]:
        number, size = self._segment.word_from(first), _FIRST_CHUNK
        while number < len(self._segment.words):
            last = min(number + size, len(self._segment.words))
            if size > _LARGE_CHUNK:
                (whole,) = self._segment.kept(
                    "whoosh words of fields", lambda: (fields_of_words(self._segment, 0, len(self._segment.words)),)
                )
                last, inside = len(whole), whole[number:, self._field]
            else:
                inside = fields_of_words(self._segment, number, last)[:, self._field]
            yield from (self._segment.word_bytes(number + at) for at in inside.nonzero()[0].tolist())
            number, size = last, size * 4

    def _characters_from(self, first: bytes) -> Iterator[bytes]:
        spelled = self._characters
        return iter(spelled[bisect_left(spelled, first) :])

    @cached_property
    def _characters(self) -> list[bytes]:
        """The characters that stand in the field and are words, in byte order; letters and digits are listed words."""
        units = self._counts.nonzero()[0]
        units = units.compress((edge_classes().take(units) == 0) & ((units < _HIGH) | (units >= _AFTER)))
        return [chr(unit).encode() for unit in units.tolist() if is_word(chr(unit))]

    def _pairs(self) -> Iterator[bytes]:
        """The characters of two units, in byte order; they come after all others."""
        units = self._segment.characters
        for high in units[(units >= _HIGH) & (units < _LOW)].tolist():
            after = np.unique(self._segment.units_at(literal.find(self._segment, Pattern((high,))).starts + 1))
            for low in after[(after >= _LOW) & (after < _AFTER)].tolist():
                character = text_of(np.array([high, low], dtype=np.uint16))
                if is_word(character) and len(self.postings(character.encode())[0]):
                    yield character.encode()

    def fitting(self, pattern: str) -> Iterable[bytes]:
        """See FieldTerms."""
        return self._standing(fitting_words(self._segment, pattern), fitting_texts(self._by_themselves(), pattern))

    def near(self, text: str, distance: int) -> Iterable[bytes]:
        """See FieldTerms; characters by themselves are left out, for nearly each would be like a word of two."""
        return self._standing(near_words(self._segment, text, distance).tolist(), ())

    def _standing(self, words: Iterable[int], characters: Iterable[bytes]) -> Iterable[bytes]:
        """The words by their numbers that stand in the field, with characters, in byte order."""
        spelled = (self._segment.word_bytes(number) for number in words)
        return merge((word for word in spelled if len(self.postings(word)[0])), characters)

    def _by_themselves(self) -> Iterator[bytes]:
        """The characters that are listed by themselves, in byte order."""
        return chain(self._characters, self._pairs())

    def any_sections(self) -> Integers:
        """See FieldTerms."""
        own = self._segment.slot_field == self._field
        empty = (own & (self._segment.slot_words == 0)).nonzero()[0].tolist()
        own = own.copy()
        own[[slot for slot in empty if not any(cut.is_word for cut in self._cut(slot).pieces)]] = False
        return self._segment.slot_section.compress(own).astype(np.int64)

    def lengths(self) -> Integers:
        """See FieldTerms."""
        own = self._segment.slot_field == self._field
        lengths = np.zeros(self._segment.sections, dtype=np.int64)
        lengths[self._segment.slot_section.compress(own)] = self._segment.slot_words.compress(own)
        return lengths

    def places(self, text: bytes, section: int) -> list[Place]:
        """Where a term stands; within a longer word or across several, from the first to the last of these."""
        wanted, slot = _pattern(text), self._segment.section_slot(section, self._field)
        if wanted is None or slot is None:
            return []
        if wanted.breaks and self._field is Field.BODY:  # there a line is a passage, and nothing goes beyond one
            return []
        cut = self._cut(slot)
        units, base = fold_table().take(self._segment.slot_units(slot)), self._segment.slot_base.item(slot)
        anchor = next(wanted.telling())
        found = literal.grown(self._segment, wanted, anchor, (units == wanted.units[anchor]).nonzero()[0] + base)
        starts, lasts = found.starts - base, found.lasts - base
        if len(units) != len(cut.folded.text):
            # the place of each unit's character; the second half of a pair has that of its first
            characters = np.cumsum((units & 0xFC00) != _LOW) - 1
            starts, lasts = characters.take(starts), characters.take(lasts)
        return [cut.place(start, end) for start, end in zip(starts.tolist(), (lasts + 1).tolist(), strict=True)]

    def _cut(self, slot: int) -> _CutText:
        """How a text is cut; the last few are kept, for several terms ask."""
        if slot not in self._cuts:
            if len(self._cuts) >= _KEPT:
                self._cuts.clear()
            self._cuts[slot] = _CutText(fold(self._segment.slot_text(slot)))
        return self._cuts[slot]


def _pattern(text: bytes) -> Pattern | None:
    """What is looked for where a term is asked for; None for what no text holds."""
    wanted = pattern_of(text_of_utf8(text), left=True, right=True)
    return wanted if wanted.findable else None


class _CutText:
    """A folded text and its pieces, by where they begin and, the longest last, where they end."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.pieces = cuts(folded.text, many=True)
        self._exact = {(piece.start, piece.end): piece.position for piece in self.pieces}
        self._begins: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._holds: dict[int, int] = {}
        for piece in self.pieces:
            self._begins.setdefault(piece.start, piece.position)
            self._ends[piece.end] = piece.position
            # a longer word comes after those within it
            self._holds.update(dict.fromkeys(range(piece.start, piece.end), piece.position))

    def place(self, start: int, end: int) -> Place:
        """The place of folded characters [start, end): the position of the piece that is just these.

        Else it is from the first that begins there, or holds the beginning, to the last that ends there, or holds the
        end.
        """
        exact = self._exact.get((start, end))
        first = self._begins.get(start, self._holds[start]) if exact is None else exact
        last = self._ends.get(end, self._holds[end - 1]) if exact is None else exact
        return Place(first, max(first, last), *self.folded.origin(start, end))


def fields_of_words(segment: Segment, first: int, last: int) -> NDArray[np.bool_]:
    """In which fields the words from one number to another stand, a row a word."""
    found = np.zeros((last - first, len(Field)), dtype=np.bool_)
    counts = segment.word_lists.counts[first:last].astype(np.int64)
    for start, end in chunks(counts, CHUNK):
        fields = segment.slot_field.take(segment.word_lists.between(first + start, first + end))
        found[np.repeat(np.arange(start, end), counts[start:end]), fields] = True
    return found


def fields_of_characters(segment: Segment) -> NDArray[np.int64]:
    """How often each unit stands in each field, a row a field."""
    counts = np.zeros((len(Field), 0x10000), dtype=np.int64)
    counts[Field.BODY][segment.characters] = segment.character_occurrences
    for field in (Field.TITLE, Field.BYLINE):
        slots = (segment.slot_field == field).nonzero()[0]
        addresses = ranges(segment.slot_base.take(slots).astype(np.int64), segment.slot_length.take(slots))
        counts[field] = np.bincount(fold_table().take(segment.units_at(addresses)), minlength=0x10000)
        counts[Field.BODY] -= counts[field]
    return counts
