"""Sorted texts of a file of arrays, looked up by halving: no more of them is read than the way to one takes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

import numpy as np

from baosou.index.whoosh_engine.container import ArrayFile, ArrayFileWriter


def write_sorted_texts(writer: ArrayFileWriter, name: str, texts: Iterable[str]) -> None:
    """Write texts, which are in code point order, under a name."""
    spelled = [text.encode("utf-8", "surrogatepass") for text in texts]
    writer.add(f"{name}_blob", np.frombuffer(b"".join(spelled), dtype=np.uint8))
    writer.add_narrow(
        f"{name}_bounds", np.concatenate(([0], np.cumsum([len(each) for each in spelled], dtype=np.int64)))
    )


class SortedTexts:
    """Texts in byte order of their UTF-8, which is code point order."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._bounds = file.array(f"{name}_bounds").data
        self._blob = file.array(f"{name}_blob").data
        if not len(self._bounds):
            raise file.damaged(f"{name} has no bounds")

    def __len__(self) -> int:
        """How many there are."""
        return len(self._bounds) - 1

    def bytes_of(self, number: int) -> bytes:
        """A text by its number, in UTF-8."""
        return self._blob[self._bounds[number] : self._bounds[number + 1]].tobytes()

    def __getitem__(self, number: int) -> str:
        """A text by its number."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        # whatever the bytes are, a text comes of them: a changed file finds less, and breaks nothing
        return self.bytes_of(number).decode("utf-8", "replace")

    def number(self, text: str) -> int | None:
        """The number of a text, None where it is none of them."""
        wanted = text.encode("utf-8", "surrogatepass")
        number = bisect_left(range(len(self)), wanted, key=self.bytes_of)
        return number if number < len(self) and self.bytes_of(number) == wanted else None

    def beginning(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """The texts that stand at a place of another, shortest first: the length and the number of each."""
        first, wanted = 0, b""
        for end in range(at + 1, len(text) + 1):
            wanted += text[end - 1].encode("utf-8", "surrogatepass")
            first = bisect_left(range(len(self)), wanted, lo=first, key=self.bytes_of)
            if first == len(self):
                return
            found = self.bytes_of(first)
            if found == wanted:
                yield end - at, first
            elif not found.startswith(wanted):
                return
