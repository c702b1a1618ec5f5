"""The user's own words: what may be one, and the lines of a file of them.

A line is that of jieba's user dictionaries: a word, then if wanted its frequency and its part of speech, parted by
blanks. A plain list of words is one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded
from baosou.corpus.folding import fold_text

LONGEST = 32
"""Characters of the longest word; what is longer is a phrase, to be quoted in a query."""

MOST_FREQUENT = 1_000_000_000
"""Greater frequencies are taken as this one; all of jieba's dictionary together has 60 million."""

_TAG = re.compile(r"[A-Za-z]{1,6}[0-9]?")


class UserWord(Struct, frozen=True):
    """A folded word and the frequency it is cut by; None is the least with which it is cut as one word."""

    text: str
    frequency: int | None = None


class Mistake(Struct, frozen=True):
    """What is wrong with a line (from 1) of a file of words or synonyms."""

    line: int
    reason: str


def user_word(typed: str, frequency: int | None = None) -> UserWord:
    """The word that was typed, folded; raises BaosouError for what is no word."""
    folded = fold_text(typed).strip()
    if any(character.isspace() for character in folded):
        raise BaosouError(worded("“{typed}” is no word: a blank stands in it", typed=typed))
    if not folded.isprintable() or not any(character.isalnum() for character in folded):
        raise BaosouError(
            worded("“{typed}” is no word: a letter, a digit or an ideograph must stand in it", typed=typed)
        )
    if len(folded) == 1:
        raise BaosouError(worded("“{typed}” is no word to add: single characters are found without it", typed=typed))
    if len(folded) > LONGEST:
        raise BaosouError(
            worded(
                "“{typed}…” is too long; a word has at most {longest} characters",
                typed=typed[:LONGEST],
                longest=LONGEST,
            )
        )
    return UserWord(folded, frequency)


def read_words(text: str) -> tuple[list[UserWord], list[Mistake]]:
    """The words of a file, each once, the last line about each counting; and the lines that hold none."""
    words: dict[str, UserWord] = {}
    mistakes = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                word = _of_line(line)
            except BaosouError as error:
                mistakes.append(Mistake(number, str(error)))
            else:
                words[word.text] = word
    return list(words.values()), mistakes


def _of_line(line: str) -> UserWord:
    typed, *rest = line.removeprefix("\ufeff").split()
    frequency = None
    if rest and rest[0].isascii() and rest[0].isdigit():
        frequency = min(int(rest.pop(0)[:12]), MOST_FREQUENT)
        if not frequency:
            raise BaosouError(
                worded("“{typed}” has the frequency 0; leave the frequency out, or the line", typed=typed)
            )
    if len(rest) > 1 or not all(map(_TAG.fullmatch, rest)):
        raise BaosouError(
            worded(
                "“{line}” is no line of a word, its frequency and its part of speech", line=line.strip()[: 2 * LONGEST]
            )
        )
    return user_word(typed, frequency)


def united(words: Iterable[UserWord], more: Iterable[UserWord]) -> list[UserWord]:
    """All of the words in code point order; of a word in both, what the second says of it counts."""
    known = {word.text: word for word in (*words, *more)}
    return [known[text] for text in sorted(known)]
