"""Which words of a text only ask (谁, 什么时候, 哪一种, 最近一次): they neither decide what matches nor rank.

A text that answers does not ask: such words, and the pairs of characters that they make with what stands beside them,
are rare in texts that state things and would lead to the few that ask too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from baosou.index.analysis.analyzer import may_ask

_MEASURES = "个位种座条项部首本家所支只张场次届类款件艘架辆名段篇期省市县区国队门科层代方年月日天号站级幅枚颗口人"


@cache
def _asking() -> re.Pattern[str]:
    """Made when a text may ask: it takes longer to compile than a text to look at."""
    return re.compile(
        rf"""
        (?:什|甚)么 (?:时候|时间|地方|样|样子|样的|人)? | 啥 (?:时候|样|人)?
        | 谁 | 请问
        | [为因缘]何 | 如何 | 为什么 | 为啥 | 怎么?样? | 怎么(?:办|会) | 咋 | 咋样
        | 多少 | 多[大长高远深宽久快]
        | [是能可会]否 | 有没有 | 是不是 | 能不能 | 会不会 | 要不要 | 可不可以
        | 吗 | 呢
        | 哪 (?:[一两二三四五六七八九十几]?[{_MEASURES}]? | 些(?:人|地方)? | 个?地方 | [儿里])
        | 何 [时处年地人月日种方故] | 何许人也?
        | 第?几 [{_MEASURES}岁时点]
        | 最近的?一次
    """,
        re.VERBOSE,
    )


_LONGEST = 4
"""Words of the longest thing that only asks: 哪 / 一 / 座."""

_COUNTED = tuple("近前这那好后头每过十百千余")
"""What makes an amount of the 几 after it: 近几年, 这几个."""

_TITLE = re.compile(r"《[^《》]*》")


def asking(words: Sequence[str]) -> frozenset[int]:
    """The numbers of those words of a folded text, cut in words that join up to it, that only ask.

    What is a part of a longer word (几何, 任何, 如何是好) does not ask, nor does the title of a work.
    """
    text = "".join(words)
    if not may_ask(text):
        return frozenset()
    titles = [match.span() for match in _TITLE.finditer(text)]
    starts = list(accumulate(map(len, words), initial=0))
    found: set[int] = set()
    at = 0
    while at < len(words):
        length = 0
        if not any(start <= starts[at] < end for start, end in titles):
            length = next(_lengths(words, at), 0)
        found.update(range(at, at + length))
        at += max(length, 1)
    return frozenset(found)


def _lengths(words: Sequence[str], at: int) -> Iterator[int]:
    """How many words from one on only ask together, most first."""
    if words[at][0] == "几" and at and words[at - 1].endswith(_COUNTED):
        return
    for end in range(min(at + _LONGEST, len(words)), at, -1):
        if _asking().fullmatch("".join(words[at:end])):
            yield end - at
