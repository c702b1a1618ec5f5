"""Folding: the one form of text in which archive and query are compared.

Folded are, cluster by cluster (a character with the combining marks after it): compatibility forms (NFKC of
Unicode Standard Annex 15: full width, ①, ㎡, Ⅳ, ﬁ; ㈠ becomes (一), as a keyboard writes it), letter case,
and traditional or variant Chinese characters (one by one, so that the fold does not depend on where text is
cut). What shows nothing (zero-width and direction marks, soft hyphens, variation selectors) is dropped. Signs
that would grow into several (…, ‼, ½, ℃, ™) stay themselves: they are frequent, and text that keeps its
length needs no offsets. Quotation marks stay; where they do not count is the matcher's business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby

from msgspec import Struct

from baosou.corpus.folding_tables import folding_tables

__all__ = [
    "Folded",
    "fingerprint",
    "fold",
    "fold_text",
    "irregular",
    "irregular_characters",
    "simple_folds",
    "without_nuls",
]


_WORD = 24
"""Characters of the longest text whose fold is kept."""

_SHORT = 1000
"""Shorter texts are told to be regular a character at a time: the expression that finds more takes 3 ms to compile."""


class Folded(Struct, frozen=True):
    """Folded text and where it came from.

    `offsets` and `ends` are None when folded character i is original character i. Otherwise folded character
    i comes from the cluster [offsets[i], ends[i]) of the original, and `offsets` has one more entry, the
    original's length.
    """

    text: str
    offsets: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The original range of the whole clusters behind folded [start, end), not what was dropped after.

        A range that is empty gives an empty one.
        """
        if self.offsets is None or self.ends is None:
            return start, end
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """The folded text with its offsets into `text`."""
    if not irregular(text):
        return Folded(_fold_regular(text))
    parts: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end in _clusters(text):
        parts.append(_fold_regular(text[done:start]))
        offsets.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        folded = _fold_cluster(text[start:end])
        parts.append(folded)
        offsets.extend([start] * len(folded))
        ends.extend([end] * len(folded))
        done = end
    parts.append(_fold_regular(text[done:]))
    offsets.extend(range(done, len(text) + 1))
    ends.extend(range(done + 1, len(text) + 1))
    return Folded("".join(parts), tuple(offsets), tuple(ends))


def fold_text(text: str) -> str:
    """The folded text alone: `fold(text).text`, sooner; that of words is kept, for a query asks for it many times."""
    return _fold_word(text) if len(text) <= _WORD else _fold_text(text)


def _fold_text(text: str) -> str:
    if _is_plain(text):
        return _fold_regular(text)
    parts: list[str] = []
    done = 0
    for start, end in _clusters(text):
        parts += (_fold_regular(text[done:start]), _fold_cluster(text[start:end]))
        done = end
    return "".join((*parts, _fold_regular(text[done:])))


_fold_word = lru_cache(maxsize=1024)(_fold_text)


def without_nuls(text: str) -> str:
    """The text with U+FFFD for each NUL: so sources and queries are read, for an index parts its texts by NULs."""
    return text.replace("\0", "\ufffd") if "\0" in text else text


def irregular(text: str) -> bool:
    """Whether the text holds a cluster whose fold may not be exactly one character for each of its own."""
    return any(True for _ in _clusters(text))


@cache
def irregular_characters() -> frozenset[str]:
    """All characters that make the cluster they stand in irregular."""
    tables = folding_tables()
    return frozenset((*tables.marks, *tables.dropped, *map(chr, tables.expansions)))


def simple_folds() -> Mapping[int, int]:
    """All code points that fold to one other code point, by themselves."""
    return folding_tables().simple


def fingerprint() -> str:
    """12 hexadecimal digits that change whenever the table does."""
    return folding_tables().fingerprint


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where clusters stand that a look-up of single characters cannot fold: [start, end), ascending."""
    if _is_plain(text):
        return
    at = 0
    while suspect := _suspects().search(text, at):
        found = _cluster_from_suspect().match(text, suspect.start())
        if found is None:
            at = suspect.end()
            continue
        start, at = found.span()
        if found.lastgroup == "marks" and start > 0:
            start -= 1
        yield start, at


def _is_plain(text: str) -> bool:
    """Whether a text is ASCII or short, and regular; of a longer one that is not asked here."""
    if text.isascii():
        return True
    return len(text) < _SHORT and max(text) <= "\uffff" and irregular_characters().isdisjoint(text)


def _fold_regular(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.translate(folding_tables().simple)


def _fold_cluster(cluster: str) -> str:
    """A character with its marks: composed and folded by turns until nothing changes."""
    if len(cluster) == 1:
        return cluster.translate(_all_folds())
    tables = folding_tables()
    shown = "".join(character for character in cluster if character not in tables.dropped)
    base = ""
    if shown[:1] in tables.kept:
        base, shown = shown[0], shown[1:]
    before = None
    while shown != before:
        before = shown
        shown = unicodedata.normalize("NFKC", _in_order(shown)).translate(_all_folds())
    return base + shown


def _in_order(cluster: str) -> str:
    """The cluster decomposed and in canonical order.

    `normalize` sorts marks by insertion, in quadratic time for a long run of them; a run already in order
    costs it nothing more.
    """
    decomposed = "".join(unicodedata.normalize("NFKD", character) for character in cluster)
    return "".join(
        character
        for is_mark, run in groupby(decomposed, key=lambda character: unicodedata.combining(character) > 0)
        for character in (sorted(run, key=unicodedata.combining) if is_mark else run)
    )


@cache
def _all_folds() -> dict[int, int | str]:
    tables = folding_tables()
    return {**tables.simple, **tables.expansions, **dict.fromkeys(map(ord, tables.dropped), "")}


@cache
def _suspects() -> re.Pattern[str]:
    """Every character that needs more than a look-up, and all beyond the basic plane.

    Those few are told apart afterwards: `re` searches a class within the basic plane 20 times as fast.
    """
    return re.compile(f"[{_inside(filter(_is_basic, irregular_characters()))}\U00010000-\U0010ffff]")


@cache
def _cluster_from_suspect() -> re.Pattern[str]:
    """A cluster from its first suspect on: the group `marks` says that the character before belongs to it."""
    tables = folding_tables()
    dropped, expanding = _inside(tables.dropped), _inside(map(chr, tables.expansions))
    marks = f"(?:[{dropped}]*+[{_inside(tables.marks)}])"
    return re.compile(f"(?P<marks>{marks}++)|[{dropped}]++|[{expanding}]{marks}*+")


def _is_basic(character: str) -> bool:
    return character <= "\uffff"


def _inside(characters: Iterable[str]) -> str:
    """The inside of a regular expression's character class, as ranges: each takes time to compile."""
    codes = sorted(map(ord, characters))
    # neighbours differ from their places by the same number
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda each: each[1] - each[0])]
    return "".join("-".join(re.escape(chr(code)) for code in dict.fromkeys((run[0], run[-1]))) for run in runs)
