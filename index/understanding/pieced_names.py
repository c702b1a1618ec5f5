"""Names of an index that the dictionary leaves in pieces: of people and places, 陈|思明, 罗|永康, 霞关|镇."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.characters import FIRST_HAN
from baosou.index.analysis.analyzer import is_single, plain_words
from baosou.index.analysis.vocabulary import Vocabulary

_LONGEST_PART = 10
"""Characters of the longest name of a place or a person that is looked up."""

_WITHIN = range(3, 5)
"""Lengths of names that may end within a word of the dictionary (陈思明 before 日报道)."""


def with_names(words: list[str], own: frozenset[str], vocabulary: Vocabulary) -> tuple[list[str], frozenset[str]]:
    """The words with those joined that are a name of the index which the dictionary leaves in pieces."""
    found: set[str] = set()
    at, last = 0, _last_single(words)
    while at <= last:
        name, taken = _name_from(words, at, own, vocabulary)
        if name:
            found.add(name)
            rest = "".join(words[at:taken])[len(name) :]
            if rest:
                # the name ends within a word: what is left of that is cut together with what follows
                after = next((n for n in range(taken, len(words)) if not _is_part(words[n], own)), len(words))
                words[taken:after], rest = plain_words(rest + "".join(words[taken:after]), vocabulary=vocabulary), ""
            words[at:taken] = [name]
            last = _last_single(words)
        at += 1
    return words, frozenset(found)


def _last_single(words: Sequence[str]) -> int:
    """The number of the last single character, at which the last name may begin; -1 where there is none."""
    return next((number for number in range(len(words) - 1, -1, -1) if is_single(words[number])), -1)


def _name_from(words: Sequence[str], at: int, own: frozenset[str], vocabulary: Vocabulary) -> tuple[str, int]:
    """The longest name that begins with a word, and the number after the last word that it takes; "" for none.

    The dictionary leaves a single character at an edge of a name that it does not know.
    """
    if not _is_part(words[at], own):
        return "", at
    single = is_single(words[at])
    text, candidates = words[at], []
    for end in range(at + 1, len(words)):
        word = words[end]
        if not _is_part(word, own):
            break
        if single:
            candidates += [
                (text + word[:length], end + 1) for length in range(1, len(word)) if len(text) + length in _WITHIN
            ]
        text += word
        if len(text) > _LONGEST_PART:
            break
        if single or is_single(word):
            candidates.append((text, end + 1))
    return next((found for found in reversed(candidates) if vocabulary.has_name(found[0])), ("", at))


def _is_part(word: str, own: frozenset[str]) -> bool:
    """Whether a word may be part of a name that the dictionary does not know."""
    return word not in own and word[0] > FIRST_HAN and word.isalpha()
