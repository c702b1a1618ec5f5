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
from functools import cache
from importlib.resources import files
from zlib import crc32

from msgspec import Struct

TABLE = "folding_table.txt"


class FoldingTables(Struct, frozen=True):
    """The sections of the table."""

    simple: Mapping[int, int]
    expansions: Mapping[int, str]
    kept: frozenset[str]
    marks: frozenset[str]
    dropped: frozenset[str]
    fingerprint: str


@cache
def folding_tables() -> FoldingTables:
    """The table of this version, read once."""
    content = files("baosou.corpus").joinpath(TABLE).read_bytes()
    sections = _sections(content.decode("utf-8").splitlines())
    pairs = "".join(sections["ideographs"]) + _from_hex("".join(sections["others"]))
    code_points = list(map(ord, pairs))
    expansions = _from_hex("000A".join(sections["expansions"])).split("\n")
    return FoldingTables(
        simple=dict(zip(code_points[::2], code_points[1::2], strict=True)),
        expansions={ord(line[0]): line[1:] for line in expansions},
        kept=_characters(sections["kept"]),
        marks=_characters(sections["marks"]),
        dropped=_characters(sections["dropped"]),
        fingerprint=f"{crc32(content):08x}",
    )


def _sections(lines: Iterable[str]) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current.append(line)
    return sections


def _from_hex(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _characters(lines: Iterable[str]) -> frozenset[str]:
    found: list[str] = []
    for word in " ".join(lines).split():
        first, _, last = word.partition("-")
        found.extend(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)
