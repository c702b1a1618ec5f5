"""Sorted texts of a file of arrays, looked up by halving: no more of them is read than the way to one takes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import utf8_of
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.postings import Lists

TITLES = "title"
"""The name of the table of titles of works (see `writing.titles`)."""

_FEW = 500
"""Of so many texts all beginnings are read at once, which takes as long as to look a sentence up."""


_LOOK_UPS = 200
"""After so many look-ups a table of beginnings pays, by which a look-up takes a quarter of the time."""

_BEGINNING = 8


def write_sorted_texts(writer: ArrayFileWriter, name: str, texts: Iterable[str]) -> None:
    """Write texts, which are in code point order, under a name."""
    spelled = [utf8_of(text) for text in texts]
    writer.add(f"{name}_blob", np.frombuffer(b"".join(spelled), dtype=np.uint8))
    writer.add_narrow(
        f"{name}_bounds", np.concatenate(([0], np.cumsum([len(each) for each in spelled], dtype=np.int64)))
    )


class SortedTexts:
    """Texts laid end to end; their numbers are in byte order of their UTF-8, which is code point order."""

    def __init__(self, file: ArrayFile, name: str, *, look_ups: int = _LOOK_UPS) -> None:
        self._look_ups = look_ups
        self.blob: NDArray[np.uint8] = file.array(f"{name}_blob")
        self.bounds: NDArray[np.unsignedinteger] = file.array(f"{name}_bounds")
        if not len(self.bounds):
            raise file.damaged(f"{name}_bounds are none")
        # bisect over a map's memory takes a tenth of the time that an array takes to be asked for one number
        self._blob_memory = self.blob.data
        self._bounds_memory = self.bounds.data
        self._numbers = range(len(self))
        self._asked = 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self._bounds_memory) - 1

    def spelled(self, number: int) -> bytes:
        """A text by its number, in UTF-8."""
        return self._blob_memory[self._bounds_memory[number] : self._bounds_memory[number + 1]].tobytes()

    def __getitem__(self, number: int) -> str:
        """A text by its number."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        # whatever the bytes are, a text comes of them: a changed file finds less, and breaks nothing
        return self.spelled(number).decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        """All of them, in their order."""
        return (self[number] for number in self._numbers)

    def number_from(self, text: bytes, first: int = 0) -> int:
        """The number of the first text not before this one, sought from a number on."""
        self._asked += 1
        if self._asked < self._look_ups:
            return bisect_left(self._numbers, text, lo=first, key=self.spelled)
        # only texts that begin alike need be spelled
        beginning = int.from_bytes(text[:_BEGINNING].ljust(_BEGINNING, b"\0"))
        first = bisect_left(self._beginnings, beginning, first)
        last = bisect_right(self._beginnings, beginning, first)
        return bisect_left(self._numbers, text, first, last, key=self.spelled)

    @cached_property
    def _beginnings(self) -> memoryview[int]:
        """The first eight bytes of each text as one number, which is ordered as the texts are."""
        firsts, sizes = self.bounds[:-1].astype(np.int64), np.diff(self.bounds.astype(np.int64))
        beginnings = np.zeros(len(self), dtype=np.uint64)
        for place in range(_BEGINNING):
            inside = (sizes > place).nonzero()[0]
            byte = self.blob.take(firsts.take(inside) + place, mode="clip").astype(np.uint64)
            beginnings[inside] |= byte << np.uint64(8 * (_BEGINNING - 1 - place))
        return beginnings.data

    def number(self, text: bytes) -> int | None:
        """The number of a text, None where it is none of them."""
        number = self.number_from(text)
        return number if number < len(self) and self.spelled(number) == text else None

    def among(self, short: Sequence[bytes]) -> NDArray[np.bool_]:
        """Which of some texts of less than _BEGINNING bytes, none with a NUL, are among them."""
        self._asked += len(short)
        if self._asked < self._look_ups:
            return np.array([self.number(text) is not None for text in short], dtype=np.bool_)
        wanted = np.array([int.from_bytes(text.ljust(_BEGINNING, b"\0")) for text in short], dtype=np.uint64)
        beginnings = np.asarray(self._beginnings)
        found: NDArray[np.bool_] = beginnings.take(beginnings.searchsorted(wanted), mode="clip") == wanted
        return found

    def beginning(self, prefix: bytes) -> tuple[int, int]:
        """The number of the first text that begins so, and one more than that of the last."""
        first = self.number_from(prefix)
        return first, bisect_left(self._numbers, True, lo=first, key=lambda n: not self.spelled(n).startswith(prefix))

    def standing_in(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every place of another text at which one stands, shortest first: the place, the length and the number."""
        firsts = self._firsts
        for at, character in enumerate(text):
            if firsts is None or character in firsts or text[at : at + 2] in firsts:
                for length, number in self._standing_at(text, at):
                    yield at, length, number

    @cached_property
    def _firsts(self) -> frozenset[str] | None:
        """The two characters that each text begins with; None where there are too many to read them all for that."""
        return frozenset(self[number][:2] for number in range(len(self))) if len(self) <= _FEW else None

    def _standing_at(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        first, wanted = 0, b""
        for end in range(at + 1, len(text) + 1):
            wanted += utf8_of(text[end - 1])
            first = self.number_from(wanted, first)
            if first == len(self):
                return
            found = self.spelled(first)
            if found == wanted:
                yield end - at, first
            elif not found.startswith(wanted):
                return


class TextTable(SortedTexts):
    """Texts of a segment each of which has a posting list, and sounds: its words, or its names."""

    def __init__(self, file: ArrayFile, name: str, lists: Lists) -> None:
        super().__init__(file, name)
        self._file, self._name = file, name
        self.lists = lists

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """The bytes that each text takes."""
        bounds = self.bounds.astype(np.int64)
        sizes: NDArray[np.int64] = bounds[1:] - bounds[:-1]
        return sizes

    @cached_property
    def codes(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The code points of all texts, end to end, and where each text begins and the last one ends among them."""
        return self._codes(0, len(self))

    def codes_between(self, first: int, last: int) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The same of the texts from one number to another."""
        return self.codes if last - first == len(self) else self._codes(first, last)

    def _codes(self, first: int, last: int) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        bounds = self.bounds[first : last + 1].astype(np.int64)
        blob = self.blob[bounds[0] : bounds[-1]]
        joined = np.frombuffer(blob.tobytes().decode("utf-8", "replace").encode("utf-32-le"), dtype="<u4")
        firsts = np.concatenate(([0], np.cumsum((blob & 0xC0) != 0x80)))
        return joined, firsts.take(bounds - bounds[0])

    @cached_property
    def sound_keys(self) -> NDArray[np.uint64]:
        """How texts sound (see `index.analysis.pinyin`), ascending; a text may sound in several ways or in none."""
        return self._file.array(f"{self._name}_sound_keys")

    @cached_property
    def sounding(self) -> NDArray[np.uint32]:
        """The number of the text that each key is of."""
        return self._file.array(f"{self._name}_sounds")
