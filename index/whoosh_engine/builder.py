"""Builds one segment: articles go in, sorted arrays come out; inversion is one radix sort a kind."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.folding import fold, irregular, simple_folds
from baosou.corpus.models import Article, Section
from baosou.index.analysis import is_word, search_words_in_bulk
from baosou.index.whoosh_engine import layout
from baosou.index.whoosh_engine.columns import ColumnBuilder, date_bounds
from baosou.index.whoosh_engine.container import ArrayFileWriter
from baosou.index.whoosh_engine.grams import neighbours, write_grams
from baosou.index.whoosh_engine.layout import BLOCK, BLOCK_BITS, Field, Units, units_of
from baosou.index.whoosh_engine.postings import encode_lists
from baosou.index.whoosh_engine.stored import stored_article

_BATCH = 2048
"""How many texts or byte strings are joined before they are written; one write each would take longer."""


class _Numbering(dict[str, int]):
    """Gives each new word the next number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class SegmentBuilder:
    """Holds the articles of one segment in memory (about 60 bytes a character) until `write`."""

    def __init__(self) -> None:
        self.articles = 0
        self.sections = 0
        self.characters = 0
        self._slots: list[Units] = []
        self._slot_field = array("B")
        self._slot_section = array("I")
        self._slot_words = array("I")
        self._section_article = array("I")
        self._article_id = array("Q")
        self._article_aside = array("B")
        self._article_source = array("I")
        self._dates: list[tuple[int, int]] = []
        self._sources: dict[str, int] = {}
        self._words = _Numbering()
        self._occurrences = array("I")
        self._irregular: list[tuple[int, bytes]] = []
        self._stored: list[bytes] = []
        self._columns = ColumnBuilder()

    def add(self, article: Article, sections: Sequence[Section], *, id: int, source: str) -> None:
        """Add one article of the source with that key (its absolute path)."""
        number = self.articles
        self.articles += 1
        self._article_id.append(id)
        self._article_aside.append(article.aside)
        self._article_source.append(self._sources.setdefault(source, len(self._sources)))
        self._dates.append(date_bounds(article.date))
        self._stored.append(
            zlib.compress(
                json.dumps(stored_article(article, sections), ensure_ascii=False, separators=(",", ":")).encode(
                    "utf-8", "surrogatepass"
                ),
                6,
            )
        )
        self._columns.add_article(number, article, source)
        for position, section in enumerate(sections):
            if position == 0:
                if article.title is not None:
                    self._add_slot(article.title.text, Field.TITLE)
                if article.byline is not None or article.authors:
                    byline = article.byline.text if article.byline is not None else " ".join(article.authors)
                    self._add_slot(byline, Field.BYLINE)
            if section.blocks:
                self._add_slot(section.text, Field.BODY)
            self._columns.add_section(self.sections, section)
            self._section_article.append(number)
            self.sections += 1

    def _add_slot(self, text: str, field: Field) -> None:
        units = units_of(text)
        folded = layout.text_of(layout.fold_table()[units])
        # Where the fold is one to one the table knows it, all but what a character beyond its plane is part of.
        if irregular(text) or ((len(units) != len(text) or _leaves_plane(units)) and fold(text).text != folded):
            self._irregular.append((len(self._slots), zlib.compress(text.encode("utf-8", "surrogatepass"))))
            folded = fold(text).text
            units = units_of(folded)
        words = search_words_in_bulk(folded)
        before = len(self._occurrences)
        self._occurrences.extend(map(self._words.__getitem__, words))
        self._slots.append(units)
        self._slot_field.append(field)
        self._slot_section.append(self.sections)
        self._slot_words.append(len(self._occurrences) - before)
        self.characters += len(text)

    def write(self, path: Path) -> None:
        """Write the segment file; the builder is spent."""
        writer = ArrayFileWriter(path)
        lengths = np.array([len(units) for units in self._slots], dtype=np.int64)
        bases = write_slots(writer, self._slots, lengths)
        writer.add("slot_field", np.frombuffer(self._slot_field, dtype=np.uint8))
        writer.add("slot_section", _u4(self._slot_section))
        writer.add("section_article", _u4(self._section_article))
        writer.add("article_id", np.array(self._article_id, dtype=np.uint64))
        writer.add("article_aside", np.frombuffer(self._article_aside, dtype=np.uint8))
        writer.add("article_source", _u4(self._article_source))
        writer.add("article_dates", np.array(self._dates, dtype=np.uint32).reshape(-1))
        writer.add_json("sources", list(self._sources))
        self._columns.write(writer)
        write_blobs(writer, "stored", self._stored)
        writer.add("irregular_slot", np.array([slot for slot, _ in self._irregular], dtype=np.uint32))
        write_blobs(writer, "irregular", [text for _, text in self._irregular])
        self._write_words(writer)
        write_characters(writer, self._slots, bases)
        writer.add_json("totals", {"characters": self.characters})
        writer.close()

    def _write_words(self, writer: ArrayFileWriter) -> None:
        words = [word for word in self._words if len(word) <= layout.LONGEST_WORD and is_word(word)]
        words.sort(key=lambda word: word.encode("utf-8", "surrogatepass"))
        ranks = np.full(len(self._words), -1, dtype=np.int64)
        ranks[[self._words[word] for word in words]] = np.arange(len(words))
        slots = np.repeat(np.arange(len(self._slots)), np.frombuffer(self._slot_words, dtype=np.uint32))
        ranked = ranks[np.frombuffer(self._occurrences, dtype=np.uint32)]
        kept = ranked >= 0
        ranked, slots = ranked[kept], slots[kept]
        writer.add("slot_words", np.bincount(slots, minlength=len(self._slots)).astype(np.uint32))
        write_blobs(writer, "word", [word.encode("utf-8", "surrogatepass") for word in words])
        write_lists(writer, "word", slots[order_of(ranked)], np.bincount(ranked, minlength=len(words)))


