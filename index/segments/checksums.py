"""Arrays of an index with their checksums: what is read of them was verified before, once in each process.

An array of more than `LONG` bytes has a CRC-32 for each block of `BLOCK_BYTES`, so that of a long one no more is read
than is asked for; its own checksum is that of the table of these. A shorter one is verified whole, which takes less
time than to tell its blocks apart.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.errors import worded
from baosou.index.analysis.units import runs
from baosou.index.errors import IndexDamaged

_BLOCK_BITS = 12
BLOCK_BYTES = 1 << _BLOCK_BITS
LONG = 1 << 20

_TOLD = 256
"""After so many blocks it is told that they were read."""

_WHOLE = 63
"""By how many bits the number of a value is shifted to give its block where all are one block."""

Array = NDArray[Any]


class BlockSums:
    """The checksums of an array that is written piece by piece: of its blocks where it has more than `long` bytes.

    Without `long` it has none of blocks, however many bytes it has.
    """

    def __init__(self, long: int | None = LONG) -> None:
        self._long = long
        self._sums: list[int] = []
        self._held = self._sum = 0
        self._total = self._whole = 0

    def add(self, data: memoryview[Any] | bytes) -> None:
        """Take in the bytes that come next."""
        view = memoryview(data)
        self._total += len(view)
        if self._long is None or self._total <= self._long:
            self._whole = zlib.crc32(view, self._whole)
        if self._long is None:
            return
        at = 0
        while at < len(view):
            piece = view[at : at + BLOCK_BYTES - self._held]
            self._sum = zlib.crc32(piece, self._sum)
            self._held += len(piece)
            at += len(piece)
            if self._held == BLOCK_BYTES:
                self._sums.append(self._sum)
                self._held = self._sum = 0

    def done(self) -> tuple[int, NDArray[np.uint32] | None]:
        """The checksum of the array, and the table of its blocks where it is long enough to have one."""
        if self._long is None or self._total <= self._long:
            return self._whole, None
        if self._held:
            self._sums.append(self._sum)
        table = np.array(self._sums, dtype="<u4")
        return zlib.crc32(table.tobytes()), table


class CheckedArray:
    """An array of a file whose parts are to be asked for before they are read.

    `array` is the whole of it, `start` is its first byte in the file at `path`; `looked_at` is told how many blocks
    were verified.
    """

    def __init__(
        self,
        array: Array,
        checksum: int,
        sums: Array | None,
        *,
        path: Path,
        name: str,
        start: int,
        looked_at: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.array = array
        self._looked_at = looked_at
        self._path, self._name, self._start = path, name, start
        self._bytes = array.data.cast("B") if len(array) else memoryview(b"")
        self._shift = _BLOCK_BITS - (array.itemsize.bit_length() - 1)
        blocks = -(-len(self._bytes) // BLOCK_BYTES)
        if sums is None:
            # one checksum for all of it: the array is one block, however long
            self._sums, blocks = np.array([checksum], dtype=np.uint32), min(blocks, 1)
            self._shift = _WHOLE
        else:
            if len(sums) != blocks or zlib.crc32(sums.tobytes()) != checksum:
                raise IndexDamaged(
                    worded("{path}: {name} is damaged (its table of checksums)", path=path, name=name),
                    folder=path.parent,
                )
            self._sums = sums
        self._waiting = bytearray(b"\1") * blocks
        self._flags = np.frombuffer(self._waiting, dtype=np.uint8)
        self._left = blocks

    def __len__(self) -> int:
        """How many numbers there are."""
        return len(self.array)

    def whole(self) -> Array:
        """All of it, verified; raises IndexDamaged."""
        self._verify_between(0, len(self._waiting))
        return self.array

    def need(self, first: int, last: int) -> None:
        """Verify the numbers first to last - 1; raises IndexDamaged."""
        if self._left and first < last:
            self._verify_between(first >> self._shift, ((last - 1) >> self._shift) + 1)

    def between(self, first: int, last: int) -> Array:
        """The numbers first to last - 1, verified."""
        if self._left and first < last:
            block, end = first >> self._shift, (last - 1) >> self._shift
            if self._waiting[block] or (end > block and self._waiting.find(1, block, end + 1) >= 0):
                self._verify_between(block, end + 1)
        return self.array[first:last]

    def pieces(self, firsts: NDArray[Any], lasts: NDArray[Any]) -> list[Array]:
        """The numbers from each first to one before each last, none of them empty, verified."""
        if self._left and len(firsts):
            blocks, ends = firsts >> self._shift, (lasts - 1) >> self._shift
            waiting = self._flags.take(blocks) | self._flags.take(ends) | (ends - blocks > 1)
            for n in waiting.nonzero()[0].tolist():
                self._verify_between(int(blocks[n]), int(ends[n]) + 1)
        return [self.array[first:last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]

    def need_at(self, places: NDArray[Any]) -> None:
        """Verify what stands at some places; raises IndexDamaged."""
        if self._left and len(places):
            blocks = places.astype(np.int64, copy=False) >> self._shift
            waiting = blocks.compress(self._flags.take(blocks))
            if len(waiting):
                # places ascend, most of them; np.unique would load numpy.ma, 7 ms
                waiting, _ = runs(waiting)
                self._verify_each(waiting if (waiting[1:] > waiting[:-1]).all() else runs(np.sort(waiting))[0])

    def take(self, places: NDArray[Any]) -> Array:
        """The numbers at some places, verified."""
        self.need_at(places)
        return self.array.take(places)

    def findings(self) -> Iterator[str]:
        """Every block that is not what was written, each as a finding with its bytes in the file."""
        for block in range(len(self._waiting)):
            if not self._is_sound(block):
                yield self._finding(block)

    def _verify_between(self, first: int, last: int) -> None:
        if self._waiting.find(1, first, last) >= 0:
            self._verify_each(self._flags[first:last].nonzero()[0] + first)

    def _verify_each(self, blocks: NDArray[Any]) -> None:
        """Verify blocks that were not yet. A search may be the first to read thousands: each is a few operations."""
        data, size = self._bytes, len(self._bytes) if self._shift == _WHOLE else BLOCK_BYTES
        for first in range(0, len(blocks), _TOLD):
            some = blocks[first : first + _TOLD]
            for block, checksum in zip(some.tolist(), self._sums.take(some).tolist(), strict=True):
                if zlib.crc32(data[block * size : (block + 1) * size]) != checksum:
                    raise IndexDamaged(self._finding(block), folder=self._path.parent)
                self._waiting[block] = 0
            self._looked_at(max(len(some) * size >> _BLOCK_BITS, 1))
        # counted, for another thread may have verified some of them meanwhile
        self._left = int(np.count_nonzero(self._flags.view(np.bool_)))

    def _bounds(self, block: int) -> tuple[int, int]:
        if self._shift == _WHOLE:
            return 0, len(self._bytes)
        return block * BLOCK_BYTES, min((block + 1) * BLOCK_BYTES, len(self._bytes))

    def _is_sound(self, block: int) -> bool:
        first, last = self._bounds(block)
        return zlib.crc32(self._bytes[first:last]) == int(self._sums[block])

    def _finding(self, block: int) -> str:
        first, last = self._bounds(block)
        return f"{self._path}: {self._name} is damaged (bytes {self._start + first} to {self._start + last})"
