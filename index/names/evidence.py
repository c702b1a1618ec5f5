"""What an archive says of each string that is tagged as a name: tagged as what, how often it stands, beside what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, Units, units_of
from baosou.index.names.finding import NameTrie
from baosou.index.names.tags import Kind

_DOT = "·"
_UNIT_BITS = 16
_UNIT = (1 << _UNIT_BITS) - 1

_AFTER_PLACES = (
    "州市省县镇村区岛港湾河湖峰",
    "海峡 山脉 机场 半岛 群岛 地区 城区 当地 境内 一带 附近 方向 以东 以西 以南 以北 郊区 市区 等地 前线 战线",
)
_NOT_AFTER_PLACES = "市长 省长 县长 镇长 村长 区长 州长 市委 市民 县委 镇上 港元"
_AFTER_DISEASES = "病毒 病例 病患 疫情 疫苗 毒株 变异 出血 综合 疟疾 肺炎 流感 杆菌 病区 变种"
_BEFORE_THINGS = "台风 飓风 热带"
_AFTER_THINGS = "台风 飓风 登陆 号台 强台 火箭 导弹 坦克 战机 航母 号飞 号卫 号货"
_BEFORE_PLACES = "在"


class Evidence(Struct, frozen=True):
    """What is known of one string. `tagged` is how often it is tagged, `articles` in how many, by `Kind`.

    It `stands` so often, tagged or not, so often `apart`, in no longer string that is tagged somewhere, and so often
    `inside` of a longer word or a place, and so often `held` by a longer tagged string that has no dot. `before`
    and `after` are the units that stand beside it most often, with how often they do (zero is the edge of a text).
    `as_place`, `as_disease` and `as_thing` (a storm, a weapon) are how often what stands beside it speaks for that, and
    `within` how often it stands right behind 在.
    """

    text: str
    tagged: tuple[int, int, int]
    articles: tuple[int, int, int]
    stands: int
    apart: int
    inside: int
    held: int
    before: tuple[int, int]
    after: tuple[int, int]
    as_place: int
    as_disease: int
    as_thing: int
    within: int


class Tally(Struct, frozen=True):
    """How often a string is tagged as each kind, and in how many articles."""

    tagged: tuple[int, int, int]
    articles: tuple[int, int, int]

    @property
    def is_place(self) -> bool:
        """Whether most tags say so."""
        return 2 * self.tagged[Kind.PLACE] > sum(self.tagged)


def evidence(tallies: Mapping[str, Tally], texts: Iterable[Units], words: Sequence[str]) -> list[Evidence]:
    """The evidence on each tagged string, from folded texts; zeros stand between what does not belong together.

    `words` are those of a dictionary that hold any of them and more.
    """
    names = list(tallies)
    trie = NameTrie([*names, *(word for word in words if word not in tallies)])
    count = len(names)
    is_around = np.ones(count + len(words), dtype=np.bool_)
    longer = frozenset(words)
    is_around[:count] = [tallies[name].is_place or name in longer for name in names]
    beside = {"before": _Beside(count), "after": _Beside(count)}
    is_plain = np.zeros(count + len(words), dtype=np.bool_)
    is_plain[:count] = [_DOT not in name for name in names]
    stands, apart, inside, held, places, diseases, things, within = (np.zeros(count, dtype=np.int64) for _ in range(8))
    for units in texts:
        padded = np.concatenate([units[:0], np.zeros(2, units.dtype), units, np.zeros(2, units.dtype)])
        every = trie.standing_in(units)
        surrounded = ~every.apart(is_around.take(every.names))
        grasped = ~every.apart(is_plain.take(every.names))
        found, lonely = every.of(every.names < count), every.apart(every.names < count)
        held += np.bincount(every.names.compress(grasped & (every.names < count)), minlength=count)
        inside += np.bincount(every.names.compress(surrounded & (every.names < count)), minlength=count)
        apart += np.bincount(every.names.compress(lonely & (every.names < count)), minlength=count)
        first, last = found.starts + 2, found.starts + found.lengths + 2
        earlier, before = padded.take(first - 2), padded.take(first - 1)
        after, later = padded.take(last), padded.take(last + 1)
        beside["before"].add(found.names, before)
        beside["after"].add(found.names, after)
        stands += np.bincount(found.names, minlength=count)
        following, leading = _pairs(after, later), _pairs(earlier, before)
        one, two = _AFTER_PLACES
        is_place = _is_any(after, one) | _is_pair(following, two)
        is_place &= ~_is_pair(following, _NOT_AFTER_PLACES)
        within += np.bincount(found.names.compress(_is_any(before, _BEFORE_PLACES)), minlength=count)
        places += np.bincount(found.names.compress(is_place), minlength=count)
        diseases += np.bincount(found.names.compress(_is_pair(following, _AFTER_DISEASES)), minlength=count)
        is_thing = _is_pair(leading, _BEFORE_THINGS) | _is_pair(following, _AFTER_THINGS)
        things += np.bincount(found.names.compress(is_thing), minlength=count)
    ahead, behind = beside["before"].most(), beside["after"].most()
    return [
        Evidence(
            name,
            tallies[name].tagged,
            tallies[name].articles,
            int(stands[n]),
            int(apart[n]),
            int(inside[n]),
            int(held[n]),
            ahead[n],
            behind[n],
            int(places[n]),
            int(diseases[n]),
            int(things[n]),
            int(within[n]),
        )
        for n, name in enumerate(names)
    ]


def tallied(tags: Iterable[tuple[Sequence[str], Integers, Integers, Integers]]) -> dict[str, Tally]:
    """Strings with how often they are tagged; of each part of an archive the strings, and of each tag of an article
    the string's number, the kind and how often.
    """
    found: dict[str, tuple[list[int], list[int]]] = {}
    for texts, numbers, kinds, times in tags:
        for kind in Kind:
            of_kind = kinds == kind
            often = np.bincount(numbers.compress(of_kind), weights=times.compress(of_kind), minlength=len(texts))
            articles = np.bincount(numbers.compress(of_kind), minlength=len(texts))
            for number in np.flatnonzero(articles).tolist():
                tagged, held = found.setdefault(texts[number], ([0, 0, 0], [0, 0, 0]))
                tagged[kind] += int(often[number])
                held[kind] += int(articles[number])
    return {text: Tally((a, b, c), (d, e, f)) for text, ((a, b, c), (d, e, f)) in sorted(found.items())}


class _Beside:
    """Which units stand on one side of names, and how often."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._keys = self._often = np.empty(0, dtype=np.int64)

    def add(self, names: Integers, units: Units) -> None:
        keys, often = np.unique((names << _UNIT_BITS) | units, return_counts=True)
        every, own = np.unique(np.concatenate([self._keys, keys]), return_inverse=True)
        self._often = np.bincount(own, weights=np.concatenate([self._often, often])).astype(np.int64)
        self._keys = every

    def most(self) -> list[tuple[int, int]]:
        """The unit that stands beside each name most often, and how often it does."""
        most = [(0, 0)] * self._count
        for at in np.lexsort((-self._keys, self._often)).tolist():
            most[int(self._keys[at]) >> _UNIT_BITS] = int(self._keys[at]) & _UNIT, int(self._often[at])
        return most


def _pairs(first: Units, second: Units) -> NDArray[np.uint32]:
    return (first.astype(np.uint32) << np.uint32(_UNIT_BITS)) | second


def _is_pair(pairs: NDArray[np.uint32], texts: str) -> NDArray[np.bool_]:
    wanted = [int(first) << _UNIT_BITS | int(second) for first, second in map(units_of, texts.split())]
    return np.isin(pairs, np.array(wanted, dtype=np.uint32))


def _is_any(units: Units, texts: str) -> NDArray[np.bool_]:
    return np.isin(units, units_of(texts))
