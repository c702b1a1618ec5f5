"""Countries and regions named in Chinese text: 法国, also where 巴黎 or 访法 stands; 长三角, and the provinces in it.

Both are found by their characters alone, whatever else an article says, but where these are part of something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded
from baosou.corpus.places.gazetteer import text_of

_NAMES, _REGIONS, _PHRASES = "countries.txt", "regions.txt", "country_phrases.txt"

Mentions = dict[str, list[int]]
"""What a text names, each with the characters at which it does."""

# A middle dot is in the names of persons (罗莎·卢森堡); 西班牙语 is a language, where 法国语言学家 are of a country.
_DOTS = "·•"
_NO_COUNTRY = (f"(?<=[{_DOTS}])", f"[{_DOTS}]", "语(?![言文音])")


class Reading(Struct, frozen=True, gc=False):
    """What a name means: countries, or the places in a region; and the pattern of where its characters are other words.

    That can be only beside one of the characters of `telling`, or anywhere if it is None.
    """

    name: str
    countries: tuple[str, ...]
    region: tuple[str, ...]
    other: str
    telling: frozenset[str] | None


class Countries:
    """`country` tells the country that each name means, `both` the countries that a short form of several means
    (俄乌), and `region` the places in the region that each name means.

    `readings` are those of the names that begin with two characters, the longest first.
    """

    def __init__(self, names: str, regions: str, phrases: str) -> None:
        """The texts are those of the three files."""
        lines = _lines(names)
        self.country: Mapping[str, str] = {name: each[0] for each in lines if "=" not in each for name in each}
        self.both: Mapping[str, tuple[str, ...]] = _meaning([each for each in lines if "=" in each])
        self.region: Mapping[str, tuple[str, ...]] = _meaning(_lines(regions))
        self._phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for phrase in (word for line in _lines(phrases) for word in line):
            before, _, rest = phrase.partition("[")
            each, _, after = rest.partition("]")
            for name in each.split("|"):
                self._phrases[name].append((before, after))
        self.readings: dict[str, list[Reading]] = defaultdict(list)
        for name in sorted((*self.country, *self.both, *self.region), key=len, reverse=True):
            self.readings[name[:2]].append(self._reading(name))

    def _reading(self, name: str) -> Reading:
        """What one of the names means."""
        phrases = self._phrases.get(name, ())
        other = [
            _NO_COUNTRY[0],
            *(re.escape(name) + after for after in _NO_COUNTRY[1:]),
            *((f"(?<={before})" if before else "") + re.escape(name) + after for before, after in phrases),
        ]
        beside = [before[-1:] or after[0] for before, after in phrases]
        telling = None if "(" in beside else frozenset([*_DOTS, "语", *beside])
        named = (self.country[name],) if name in self.country else self.both.get(name, ())
        return Reading(name, named, self.region.get(name, ()), "|".join(other), telling)


def _lines(text: str) -> list[list[str]]:
    """The words of each line that is no comment."""
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


def _meaning(lines: list[list[str]]) -> dict[str, tuple[str, ...]]:
    """What follows a line's equals sign, by each of the names before it."""
    return {name: tuple(each[each.index("=") + 1 :]) for each in lines for name in each[: each.index("=")]}


@cache
def countries() -> Countries:
    """The table, read on first use and kept; raises BaosouError where a file is missing or damaged."""
    try:
        return Countries(text_of(_NAMES), text_of(_REGIONS), text_of(_PHRASES))
    except (OSError, ValueError) as error:
        raise BaosouError(
            worded("baosou's own file {name} is missing or damaged; install baosou again", name=_NAMES)
        ) from error


def wide_names(
    texts: Sequence[str], spots: Iterable[tuple[int, int, Sequence[Reading]]]
) -> tuple[dict[int, Mentions], dict[int, Mentions]]:
    """The countries that texts name, and the places in the regions that they name, by the number of their text.

    Names stand at some of the spots, each with what it may be.
    """
    named: dict[int, Mentions] = {}
    places: dict[int, Mentions] = {}
    last, past, text = -1, 0, ""
    own: Mentions = {}
    for number, start, readings in spots:
        if number != last:
            last, past, text, own = number, 0, texts[number], {}
        elif start < past:
            continue  # 俄罗斯 in 白俄罗斯
        for reading in readings:
            name = reading.name
            if not text.startswith(name, start):
                continue
            end = start + len(name)
            telling = reading.telling
            beside = telling is None or text[end : end + 1] in telling or text[start - 1 : start] in telling
            if beside and _pattern(reading.other).match(text, start):
                continue
            # of the characters of a pair the last may begin another: 美日韩
            past = end if len(reading.countries) < 2 else end - 1
            for path in reading.region:
                places.setdefault(number, {}).setdefault(path, []).append(start)
            for country in reading.countries:
                if country in own:
                    own[country].append(start)
                else:
                    own[country] = [start]
                    named[number] = own
            break
    return named, places


_pattern = cache(re.compile)
"""Most texts need few of the patterns."""
