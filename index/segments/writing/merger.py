"""Makes one segment of several, leaving out what is deleted; memory is bounded by all words and one posting list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, ranges, runs
from baosou.index.ingest.ids import Ids
from baosou.index.ingest.processes import beside
from baosou.index.segments.abbreviations import Entry, write_abbreviations
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.bigrams import write_grams
from baosou.index.segments.layout import BLOCK, BLOCK_BITS, Field, Slots
from baosou.index.segments.reader import Segment
from baosou.index.segments.sounds import write_sounds
from baosou.index.segments.stored import with_extra
from baosou.index.segments.writing.builder import write_blobs, write_ids, write_lengths, write_names
from baosou.index.segments.writing.character_union import merge_characters, merge_pairs
from baosou.index.segments.writing.columns import merge_columns
from baosou.index.segments.writing.gram_union import united_grams
from baosou.index.segments.writing.pairs import PairRule
from baosou.index.segments.writing.parts import Part, forget, renumbered_parts
from baosou.index.segments.writing.sizes import USUAL, Sizes
from baosou.index.segments.writing.splicing import Piece, write_spliced
from baosou.index.segments.writing.title_ranks import Titles, title_ranks
from baosou.index.segments.writing.titles import opening_marks, titles_at, write_titles
from baosou.index.segments.writing.word_union import numbered, united

_BLOCKS = 1 << 16
"""How many blocks of text are copied at a time."""


def merge(
    segments: Sequence[Segment],
    path: Path,
    *,
    ids: Sequence[Ids | None] | None = None,
    jobs: int = 1,
    sizes: Sizes = USUAL,
) -> None:
    """Write the live articles of the segments, in order, as one segment; with two jobs the words beside the rest.

    `ids` are for each segment those that its articles are to have, or None for their own.
    """
    parts = list(renumbered_parts(segments, ids or [None] * len(segments)))
    words = path.with_name(f"{path.stem}-words{path.suffix}")
    writer = ArrayFileWriter(path, long_array=sizes.long_array)
    try:
        with beside(lambda: _write_words(words, parts, sizes), jobs=jobs):
            _write_all_but_words(writer, parts, sizes)
        writer.add_all(words)
    finally:
        words.unlink(missing_ok=True)
    writer.close()


def _write_all_but_words(writer: ArrayFileWriter, parts: Sequence[Part], sizes: Sizes) -> None:
    lengths = np.concatenate([part.segment.slot_length[part.kept(part.slots)] for part in parts]).astype(np.int64)
    slots = Slots.of(lengths)
    _write_text(writer, parts)
    slots.write(writer)
    fields = _kept([(part.segment.slot_field, part.slots) for part in parts])
    slot_article = _renumber([(p.articles, p.segment.slot_article, p.slots) for p in parts])
    writer.add("slot_field", fields)
    writer.add("slot_section", _renumber([(p.sections, p.segment.slot_section, p.slots) for p in parts]))
    writer.add("slot_article", slot_article)
    writer.add("section_article", _renumber([(p.articles, p.segment.section_article, p.sections) for p in parts]))
    write_ids(writer, _kept([(part.ids, part.articles) for part in parts]))
    writer.add("article_aside", _kept([(part.segment.article_aside, part.articles) for part in parts]))
    writer.add("article_dates", np.concatenate([p.segment.dates[p.kept(p.articles)].reshape(-1) for p in parts]))
    _merge_sources(writer, parts)
    named, aside = merge_columns(
        writer, [(part.segment, part.articles, part.sections) for part in parts], most_keys=sizes.most_keys
    )
    write_names(writer, named)
    blobs = [blob for p in parts for blob in compress(p.segment.blobs("stored"), (p.articles >= 0).tolist())]
    for article, extra in aside.items():
        blobs[article] = with_extra(blobs[article], extra)
    write_blobs(writer, "stored", blobs)
    del blobs
    _merge_irregular(writer, parts)
    write_abbreviations(writer, _abbreviations(parts))
    write_titles(writer, _titles(parts))
    articles = sum(len(part.kept(part.articles)) for part in parts)
    writer.add("title_rank", title_ranks([_own_titles(part) for part in parts], articles))
    forget(parts)
    slot_words = _kept([(part.segment.slot_words, part.slots) for part in parts])
    quotes = max(part.segment.longest_quotes for part in parts)
    write_lengths(writer, slot_words, fields, slot_article, articles, int(lengths.sum()), quotes)
    _merge_numbers(writer, parts)
    units = len(slots.blocks) << BLOCK_BITS
    occurrences = merge_characters(writer, parts, units)
    forget(parts)
    merge_pairs(writer, parts, PairRule.of(occurrences, units))
    forget(parts)
    grams = united_grams([part.segment for part in parts], at_once=sizes.pairs, forget=lambda: forget(parts))
    write_grams(writer, *grams)


def _kept(arrays: Sequence[tuple[NDArray[Any], Integers]]) -> NDArray[Any]:
    return np.concatenate([array[numbers >= 0] for array, numbers in arrays])


def _renumber(arrays: Sequence[tuple[Integers, NDArray[Any], Integers]]) -> NDArray[np.uint32]:
    return np.concatenate([new[old[kept >= 0]] for new, old, kept in arrays]).astype(np.uint32)


def _merge_sources(writer: ArrayFileWriter, parts: Sequence[Part]) -> None:
    known: dict[str, int] = {}
    numbers = []
    for part in parts:
        used = part.segment.article_source[part.kept(part.articles)]
        table = {old: known.setdefault(part.segment.sources[old], len(known)) for old in dict.fromkeys(used.tolist())}
        numbers.append(np.array([table[old] for old in used.tolist()], dtype=np.uint32))
    writer.add("article_source", np.concatenate(numbers))
    writer.add_json("sources", list(known))


def _merge_irregular(writer: ArrayFileWriter, parts: Sequence[Part]) -> None:
    slots, blobs = [], []
    for part in parts:
        for slot, number in part.segment.irregular.items():
            if part.slots[slot] >= 0:
                slots.append(int(part.slots[slot]))
                blobs.append(part.segment.irregular_blob(number))
    writer.add("irregular_slot", np.array(slots, dtype=np.uint32))
    write_blobs(writer, "irregular", blobs)


def _abbreviations(parts: Sequence[Part]) -> Iterator[Entry]:
    """Those that live articles explain, with the articles' new numbers."""
    for part in parts:
        for entry in part.segment.abbreviations.all():
            article = int(part.articles[entry.article])
            if article >= 0:
                yield Entry(entry.key, entry.other, entry.is_long, article)


