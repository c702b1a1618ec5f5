"""The terms that unquoted text asks for: dictionary words, names and numbers whole, function words aside.

Every term is looked for literally. A run of characters that the dictionary leaves alone is one term, since it was
typed in one piece: 沈宇鸿 is one thing to find, not three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from baosou.corpus.folding import fold_text
from baosou.corpus.names import is_name
from baosou.index.analysis import is_function_word, is_word, plain_words

_WHOLE = 3
"""Text of at most so many characters is one term (罗永康 is not 罗 and 永康) unless function words part it."""

_NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*%?|[〇零一二三四五六七八九]{4}")
_NUMBERS = re.compile(r"([0-9]+(?:[.,:][0-9]+)*%?|[〇零一二三四五六七八九]{4}(?=年))")
_MULTIPLES = "亿万千百十元"
_LONGEST_NAME = 3


class _Term(Struct, frozen=True):
    text: str
    lone: bool = False


def terms(text: str, *, alternatives: bool = False) -> list[str]:
    """What is looked for of text without blanks, in its order.

    Where the terms are `alternatives`, lone characters are left out as long as anything longer is there: any one of
    them stands almost everywhere. Text without any letter, digit or ideograph is one term as it stands.
    """
    folded = fold_text(text)
    if folded.isascii():
        return [folded] if folded.strip() else []
    words = [word for part in _NUMBERS.split(folded) for word in ([part] if _NUMBER.fullmatch(part) else _cut(part))]
    content = [word for word in words if is_word(word)]
    whole = len(content) == 1 or (len(folded) <= _WHOLE and not alternatives)
    if whole and len(words) == len(content) and not any(map(is_function_word, words)):
        return [folded]
    found = list(_terms(words))
    if alternatives and not all(term.lone for term in found):
        found = [term for term in found if not term.lone]
    return [term.text for term in found] or content or [folded]


def _cut(part: str) -> list[str]:
    return plain_words(part) if part else []


def _terms(words: Sequence[str]) -> Iterator[_Term]:
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if not is_word(word) or is_function_word(word):
            continue
        following = words[at] if at < len(words) and _is_content(words[at]) else ""
        if _NUMBER.fullmatch(word):
            unit = following if _is_single(following) or following[:1] in tuple(_MULTIPLES) else ""
            at += bool(unit)
            yield _Term(word + unit)
        elif not _is_single(word):
            yield _Term(word)
        elif _is_single(following):
            run = word
            while at < len(words) and _is_content(words[at]) and _is_single(words[at]):
                run += words[at]
                at += 1
            yield from _run(run)
        elif following and is_name(word + following):
            at += 1
            yield _Term(word + following)
        else:
            yield _Term(word, lone=True)


def _run(characters: str) -> Iterator[_Term]:
    """A run of single characters, with a name that opens it apart from what follows."""
    name = characters[:_LONGEST_NAME]
    if len(characters) > _LONGEST_NAME and is_name(name):
        yield _Term(name)
        rest = characters[_LONGEST_NAME:]
        yield _Term(rest, lone=len(rest) == 1)
    else:
        yield _Term(characters)


def _is_content(word: str) -> bool:
    return is_word(word) and not is_function_word(word)


def _is_single(word: str) -> bool:
    return len(word) == 1 and not word.isdecimal()
