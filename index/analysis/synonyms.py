"""Synonyms: which words a query's word also stands for, as a file of them says.

A line is `a, b, c` (each stands for the others too) or `a => b, c` (a stands for b and c as well, not they for a);
the comma may be a Chinese one. What follows # is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.user_words import LONGEST, Mistake

MOST = 8
"""How many other words a word stands for at most; those that come first in the file."""

_ARROW = re.compile(r"\s*(?:=>|→|⇒)\s*")
_COMMA = re.compile(r"\s*[,，、;；]\s*")


class SynonymRule(Struct, frozen=True):
    """Folded words, each of which stands for the `others` too; for one another where there are no others."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The rule as a line of a file."""
        words = ", ".join(self.words)
        return f"{words} => {', '.join(self.others)}" if self.others else words


def read_synonyms(text: str) -> tuple[list[SynonymRule], list[Mistake]]:
    """The rules of a file, and the lines that are none."""
    rules: dict[SynonymRule, None] = {}
    mistakes = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.removeprefix("\ufeff").partition("#")[0].strip()
        if line:
            found = _of_line(line)
            if isinstance(found, str):
                mistakes.append(Mistake(number, found))
            else:
                rules[found] = None
    return list(rules), mistakes


def _of_line(line: str) -> SynonymRule | str:
    """The rule of a line, or what is wrong with it."""
    sides = [tuple(dict.fromkeys(map(_folded, filter(None, _COMMA.split(side))))) for side in _ARROW.split(line)]
    for word in (word for side in sides for word in side):
        if not word.isprintable() or not any(character.isalnum() for character in word):
            return worded("“{word}” is no word", word=word)
        if len(word) > LONGEST:
            told = "“{word}…” is too long; a synonym has at most {most} characters"
            return worded(told, word=word[:LONGEST], most=LONGEST)
    if len(sides) == 1 and len(sides[0]) > 1:
        return SynonymRule(sides[0])
    if len(sides) == 2 and all(sides):
        return SynonymRule(*sides)
    return worded("“{line}” is neither “a, b” nor “a => b”", line=line[: 2 * LONGEST])


def _folded(typed: str) -> str:
    return " ".join(fold_text(typed).split())


def alternatives(rules: Iterable[SynonymRule]) -> dict[str, tuple[str, ...]]:
    """What each word of the rules stands for besides itself, in the order of the rules; at most MOST of them."""
    found: dict[str, dict[str, None]] = {}
    for rule in rules:
        for word in rule.words:
            others = rule.others or rule.words
            found.setdefault(word, {}).update((other, None) for other in others if other != word)
    return {word: tuple(others)[:MOST] for word, others in found.items() if others}
