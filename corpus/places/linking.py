"""From names in an article's texts to the places they mean, by what the article as a whole says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from baosou.corpus.places.countries import wide_names
from baosou.corpus.places.gazetteer import COUNTY, PREFECTURE, TOWN, gazetteer
from baosou.corpus.places.lookup import meant_by
from baosou.corpus.places.mentions import Mention, mentions
from baosou.corpus.places.names import town_stem
from baosou.corpus.places.scene import Scene, lineage
from baosou.corpus.places.spotting import spots
from baosou.corpus.places.surroundings import begins_word, heads, is_framed, stands_free

_ROUNDS = 3
_LISTED = "、，和与及"


_NONE: Mapping[str, Sequence[int]] = MappingProxyType({})


class Named(Struct, frozen=True, gc=False):
    """What an article names: of each of its texts places, and countries unless none names any.

    Each has the characters at which it is named, ascending.
    """

    places: Sequence[Mapping[str, Sequence[int]]]
    countries: Sequence[Mapping[str, Sequence[int]]]


def link_each(articles: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Iterator[Named]:
    """What `baosou.corpus.places.named_in_each` tells of each article."""
    at = spots([text for texts, _ in articles for text in texts])
    found = mentions(at)
    wide, regions = wide_names(at.texts, at.wide)
    countries = [wide.get(number, _NONE) for number in range(len(at.texts))]
    last = 0
    for originals, anchors in articles:
        first, last = last, last + len(originals)
        places = _linked(at.texts[first:last], found[first:last], anchors)
        for number in regions.keys() & range(first, last) if regions else ():
            places[number - first] = _with_regions(places[number - first], regions[number])
        named = countries[first:last]
        yield Named(places, named if any(named) else ())


def _with_regions(named: Mapping[str, Sequence[int]], regions: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """The places that a text names, also by the regions that they are in."""
    every = ((path, start) for found in (named, regions) for path, starts in found.items() for start in starts)
    return _gathered(every)


def _linked(
    texts: Sequence[str], found: Sequence[Sequence[Mention]], anchors: Sequence[str]
) -> list[Mapping[str, Sequence[int]]]:
    """The places of one article."""
    if not any(found):
        return [_NONE] * len(texts)
    readings = [{number: mention.means for number, mention in enumerate(named) if mention.means} for named in found]
    if any(map(_is_unread, found, readings)):
        readings = _read(texts, found, anchors)
    level = gazetteer().level
    towns = {path for read in readings for path in read.values() if path not in level}
    return [
        _gathered([*_own(named, read), *(_short_towns(text, named, towns) if towns else ())])
        if named or towns
        else _NONE
        for text, named, read in zip(texts, found, readings, strict=True)
    ]


def _is_unread(named: Sequence[Mention], read: Mapping[int, str]) -> bool:
    return len(read) < len(named)


def _read(texts: Sequence[str], found: Sequence[Sequence[Mention]], anchors: Sequence[str]) -> list[dict[int, str]]:
    """The places of one article by the numbers of their mentions, read in rounds: each place helps to read the rest."""
    scene = Scene(texts)
    for anchor in anchors:
        if len(paths := meant_by(anchor)) == 1:
            scene.add(paths)
    readings: list[dict[int, str]] = [{} for _ in texts]
    for turn in range(_ROUNDS):
        fresh = [
            (text_number, number, path)
            for text_number, named in enumerate(found)
            if len(readings[text_number]) < len(named)
            for number, path in _readings(texts[text_number], named, readings[text_number], scene)
            # Townships wait until all that names a county has been read.
            if turn or named[number].name.level < TOWN or named[number].led
        ]
        if turn and not fresh:
            break
        for text_number, number, path in fresh:
            readings[text_number][number] = path
            scene.add((path,))
    return readings


def _gathered(named: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The places with the characters at which each is named, both ascending."""
    gathered: dict[str, list[int]] = {}
    for path, start in sorted(named):
        gathered.setdefault(path, []).append(start)
    return gathered


def _own(named: Sequence[Mention], read: dict[int, str]) -> Iterator[tuple[str, int]]:
    """What the text names by itself and not only as the place above another, and where."""
    return ((path, named[number].start) for number, path in read.items() if not named[number].leads)


def _readings(text: str, named: Sequence[Mention], known: dict[int, str], scene: Scene) -> Iterator[tuple[int, str]]:
    """The mentions (by number) not yet read that what is known so far lets one read, with their places."""
    for number, mention in enumerate(named):
        if number in known:
            continue
        if mention.means:
            yield number, mention.means
            continue
        path = _candidate(mention, scene)
        if path is not None and _holds(text, named, number, path, known, scene):
            yield number, path


