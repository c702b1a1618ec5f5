"""Reads `folding_table.txt`: which characters fold, to what, and which need more than a look-up.

Sections of the file:

    [ideographs]   pairs of characters, each followed by its fold
    [others]       the same, as hexadecimal UTF-16 (letters of all scripts, compatibility forms, symbols)
    [expansions]   one a line, hexadecimal UTF-16: a character and the several that it folds to
    [kept]         code points (A or A-B) that NFKC would expand and that stay themselves
    [marks]        code points that may combine with the one before them
    [dropped]      code points that show nothing and fold to nothing
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pkgutil import get_data
from zlib import crc32

TABLE = "folding_table.txt"


class FoldingTables:
    """The sections of the table, each read when it is first asked for: a search needs few of them."""

    def __init__(self, content: bytes) -> None:
        self.fingerprint = f"{crc32(content):08x}"
        self._sections = dict(part.split("]\n", 1) for part in content.decode("utf-8").split("\n[")[1:])

    def _lines(self, section: str) -> list[str]:
        return self._sections[section].splitlines()

    @cached_property
    def simple(self) -> Mapping[int, int]:
        """Code points that fold to one other, by themselves."""
        pairs = "".join(self._lines("ideographs")) + _from_hex("".join(self._lines("others")))
        return str.maketrans(pairs[::2], pairs[1::2])

    @cached_property
    def expansions(self) -> Mapping[int, str]:
        """Code points that fold to several."""
        lines = _from_hex("000A".join(self._lines("expansions"))).split("\n")
        return {ord(line[0]): line[1:] for line in lines}

    @cached_property
    def kept(self) -> frozenset[str]:
        """Characters that NFKC would expand and that stay themselves."""
        return _characters(self._lines("kept"))

    @cached_property
    def marks(self) -> frozenset[str]:
        """Characters that may combine with the one before them."""
        return _characters(self._lines("marks"))

    @cached_property
    def dropped(self) -> frozenset[str]:
        """Characters that show nothing and fold to nothing."""
        return _characters(self._lines("dropped"))


@cache
def folding_tables() -> FoldingTables:
    """The table of this version, read once."""
    return FoldingTables(get_data("baosou.corpus", TABLE) or b"")


def _from_hex(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _characters(lines: Iterable[str]) -> frozenset[str]:
    found: list[str] = []
    for word in " ".join(lines).split():
        first, _, last = word.partition("-")
        found.extend(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)
