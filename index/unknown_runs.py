"""Runs of characters that the dictionary leaves apart, joined as the index has them: names among other words.

Of the words of which any is enough a lone character is left out (see `words`), and with it would go a name that the
dictionary does not know: 楼曾瑞, of which 曾 alone is a function word, or 钝头鹦嘴鱼 before 吃什么.
"""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.names import is_name
from baosou.index.analysis import JOINING, is_function_word
from baosou.index.vocabulary import Vocabulary

_LONGEST = 8
_MOST_LOOKS = 16
_WHOLE = 3
"""A run of at most so many characters, none of them a function word, is one term as it stands."""


def with_runs_joined(
    words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary
) -> tuple[list[str], frozenset[str]]:
    """The words with the longest parts of such runs joined that stand in the index, and those with the known ones."""
    looks = _MOST_LOOKS
    joined: list[str] = []
    found: set[str] = set()
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and end - at < _LONGEST and _may_join(words[end], known):
            end += 1
        if end - at < 2:
            joined.append(words[at])
            at += 1
            continue
        run = "".join(words[at:end])
        taken = 1
        for length in range(len(run), 1, -1):
            part = run[:length]
            if looks and _may_be_name(part, run):
                looks -= 1
                if vocabulary.stands(part):
                    found.add(part)
                    taken = length
                    break
        else:
            if not any(map(is_function_word, run)):
                taken = len(run)
        joined += [run[:taken]] if run[:taken] in found else words[at : at + taken]
        at += taken
    return joined, known | found


def _may_be_name(part: str, run: str) -> bool:
    """Whether the beginning of a run is to be looked up: it has a function word within, or is of a long run."""
    if not any(map(is_function_word, part)):
        return len(run) > _WHOLE
    return is_name(part) or not (len(part) < _WHOLE or is_function_word(part[0]) or is_function_word(part[-1]))


def _may_join(word: str, known: frozenset[str]) -> bool:
    return len(word) == 1 and word > "\u3400" and word.isalpha() and word not in known and word not in JOINING