def _candidate(mention: Mention, scene: Scene) -> str | None:
    """The place that a mention means if it means one."""
    paths = mention.paths
    if len(paths) == 1:
        return paths[0]
    level = gazetteer().level
    if not mention.led and mention.name.level <= PREFECTURE and not mention.name.full:
        # 吉林 alone is the province, 南昌 alone the city; 朝阳 is also known as districts elsewhere.
        top = tuple(path for path in paths if level[path] == mention.name.level)
        if len(top) == 1 and not mention.name.weak:
            return top[0]
    if mention.led:
        top_level = min(level.get(path, TOWN) for path in paths)
        paths = tuple(path for path in paths if level.get(path, TOWN) == top_level)
    return scene.likeliest(paths)


def _holds(text: str, named: Sequence[Mention], number: int, path: str, known: dict[int, str], scene: Scene) -> bool:
    """Whether there is enough to read the mention as the place."""
    mention = named[number]
    name = mention.name
    if mention.led or name.bound:
        return mention.led or (path in scene.named and not name.full)
    if name.full and name.level < TOWN and (name.weak or len(name.text) < 3):
        # 西南|山区 and 来|宾县: where a short full name may be the end of something longer.
        listed = _is_listed(text, named, number, path, known) and not scene.speaks_against(path)
        if not listed and not begins_word(text, mention.start):
            return not name.weak and path in scene.named
        return not name.weak or _near(text, named, number, path, known, scene)
    if path in scene.named:
        return True
    if name.level == TOWN:
        return _town_holds(text, mention, path, scene)
    if mention.leads and name.level < COUNTY:
        return True
    if not name.weak and (name.full or name.level < COUNTY):
        return True
    if not name.weak:
        return (
            scene.speaks_for(path)
            or len(name.text) > 2
            or _is_listed(text, named, number, path, known)
            or (is_framed(text, mention.start, mention.end) and not scene.speaks_against(path))
        )
    return _near(text, named, number, path, known, scene)


def _near(text: str, named: Sequence[Mention], number: int, path: str, known: dict[int, str], scene: Scene) -> bool:
    """Whether a word-like name is shown to be the place: among places, or framed with its parent known."""
    mention = named[number]
    if heads(text, mention.start, mention.end):
        return not scene.speaks_against(path)
    free = stands_free(text, mention.start, mention.end)
    if (free or mention.name.full) and _is_listed(text, named, number, path, known):
        return not scene.speaks_against(path)
    return scene.speaks_for(path) and (free or is_framed(text, mention.start, mention.end))


def _is_listed(text: str, named: Sequence[Mention], number: int, path: str, known: dict[int, str]) -> bool:
    """Whether a place already read stands beside the mention, parted by one 、 or 和, or a sibling by nothing."""
    mention = named[number]
    for other in (number - 1, number + 1):
        if other in known:
            between = text[named[other].end : mention.start] or text[mention.end : named[other].start]
            if len(between) == 1 and between in _LISTED:
                return True
            if not between and known[other].rpartition("/")[0] == path.rpartition("/")[0]:
                return True
    return False


def _town_holds(text: str, mention: Mention, path: str, scene: Scene) -> bool:
    """Whether a township named without its county is the one: its county is known, or no other bears the name."""
    county, _, _ = path.rpartition("/")
    if county in scene.within:
        return not mention.name.weak or stands_free(text, mention.start, mention.end)
    if mention.name.weak or len(mention.name.paths) > 1:
        return False
    above = lineage(county)
    if any(known in scene.within for known in above[1:]):
        return True
    apart = is_framed(text, mention.start, mention.end) or stands_free(text, mention.start, mention.end)
    return apart and not scene.speaks_against(path) and scene.speaks_for(path)


def _short_towns(text: str, named: Sequence[Mention], towns: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Townships of the article that the text names without their suffix, and where: 鳌江 where 鳌江镇 is known."""
    for path in towns:
        bare = town_stem(path.rpartition("/")[2])
        if len(bare) < 2 or bare in gazetteer().names:
            continue
        start = text.find(bare)
        while start >= 0:
            end = start + len(bare)
            free = is_framed(text, start, end) or stands_free(text, start, end)
            if free and not any(m.start < end and start < m.end for m in named):
                yield path, start
            start = text.find(bare, end)
