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
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers, edge_classes, fold_table, posted_units, ranges, runs, text_of
from baosou.index.segments.layout import Field
from baosou.index.segments.matching import literal
from baosou.index.segments.matching.expansion import fitting_words, near_words
from baosou.index.segments.matching.patterns import Pattern, listed_slots
from baosou.index.segments.postings import CHUNK, chunks
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.analyzers import cuts, is_word
from baosou.index.whoosh_engine.whoosh_api.positions import CutTexts, Origins, Texts, text_pattern
from baosou.index.whoosh_engine.whoosh_api.value_terms import Place, fitting_texts

_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""The first and second halves of surrogate pairs, and what comes after them."""

_KEPT = 16
"""So many texts are kept as they are cut, for several terms ask."""

_FIRST_CHUNK, _LARGE_CHUNK = 256, 4096
"""Words whose fields are told at a time, while few are asked for."""


class TextTerms:
    """The terms of titles, bylines or bodies; listed are the words of the index, and each character by itself."""

    has_places = True

    def __init__(self, segment: Segment, field: Field) -> None:
        self.segment, self.field = segment, field
        self._texts: dict[int, _PlacedText] = {}

    def postings(self, text: bytes) -> tuple[Integers, Integers]:
        """See FieldTerms."""
        slots, counts = self.segment.kept(("whoosh", text), lambda: self._slots(text))
        right = (self.segment.slot_field.take(slots) == self.field).nonzero()[0]
        return self.segment.slot_section.take(slots.take(right)).astype(np.int64), counts.take(right)

    def frequency(self, text: bytes) -> int:
        """See FieldTerms; of a character by itself it is known without a look at the text."""
        folded = fold_text(text_of_utf8(text))
        if len(folded) == 1 and folded <= "\uffff" and posted_units()[ord(folded)] and not edge_classes()[ord(folded)]:
            return int(self._counts[ord(folded)])
        return int(self.postings(text)[1].sum())

    @property
    def _counts(self) -> NDArray[np.int64]:
        """How often each unit stands in the field."""
        (counts,) = self.segment.kept("whoosh characters of fields", lambda: (fields_of_characters(self.segment),))
        own: NDArray[np.int64] = counts[self.field]
        return own

    def _slots(self, text: bytes) -> tuple[Integers, Integers]:
        wanted = text_pattern(text)
        if wanted is None:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        slots = listed_slots(self.segment, wanted)
        if slots is None:
            slots = self.segment.slots_at(literal.find(self.segment, wanted).starts).astype(np.int64)
        distinct, starts = runs(slots)
        return distinct, np.diff(starts, append=len(slots))

    def texts_from(self, first: bytes) -> Iterator[bytes]:
        """See FieldTerms."""
        pairs = (text for text in self._pairs() if text >= first)
        return merge(self._words_from(first), self._characters_from(first), pairs)

    def _words_from(self, first: bytes) -> Iterator[bytes]:
        number, size = self.segment.word_from(first), _FIRST_CHUNK
        while number < len(self.segment.words):
            last = min(number + size, len(self.segment.words))
            if size > _LARGE_CHUNK:
                (whole,) = self.segment.kept(
                    "whoosh words of fields", lambda: (fields_of_words(self.segment, 0, len(self.segment.words)),)
                )
                last, inside = len(whole), whole[number:, self.field]
            else:
                inside = fields_of_words(self.segment, number, last)[:, self.field]
            yield from (self.segment.word_bytes(number + at) for at in inside.nonzero()[0].tolist())
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
        units = self.segment.characters
        for high in units[(units >= _HIGH) & (units < _LOW)].tolist():
            after = np.unique(self.segment.units_at(literal.find(self.segment, Pattern((high,))).starts + 1))
            for low in after[(after >= _LOW) & (after < _AFTER)].tolist():
                character = text_of(np.array([high, low], dtype=np.uint16))
                if is_word(character) and len(self.postings(character.encode())[0]):
                    yield character.encode()

    def fitting(self, pattern: str) -> Iterable[bytes]:
        """See FieldTerms."""
        return self._standing(fitting_words(self.segment, pattern), fitting_texts(self._by_themselves(), pattern))

    def near(self, text: str, distance: int) -> Iterable[bytes]:
        """See FieldTerms; characters by themselves are left out, for nearly each would be like a word of two."""
        return self._standing(near_words(self.segment, text, distance).tolist(), ())

    def _standing(self, words: Iterable[int], characters: Iterable[bytes]) -> Iterable[bytes]:
        """The words by their numbers that stand in the field, with characters, in byte order."""
        spelled = (self.segment.word_bytes(number) for number in words)
        return merge((word for word in spelled if len(self.postings(word)[0])), characters)

    def _by_themselves(self) -> Iterator[bytes]:
        """The characters that are listed by themselves, in byte order."""
        return chain(self._characters, self._pairs())

    def any_sections(self) -> Integers:
        """See FieldTerms."""
        own = self.segment.slot_field == self.field
        empty = (own & (self.segment.slot_words == 0)).nonzero()[0].tolist()
        own = own.copy()
        own[
            [
                slot
                for slot in empty
                if not any(cut.is_word for cut in cuts(fold_text(self.segment.slot_text(slot)), many=True))
            ]
        ] = False
        return self.segment.slot_section.compress(own).astype(np.int64)

    def lengths(self) -> Integers:
        """See FieldTerms."""
        own = self.segment.slot_field == self.field
        lengths = np.zeros(self.segment.sections, dtype=np.int64)
        lengths[self.segment.slot_section.compress(own)] = self.segment.slot_words.compress(own)
        return lengths

    def places(self, text: bytes, section: int) -> list[Place]:
        """Where a term stands; within a longer word or across several, from the first to the last of these."""
        slot = self.segment.section_slot(section, self.field)
        if slot is None:
            return []
        if slot not in self._texts:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            self._texts[slot] = _PlacedText(self.segment, slot)
        return self._texts[slot].places(text)


class _PlacedText:
    """One text, cut whole."""

    def __init__(self, segment: Segment, slot: int) -> None:
        self._texts = Texts(segment, np.array([slot], dtype=np.int64))
        self._cut = CutTexts(self._texts, self._texts.whole)
        self._origins = Origins(segment, slot)

    def places(self, text: bytes) -> list[Place]:
        """Where a term stands."""
        placed = self._cut.place(self._texts.find(text))
        rows = zip(*(row.tolist() for row in (placed.firsts, placed.lasts, placed.starts, placed.ends)), strict=True)
        return [Place(first, last, *self._origins.of(start, end + 1)) for first, last, start, end in rows]


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