def _u4(values: array[int]) -> NDArray[np.uint32]:
    return np.array(values, dtype=np.uint32)


@cache
def _leaving() -> NDArray[np.bool_]:
    """Which units of the basic plane fold to a character beyond it."""
    leaving = np.zeros(0x10000, dtype=np.bool_)
    leaving[[unit for unit, folded in simple_folds().items() if unit <= 0xFFFF < folded]] = True
    return leaving


def _leaves_plane(units: Units) -> bool:
    return bool(_leaving()[units].any())


def order_of(numbers: NDArray[Any]) -> NDArray[np.int64]:
    """What sorts numbers below 2**32 and keeps the order of equals; numpy sorts 16 bits by radix, in linear time."""
    order = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
    if len(numbers) and int(numbers.max()) > 0xFFFF:
        order = order[np.argsort((numbers[order] >> 16).astype(np.uint16), kind="stable")]
    return order


def slot_bases(lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """The address of each slot of so many units, and where the address space ends.

    The first and the last block are empty, so that a look one unit before or after a slot stays in the array.
    """
    sizes = (lengths // BLOCK + 1) * BLOCK
    ends = np.cumsum(sizes) + BLOCK
    return ends - sizes, int(ends[-1] if len(ends) else BLOCK) + BLOCK


def write_slots(writer: ArrayFileWriter, slots: Iterable[Units], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Write the text of all slots and the tables that lead from addresses to slots; returns the slots' bases."""
    bases, _ = slot_bases(lengths)
    sizes = (lengths // BLOCK + 1) * BLOCK

    def padded() -> Iterator[Units]:
        blank = np.zeros(BLOCK, dtype=np.uint16)
        pieces = [blank]
        for units, size in zip(slots, sizes.tolist(), strict=True):
            pieces += (units, blank[: size - len(units)])
            if len(pieces) > _BATCH:
                yield np.concatenate(pieces)
                pieces = []
        yield np.concatenate([*pieces, blank])

    writer.add_parts("text", padded(), np.uint16)
    writer.add("slot_base", bases.astype(np.uint32))
    writer.add("slot_length", lengths.astype(np.uint32))
    blocks = np.repeat(np.arange(len(lengths)), sizes >> BLOCK_BITS)
    writer.add("block_slot", np.concatenate(([0], blocks, [0])).astype(np.uint32))
    return bases


def write_blobs(writer: ArrayFileWriter, name: str, blobs: Sequence[bytes]) -> None:
    """Write byte strings end to end as `name_blob`, with their bounds as `name_bounds`."""
    joined = (b"".join(blobs[first : first + _BATCH]) for first in range(0, len(blobs), _BATCH))
    writer.add_parts(f"{name}_blob", (np.frombuffer(piece, dtype=np.uint8) for piece in joined), np.uint8)
    bounds = np.concatenate(([0], np.cumsum([len(blob) for blob in blobs], dtype=np.int64)))
    writer.add(f"{name}_bounds", bounds.astype(np.uint64))


def write_lists(writer: ArrayFileWriter, name: str, values: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Write posting lists laid end to end, list i of `counts[i]` values, as `name_postings` with bounds and counts."""
    data, sizes = encode_lists(values, counts)
    writer.add(f"{name}_postings", data)
    writer.add(f"{name}_posting_bounds", np.concatenate(([0], np.cumsum(sizes))).astype(np.uint64))
    writer.add(f"{name}_counts", counts.astype(np.uint32))


def write_characters(writer: ArrayFileWriter, slots: Sequence[Units], bases: NDArray[np.int64]) -> None:
    """Write the addresses of each folded character, and how often each pair of neighbours stands together."""
    units = np.concatenate(slots) if slots else np.empty(0, dtype=np.uint16)
    folded = layout.fold_table()[units]
    lengths = np.array([len(slot) for slot in slots], dtype=np.int64)
    firsts = np.cumsum(lengths) - lengths
    posted = layout.posted_units()[folded]
    folded, addresses = folded[posted], (np.arange(len(units)) + np.repeat(bases - firsts, lengths))[posted]
    counts = np.bincount(folded, minlength=0x10000)
    characters = np.flatnonzero(counts)
    writer.add("character", characters.astype(np.uint16))
    write_lists(writer, "character", addresses[order_of(folded)], counts[characters])
    write_grams(writer, *np.unique(neighbours(slots), return_counts=True))
