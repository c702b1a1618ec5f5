"""In what order the places of a text are told: by the weight that it gives each of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from baosou.corpus.characters import HAN_COMMON

_DATELINE = re.compile(
    rf"\s*[（(【]?\s*(?:据?[{HAN_COMMON}]{{0,8}}?[报刊社网台](?:[^，。！？；：\n的了]{{0,24}}?)|[{HAN_COMMON}]{{2,12}}(?=\d{{1,2}}月))"
    rf"(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:专?电|讯|消息|报道)(?![{HAN_COMMON}])"
)
"""How a report says where it comes from: 新华社杭州7月1日电, 本报苍南讯, 本报记者 王伟 苍南报道."""

Mentions = Mapping[str, Sequence[int]]
"""The places (or countries) that a text names, each with the characters at which it does."""


class Opening(Struct, frozen=True):
    """The first paragraph of a text, which ends at `end`; its beginning [start, dateline) says where it is from."""

    start: int
    dateline: int
    end: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Opening:
        """The opening of a text whose first paragraph is [start, end)."""
        dateline = _DATELINE.match(text, start, end)
        return cls(start, start if dateline is None else dateline.end(), end)


def by_weight(paths: Iterable[str], title: Mentions, texts: Sequence[Mentions], opening: Opening) -> list[str]:
    """Some of the places that a title and texts name, those of the most weight first.

    First are those in the dateline, then those in the title, then those in the `opening` of the first text; among
    these and all others, what is named more often comes first, and then what is named earlier. A place above some of
    them that is not told itself speaks for these: 三门县 for 三门县/健跳镇.
    """
    found: dict[str, list[tuple[int, Sequence[int]]]] = {path: [] for path in paths}
    for number, named in enumerate((title, *texts)):
        for path, starts in named.items():
            for each in [path] if path in found else [each for each in found if each.startswith(f"{path}/")]:
                found[each].append((number, starts))
    return sorted(found, key=lambda path: (*_order(found[path], opening), path))


def _order(
    mentions: Sequence[tuple[int, Sequence[int]]], opening: Opening
) -> tuple[bool, bool, bool, int, tuple[int, int]]:
    """What sorts places of more weight first, by the mentions in the title (number 0) and the texts, in their order."""
    in_dateline = in_opening = False
    count, first = 0, (sys.maxsize, 0)
    for number, starts in mentions:
        count += len(starts)
        first = min(first, (number, starts[0]))
        if number == 1 and starts[0] < opening.end:
            in_opening = True
            if opening.dateline > opening.start:
                in_dateline |= any(opening.start <= start < opening.dateline for start in starts)
    return not in_dateline, first[0] > 0, not in_opening, -count, first
