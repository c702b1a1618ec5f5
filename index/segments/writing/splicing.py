"""Joins posting lists of several segments without decoding them: only the first gap of each list changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, ranges
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.postings import Bytes, Lists, chunks, encode_gaps, lists_of
from baosou.index.segments.writing.builder import write_list_tables

_CHUNK = 1 << 23
"""About how many bytes of posting lists are joined at a time."""

_FRAGMENT = 64
"""As so many bytes more counts what one piece adds to a list: short lists are mostly what is known of them."""

_COPIED_APART = 256
"""Lists of more bytes are copied one by one; shorter ones together by their places."""


class Piece(Struct, frozen=True):
    """The `chosen` lists of a segment, none empty; their `numbers` after the merge ascend; `shift` moves all values."""

    lists: Lists
    chosen: NDArray[Any]
    numbers: NDArray[Any]
    shift: int


class _Fragments(Struct, frozen=True):
    """The lists of some pieces in their order after the merge: where each comes from, and its parts."""

    pieces: Integers
    numbers: Integers
    tails: Integers
    tail_sizes: Integers
    firsts: Integers
    lasts: Integers
    counts: Integers


def renumbered(lists: Lists, renumber: Callable[[Integers], Integers]) -> Lists:
    """The lists with every value renumbered and those that become negative left out."""
    coded = []
    for first, last in lists.chunks():
        values = renumber(lists.between(first, last))
        kept = np.flatnonzero(values >= 0)
        owners = np.repeat(np.arange(last - first), lists.counts[first:last]).take(kept)
        coded.append(lists_of(values.take(kept), np.bincount(owners, minlength=last - first)))
    sizes = [np.diff(each.bounds) for each in coded]
    if not coded:
        return lists
    return Lists(
        np.concatenate([each.data for each in coded]),
        np.concatenate(([0], np.cumsum(np.concatenate(sizes)))),
        np.concatenate([each.counts for each in coded]),
        np.concatenate([each.lasts for each in coded]),
    )


def write_spliced(
    writer: ArrayFileWriter,
    name: str,
    pieces: Sequence[Piece],
    total: int,
    *,
    forget: Callable[[], None],
    write_tables: Callable[[Integers, Integers, Integers], None] | None = None,
) -> None:
    """Write the `total` lists that the pieces make together; all values of a piece come after those before it.

    What goes with the lists is written by `write_tables` where that is not the usual, given the bytes, the number of
    values and the last value of each.

    `forget` is called now and then, so that what was read need not stay in memory.
    """
    sizes = np.zeros(total, dtype=np.int64)
    for piece in pieces:
        bounds = piece.lists.bounds.astype(np.int64)
        sizes[piece.numbers] += bounds.take(piece.chosen + 1) - bounds.take(piece.chosen) + _FRAGMENT
    counts, lasts = np.zeros(total, dtype=np.int64), np.zeros(total, dtype=np.int64)
    written = np.zeros(total, dtype=np.int64)

    def parts() -> Iterator[Bytes]:
        for first, last in chunks(sizes, _CHUNK):
            fragments = _fragments(pieces, first, last)
            np.add.at(counts, fragments.numbers, fragments.counts)
            lasts[fragments.numbers] = fragments.lasts  # of equal numbers the last one stays
            data, lengths = _spliced(pieces, fragments)
            np.add.at(written, fragments.numbers, lengths)
            yield data
            forget()

    writer.add_parts(f"{name}_postings", parts(), np.uint8)
    if write_tables is None:
        write_list_tables(writer, name, written, counts, lasts)
    else:
        write_tables(written, counts, lasts)


def _fragments(pieces: Sequence[Piece], first: int, last: int) -> _Fragments:
    """What lists first to last - 1 are made of."""
    found: list[list[Integers]] = []
    for number, piece in enumerate(pieces):
        low, high = np.searchsorted(piece.numbers, np.array((first, last), dtype=piece.numbers.dtype)).tolist()
        at = piece.chosen[low:high]
        bounds = piece.lists.bounds.astype(np.int64, copy=False)
        starts, ends = bounds.take(at), bounds.take(at + 1)
        values, lengths = _first_values(piece.lists.data, starts)
        lasts = piece.lists.lasts.take(at).astype(np.int64) + piece.shift
        counts = piece.lists.counts.take(at).astype(np.int64)
        found.append(
            [
                np.full(len(at), number),
                piece.numbers[low:high],
                starts + lengths,
                ends - starts - lengths,
                values + piece.shift,
                lasts,
                counts,
            ]
        )
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.argsort(columns[1], kind="stable")
    return _Fragments(*(column.take(order) for column in columns))


def _first_values(data: Bytes, starts: Integers) -> tuple[Integers, Integers]:
    """The gap that begins at each start, and its bytes."""
    values, lengths = np.zeros(len(starts), dtype=np.int64), np.zeros(len(starts), dtype=np.int64)
    going = np.arange(len(starts))
    while len(going):
        byte = data.take(starts.take(going) + lengths.take(going)).astype(np.int64)
        values[going] |= (byte & 0x7F) << (7 * lengths.take(going))
        lengths[going] += 1
        going = going.compress(byte > 0x7F)
    return values, lengths


def _spliced(pieces: Sequence[Piece], fragments: _Fragments) -> tuple[Bytes, Integers]:
    """The bytes of the fragments one after another, and how many each takes."""
    before = np.zeros(len(fragments.numbers), dtype=np.int64)
    follows = np.flatnonzero(fragments.numbers[1:] == fragments.numbers[:-1]) + 1
    before[follows] = fragments.lasts.take(follows - 1)
    heads, head_sizes = encode_gaps(fragments.firsts - before)
    sizes = fragments.tail_sizes + head_sizes
    places = np.cumsum(sizes) - sizes
    out = np.empty(int(sizes.sum()), dtype=np.uint8)
    _copy(out, places, heads, np.cumsum(head_sizes, dtype=np.int64) - head_sizes, head_sizes.astype(np.int64))
    places = places + head_sizes
    for number, piece in enumerate(pieces):
        own = np.flatnonzero(fragments.pieces == number)
        _copy(out, places.take(own), piece.lists.data, fragments.tails.take(own), fragments.tail_sizes.take(own))
    return out, sizes


def _copy(out: Bytes, places: Integers, data: Bytes, starts: Integers, sizes: Integers) -> None:
    """Copy so many bytes from each start in `data` to each place in `out`."""
    long = np.flatnonzero(sizes > _COPIED_APART)
    for place, start, size in zip(
        places.take(long).tolist(), starts.take(long).tolist(), sizes.take(long).tolist(), strict=True
    ):
        out[place : place + size] = data[start : start + size]
    short = np.flatnonzero(sizes <= _COPIED_APART)
    sizes = sizes.take(short)
    out[ranges(places.take(short), sizes)] = data.take(ranges(starts.take(short), sizes))
