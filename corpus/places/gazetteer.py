"""The table of places and every way of writing them, loaded once when first needed."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pkgutil import get_data

from msgspec import Struct

from baosou.corpus.places.names import former_full_forms, other_full_forms, stem, town_stem

_PACKAGE = "baosou.corpus.places"
PROVINCE, PREFECTURE, COUNTY, TOWN = 1, 2, 3, 4


class Name(Struct, frozen=True, gc=False):
    """What some characters may mean.

    `paths` are the places that bear the name, `level` the highest of theirs. A `full` name ends in its kind
    (苍南县). A `weak` name is also a word or a given name and needs evidence nearby; a `bound` one (城区, 上街)
    counts only directly after its parent, or as the short form of a place that the article names in full. `phrases`
    are (offset, phrase) pairs: words that contain the name without meaning it.
    """

    text: str
    paths: tuple[str, ...]
    level: int
    full: bool
    weak: bool
    bound: bool = False
    phrases: tuple[tuple[int, str], ...] = ()


class Gazetteer(Struct, frozen=True):
    """All names down to the county by their text, and what is needed to spot them in running text.

    `lengths` maps the first two characters of a name to the lengths of the names that begin so, longest
    first. `towns` maps a township's full name to the places directly above it. `level` maps every path above
    the township to its level; `towns_of` gives the townships directly under such a path.
    """

    names: Mapping[str, Name]
    lengths: Mapping[str, tuple[int, ...]]
    level: Mapping[str, int]
    towns: Mapping[str, tuple[str, ...]]
    towns_of: Mapping[str, str]


def _text(name: str) -> str:
    content = get_data(_PACKAGE, name) or b""
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")


def _words() -> dict[str, frozenset[str]]:
    """The lists of words.txt by their headings."""
    lists: dict[str, set[str]] = {}
    heading = ""
    for line in _text("words.txt").splitlines():
        if line.startswith("["):
            heading = line[1 : line.index("]")]
            lists[heading] = set()
        elif line and not line.startswith("#"):
            lists[heading].update(line.split())
    return {heading: frozenset(words) for heading, words in lists.items()}


def _spellings(
    levels: Mapping[str, int], former: Mapping[str, str]
) -> tuple[dict[tuple[str, bool], list[str]], set[str]]:
    """Every (text, full) above the township with the paths it may mean, and which are the names of a lower kind that
    a place had before it was raised.
    """
    spelled: dict[tuple[str, bool], list[str]] = defaultdict(list)
    raised: dict[str, list[str]] = defaultdict(list)
    for path, level in levels.items():
        name = path.rpartition("/")[2]
        for form in (name, *other_full_forms(name)):
            spelled[form, True].append(path)
        if level == COUNTY:
            for form in former_full_forms(name):
                raised[form].append(path)
        if len(bare := stem(name)) > 1:
            spelled[bare, False].append(path)
    for form, path in former.items():
        full = form[-1] in "省市县区盟州旗"
        if (form, full) not in spelled:
            spelled[form, full].append(path)
    lower = set()
    for form, paths in raised.items():
        # A name that passed to two places, or that a prefecture bears as well, says nothing certain.
        if len(paths) == 1 and (form, True) not in spelled and len(spelled[form[:-1], False]) == 1:
            spelled[form, True].extend(paths)
            lower.add(form)
    return spelled, lower


def _names(levels: Mapping[str, int], former: Mapping[str, str]) -> dict[str, Name]:
    words, phrases = _words(), phrases_by_name()
    common = words["never"] | words["weak"]
    names: dict[str, Name] = {}
    spelled, lower = _spellings(levels, former)
    for (text, full), paths in spelled.items():
        top = levels[paths[0]] if len(paths) == 1 else min(map(levels.__getitem__, paths))
        if full:
            weak = text in words["straddling"] or (text in lower and stem(text) in common)
        else:
            # 新疆 and 海南 are the provinces; prefectures and counties of that name are told by their parent.
            if text in words["never"] and top == COUNTY:
                continue
            weak = text in words["weak"] and top > PROVINCE
        bound = text in words["generic" if full else "bound"]
        names[text] = Name(text, tuple(sorted(paths)), top, full, weak, bound, phrases.get(text, ()))
    return names


@cache
def gazetteer() -> Gazetteer:
    """The table, read from the package's own files on first use and kept."""
    levels: dict[str, int] = {}
    towns: dict[str, tuple[str, ...]] = {}
    towns_of: dict[str, str] = {}
    for line in _text("divisions.tsv.gz").splitlines():
        level, path, below = line.split("\t")
        levels[path] = int(level)
        if below:
            towns_of[path] = below
            alone = (path,)
            for town in below.split(" "):
                if (known := towns.setdefault(town, alone)) is not alone:
                    towns[town] = known + alone
    former = dict(line.split("\t") for line in _text("former.txt").splitlines())
    names = _names(levels, former)
    lengths: dict[str, set[int]] = defaultdict(set)
    for text in names:
        lengths[text[:2]].add(len(text))
    return Gazetteer(
        names=names,
        lengths={head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()},
        level=levels,
        towns=towns,
        towns_of=towns_of,
    )


def phrases_by_name() -> dict[str, tuple[tuple[int, str], ...]]:
    """The phrases.txt entries by the name in their brackets: 隆[重庆]祝 gives 重庆: (1, 隆重庆祝)."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in _text("phrases.txt").splitlines():
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
    for town, above in gazetteer().towns.items():
        if len(bare := town_stem(town)) > 1:
            stems[bare].extend(f"{path}/{town}" for path in above)
    return {bare: tuple(sorted(paths)) for bare, paths in stems.items()}
