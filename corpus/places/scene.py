"""Which of several places an article means: what else it names speaks for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from baosou.corpus.places.gazetteer import gazetteer
from baosou.corpus.places.names import town_stem

# A place named with its parent outweighs everything; its own townships and neighbours outweigh its province.
_SAME, _PARENT, _TOWN, _PROVINCE = 1000, 30, 20, 1


@lru_cache(maxsize=4096)
def lineage(path: str) -> tuple[str, ...]:
    """The path's ancestors from the province down, without itself."""
    parts = path.split("/")
    return tuple("/".join(parts[:count]) for count in range(1, len(parts)))


@lru_cache(maxsize=4096)
def _towns_of(path: str) -> tuple[str, ...]:
    """What an article that speaks of one of the place's townships holds: full names, or stems of three characters."""
    towns = gazetteer().towns_of.get(path, "").split()
    return tuple(bare if len(bare) > 2 else town for town, bare in zip(towns, map(town_stem, towns), strict=True))


class Scene:
    """The places that an article is known to mean, and those above them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.named: set[str] = set()
        self.within: set[str] = set()

    def add(self, paths: Iterable[str]) -> None:
        """Take places as known."""
        for path in paths:
            if path not in self.named:
                self.named.add(path)
                self.within.update((path, *lineage(path)))

    def likeliest(self, paths: Sequence[str]) -> str | None:
        """The one of the paths that the article speaks for, or None when it speaks for none or for several."""
        if len(paths) == 1:
            return paths[0]
        scores = [self._support(path) for path in paths]
        best = max(scores)
        if best and scores.count(best) > 1:
            scores = [score + self._towns(path) for score, path in zip(scores, paths, strict=True)]
            best = max(scores)
        if not best:
            scores = [self._towns(path) for path in paths]
            best = max(scores)
        return paths[scores.index(best)] if best and scores.count(best) == 1 else None

    def speaks_for(self, path: str) -> bool:
        """Whether the place or one above it is known."""
        return path in self.within or any(above in self.within for above in lineage(path))

    def speaks_against(self, path: str) -> bool:
        """Whether places below a province are known, but none in the path's own."""
        others = {known.split("/", 1)[0] for known in self.named if "/" in known}
        return bool(others) and path.split("/", 1)[0] not in others

    def _support(self, path: str) -> int:
        above = lineage(path)
        return (
            _SAME * (path in self.within)
            + _PARENT * (bool(above) and above[-1] in self.within)
            + _PROVINCE * (bool(above) and above[0] in self.within)
        )

    @cached_property
    def _text(self) -> str:
        """All texts; no name goes from one into the next."""
        return "\0".join(self._texts)

    def _towns(self, path: str) -> int:
        """How many of the place's townships the article names, for as much."""
        text = self._text
        return _TOWN * sum(word in text for word in _towns_of(path))
