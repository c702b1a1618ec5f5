"""Reads one segment: its tables, posting lists, texts and stored articles, all mapped from its file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import utf8_of
from baosou.index.analysis.units import (
    Grams,
    Integers,
    Units,
    Unquoted,
    fold_table,
    is_any,
    neighbours,
    ranges,
    runs,
    unfolded,
)
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.abbreviations import Abbreviations
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.cache import Kept, RecentArrays
from baosou.index.segments.frequent import FrequentCharacters
from baosou.index.segments.layout import BLOCK, BLOCK_BITS, KEYS_ASIDE, has_own_column, slots_of_blocks
from baosou.index.segments.numbering import DeletedRanges, SlotTexts, Table
from baosou.index.segments.pairs import PairTable
from baosou.index.segments.postings import Lists, chunks
from baosou.index.segments.stored import (
    Origin,
    Printed,
    StoredArticle,
    StoredBlock,
    StoredSection,
    decoded,
)
from baosou.index.segments.term_table import TITLES, SortedTexts, TextTable

if TYPE_CHECKING:
    from baosou.index.segments.bigrams import GramCounts
    from baosou.index.segments.columns import Column
    from baosou.index.segments.enriched import Enriched

_SCANNED = 1 << 12
"""How many blocks are scanned at a time, so that what is made of them stays in the processor's cache."""

_TOGETHER, _CLOSE = 1 << 10, 1 << 17
"""So many are read at a time that lie on more text than so many: what is mapped around each is held at once."""

_KEPT_BYTES = 128 << 20
"""How much of what earlier searches found and decoded is kept for later ones."""


_MANY_GRAMS = 100
"""So many pairs are looked up as arrays: of fewer each is sooner found by itself."""

_LINE_BREAK = 10

_BETWEEN = 1 << 20
"""About so many units between others are looked at in one go."""

_BLOCKS_AN_ADDRESS = 16
"""The slot of an address is sought in the time that the table of all blocks takes for so many."""


def recent_arrays() -> RecentArrays:
    """What the segments of one index keep of earlier searches."""
    return RecentArrays(_KEPT_BYTES)


