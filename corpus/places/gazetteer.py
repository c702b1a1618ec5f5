"""The table of places and every way of writing them, loaded once when first needed.

`gazetteer.txt` holds it in lines of values parted by tabs, which a few splits read, for every `add` does;
`generate/gazetteer.py` makes it of the divisions and of our own lists. The lines:

    1-3  the divisions down to the county, by path: their paths, their levels, and the townships directly under each
    4-5  the townships' full names, and the divisions directly above those of each name
    6-7  the names down to the county, and of each its level, its kind and the divisions that it may mean

Divisions are given by their numbers, from 0 on, parted by spaces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pkgutil import get_data

from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded
from baosou.corpus.places.names import stem, town_stem

_PACKAGE = "baosou.corpus.places"
GAZETTEER = "gazetteer.txt"
PROVINCE, PREFECTURE, COUNTY, TOWN = 1, 2, 3, 4
FULL, WEAK, BOUND = 1, 2, 4
"""What the kind of a name is the sum of; see `Name`."""


class Name(Struct, frozen=True, gc=False):
    """What some characters may mean.

    `paths` are the places that bear the name, `level` the highest of theirs. A `full` name ends in its kind
    (苍南县). A `weak` name is also a word or a given name and needs evidence nearby; a `bound` one (城区, 上街)
    counts only directly after its parent, or as the short form of a place that the article names in full. A `sure` one
    is a place whatever the article says, and `means` tells which if only one may be meant. `phrases` are (offset,
    phrase) pairs: words that contain the name without meaning it.
    """

    text: str
    paths: tuple[str, ...]
    level: int
    full: bool
    weak: bool
    bound: bool = False
    sure: bool = False
    means: str | None = None
    phrases: tuple[tuple[int, str], ...] = ()


class Gazetteer:
    """All names of divisions and townships.

    `names` and `towns` hold the names down to the county and the townships' full names; what they mean, `name` and
    `above` tell. `level` maps every path above the township to its level; `towns_of` gives the townships directly under
    such a path, parted by spaces.
    """

    def __init__(self, text: str) -> None:
        """The text is that of the file."""
        paths, levels, below, towns, above, names, meanings = (line.split("\t") for line in text.splitlines())
        self._paths = paths
        self._phrases = phrases_by_name()
        self.level: Mapping[str, int] = dict(zip(paths, map(int, levels), strict=True))
        self.towns_of: Mapping[str, str] = dict(zip(paths, below, strict=True))
        self.towns: Mapping[str, str] = dict(zip(towns, above, strict=True))
        self.names: Mapping[str, str] = dict(zip(names, meanings, strict=True))
        self.name = cache(self._name)

    def _name(self, text: str) -> Name:
        """What one of `names` may mean."""
        ranked, kind, *divisions = self.names[text].split(" ")
        level, flags = int(ranked), int(kind)
        full, weak, bound = bool(flags & FULL), bool(flags & WEAK), bool(flags & BOUND)
        paths = self._named(divisions)
        # 西南|山区 and 来|宾县: a short full name may be the end of something longer
        sure = not weak and not bound and (len(text) > 2 if full else level < COUNTY)
        # 吉林 alone is the province, 南昌 alone the city; 朝阳 is also known as districts elsewhere
        upper = paths if full else tuple(path for path in paths if self.level[path] == level)
        means = upper[0] if sure and len(upper) == 1 else None
        return Name(text, paths, level, full, weak, bound, sure, means, self._phrases.get(text, ()))

    def above(self, town: str) -> tuple[str, ...]:
        """The paths of the places directly above the townships of one of the names `towns`."""
        return self._named(self.towns[town].split(" "))

    def _named(self, divisions: list[str]) -> tuple[str, ...]:
        return tuple(self._paths[int(number)] for number in divisions)


@cache
def gazetteer() -> Gazetteer:
    """The table, read on first use and kept; raises BaosouError where its file is missing or damaged."""
    try:
        return Gazetteer(text_of(GAZETTEER))
    except (OSError, ValueError) as error:
        raise BaosouError(
            worded("baosou's own file {name} is missing or damaged; install baosou again", name=GAZETTEER)
        ) from error


def text_of(name: str) -> str:
    """The text of one of this package's own files."""
    return (get_data(_PACKAGE, name) or b"").decode("utf-8")


def phrases_by_name() -> dict[str, tuple[tuple[int, str], ...]]:
    """The phrases.txt entries by the name in their brackets: 隆[重庆]祝 gives 重庆: (1, 隆重庆祝)."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in text_of("phrases.txt").splitlines():
        if not line.startswith("#"):
            for phrase in line.split():
                before, _, rest = phrase.partition("[")
                name, _, after = rest.partition("]")
                found[name].append((len(before), before + name + after))
    return {name: tuple(pairs) for name, pairs in found.items()}


@cache
def stems() -> Mapping[str, tuple[str, ...]]:
    """Short names of counties and above, the too common ones as well, mapped to the paths they may mean."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in gazetteer().level:
        found[stem(path.rpartition("/")[2])].append(path)
    return {bare: tuple(paths) for bare, paths in found.items()}


@cache
def town_stems() -> Mapping[str, tuple[str, ...]]:
    """Townships' names without their suffix, mapped to the full paths that they may mean."""
    stems: dict[str, list[str]] = defaultdict(list)
    for town in gazetteer().towns:
        if len(bare := town_stem(town)) > 1:
            stems[bare].extend(f"{path}/{town}" for path in gazetteer().above(town))
    return {bare: tuple(sorted(paths)) for bare, paths in stems.items()}
