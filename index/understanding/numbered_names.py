"""Names with a number that belongs to them: 神舟12号, 嫦娥5号, 歼-20, where the archive has the name with its number.

A day after a name (李海山12号到访) and a count (苍南12个村) are none: the number follows the name only now and then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from baosou.corpus.characters import FIRST_HAN, NUMERALS
from baosou.index.analysis.analyzer import is_function_word
from baosou.index.analysis.vocabulary import Vocabulary

_MOST_LOOKS = 8
_LONGEST_NAME = 3
"""So many single characters before a number may be one name that the dictionary does not know."""

_RARELY = 100
"""A number that follows a name less often than once in so many of its places is no part of it."""


def with_numbered_names(words: Sequence[str], vocabulary: Vocabulary) -> tuple[list[str], frozenset[str]]:
    """The words with each name joined to its number where the index has them in one piece, and those names."""
    joined: list[str] = []
    found: set[str] = set()
    looks, at = _MOST_LOOKS, 0
    while at < len(words):
        number, after = _number_from(words, at)
        name = None
        if number:
            for size in _sizes(joined):
                looks -= 1
                parts = joined[len(joined) - size :]
                if looks >= 0 and _is_one_name(parts, number, vocabulary):
                    name = "".join(parts) + number
                    joined[len(joined) - size :] = [name]
                    found.add(name)
                    break
        if name is None:
            joined.append(words[at])
        at = at + 1 if name is None else after
    return joined, frozenset(found)


def _number_from(words: Sequence[str], at: int) -> tuple[str, int]:
    """The number of a name that begins with a word, and the number after its last word; "" for none.

    It is a number before 号, or a few figures that count nothing after them.
    """
    following = words[at + 1] if at + 1 < len(words) else ""
    if following == "号" and _number().fullmatch(words[at]):
        return f"{words[at]}号", at + 2
    if words[at].endswith("号") and _number().fullmatch(words[at][:-1]):
        return words[at], at + 1
    counts = len(following) == 1 and _is_content(following)
    return (words[at], at + 1) if not counts and _figures().fullmatch(words[at]) else ("", at)


@cache
def _number() -> re.Pattern[str]:
    return re.compile(f"[0-9]{{1,4}}|[{NUMERALS}]{{1,4}}")


@cache
def _figures() -> re.Pattern[str]:
    return re.compile("[0-9]{1,3}")


def _sizes(before: Sequence[str]) -> Iterator[int]:
    """How many of the words before a number may be its name, the longest name first; a hyphen may stand between."""
    hyphen = int(before[-1:] == ["-"])
    names = before[: len(before) - hyphen]
    single = 0
    while single < min(len(names), _LONGEST_NAME) and len(names[-1 - single]) == 1 and _is_content(names[-1 - single]):
        single += 1
    if single:
        yield from range(single + hyphen, hyphen, -1)
    elif names and _is_content(names[-1]):
        yield 1 + hyphen


def _is_content(word: str) -> bool:
    return word[0] > FIRST_HAN and word.isalpha() and not is_function_word(word)


def _is_one_name(parts: Sequence[str], number: str, vocabulary: Vocabulary) -> bool:
    """Whether a number often follows the parts of a name in the index; a hyphen between them says so by itself."""
    name = "".join(parts)
    together = vocabulary.occurrences(name + number)
    return together > 0 and (name.endswith("-") or together * _RARELY >= vocabulary.occurrences(name))
