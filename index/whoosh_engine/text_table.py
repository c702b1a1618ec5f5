"""Texts of a segment in byte order, laid end to end, each with a posting list: its words, or its names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from baosou.index.whoosh_engine.container import ArrayFile
from baosou.index.whoosh_engine.postings import Lists


class TextTable:
    """The texts of a segment's file under a name; numbers are in byte order (UTF-8)."""

    def __init__(self, file: ArrayFile, name: str, lists: Lists) -> None:
        self._file, self._name = file, name
        self.lists = lists
        self.blob: NDArray[np.uint8] = file.array(f"{name}_blob")
        self.bounds: NDArray[np.unsignedinteger] = file.array(f"{name}_bounds")
        if not len(self.bounds):
            raise file.damaged(f"{name}_bounds are none")
        # bisect over a map's memory takes a tenth of the time that an array takes to be asked for one number
        self._blob_memory = self.blob.data
        self._bounds_memory = self.bounds.data

    def __len__(self) -> int:
        return len(self._bounds_memory) - 1

    def spelled(self, number: int) -> bytes:
        """A text by its number, in UTF-8."""
        return self._blob_memory[self._bounds_memory[number] : self._bounds_memory[number + 1]].tobytes()

    def number_from(self, text: bytes) -> int:
        """The number of the first text not before this one."""
        return bisect_left(range(len(self)), text, key=self.spelled)

    def number(self, text: bytes) -> int | None:
        """The number of a text, or None."""
        number = self.number_from(text)
        return number if number < len(self) and self.spelled(number) == text else None

    def beginning(self, prefix: bytes) -> tuple[int, int]:
        """The number of the first text that begins so, and one more than that of the last."""
        first = self.number_from(prefix)
        return first, bisect_left(
            range(len(self)), True, lo=first, key=lambda n: not self.spelled(n).startswith(prefix)
        )

    def texts_from(self, text: bytes) -> Iterator[bytes]:
        """All texts not before this one, ascending."""
        return (self.spelled(number) for number in range(self.number_from(text), len(self)))

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """The bytes that each text takes."""
        bounds = self.bounds.astype(np.int64)
        sizes: NDArray[np.int64] = bounds[1:] - bounds[:-1]
        return sizes

    @cached_property
    def codes(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The code points of all texts, end to end, and where each text begins and the last one ends among them."""
        joined = np.frombuffer(self.blob.tobytes().decode("utf-8", "replace").encode("utf-32-le"), dtype="<u4")
        firsts = np.concatenate(([0], np.cumsum((self.blob & 0xC0) != 0x80)))
        return joined, firsts.take(self.bounds.astype(np.int64))

    @cached_property
    def sound_keys(self) -> NDArray[np.uint64]:
        """How texts sound (see `index.pinyin`), ascending; a text may sound in several ways or in none."""
        return self._file.array(f"{self._name}_sound_keys")

    @cached_property
    def sounding(self) -> NDArray[np.uint32]:
        """The number of the text that each key is of."""
        return self._file.array(f"{self._name}_sounds")
