"""Builds one segment: articles go in, sorted arrays come out; inversion is one radix sort a kind."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import utf8_of
from baosou.corpus.folding import fold, irregular, irregular_characters, simple_folds, without_nuls
from baosou.corpus.models import Article, Section
from baosou.index.analysis.pinyin import load_readings
from baosou.index.analysis.trie import lexicon
from baosou.index.analysis.units import (
    Unquoted,
    edge_classes,
    fold_table,
    posted_units,
    quote_units,
    runs,
    text_of,
    word_units,
)
from baosou.index.ingest import documents
from baosou.index.ingest.documents import byline_of
from baosou.index.ingest.facet_values import date_bounds
from baosou.index.ingest.ids import parted
from baosou.index.segments.abbreviations import write_abbreviations
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.bigrams import write_grams
from baosou.index.segments.columns import Carried
from baosou.index.segments.layout import Field, Slots
from baosou.index.segments.numbering import prefixes_of
from baosou.index.segments.numbers import FoundNumbers, find_numbers
from baosou.index.segments.pairs import write_pair_bounds, write_pair_keys
from baosou.index.segments.postings import Lists, lists_of
from baosou.index.segments.sounds import write_sounds, write_sounds_of_each
from baosou.index.segments.stored import encoded
from baosou.index.segments.writing.abbreviations import find_abbreviations
from baosou.index.segments.writing.characters import (
    AS_FREQUENT,
    FoundCharacters,
    count_frequent,
    find_characters,
    most_listed,
)
from baosou.index.segments.writing.columns import ColumnBuilder
from baosou.index.segments.writing.inversion import find_words
from baosou.index.segments.writing.names import names_in
from baosou.index.segments.writing.pairs import FoundPairs, PairRule, find_neighbours
from baosou.index.segments.writing.sizes import USUAL, Sizes
from baosou.index.segments.writing.title_ranks import Titles, title_ranks
from baosou.index.segments.writing.titles import opening_marks, titles_at, write_titles
from baosou.index.segments.writing.word_union import LEXICON_NUMBERS

_BATCH = 2048
"""How many texts or byte strings are joined before they are written; one write each would take longer."""


class SegmentBuilder:
    """Holds the articles of one segment in memory (about 5 bytes a character) until `write`."""

    def __init__(self, sizes: Sizes = USUAL) -> None:
        self._sizes = sizes
        self.articles = 0
        self.sections = 0
        self.characters = 0
        self._slots: list[bytes] = []
        self._slot_field = array("B")
        self._slot_section = array("I")
        self._section_article = array("I")
        self._article_id = array("Q")
        self._article_aside = array("B")
        self._article_source = array("I")
        self._dates: list[tuple[int, int]] = []
        self._sources: dict[str, int] = {}
        self._stored: list[bytes] = []
        self._columns = ColumnBuilder(most_keys=sizes.most_keys)

    def add(self, article: Article, sections: Sequence[Section], *, id: int, source: str) -> None:
        """Add one article of the source with that key (its absolute path)."""
        number = self.articles
        self.articles += 1
        self._article_id.append(id)
        self._article_aside.append(article.aside)
        self._article_source.append(self._sources.setdefault(source, len(self._sources)))
        self._dates.append(date_bounds(article.date))
        aside = self._columns.add_article(number, article, source)
        self._stored.append(encoded(article, sections, aside=aside))
        for position, section in enumerate(sections):
            if position == 0:
                if article.title is not None:
                    self._add_slot(article.title.text, Field.TITLE)
                if (byline := byline_of(article)) is not None:
                    self._add_slot(byline, Field.BYLINE)
            if section.blocks:
                self._add_slot(section.text, Field.BODY)
            self._columns.add_section(self.sections, section)
            self._section_article.append(number)
            self.sections += 1

    def part_ids(self, before: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Part the articles' ids from each other and from those given `before` them; gives both as they were."""
        ids = np.array(self._article_id, dtype=np.uint64)
        self._article_id = array("Q", parted(ids, before).tobytes())
        return np.concatenate((before, ids))

    def _add_slot(self, text: str, field: Field) -> None:
        self._slots.append(without_nuls(text).encode("utf-16-le", "surrogatepass"))
        self._slot_field.append(field)
        self._slot_section.append(self.sections)
        self.characters += len(text)

    def write(self, path: Path, *, whole: bool = True, every_character: bool = False) -> None:
        """Write the segment file; the builder is spent.

        Characters that stand almost everywhere have no lists, unless `every_character` has one: the segment may be the
        few texts of an archive in which a rare one stands.

        What is to be merged need not be `whole`: names, and how they and words sound, are left to the merge, which is
        told the words' numbers in the lexicon. It reads all, so that long arrays have no checksums of their blocks.
        """
        writer = ArrayFileWriter(path, long_array=self._sizes.long_array if whole else None)
        aside = self._set_irregular_aside()
        lengths = np.array([len(units) // 2 for units in self._slots], dtype=np.int64)
        slots = Slots.of(lengths)
        text = slots.laid_out(self._slots)
        self._slots = []
        writer.add("text", text)
        sections = np.array(self._slot_section, dtype=np.uint32)
        articles = np.array(self._section_article, dtype=np.uint32)
        fields = np.frombuffer(self._slot_field, dtype=np.uint8)
        slots.write(writer)
        writer.add("slot_field", fields)
        writer.add("slot_section", sections)
        writer.add("slot_article", articles.take(sections))
        writer.add("section_article", articles)
        write_ids(writer, np.array(self._article_id, dtype=np.uint64))
        writer.add("article_aside", np.frombuffer(self._article_aside, dtype=np.uint8))
        writer.add("article_source", np.array(self._article_source, dtype=np.uint32))
        writer.add("article_dates", np.array(self._dates, dtype=np.uint32).reshape(-1))
        writer.add_json("sources", list(self._sources))
        self._columns.write(writer)
        if whole:
            write_names(writer, self._columns.named())
            titled = np.flatnonzero(fields == Field.TITLE)
            own = Titles(
                text,
                articles.take(sections.take(titled)).astype(np.int64),
                slots.bases.take(titled),
                lengths.take(titled),
            )
            writer.add("title_rank", title_ranks([own], self.articles))
        write_blobs(writer, "stored", self._stored)
        writer.add("irregular_slot", np.array([slot for slot, _ in aside], dtype=np.uint32))
        write_blobs(writer, "irregular", [text for _, text in aside])
        folded = fold_table().take(text)
        write_abbreviations(writer, find_abbreviations(folded, slots, articles.take(sections)))
        write_titles(writer, titles_at(text, opening_marks(text)))
        unquoted = Unquoted.of(folded)
        quotes, units = unquoted.longest_run(), unquoted.units
        write_numbers(writer, find_numbers(folded, unquoted), slots)
        # what is not so frequent in other parts has a list after the merge, which else would look through the text
        most = len(folded) if every_character else int(most_listed(len(folded)) * (1 if whole else AS_FREQUENT))
        characters = find_characters(folded, most)
        write_characters(writer, characters)
        count_frequent(folded, slots, characters.frequent).write(writer)
        rule = (PairRule.of if whole else PairRule.of_part)(characters.of_units, len(folded))
        del characters
        found = lexicon().occurrences(units)
        listed = found.by_word()
        neighbours = find_neighbours(unquoted, slots, rule, found, listed)
        del found
        write_pairs(writer, neighbours.listed)
        write_grams(writer, neighbours.grams, neighbours.counts)
        del neighbours
        words = find_words(folded, unquoted, listed)
        del unquoted, listed  # places take four times the room of the text
        writer.add("word_blob", words.spelled)
        writer.add_narrow("word_bounds", words.bounds)
        if whole:
            write_sounds(writer, "word", words.spelled, words.bounds)
        else:
            writer.add(LEXICON_NUMBERS, (words.numbers + 1).astype(np.uint32))
        occurrences = slots.at(words.starts)
        write_lists(writer, "word", lists_of(occurrences, words.counts))
        slot_words = np.bincount(occurrences, minlength=len(lengths))
        write_lengths(
            writer,
            slot_words,
            fields,
            articles.take(sections),
            self.articles,
            int(lengths.sum()),
            quotes,
        )
        # whoever takes the segment into an index waits for it to be on the disk, unless it is merged before
        writer.close(durably=False)

    def _set_irregular_aside(self) -> list[tuple[int, bytes]]:
        """The compressed original text of each slot whose fold is not one to one; the slot gets its folded text."""
        lengths = np.array([len(units) // 2 for units in self._slots], dtype=np.int64)
        units = np.frombuffer(b"".join(self._slots), dtype="<u2")
        suspects = np.flatnonzero(_suspects().take(units))
        slots = runs(np.searchsorted(np.cumsum(lengths), suspects, side="right"))[0].tolist()
        aside = []
        for slot in slots:
            text = self._slots[slot].decode("utf-16-le", "surrogatepass")
            folded = fold(text).text
            # where the fold is one to one the table knows it, all but what a character beyond its plane is part of
            own = np.frombuffer(self._slots[slot], dtype="<u2")
            if irregular(text) or folded != text_of(fold_table().take(own)):
                aside.append((slot, zlib.compress(utf8_of(text))))
                self._slots[slot] = folded.encode("utf-16-le", "surrogatepass")
        return aside


def load_tables() -> None:
    """Load what making segments needs, so that processes copied from this one have it."""
    documents.load_tables()
    lexicon()
    load_readings()
    for table in (_suspects, fold_table, quote_units, posted_units, edge_classes):
        table()
    word_units()


@cache
def _suspects() -> NDArray[np.bool_]:
    """Which units the table may not fold: those of irregular clusters, halves of pairs, what leaves the plane."""
    suspects = np.zeros(0x10000, dtype=np.bool_)
    suspects[[unit for unit, folded in simple_folds().items() if unit <= 0xFFFF < folded]] = True
    suspects[[ord(character) for character in irregular_characters() if character <= "\uffff"]] = True
    suspects[0xD800:0xE000] = True
    return suspects


def write_ids(writer: ArrayFileWriter, ids: NDArray[np.uint64]) -> None:
    """Write the articles' ids, and the first four bytes of each in order, to tell which of them are shared."""
    writer.add("article_id", ids)
    writer.add("id_prefix", prefixes_of(ids))


def write_names(writer: ArrayFileWriter, columns: Iterable[Carried]) -> None:
    """Write the names of some columns with the articles that carry them, and how they sound."""
    names, articles = names_in(columns)
    write_blobs(writer, "name", names)
    write_lists(writer, "name", articles)
    write_sounds_of_each(writer, "name", names, all_readings=True)


def write_blobs(writer: ArrayFileWriter, name: str, blobs: Sequence[bytes]) -> None:
    """Write byte strings end to end as `name_blob`, with their bounds as `name_bounds`."""
    joined = (b"".join(blobs[first : first + _BATCH]) for first in range(0, len(blobs), _BATCH))
    writer.add_parts(f"{name}_blob", (np.frombuffer(piece, dtype=np.uint8) for piece in joined), np.uint8)
    bounds = np.concatenate(([0], np.cumsum([len(blob) for blob in blobs], dtype=np.int64)))
    writer.add_narrow(f"{name}_bounds", bounds)


def write_lists(writer: ArrayFileWriter, name: str, lists: Lists) -> None:
    """Write posting lists as `name_postings` with bounds, counts and last values."""
    writer.add(f"{name}_postings", lists.data)
    write_list_tables(writer, name, np.diff(lists.bounds), lists.counts, lists.lasts)


def write_list_tables(
    writer: ArrayFileWriter, name: str, sizes: NDArray[Any], counts: NDArray[Any], lasts: NDArray[Any]
) -> None:
    """Write what goes with posting lists of so many bytes."""
    writer.add_narrow(f"{name}_posting_bounds", np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))))
    writer.add(f"{name}_counts", counts.astype(np.uint32))
    writer.add(f"{name}_lasts", lasts.astype(np.uint32))


def write_lengths(
    writer: ArrayFileWriter,
    slot_words: NDArray[Any],
    fields: NDArray[Any],
    slot_article: NDArray[Any],
    articles: int,
    characters: int,
    quotes: int,
) -> None:
    """Write the words of each slot and of the bodies of each article, and what the whole segment has.

    `quotes` are the most quotation marks in a row.
    """
    writer.add_narrow("slot_words", slot_words)
    words = np.bincount(slot_article, np.where(fields == Field.BODY, slot_words, 0), articles)
    writer.add_narrow("article_words", words)
    totals = {
        "characters": characters,
        "quotes": quotes,
        "words": np.bincount(fields, slot_words, len(Field)).astype(np.int64).tolist(),
        "slots": np.bincount(fields, minlength=len(Field)).tolist(),
    }
    writer.add_json("totals", totals)


def write_numbers(writer: ArrayFileWriter, found: FoundNumbers, slots: Slots) -> None:
    """Write the numbers with what follows each, and the slots in which they stand."""
    writer.add("number_keys", found.keys)
    write_lists(writer, "number", lists_of(slots.at(found.starts), found.counts))


def write_characters(writer: ArrayFileWriter, found: FoundCharacters) -> None:
    """Write the characters, how often each occurs, and the blocks of those that are listed."""
    writer.add("character", found.units)
    writer.add("character_occurrences", found.occurrences.astype(np.uint32))
    write_lists(writer, "character", lists_of(found.blocks, found.counts))


def write_pairs(writer: ArrayFileWriter, found: FoundPairs) -> None:
    """Write the pairs that have a list, and their lists."""
    lists = lists_of(found.slots, found.counts)
    writer.add("pair_postings", lists.data)
    write_pair_bounds(writer, np.diff(lists.bounds))
    write_pair_keys(writer, found.keys)
