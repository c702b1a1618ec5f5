"""Corpora that are cut into words by blanks, with or without a tag of each word's kind (渔港/n 开市/v 。/w)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from baosou.corpus.characters import HAN_COMMON
from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article
from baosou.corpus.readers.records import told_of

_HEAD = 4000
_LEAST = 20
"""Words by which a text is told."""

_TAGGED = re.compile(r"\[*(?P<word>\S+?)[/_](?:[A-Za-z]{1,4}\d?)(?:\]+/?[A-Za-z]{0,4})?")
_SIGN = re.compile(r"[，。、；：？！“”‘’（）《》—…,.;:?!()]+")
_SIGNS_INSIDE = re.compile(rf"[{HAN_COMMON}][，。；：？！]|[，。；：？！][{HAN_COMMON}]")
_HAN = re.compile(rf"[{HAN_COMMON}]")
_LONGEST = 2.5
"""Ideographs that a word has at most, on average; a line of names has no signs, and one of sentences no blanks."""

_JOINED = re.compile(r"(?<![A-Za-z0-9])[ \t\u3000]+|[ \t\u3000]+(?![A-Za-z0-9])")
_NUMBER = re.compile(r"(?P<article>\d{8}-\d{2,3}-\d{3})-\d{3}(?=/)")
"""What opens each paragraph of the People's Daily corpus of Peking University: 19980101-01-003-002/m."""


def as_printed(text: str) -> str:
    """A text that is cut into words as it was before, line by line; any other as it is.

    Told by its first words: nearly all have a tag, or they are short and its signs stand apart as words do.
    """
    words = text[:_HEAD].split()[:-1]
    if len(words) < _LEAST or not _HAN.search(text[:_HEAD]):
        return text
    tagged = _are_tagged(words)
    if not tagged and not _are_cut(text[:_HEAD], words):
        return text
    return "\n".join(_line(line, tagged=tagged) for line in text.split("\n"))


def is_numbered(text: str) -> bool:
    """Whether each paragraph of a tagged corpus opens with the number of its article."""
    found = _NUMBER.match(text.lstrip("\ufeff \t\r\n"))
    return found is not None and _are_tagged(text[:_HEAD].split()[:-1])


def read_numbered(text: str, path: Path) -> Iterator[Article | Failure]:
    """The articles of a numbered corpus: the first paragraph is the title, and the number gives day and edition."""
    number, begun = "", 1
    held: list[str] = []
    for line, written in enumerate(text.split("\n"), start=1):
        plain = written.strip("\ufeff \t\r")
        found = _NUMBER.match(plain)
        if found is not None:
            if found["article"] != number:
                yield from _told(number, held, path, begun)
                number, begun, held = found["article"], line, []
            plain = plain[found.end() :].partition(" ")[2]
        if plain:
            held.append(_line(plain, tagged=True))
    yield from _told(number, held, path, begun)


def _told(number: str, paragraphs: list[str], path: Path, line: int) -> Iterator[Article | Failure]:
    if not paragraphs:
        return
    day, _, edition = number[: -len("-001")].partition("-")
    record = {"title": paragraphs[0], "text": paragraphs[1:], "date": day, "edition": edition, "id": number}
    yield from told_of(record, path, line)


def _are_tagged(words: list[str]) -> bool:
    return len(words) >= _LEAST and sum(_TAGGED.fullmatch(word) is not None for word in words) >= 0.95 * len(words)


def _are_cut(text: str, words: list[str]) -> bool:
    """Whether blanks stand between short words and around the signs, as nobody prints a text."""
    signs = sum(_SIGN.fullmatch(word) is not None for word in words)
    written = [len(_HAN.findall(word)) for word in words if _HAN.search(word)]
    return (
        signs >= 0.04 * len(words)
        and len(written) >= 0.6 * len(words)
        and sum(written) <= _LONGEST * len(written)
        and len(_SIGNS_INSIDE.findall(text)) <= 0.1 * signs
    )


def _line(line: str, *, tagged: bool) -> str:
    """A line without its tags, and without blanks but between words of Latin letters and figures."""
    if tagged:
        words = ((_TAGGED.fullmatch(word), word) for word in line.split())
        line = " ".join(found["word"] if found is not None else word for found, word in words)
    return _JOINED.sub("", line.strip())