def _titles(parts: Sequence[Part]) -> Iterator[str]:
    """Those in texts of live articles."""
    for part in parts:
        segment = part.segment
        if not segment.deleted:
            yield from segment.titles
            continue
        opening = opening_marks(segment.text)
        yield from titles_at(segment.text, opening.compress(part.blocks.take(opening >> BLOCK_BITS) >= 0))


def _own_titles(part: Part) -> Titles:
    """The titles of a part's live articles, copied: where they stand, they lie all over the text."""
    segment = part.segment
    slots = np.flatnonzero((segment.slot_field == Field.TITLE) & (part.slots >= 0))
    lengths = segment.slot_length.take(slots).astype(np.int64)
    text = segment.text.take(ranges(segment.slot_base.take(slots).astype(np.int64), lengths))
    segment.file.forget()
    return Titles(text, part.articles.take(segment.slot_article.take(slots)), np.cumsum(lengths) - lengths, lengths)


def _write_text(writer: ArrayFileWriter, parts: Sequence[Part]) -> None:
    blank = np.zeros(BLOCK, dtype=np.uint16)

    def pieces() -> Iterator[Units]:
        yield blank
        for part in parts:
            blocks = part.kept(part.blocks)
            for first in range(0, len(blocks), _BLOCKS):
                yield part.segment.blocks.take(blocks[first : first + _BLOCKS], axis=0).reshape(-1)
                part.segment.file.forget()
        yield blank

    writer.add_parts("text", pieces(), np.uint16)


def _write_words(path: Path, parts: Sequence[Part], sizes: Sizes) -> None:
    path.unlink(missing_ok=True)
    writer = ArrayFileWriter(path, long_array=sizes.long_array)
    pieces, held = [], []
    for part in parts:
        part.segment.file.forget()
        lists, shift = part.live(part.segment.word_lists, part.slots)
        chosen = np.flatnonzero(lists.counts)
        pieces.append((lists, chosen, shift))
        held.append(numbered(part.segment.file, chosen, whole=part.segment.is_whole))
    words, numbers = united(held)
    del held
    forget(parts)
    writer.add("word_blob", words.spelled)
    writer.add_narrow("word_bounds", words.bounds)
    write_sounds(writer, "word", words.spelled, words.bounds)
    spliced = [
        Piece(lists, chosen.astype(np.uint32), own, shift)
        for (lists, chosen, shift), own in zip(pieces, numbers, strict=True)
    ]
    write_spliced(writer, "word", spliced, len(words.bounds) - 1, forget=lambda: forget(parts))
    writer.close(durably=False)


def _merge_numbers(writer: ArrayFileWriter, parts: Sequence[Part]) -> None:
    pieces = []
    for part in parts:
        lists, shift = part.live(part.segment.number_lists, part.slots)
        pieces.append((lists, np.flatnonzero(lists.counts), shift))
    own = [part.segment.number_keys.take(chosen) for part, (_, chosen, _) in zip(parts, pieces, strict=True)]
    keys = runs(np.sort(np.concatenate(own)))[0].astype(np.uint64)
    writer.add("number_keys", keys)
    spliced = [
        Piece(lists, chosen, np.searchsorted(keys, each), shift)
        for each, (lists, chosen, shift) in zip(own, pieces, strict=True)
    ]
    write_spliced(writer, "number", spliced, len(keys), forget=lambda: forget(parts))
