"""The abbreviations that the texts of a segment explain, as arrays: written, read, looked up.

Every short and every long form is a key, in byte order. The entries of key k, from `abbreviation_firsts[k]` on, name
its other form and the article that explains it; `abbreviation_is_long` says which of the two the key is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct

from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.term_table import SortedTexts, write_sorted_texts

NAME = "abbreviation"


class Entry(Struct, frozen=True, order=True):
    """A form, whether it is the long one, its other form, and an article that explains it."""

    key: str
    other: str
    is_long: bool
    article: int


def write_abbreviations(writer: ArrayFileWriter, entries: Iterable[Entry]) -> None:
    """Write the entries."""
    entries = sorted(set(entries))
    keys = sorted({entry.key for entry in entries} | {entry.other for entry in entries})
    number = {key: n for n, key in enumerate(keys)}
    write_sorted_texts(writer, NAME, keys)
    owners = np.array([number[entry.key] for entry in entries], dtype=np.int64)
    counts = np.bincount(owners, minlength=len(keys))
    writer.add_narrow(f"{NAME}_firsts", np.concatenate(([0], np.cumsum(counts, dtype=np.int64))))
    writer.add_narrow(f"{NAME}_other", np.array([number[entry.other] for entry in entries], dtype=np.int64))
    writer.add(f"{NAME}_is_long", np.array([entry.is_long for entry in entries], dtype=np.uint8))
    writer.add(f"{NAME}_article", np.array([entry.article for entry in entries], dtype=np.uint32))


class Abbreviations:
    """The abbreviations of a segment, read; raises IndexDamaged where the arrays do not fit together."""

    def __init__(self, file: ArrayFile, articles: int) -> None:
        self.keys = SortedTexts(file, NAME)
        self._firsts = file.array(f"{NAME}_firsts")
        self._other = file.array(f"{NAME}_other")
        self._is_long = file.array(f"{NAME}_is_long")
        self._article = file.array(f"{NAME}_article")
        if (
            len(self._firsts) != len(self.keys) + 1
            or not len(self._other) == len(self._is_long) == len(self._article)
            or self._other.max(initial=0) >= max(len(self.keys), 1)
            or self._article.max(initial=0) >= max(articles, 1)
        ):
            raise file.damaged("its abbreviations are damaged")

    def entries(self, number: int) -> Iterator[Entry]:
        """The entries of a key."""
        first, last = self._firsts[number : number + 2].tolist()
        key = self.keys[number]
        for other, is_long, article in zip(
            *(each[first:last].tolist() for each in (self._other, self._is_long, self._article)), strict=True
        ):
            yield Entry(key, self.keys[other], bool(is_long), article)

    def all(self) -> Iterator[Entry]:
        """All entries, in the order of their keys."""
        return (entry for number in range(len(self.keys)) for entry in self.entries(number))


def are_one_name(longs: Iterable[str]) -> bool:
    """Whether some long forms are one name, given more and less fully: each keeps to the order of the fullest."""
    longs = sorted(set(longs), key=len)
    return bool(longs) and all(_keeps_to(long, longs[-1]) for long in longs)


def _keeps_to(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part)
