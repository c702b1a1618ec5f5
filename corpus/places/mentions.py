"""Names of places in one text, longest first, each with what it may mean; nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.places.gazetteer import COUNTY, TOWN, Name, gazetteer
from baosou.corpus.places.surroundings import stands_apart, town_stands_apart

_TOWN_END = re.compile("镇|乡|街道|苏木")
_LONGEST_TOWN = 9
# 分乡镇 and 地城镇 are names, but far more often words about towns in general.
_DESCRIBED = (
    "乡镇",
    "城镇",
    "村镇",
    "集镇",
    "古镇",
    "小镇",
    "各镇",
    "重镇",
    "市镇",
    "新镇",
    "老镇",
    "城乡",
    "家乡",
    "水乡",
    "山乡",
)


class Mention(Struct, frozen=True):
    """A name in a text: characters [start, end) and the paths that it may mean.

    `led` says that the place above it stands directly before it (温州市苍南县); `leads` that it is itself such
    a place above and so adds nothing of its own.
    """

    start: int
    end: int
    name: Name
    paths: tuple[str, ...]
    led: bool = False
    leads: bool = False


def mentions(text: str) -> list[Mention]:
    """The names in the text from left to right, without overlaps."""
    found = _without_overlaps(sorted([*_higher(text), *_towns(text)], key=lambda m: (m.start, -m.end)))
    return _joined(found)


def _higher(text: str) -> Iterator[Mention]:
    """Names of counties and above."""
    table = gazetteer()
    lengths, names = table.lengths, table.names
    for suspect in _heads().finditer(text):
        start = suspect.start()
        for length in lengths.get(text[start : start + 2], ()):
            name = names.get(text[start : start + length])
            if name is not None and stands_apart(name, text, start, start + length):
                yield Mention(start, start + length, name, name.paths)
                break


@cache
def _heads() -> re.Pattern[str]:
    """Where the first two characters of a name may stand: a look at two sets passes over most of a text."""
    firsts, seconds = ("".join(sorted(set(characters))) for characters in zip(*gazetteer().lengths, strict=True))
    return re.compile(f"[{re.escape(firsts)}](?=[{re.escape(seconds)}])")


def _towns(text: str) -> Iterator[Mention]:
    """Townships, read backwards from 镇, 乡 or 街道; every length that is a name is a possibility."""
    towns = gazetteer().towns
    for mark in _TOWN_END.finditer(text):
        end = mark.end()
        for start in range(max(0, end - _LONGEST_TOWN), mark.start()):
            above = towns.get(text[start:end])
            if above is not None and town_stands_apart(text[start:end], text, end):
                town = text[start:end]
                paths = tuple(f"{path}/{town}" for path in above)
                weak = len(town) < 3 or town.endswith(_DESCRIBED)
                yield Mention(start, end, Name(town, paths, TOWN, True, weak), paths)


def _rank(mention: Mention) -> int:
    """Who wins where two overlap: full names, provinces and cities before names that are also words.

    Equals go by order, so that 湖南山区 is 湖南 and not 南山区.
    """
    name = mention.name
    if name.weak:
        return 2
    return 0 if name.full or name.level < COUNTY else 1


def _without_overlaps(found: Iterable[Mention]) -> list[Mention]:
    """The best-ranked of overlapping names; the longer of nested ones (峨眉山, not 眉山); else the left one."""
    kept: list[Mention] = []
    for mention in found:
        while kept and kept[-1].end > mention.start and mention.end > kept[-1].end:
            if _rank(mention) >= _rank(kept[-1]):
                break
            kept.pop()
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept


def _joined(found: list[Mention]) -> list[Mention]:
    """The same with each name that directly follows one above it narrowed to what lies below that one."""
    joined: list[Mention] = []
    for mention in found:
        if joined and joined[-1].end == mention.start:
            above = joined[-1]
            below = tuple(p for p in mention.paths if any(p.startswith(a + "/") for a in above.paths))
            if below:
                parents = tuple(a for a in above.paths if any(p.startswith(a + "/") for p in below))
                joined[-1] = replace(above, paths=parents, leads=True)
                mention = replace(mention, paths=below, led=True)
        joined.append(mention)
    return joined
