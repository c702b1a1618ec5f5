"""Which articles, sections and slots a segment has, what belongs to what, what of it is deleted; each slot's text."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import text_of_utf8
from baosou.index.analysis.units import Integers, Units, text_of
from baosou.index.errors import IndexDamaged
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.checksums import CheckedArray
from baosou.index.segments.layout import BLOCK, BLOCK_BITS, Field

DeletedRanges = Sequence[tuple[int, int]]

_NONE = np.empty(0, dtype=np.int64)


class Dead(Struct, frozen=True):
    """Deleted articles: how many, and their sections and slots."""

    articles: int
    sections: Integers
    slots: Integers


class Table:
    """An array of a segment under its own name, verified when it is first asked for."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, segment: Numbering, owner: type) -> NDArray[Any]:
        array = segment.file.array(self._name)
        # from now on found before this is asked
        segment.__dict__[self._name] = array
        return array


class Numbering:
    """The tables of a segment's articles, sections and slots.

    Articles are numbered through the segment, sections through the articles and slots (a title, a byline, a body)
    through the sections, so that what belongs together lies together.
    """

    def __init__(self, file: ArrayFile, deleted: DeletedRanges) -> None:
        self.file = file
        self.deleted = tuple(deleted)

    slot_base = Table()
    slot_length = Table()
    slot_field = Table()
    slot_section = Table()
    slot_article = Table()
    slot_words = Table()
    section_article = Table()
    article_id = Table()
    article_aside = Table()
    article_source = Table()
    article_words = Table()
    title_rank = Table()
    id_prefix = Table()

    @property
    def articles(self) -> int:
        """How many articles lie in the segment, deleted ones included."""
        return len(self.file.checked("article_id"))

    @property
    def sections(self) -> int:
        """How many sections lie in the segment, those of deleted articles included."""
        return len(self.section_article)

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which articles are not deleted."""
        live = np.ones(self.articles, dtype=np.bool_)
        for first, last in self.deleted:
            live[first:last] = False
        return live

    @cached_property
    def has_asides(self) -> bool:
        """Whether any article is one of running heads and page numbers."""
        return bool(self.article_aside.any())

    def sections_of(self, articles: NDArray[Any]) -> tuple[Integers, Integers]:
        """The first section of each article, and one more than the last."""
        numbers = articles.astype(np.uint32)
        return self.section_article.searchsorted(numbers), self.section_article.searchsorted(numbers, "right")

    # bisect over a map's memory takes a tenth of the time that an array takes to be asked for one number

    def sections_of_article(self, article: int) -> tuple[int, int]:
        """The first section of an article, and one more than its last."""
        first = bisect_left(self.section_article.data, article)
        return first, bisect_left(self.section_article.data, article + 1, lo=first)

    def slots_from(self, sections: Integers) -> Integers:
        """The first slot of each section, or of the next one that has any."""
        return self.slot_section.searchsorted(sections.astype(np.uint32))

    def heads(self, sections: Integers) -> Integers:
        """How many slots of each section are titles and bylines; they stand before its body."""
        slots = self.slots_from(sections)
        last = len(self.slot_field) - 1
        count = np.zeros(len(sections), dtype=np.int64)
        for ahead in (0, 1):
            at = np.minimum(slots + ahead, last)
            count += (
                (count == ahead) & (self.slot_section.take(at) == sections) & (self.slot_field.take(at) != Field.BODY)
            )
        return count

    @cached_property
    def dates(self) -> NDArray[np.uint32]:
        """First and last day of each article's date as yyyymmdd, shape (articles, 2); 0 where it has none."""
        dates: NDArray[np.uint32] = self.file.array("article_dates").reshape(-1, 2)
        return dates

    @cached_property
    def sources(self) -> list[str]:
        """The keys of the sources whose articles lie here; `article_source` numbers them."""
        return self.file.texts("sources")

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """How many words the segment has by field, and in how many slots; shape (2, fields), deleted ones included."""
        totals = self.file.json("totals")
        return np.array([totals["words"], totals["slots"]], dtype=np.int64)

    @cached_property
    def longest_quotes(self) -> int:
        """How many quotation marks stand in a row at most."""
        return int(self.file.json("totals")["quotes"])

    @cached_property
    def dead(self) -> Dead:
        """What of the segment belongs to deleted articles."""
        sections = np.flatnonzero(~self.live.take(self.section_article)) if self.deleted else _NONE
        slots = np.flatnonzero(~self.live.take(self.slot_article)) if self.deleted else _NONE
        return Dead(self.articles - int(np.count_nonzero(self.live)) if self.deleted else 0, sections, slots)

    def take_ids(self, ids: NDArray[np.uint64]) -> None:
        """Give the articles these ids, as long as the segment is open."""
        self.__dict__["article_id"], self.__dict__["id_prefix"] = ids, prefixes_of(ids)

    def sharing(self, prefixes: NDArray[np.uint32]) -> Integers:
        """How many articles, deleted ones included, have an id that begins with each of some four bytes."""
        known = self.id_prefix
        return known.searchsorted(prefixes, "right") - known.searchsorted(prefixes)


