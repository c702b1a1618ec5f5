"""The characters of several segments, and their frequent pairs, as those of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.index.analysis.units import Integers, posted_units, runs
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.frequent import FrequentWriter
from baosou.index.segments.layout import BLOCK_BITS
from baosou.index.segments.pairs import write_pair_bounds, write_pair_keys
from baosou.index.segments.postings import lists_of
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.characters import most_listed
from baosou.index.segments.writing.pairs import PairRule, read_pairs
from baosou.index.segments.writing.parts import Part, forget
from baosou.index.segments.writing.splicing import Piece, write_spliced


def merge_characters(writer: ArrayFileWriter, parts: Sequence[Part], units: int) -> Integers:
    """Characters too frequent for a list in the merged segment lose it; those that no longer are get one.

    Gives how often each unit stands in it.
    """
    occurrences = np.zeros(0x10000, dtype=np.int64)
    for part in parts:
        occurrences[part.segment.characters] += part.segment.character_occurrences
        if part.segment.deleted:
            occurrences -= np.bincount(part.segment.dead_text, minlength=0x10000)
    occurrences[~posted_units()] = 0
    characters = np.flatnonzero(occurrences)
    pieces = []
    for part in parts:
        segment = part.segment
        own = occurrences.take(segment.characters)
        wanted = (own > 0) & (own <= most_listed(units))
        numbers = np.searchsorted(characters, segment.characters)
        lists, shift = part.live(segment.character_lists, part.blocks)
        listed = np.flatnonzero(wanted & (lists.counts > 0))
        pieces.append(Piece(lists, listed, numbers.take(listed), shift))
        unlisted = np.flatnonzero(wanted & (segment.character_lists.counts == 0))
        if len(unlisted):
            scanned = [part.blocks.take(_scanned(segment, number)) for number in unlisted.tolist()]
            found = [blocks[blocks >= 0] for blocks in scanned]
            lists = lists_of(np.concatenate(found), np.array([len(blocks) for blocks in found]))
            filled = np.flatnonzero(lists.counts)
            pieces.append(Piece(lists, filled, numbers.take(unlisted.take(filled)), 0))
        segment.file.forget()
    writer.add("character", characters.astype(np.uint16))
    writer.add("character_occurrences", occurrences.take(characters).astype(np.uint32))
    write_spliced(writer, "character", pieces, len(characters), forget=lambda: forget(parts))
    frequent = FrequentWriter()
    for unit in characters.compress(occurrences.take(characters) > most_listed(units)).tolist():
        frequent.add(unit, np.concatenate([_counts(part, unit) for part in parts]))
    frequent.write(writer)
    return occurrences


def _scanned(segment: Segment, number: int) -> Integers:
    """The block of each occurrence of a character that is not listed."""
    found = segment.character_addresses(int(segment.characters[number]))
    return np.concatenate([addresses >> BLOCK_BITS for addresses in found])


def _counts(part: Part, unit: int) -> Integers:
    """How often a character stands in each live slot of a part."""
    counts = np.zeros(len(part.slots), dtype=np.int64)
    number = part.segment.character_number(unit)
    if number is not None:
        slots, held = part.segment.character_slots(number)
        counts[slots] = held
    return counts.compress(part.slots >= 0) if part.segment.deleted else counts


def merge_pairs(writer: ArrayFileWriter, parts: Sequence[Part], rule: PairRule) -> None:
    """Pairs that are to have a list in the merged segment get that of each part, or one read from its text."""
    pieces, own = [], []
    for part in parts:
        table = part.segment.pairs
        keys, grams = table.keys, part.segment.grams.between(0, 0x10000)[0]
        lists, shift = part.live(table.lists, part.slots)
        chosen = np.flatnonzero((lists.counts > 0) & rule.are_paired(keys))
        pieces.append((lists, chosen, shift))
        own.append(keys.take(chosen))
        lacking = rule.lacking(grams, keys)
        if len(lacking):
            found = read_pairs(part.segment, lacking)
            lists, shift = part.live(lists_of(found.slots, found.counts), part.slots)
            chosen = np.flatnonzero(lists.counts)
            pieces.append((lists, chosen, shift))
            own.append(found.keys.take(chosen))
        part.segment.file.forget()
    keys = runs(np.sort(np.concatenate(own)))[0].astype(np.uint32)
    spliced = [
        Piece(lists, chosen, np.searchsorted(keys, each), shift)
        for each, (lists, chosen, shift) in zip(own, pieces, strict=True)
    ]
    write_spliced(
        writer,
        "pair",
        spliced,
        len(keys),
        forget=lambda: forget(parts),
        write_tables=lambda sizes, *_: write_pair_bounds(writer, sizes),
    )
    write_pair_keys(writer, keys)
