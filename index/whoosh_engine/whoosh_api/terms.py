"""The terms of a segment and their postings, as Whoosh's matchers and automata walk them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.formats import Positions
from whoosh.matching.mcore import ListMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from baosou.index.analysis.units import Integers, fold_table, text_of, units_of
from baosou.index.whoosh_engine.matching import literal
from baosou.index.whoosh_engine.matching.patterns import Pattern, posted_characters
from baosou.index.whoosh_engine.segment.layout import FIELD_NAMES
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.schema import CHARS, positioned_units

_HIGH = (0xD800, 0xDC00)
_LOW = (0xDC00, 0xE000)


class ArrayMatcher(ListMatcher):
    """Walks one term's postings in one segment; positions are made only when they are asked for."""

    def __init__(
        self, terms: ArrayTermsReader, term: tuple[str, bytes], info: TermInfo, scorer: Any, positions: bool
    ) -> None:
        self._reader, self._positions = terms, positions
        slots, counts = terms.postings(*term)
        self._slots = slots
        super().__init__(  # type: ignore[no-untyped-call]
            terms.segment.slot_section[slots].tolist(),
            counts.astype(float).tolist(),
            scorer=scorer,
            term=term,
            terminfo=info,
        )

    def copy(self) -> ArrayMatcher:
        """A matcher of its own at the same place."""
        other = object.__new__(ArrayMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def skip_to(self, id: int) -> None:
        """Move on to the first document not before this one."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, lo=self._i)

    def supports(self, astype: str) -> bool:
        """Whether `value_as` knows a kind of value."""
        return astype in ("frequency", "weight") or (astype == "positions" and self._positions)

    def value_as(self, astype: str) -> Any:
        """The weight, or the positions, of the term in the document at hand."""
        if astype == "positions":
            return self._reader.positions(self._term[1], int(self._slots[self._i]))
        return self._weights[self._i]


class ArrayTermsReader(base.TermsReader):
    """The dictionary and postings of one segment.

    The word fields share one dictionary and so do the character fields: a walk over one field's terms also gives
    those that stand only in the others, with a frequency of 0 in this one.
    """

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return len(self.postings(*term)[0]) > 0

    def postings(self, fieldname: str, text: bytes) -> tuple[Integers, Integers]:
        """Slots of the field that hold the term, and how often; both empty where none does."""
        segment = self.segment
        field = FIELD_NAMES.get(fieldname.removesuffix(CHARS))
        values: NDArray[Any] = np.empty(0, dtype=np.int64)
        if field is not None and fieldname.endswith(CHARS):
            wanted = Pattern(_units(text))
            if posted_characters(segment, wanted) and len(text.decode("utf-8", "surrogatepass")) == 1:
                values = segment.slots_at(literal.find(segment, wanted).starts)
        elif field is not None and (number := segment.word_number(text)) is not None:
            values = segment.word_lists.values(number)
        slots, counts = np.unique(values, return_counts=True)
        right = segment.slot_field[slots.astype(np.int64)] == field if len(slots) else np.empty(0, dtype=np.bool_)
        return slots[right].astype(np.int64), counts[right]

    def positions(self, text: bytes, slot: int) -> list[int]:
        """Positions of a character in a slot, as CharacterTokenizer counts them."""
        folded = fold_table()[self.segment.slot_units(slot)]
        places = np.cumsum(positioned_units()[folded]) - 1
        units = _units(text)
        here = folded == units[0]
        if len(units) == 2:
            here[:-1] &= folded[1:] == units[1]
            here[-1:] = False
        found: list[int] = places[here].tolist()
        return found

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The term's statistics in this segment; raises TermNotFound."""
        slots, counts = self.postings(fieldname, text)
        if not len(slots):
            raise TermNotFound(f"{fieldname}:{text!r}")
        sections = self.segment.slot_section[slots]
        lengths = field_lengths(self.segment, fieldname)[sections]
        return TermInfo(  # type: ignore[no-untyped-call]
            weight=float(counts.sum()),
            df=len(slots),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(sections[0]),
            maxid=int(sections[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> int:
        """How often the term stands in the field."""
        return int(self.postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many sections hold the term in the field, those of deleted articles included."""
        return len(self.postings(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """A matcher over the term's postings; raises TermNotFound."""
        info = self.term_info(fieldname, text)
        return ArrayMatcher(self, (fieldname, text), info, scorer, isinstance(format_, Positions))

    def _texts(self, fieldname: str, first: bytes = b"") -> Iterator[bytes]:
        if fieldname.endswith(CHARS):
            return (text for text in self._character_texts() if text >= first)
        return self.segment.words_from(self.segment.word_from(first))

    def _character_texts(self) -> Iterator[bytes]:
        """All characters in byte order, which for UTF-8 is that of their code points; halves of pairs as pairs."""
        units = self.segment.characters
        basic = units[(units < _HIGH[0]) | (units >= _LOW[1])].tolist()
        yield from (chr(unit).encode() for unit in basic)
        for high in units[(units >= _HIGH[0]) & (units < _HIGH[1])].tolist():
            after = np.unique(self.segment.units_at(literal.find(self.segment, Pattern((high,))).starts + 1))
            for low in after[(after >= _LOW[0]) & (after < _LOW[1])].tolist():
                yield text_of(np.array([high, low], dtype=np.uint16)).encode()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, by field and within it in byte order."""
        return ((name, text) for name in self.indexed_field_names() for text in self._texts(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from the first that is not before this one."""
        return ((fieldname, text) for text in self._texts(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms that stand in their field, with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms() if term in self)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same for one field, from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix) if term in self)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """A cursor over the words of the segment."""
        return ArrayCursor(self.segment)

    def indexed_field_names(self) -> list[str]:
        """The word fields and the character fields."""
        return sorted(name + suffix for name in FIELD_NAMES for suffix in ("", CHARS))


class ArrayCursor(base.FieldCursor):
    """Walks the words of a segment in byte order; what Whoosh's automata step along."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._number = 0

    def is_valid(self) -> bool:
        """Whether the cursor stands at a word."""
        return self._number < len(self._segment.word_lists)

    def text(self) -> str | None:
        """The word at hand, or None behind the last."""
        return self._segment.word_bytes(self._number).decode("utf-8", "replace") if self.is_valid() else None

    def first(self) -> str | None:
        """Move to the first word."""
        self._number = 0
        return self.text()

    def find(self, string: str) -> str | None:
        """Move to the first word that is not before this text."""
        self._number = self._segment.word_from(string.encode("utf-8", "surrogatepass"))
        return self.text()

    def next(self) -> str | None:
        """Move to the next word."""
        self._number += 1
        return self.text()


def _units(text: bytes) -> tuple[int, ...]:
    return tuple(int(unit) for unit in units_of(text.decode("utf-8", "surrogatepass")))


def field_lengths(segment: Segment, fieldname: str) -> Integers:
    """The length of a field in each section: words, or UTF-16 units for the character fields."""
    own = segment.slot_field == FIELD_NAMES[fieldname.removesuffix(CHARS)]
    lengths = np.zeros(segment.sections, dtype=np.int64)
    source = segment.slot_length if fieldname.endswith(CHARS) else segment.slot_words
    lengths[segment.slot_section[own]] = source[own]
    return lengths
