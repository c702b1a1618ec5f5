"""Names alone on a line that name no author: rolls of winners, players or pupils, and headings that look like names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from baosou.corpus.pages.bylines import Byline, Style
from baosou.corpus.pages.lines import Line

_FEWEST = 3  # lines of one name each; an author and a translator are two
_ANNOUNCES = re.compile(r"(?:奖|名单|如下|\d[名人位]|[名人位]\))$|:$")
_PRIZE = re.compile(r"(?:[一二三四五特]等|优秀|优胜|金|银|铜|入围|提名|鼓励|佳作)奖(?:\([^()]{2,6}\))?:?$")
_REPORTERS = re.compile(r"[□■●◎◆◇○▲△★☆]|(?:本报|本刊|本台|见习|实习|首席|特约|通讯员|记者)")


def rolls(lines: Sequence[Line], bylines: Sequence[Byline | None]) -> Iterator[int]:
    """The indices of lines that are bare names and stand in a roll: rows of them, or what a prize or list announces."""
    begin = 0
    while begin < len(lines):
        end = begin
        while end < len(lines) and _is_bare(bylines[end]):
            end += 1
        if end > begin and _is_roll(lines[begin - 1].view if begin else "", bylines[begin:end]):
            yield from range(begin, end)
        begin = end + 1


def headings(lines: Sequence[Line], bylines: Sequence[Byline | None]) -> Iterator[int]:
    """The indices of single bare names that head what follows: it speaks of them, or has a byline of its own."""
    for index, (byline, after, signed) in enumerate(zip(bylines, lines[1:], bylines[1:], strict=False)):
        if byline is None or byline.style is not Style.BARE or len(byline.authors) != 1:
            continue
        name = byline.authors[0]
        introduced = after.view.startswith(name) and after.view[len(name) : len(name) + 1] in tuple(",:(")
        spoken_of = signed is None and name in after.view and not introduced
        if spoken_of or (signed is not None and _REPORTERS.match(after.view)):
            yield index


def _is_bare(byline: Byline | None) -> bool:
    return byline is not None and byline.style is Style.BARE


def _is_roll(announced: str, rows: Sequence[Byline | None]) -> bool:
    several = any(row is not None and len(row.authors) > 1 for row in rows)
    if len(rows) >= (2 if several else _FEWEST):
        return True
    return (_ANNOUNCES if several else _PRIZE).search(announced) is not None
