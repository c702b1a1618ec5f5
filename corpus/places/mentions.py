"""Names of places in one text, longest first, each with what it may mean; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.places.gazetteer import COUNTY, TOWN, Name, gazetteer
from baosou.corpus.places.spotting import TOWN_ENDS, Spots
from baosou.corpus.places.surroundings import stands_apart, town_stands_apart

_LONGEST_TOWN = 9
_MARKS = {mark[-1]: mark for mark in TOWN_ENDS}
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


class Mention(Struct, frozen=True, gc=False):
    """A name in a text: characters [start, end) and the paths that it may mean.

    `led` says that the place above it stands directly before it (温州市苍南县); `leads` that it is itself such
    a place above and so adds nothing of its own. `means` is the place that it means whatever the article says.
    """

    start: int
    end: int
    name: Name
    paths: tuple[str, ...]
    led: bool = False
    leads: bool = False
    means: str | None = None


def mentions(spots: Spots) -> list[Sequence[Mention]]:
    """The names in each text from left to right, without overlaps."""
    found = _higher(spots)
    for number, towns in _towns(spots).items():
        found[number] = sorted([*found.get(number, ()), *towns], key=lambda mention: (mention.start, -mention.end))
    for number, several in found.items():
        if len(several) > 1:
            found[number] = _joined(_without_overlaps(several))
    return [found.get(number, ()) for number in range(len(spots.texts))]


def _higher(spots: Spots) -> dict[int, list[Mention]]:
    """Names of counties and above."""
    texts, name_of = spots.texts, gazetteer().name
    found: dict[int, list[Mention]] = {}
    for number, start, names in spots.names:
        text = texts[number]
        for named in names:
            end = start + len(named)
            if text.startswith(named, start) and stands_apart(name := name_of(named), text, start, end):
                found.setdefault(number, []).append(Mention(start, end, name, name.paths, means=name.means))
                break
    return found


def _towns(spots: Spots) -> dict[int, list[Mention]]:
    """Townships, read backwards from 镇, 乡 or 街道; every length that is a name is a possibility."""
    table = gazetteer()
    found: dict[int, list[Mention]] = {}
    for number, end in spots.town_ends:
        text = spots.texts[number]
        mark = _MARKS[text[end - 1]]
        if not text.endswith(mark, 0, end):
            continue
        for start in range(max(0, end - _LONGEST_TOWN), end - len(mark)):
            town = text[start:end]
            if town in table.towns and town_stands_apart(town, text, end):
                paths = tuple(f"{path}/{town}" for path in table.above(town))
                weak = len(town) < 3 or town.endswith(_DESCRIBED)
                found.setdefault(number, []).append(Mention(start, end, Name(town, paths, TOWN, True, weak), paths))
    return found


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
                sure = above.led or above.name.sure
                joined[-1] = replace(above, paths=parents, leads=True, means=_only(parents) if sure else None)
                mention = replace(mention, paths=below, led=True, means=_only(below))
        joined.append(mention)
    return joined


def _only(paths: Sequence[str]) -> str | None:
    return paths[0] if len(paths) == 1 else None