class Segment(SlotTexts):
    """One segment of an index; `deleted` are ranges [first, last) of its articles that are no more.

    The segments of one index share what they keep, `recent`. `enriched` is what is known of the people and
    organisations that its articles name, where they were searched for such.
    """

    enriched: Enriched | None = None

    def __init__(self, path: Path, deleted: DeletedRanges = (), recent: RecentArrays | None = None) -> None:
        super().__init__(ArrayFile(path), deleted)
        self.path = path
        self._recent = recent_arrays() if recent is None else recent
        self._columns: dict[str, Column] = {}
        self._sought = 0

    @property
    def is_whole(self) -> bool:
        """Whether it can be searched; what was made to be merged has neither names nor sounds."""
        return "word_sounds" in self.file.directory

    character_occurrences = Table()

    @cached_property
    def characters(self) -> NDArray[np.uint16]:
        """The folded units that stand in the segment, ascending."""
        return self.file.array("character")

    @cached_property
    def character_lists(self) -> Lists:
        """The block of each occurrence of each of the `characters`; nothing of one too frequent for that."""
        return self._lists("character")

    @cached_property
    def frequent(self) -> FrequentCharacters:
        """The characters that are too frequent for a list of blocks."""
        return FrequentCharacters(self.file, len(self.slot_base))

    @cached_property
    def pairs(self) -> PairTable:
        """The pairs of frequent characters that are no words; their lists are slots."""
        return PairTable(self.file)

    @cached_property
    def word_lists(self) -> Lists:
        """The slots in which each word stands."""
        return self._lists("word")

    number_keys = Table()

    @cached_property
    def number_lists(self) -> Lists:
        """The slots in which the number of each of the `number_keys` stands (see `numbers`)."""
        return self._lists("number")

    def number_of_key(self, key: int) -> int | None:
        """The place of a key among the `number_keys`, or None."""
        number = bisect_left(self.number_keys.data, key)
        return number if number < len(self.number_keys) and self.number_keys.item(number) == key else None

    def _lists(self, name: str) -> Lists:
        data, bounds = self.file.checked(f"{name}_postings"), self.file.checked(f"{name}_posting_bounds")
        lasts = self.file.checked(f"{name}_lasts")
        return Lists(data.array, bounds.array, self.file.array(f"{name}_counts"), lasts.array, (data, bounds))

    # Terms

    def word_bytes(self, number: int) -> bytes:
        """A word by its number, in UTF-8; numbers are in byte order."""
        return self.words.spelled(number)

    def word_from(self, word: bytes) -> int:
        """The number of the first word not before this one."""
        return self.words.number_from(word)

    def word_number(self, word: bytes) -> int | None:
        """A word's number, or None where no text of the segment holds it as a word."""
        return self.words.number(word)

    def are_words(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which of some texts of at most two characters the segment holds as words."""
        return self.words.among([utf8_of(text) for text in texts])

    @cached_property
    def words(self) -> TextTable:
        """All words."""
        return TextTable(self.file, "word", self.word_lists)

    @cached_property
    def names(self) -> TextTable:
        """The folded names that articles carry, deleted ones included; their lists are the articles of each."""
        return TextTable(self.file, "name", self._lists("name"))

    def has_name(self, text: str) -> bool:
        """Whether any article carries a folded text as author, place, publication or column."""
        return self.names.number(utf8_of(text)) is not None

    def names_begin(self, prefix: str) -> bool:
        """Whether any name begins with a folded text."""
        spelled = utf8_of(prefix)
        number = self.names.number_from(spelled)
        return number < len(self.names) and self.names.spelled(number).startswith(spelled)

    def character_number(self, unit: int) -> int | None:
        """The number of a folded unit among the characters of the segment, or None."""
        number = int(np.searchsorted(self.characters, np.uint16(unit)))
        return number if number < len(self.characters) and self.characters[number] == unit else None

    def character_count(self, unit: int) -> int:
        """How often a folded unit stands in articles not deleted."""
        number = self.character_number(unit)
        if number is None:
            return 0
        return int(self.character_occurrences[number]) - (int(self.dead_characters[unit]) if self.deleted else 0)

    def character_blocks(self, number: int) -> Integers | None:
        """The blocks in which a character stands, ascending; None for one too frequent to be listed so."""
        return self.listed_blocks(number) if self.character_lists.counts[number] else None

    def listed_blocks(self, number: int) -> Integers:
        """The blocks in which a character stands that is listed so, ascending."""
        (blocks,) = self.kept(number, lambda: (runs(self.character_lists.values(number))[0],))
        return blocks

    def character_slots(self, number: int) -> tuple[Integers, NDArray[Any]]:
        """The slots in which a character stands, ascending, and how often it stands in each."""
        if not self.character_lists.counts[number]:
            place = self.frequent.number(self.characters.item(number))
            if place is None:
                raise self.file.damaged("a character has no list")
            return self.frequent.slots(place), self.frequent.counts(place)
        occurrences = self.slots_at(self.character_lists.values(number) << BLOCK_BITS)
        slots, starts = runs(occurrences)
        return slots, np.diff(starts, append=len(occurrences))

    def kept(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What was made for a key, now or by an earlier search (see RecentArrays)."""
        return self._recent.get((self.path, key), make)

    def character_addresses(self, unit: int, blocks: Integers | None = None) -> Iterator[Integers]:
        """Where a folded unit stands, in the given blocks or anywhere, ascending; a part of the text at a time."""
        wanted = unfolded(unit)
        if blocks is None:
            for first in range(0, len(self.text), _SCANNED << BLOCK_BITS):
                self.file.looked_at(_SCANNED)
                units = self.units_between(first, min(first + (_SCANNED << BLOCK_BITS), len(self.text)))
                yield np.flatnonzero(is_any(units, wanted)) + first
            return
        first = 0
        while first < len(blocks):
            some = blocks[first : first + _SCANNED]
            if some[-1] - some[0] > _CLOSE:
                some = some[:_TOGETHER]
            first += len(some)
            rows, places = np.divmod(np.flatnonzero(is_any(self.blocks_at(some), wanted)), BLOCK)
            yield (some.take(rows) << BLOCK_BITS) + places

    def blocks_of(self, slots: Integers) -> Integers:
        """All blocks of ascending slots, ascending."""
        firsts = self.slot_base.take(slots).astype(np.int64) >> BLOCK_BITS
        sizes = (self.slot_length.take(slots).astype(np.int64) >> BLOCK_BITS) + 1
        if not 0 <= int(sizes.sum()) <= len(self.text) >> BLOCK_BITS:
            raise self.file.damaged("slot_length makes no sense")
        return ranges(firsts, sizes)

    def gram_counts(self, grams: Grams) -> NDArray[np.int64]:
        """How often each of some ascending pairs of neighbouring characters stands in articles not deleted."""
        if len(grams) > _MANY_GRAMS:
            counts = self.grams.of_each(grams)
        else:
            counts = np.array([self.grams.of(gram) for gram in grams.tolist()], dtype=np.int64)
        if not self.deleted:
            return counts
        from baosou.index.segments.bigrams import less

        return less(grams, counts, self.dead_grams)

    @cached_property
    def grams(self) -> GramCounts:
        """How often pairs of neighbouring characters stand in the segment, deleted articles included."""
        from baosou.index.segments.bigrams import GramCounts  # searches for one word ask for none

        return GramCounts(self.file)

    @cached_property
    def dead_grams(self) -> Grams:
        """The pairs of neighbouring characters in deleted articles."""
        return neighbours(Unquoted.of(self.dead_text).units)

    @cached_property
    def dead_characters(self) -> Integers:
        """How often each unit stands in deleted articles."""
        return np.bincount(self.dead_text, minlength=1 << 16)

    @cached_property
    def dead_text(self) -> Units:
        """The folded text of deleted articles, by whole blocks."""
        return fold_table().take(self.blocks_at(self.blocks_of(self.dead.slots))).reshape(-1)

    @cached_property
    def block_slot(self) -> NDArray[np.uint32]:
        """The slot of each block of the address space."""
        if int((self.slot_length >> BLOCK_BITS).sum(dtype=np.uint64)) > len(self.text) >> BLOCK_BITS:
            raise self.file.damaged("slot_length makes no sense")
        return slots_of_blocks(self.slot_length)

    def slots_at(self, addresses: Integers) -> Integers | NDArray[np.uint32]:
        """The slot of each address."""
        if "block_slot" not in self.__dict__:
            self._sought += len(addresses)
            if self._sought * _BLOCKS_AN_ADDRESS < len(self.text) >> BLOCK_BITS:
                return self.slot_base.searchsorted(addresses.astype(np.uint32), "right") - 1
        slots: NDArray[np.uint32] = self.block_slot.take(addresses >> BLOCK_BITS)
        return slots

    def holds_line_break(self, starts: Integers, ends: Integers) -> NDArray[np.bool_]:
        """Whether a paragraph ends between each of some addresses and the one that belongs to it."""
        broken = np.zeros(len(starts), dtype=np.bool_)
        sizes = np.maximum(ends - starts, 0)
        for first, last in chunks(sizes, _BETWEEN):
            own = sizes[first:last]
            owners = np.repeat(np.arange(first, last), own)
            broken[owners.compress(self.units_at(ranges(starts[first:last], own)) == _LINE_BREAK)] = True
        return broken

    # Stored values

    def stored(self, article: int) -> StoredArticle:
        """An article's metadata and the places its blocks came from."""
        try:
            return decoded(self.blob("stored", article))
        except ValueError as error:
            raise self.part_damaged("stored", article) from error

    def blocks_of_section(self, article: int, section: StoredSection) -> list[StoredBlock]:
        """The blocks of a stored section of an article."""
        try:
            return section.blocks()
        except ValueError as error:
            raise self.part_damaged("stored", article) from error

    def blobs(self, name: str) -> list[bytes]:
        """All byte strings that were written under a name (`stored`, `word`), as they lie in the file."""
        joined = self.file.array(f"{name}_blob").tobytes()
        return [joined[first:last] for first, last in pairwise(self.file.array(f"{name}_bounds").tolist())]

    def origin_of_section(self, article: int, stored: StoredArticle, number: int) -> Origin:
        """Where a section of an article came from; where its title did, if nothing is known of the section."""
        try:
            section = stored.sections[number]
            own = Origin.of(section.coded, section.printed)
            return own if own.lines else Origin.of(stored.title, stored.printed)
        except ValueError as error:
            raise self.part_damaged("stored", article) from error

    def heading_printed(self, article: int, stored: StoredArticle) -> Printed | None:
        """Where the title and the byline of an article are printed."""
        try:
            return Printed.of(stored.printed)
        except ValueError as error:
            raise self.part_damaged("stored", article) from error

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """The abbreviations that its texts explain, those of deleted articles included."""
        return Abbreviations(self.file, self.articles)

    @cached_property
    def titles(self) -> SortedTexts:
        """The titles of works that a cut would tear (see `writing.titles`), deleted articles included."""
        return SortedTexts(self.file, TITLES)

    # Columns

    @cached_property
    def column_names(self) -> list[str]:
        """The columns that any article of the segment has, in the order in which they came."""
        return self.file.texts("columns")

    @cached_property
    def own_columns(self) -> list[str]:
        """The columns that hold what records say under one further key each, in order."""
        return [name for name in sorted(self.column_names) if has_own_column(name)]

    @property
    def keys_aside(self) -> list[str]:
        """The further keys of records that have no column, for there are too many."""
        return self.file.texts(KEYS_ASIDE) if KEYS_ASIDE in self.file.directory else []

    def column(self, name: str) -> Column | None:
        """A column, or None where no article of the segment has it."""
        if name in NAME_FIELDS and self.enriched is not None:
            return self.enriched.column(name)
        if name not in self.column_names:
            return None
        if name not in self._columns:
            from baosou.index.segments.columns import Column  # many searches ask for none

            self._columns[name] = Column(self.file, name)
        return self._columns[name]