def prefixes_of(ids: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The first four bytes of each id, ascending, to tell which of them are shared."""
    return np.sort((ids >> np.uint64(32)).astype(np.uint32))


_LONGEST_ORIGINAL = 1 << 28
"""Bytes of the original text of a slot at most; a title or a section has some thousand."""


_PAGE = 1 << 11
"""Units of the text that lie on a page of the file."""

_TOGETHER = 1 << 12
"""So many places of the text are read at a time; each may lie on a page of its own."""


class SlotTexts(Numbering):
    """The text of a segment: of its slots, and as it lies in the address space."""

    @cached_property
    def checked_text(self) -> CheckedArray:
        """The text as parts of it are asked for."""
        return self.file.checked("text")

    @property
    def text(self) -> Units:
        """The whole text, not verified."""
        return self.checked_text.array

    @property
    def blocks(self) -> NDArray[np.uint16]:
        """The text by blocks, shape (blocks, BLOCK), not verified."""
        return self.text.reshape(-1, BLOCK)

    def blocks_at(self, blocks: Integers) -> NDArray[np.uint16]:
        """Some blocks of the text."""
        self._look_at(blocks, _PAGE >> BLOCK_BITS)
        self.checked_text.need_at(blocks << BLOCK_BITS)
        return self.blocks.take(blocks, axis=0)

    def units_at(self, addresses: Integers) -> Units:
        """The units at some addresses."""
        if len(addresses) <= _TOGETHER:
            self._look_at(addresses, _PAGE)
            return self.checked_text.take(addresses)
        return np.concatenate(
            [self.units_at(addresses[first : first + _TOGETHER]) for first in range(0, len(addresses), _TOGETHER)]
        )

    def _look_at(self, places: Integers, on_a_page: int) -> None:
        """Tell that places of the text are read, about ascending, of which so many lie on a page of the file."""
        if len(places):
            self.file.looked_at(min(len(places), abs(int(places[-1] - places[0])) // on_a_page + 1))

    def units_between(self, start: int, end: int) -> Units:
        """The units from one address to another."""
        self.file.looked_at((end - start) // _PAGE + 1)
        return self.checked_text.between(start, end)

    def slot_units(self, slot: int) -> Units:
        """The units of a slot as they lie in the address space."""
        base = self.slot_base.item(slot)
        return self.units_between(base, base + self.slot_length.item(slot))

    @cached_property
    def irregular(self) -> dict[int, int]:
        """Which slots hold folded text, because their fold is not one to one, and where their original is."""
        return {slot: number for number, slot in enumerate(self.file.array("irregular_slot").tolist())}

    def irregular_blob(self, number: int) -> bytes:
        """The compressed original text of an irregular slot."""
        return self.blob("irregular", number)

    def slot_text(self, slot: int) -> str:
        """The original text of a slot."""
        number = self.irregular.get(slot)
        if number is None:
            return text_of(self.slot_units(slot))
        return self._inflate("irregular", number)

    def section_slot(self, section: int, field: Field) -> int | None:
        """The slot of a section's field, or None where it has none (titles stand with the first section)."""
        return self.slot_from(bisect_left(self.slot_section.data, section), section, field)

    def slot_from(self, slot: int, section: int, field: Field) -> int | None:
        """The slot of a section's field, given the first slot of the section."""
        fields, sections = self.slot_field.data, self.slot_section.data
        while slot < len(sections) and sections[slot] == section:
            if fields[slot] == field:
                return slot
            slot += 1
        return None

    def section_text(self, section: int, field: Field = Field.BODY) -> str:
        """The original text of a section's field; empty where it has none."""
        slot = self.section_slot(section, field)
        return "" if slot is None else self.slot_text(slot)

    def blob(self, name: str, number: int) -> bytes:
        """One of the byte strings that were written under a name."""
        first, last = self.file.checked(f"{name}_bounds").between(number, number + 2).tolist()
        return self.file.checked(f"{name}_blob").between(first, last).tobytes()

    def _inflate(self, name: str, number: int) -> str:
        try:
            inflater = zlib.decompressobj()
            text = inflater.decompress(self.blob(name, number), _LONGEST_ORIGINAL)
            if not inflater.eof:
                raise self.part_damaged(name, number)
            return text_of_utf8(text)
        except (zlib.error, ValueError) as error:
            raise self.part_damaged(name, number) from error

    def part_damaged(self, name: str, number: int) -> IndexDamaged:
        """What to raise for a byte string that was not written so."""
        return self.file.damaged(f"{name} {number} is damaged")
