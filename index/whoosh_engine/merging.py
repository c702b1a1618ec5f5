"""Makes one segment of several, leaving out what is deleted; memory is bounded by the largest posting list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.whoosh_engine.builder import order_of, slot_bases, write_blobs, write_slots
from baosou.index.whoosh_engine.columns import SECTION_PLACES, write_column
from baosou.index.whoosh_engine.container import ArrayFileWriter
from baosou.index.whoosh_engine.grams import less, write_grams
from baosou.index.whoosh_engine.layout import Units
from baosou.index.whoosh_engine.postings import Lists, encode_lists
from baosou.index.whoosh_engine.segment import Segment

Integers = NDArray[np.int64]

_CHUNK = 1 << 20
"""About how many postings are merged at a time; each takes some 70 bytes meanwhile."""


class _Part(Struct, frozen=True):
    """A segment with the new numbers of its articles, sections and slots (-1 for deleted ones)."""

    segment: Segment
    articles: Integers
    sections: Integers
    slots: Integers

    def kept(self, numbers: Integers) -> Integers:
        return np.flatnonzero(numbers >= 0)


def merge(segments: Sequence[Segment], path: Path) -> None:
    """Write the live articles of the segments, in order, as one segment."""
    parts = list(_renumbered(segments))
    writer = ArrayFileWriter(path)
    lengths = np.concatenate([part.segment.slot_length[part.kept(part.slots)] for part in parts]).astype(np.int64)
    write_slots(writer, _slots(parts), lengths)
    bases, _ = slot_bases(lengths)
    for name in ("slot_field", "slot_words"):
        _write_kept(writer, name, [(part.segment.file.array(name), part.slots) for part in parts])
    _write_numbers(writer, "slot_section", [(p.sections, p.segment.slot_section, p.slots) for p in parts])
    _write_numbers(writer, "section_article", [(p.articles, p.segment.section_article, p.sections) for p in parts])
    for name in ("article_id", "article_aside"):
        _write_kept(writer, name, [(part.segment.file.array(name), part.articles) for part in parts])
    writer.add("article_dates", np.concatenate([p.segment.dates[p.kept(p.articles)].reshape(-1) for p in parts]))
    _merge_sources(writer, parts)
    _merge_columns(writer, parts)
    write_blobs(writer, "stored", [p.segment.stored_blob(n) for p in parts for n in p.kept(p.articles).tolist()])
    _merge_irregular(writer, parts)
    _merge_words(writer, parts)
    _merge_characters(writer, parts, bases)
    _merge_grams(writer, parts)
    writer.add_json(
        "totals",
        {"characters": sum(int(part.segment.slot_length[part.kept(part.slots)].sum()) for part in parts)},
    )
    writer.close()


def _renumbered(segments: Sequence[Segment]) -> Iterator[_Part]:
    articles = sections = slots = 0
    for segment in segments:
        live_sections = segment.live[segment.section_article]
        live_slots = live_sections[segment.slot_section]
        yield _Part(
            segment,
            _number(segment.live, articles),
            _number(live_sections, sections),
            _number(live_slots, slots),
        )
        articles += int(segment.live.sum())
        sections += int(live_sections.sum())
        slots += int(live_slots.sum())


def _number(live: NDArray[np.bool_], first: int) -> Integers:
    return np.where(live, np.cumsum(live) - 1 + first, -1)


def _slots(parts: Sequence[_Part]) -> Iterator[Units]:
    return (part.segment.slot_units(slot) for part in parts for slot in part.kept(part.slots).tolist())


def _write_kept(writer: ArrayFileWriter, name: str, arrays: Sequence[tuple[NDArray[Any], Integers]]) -> None:
    writer.add(name, np.concatenate([array[numbers >= 0] for array, numbers in arrays]))


def _write_numbers(
    writer: ArrayFileWriter, name: str, arrays: Sequence[tuple[Integers, NDArray[Any], Integers]]
) -> None:
    renumbered = [new[old[kept >= 0]] for new, old, kept in arrays]
    writer.add(name, np.concatenate(renumbered).astype(np.uint32))


def _merge_sources(writer: ArrayFileWriter, parts: Sequence[_Part]) -> None:
    known: dict[str, int] = {}
    numbers = []
    for part in parts:
        used = part.segment.article_source[part.kept(part.articles)]
        table = {old: known.setdefault(part.segment.sources[old], len(known)) for old in dict.fromkeys(used.tolist())}
        numbers.append(np.array([table[old] for old in used.tolist()], dtype=np.uint32))
    writer.add("article_source", np.concatenate(numbers))
    writer.add_json("sources", list(known))


def _merge_columns(writer: ArrayFileWriter, parts: Sequence[_Part]) -> None:
    names = sorted({name for part in parts for name in part.segment.column_names})
    written = []
    for name in names:
        owners, numbers, known = [], [], dict[str, int]()
        for part in parts:
            column = part.segment.column(name)
            if column is None:
                continue
            owner = (part.sections if name == SECTION_PLACES else part.articles)[column.owners]
            kept = owner >= 0
            used = column.numbers[kept]
            table = np.zeros(len(column.values), dtype=np.int64)
            for old in np.unique(used).tolist():
                table[old] = known.setdefault(column.values[old], len(known))
            owners.append(owner[kept])
            numbers.append(table[used])
        if known:
            values = sorted(known)
            ranks = np.empty(len(values), dtype=np.int64)
            ranks[[known[value] for value in values]] = np.arange(len(values))
            write_column(writer, name, np.concatenate(owners), ranks[np.concatenate(numbers)], values)
            written.append(name)
    writer.add_json("columns", written)


def _merge_irregular(writer: ArrayFileWriter, parts: Sequence[_Part]) -> None:
    slots, blobs = [], []
    for part in parts:
        for slot, number in part.segment.irregular.items():
            if part.slots[slot] >= 0:
                slots.append(int(part.slots[slot]))
                blobs.append(part.segment.irregular_blob(number))
    writer.add("irregular_slot", np.array(slots, dtype=np.uint32))
    write_blobs(writer, "irregular", blobs)


class _ListsWriter:
    """Writes merged posting lists chunk by chunk, holding only the coded bytes."""

    def __init__(self) -> None:
        self._data: list[NDArray[np.uint8]] = []
        self._sizes: list[Integers] = []
        self.counts: list[Integers] = []

    def add(self, numbers: Integers, values: Integers, first: int, last: int) -> None:
        """Lists first to last - 1 of the merged dictionary: each value with the number of its list.

        The values of one list ascend, for those of later segments are greater.
        """
        numbers = numbers - first
        counts = np.bincount(numbers, minlength=last - first)
        data, sizes = encode_lists(values[order_of(numbers)], counts)
        self._data.append(data)
        self._sizes.append(sizes)
        self.counts.append(counts)

    def write(self, writer: ArrayFileWriter, name: str, kept: NDArray[np.bool_]) -> None:
        sizes = _joined(self._sizes)[kept]
        writer.add_parts(f"{name}_postings", self._data, np.uint8)
        writer.add(f"{name}_posting_bounds", np.concatenate(([0], np.cumsum(sizes))).astype(np.uint64))
        writer.add(f"{name}_counts", _joined(self.counts)[kept].astype(np.uint32))


def _joined(arrays: Sequence[Integers]) -> Integers:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)


def _merge_lists(
    lists: Sequence[Lists], numbers: Sequence[Integers], renumber: Sequence[Any], total: int
) -> _ListsWriter:
    """Merge dictionaries whose lists `numbers[i]` (ascending) have in the merged one; `renumber` maps values."""
    merged = _ListsWriter()
    sizes = np.zeros(total, dtype=np.int64)
    for each, new in zip(lists, numbers, strict=True):
        np.add.at(sizes, new, each.counts)
    for first, last in Lists(np.empty(0, np.uint8), np.empty(0, np.uint64), sizes.astype(np.uint32)).chunks(_CHUNK):
        list_numbers, list_values = [], []
        for each, new, values_to in zip(lists, numbers, renumber, strict=True):
            low, high = np.searchsorted(new, (first, last))
            values = values_to(each.between(int(low), int(high)))
            kept = values >= 0
            list_numbers.append(np.repeat(new[low:high], each.counts[low:high])[kept])
            list_values.append(values[kept])
        merged.add(np.concatenate(list_numbers), np.concatenate(list_values), first, last)
    return merged


def _merge_words(writer: ArrayFileWriter, parts: Sequence[_Part]) -> None:
    vocabularies = [list(part.segment.words_from(0)) for part in parts]
    words = sorted(set(chain.from_iterable(vocabularies)))
    places = {word: number for number, word in enumerate(words)}
    numbers = [np.array([places[word] for word in vocabulary], dtype=np.int64) for vocabulary in vocabularies]
    merged = _merge_lists(
        [part.segment.word_lists for part in parts],
        numbers,
        [part.slots.__getitem__ for part in parts],
        len(words),
    )
    kept = _joined(merged.counts) > 0
    write_blobs(writer, "word", [word for word, keep in zip(words, kept.tolist(), strict=True) if keep])
    merged.write(writer, "word", kept)


def _merge_characters(writer: ArrayFileWriter, parts: Sequence[_Part], bases: Integers) -> None:
    characters = np.unique(np.concatenate([part.segment.characters for part in parts]))
    numbers = [np.searchsorted(characters, part.segment.characters) for part in parts]

    def readdress(part: _Part) -> Any:
        new_bases = np.where(part.slots >= 0, bases[np.maximum(part.slots, 0)] if len(bases) else 0, 0)
        shifts = new_bases - part.segment.slot_base.astype(np.int64)

        def new_addresses(addresses: Integers) -> Integers:
            slots = part.segment.slots_at(addresses)
            return np.where(part.slots[slots] >= 0, addresses + shifts[slots], -1)

        return new_addresses

    merged = _merge_lists(
        [part.segment.character_lists for part in parts],
        numbers,
        [readdress(part) for part in parts],
        len(characters),
    )
    kept = _joined(merged.counts) > 0
    writer.add("character", characters[kept].astype(np.uint16))
    merged.write(writer, "character", kept)


def _merge_grams(writer: ArrayFileWriter, parts: Sequence[_Part]) -> None:
    grams = np.concatenate([part.segment.file.array("gram") for part in parts])
    counts = np.concatenate([part.segment.file.array("gram_count") for part in parts]).astype(np.int64)
    known, places = np.unique(grams, return_inverse=True)
    counts = np.bincount(places, weights=counts, minlength=len(known)).astype(np.int64)
    for part in parts:
        if len(part.segment.dead_grams):
            counts = less(known, counts, part.segment.dead_grams)
    write_grams(writer, known, counts)
