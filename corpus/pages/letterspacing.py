"""Words set with blanks between their characters (海 岳 日 报), which are one word each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baosou.corpus.pages.persons import is_person

_BLANK = r"[ \t\u00a0\u2002-\u200a\u3000]"
_SINGLE = r"[\u3007\u4e00-\u9fff\u3400-\u4dbf\u2e80-\u2fd5\uf900-\ufaff0-9０-９“”《》·，、：:！!？?—]"
_RUN = re.compile(rf"(?:(?<=^)|(?<={_BLANK})){_SINGLE}(?:{_BLANK}+{_SINGLE}(?={_BLANK}|$)){{2,}}")
_GAP = re.compile(rf"{_BLANK}+")
_HAN = re.compile(r"[\u3007\u4e00-\u9fff\u3400-\u4dbf\u2e80-\u2fd5\uf900-\ufaff]")


def unspaced(body: str) -> list[tuple[int, int]]:
    """The runs [start, end) of a line that stand when its letter-spaced words are joined; [] where it has none.

    Three characters make a word that fills a line, four one beside others; a wider gap parts two words. People of
    two characters each (王 伟 李 明) are left to the reader of names.
    """
    gaps = [gap for run in _RUN.finditer(body) for gap in _inner_gaps(run)]
    if not gaps:
        return []
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(body)]
    return list(zip(starts, ends, strict=True))


def _inner_gaps(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The blanks within the words of a run."""
    gaps = [gap.span() for gap in _GAP.finditer(run.string, run.start(), run.end())]
    characters = _GAP.sub("", run.group())
    if 2 * len(_HAN.findall(characters)) <= len(characters):
        return
    if len(characters) == 3 and run.group() != run.string and characters[0] != "第":
        return
    narrow = min(end - start for start, end in gaps)
    if all(end - start == narrow for start, end in gaps) and _are_people(characters):
        return
    for start, end in gaps:
        yield (start, end) if end - start == narrow else (start + 1, end)  # of a wide gap one blank stays


def _are_people(characters: str) -> bool:
    characters = characters.rstrip("摄文图")
    pairs = [characters[at : at + 2] for at in range(0, len(characters), 2)]
    return len(characters) in (4, 6) and all(map(is_person, pairs))
