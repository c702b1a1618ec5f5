"""What a user's own words for a place mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from baosou.corpus.places.countries import countries
from baosou.corpus.places.gazetteer import PROVINCE, gazetteer, stems, town_stems

_BETWEEN = re.compile(r"[/\s>·]+")
_LONGEST = 16


def meant_by(name: str) -> tuple[str, ...]:
    """The paths of `baosou.corpus.places.resolve`."""
    if region := countries().region.get(name.strip()):
        return tuple(sorted(region))
    parts = [part for part in _BETWEEN.split(name.strip()) if part]
    found: tuple[str, ...] | None = None
    for part in parts:
        found = _within(found, part)
    return tuple(sorted(found or ()))


def _within(above: tuple[str, ...] | None, words: str) -> tuple[str, ...]:
    """The places called `words` (one name or several run together) that lie in one of `above`, or anywhere."""
    whole = _below(above, _meanings(words))
    if whole:
        return whole
    for length in range(min(_LONGEST, len(words) - 1), 1, -1):
        first = _below(above, _meanings(words[:length]))
        if first and (rest := _within(first, words[length:])):
            return rest
    return ()


def _below(above: tuple[str, ...] | None, paths: Iterable[str]) -> tuple[str, ...]:
    if above is None:
        return _uppermost(paths)
    return _uppermost(p for p in paths if any(p.startswith(a + "/") for a in above))


def _uppermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie in another one of them; provinces alone where there are any."""
    every = set(paths)
    provinces = {path for path in every if gazetteer().level.get(path) == PROVINCE}
    return tuple(
        path
        for path in provinces or every
        if not any(path != other and path.startswith(other + "/") for other in every)
    )


def _meanings(word: str) -> tuple[str, ...]:
    """All places of exactly this name at any level; townships' short names only where nothing higher has it."""
    table = gazetteer()
    if word in table.names:
        return table.name(word).paths
    if word in table.towns:
        return tuple(f"{above}/{word}" for above in table.above(word))
    if len(word) < 2:
        return ()
    # 和平 and 东方 are left out of running text, but a user who filters by them means the place.
    return stems().get(word) or town_stems().get(word, ())
