"""The words of a text while names among them are joined: which may be pieces of a name, and what joining makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from baosou.corpus.characters import FIRST_HAN, NUMBER_SIGNS
from baosou.index.analysis.analyzer import is_function_word, plain_words
from baosou.index.analysis.tokenizer import light_cutter
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.understanding.asking_words import asking


class Token(Struct, frozen=True):
    """A word of the cut; `fixed` ones are no part of any run."""

    text: str
    fixed: bool
    function: bool

    @property
    def loose(self) -> bool:
        """Whether it is a lone character or a function word, and so may be a piece of a name."""
        return not self.fixed and (self.function or len(self.text) == 1)


END = Token("", fixed=True, function=False)
"""What stands after the last token."""


def token(word: str, *, fixed: bool = False) -> Token:
    """The token of a word; what only asks is fixed, for it is part of no name."""
    function = not fixed and is_function_word(word)
    # 何 is a surname too, and 哪 begins 哪吒
    asks = function and len(word) > 1 and word[0] != "何" and bool(asking([word]))
    return Token(word, fixed or not is_han(word) or asks, function)


def _cut_again(words: Sequence[str], known: frozenset[str]) -> list[str]:
    """The words, where the cut took the beginning of a word to a function character before it (对华|为, 在于|都)."""
    again: list[str] = []
    for word in words:
        before = again[-1] if again else ""
        if len(before) == 2 and before not in known and len(word) == 1 and is_function_word(word):
            other = before[1] + word
            if is_function_word(before[0]) and light_cutter().frequency(other):
                again[-1:] = [before[0], other]
                continue
        again.append(word)
    return again


def _is_unit(word: str, before: str) -> bool:
    """Whether a character belongs to the number before it (the 日 of 14日), and so begins no name."""
    counted = before != "" and all(sign in NUMBER_SIGNS for sign in before)
    return len(word) == 1 and counted and not is_function_word(word)


def is_han(text: str) -> bool:
    """Whether a text begins with an ideograph and holds nothing but letters."""
    return text > FIRST_HAN and text.isalpha()


class Tokens:
    """The tokens of a text, some of which become one; `names` are those that were joined."""

    def __init__(self, words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        words = _cut_again(words, known)
        self._tokens = [
            token(word, fixed=word in known or _is_unit(word, before)) for before, word in pairwise(["", *words])
        ]
        self.names: set[str] = set()

    def __len__(self) -> int:
        """How many there are now."""
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        """All of them."""
        return iter(self._tokens)

    def __getitem__(self, number: int) -> Token:
        """One of them; END after the last."""
        return self._tokens[number] if number < len(self._tokens) else END

    def between(self, first: int, last: int) -> list[Token]:
        """The tokens [first, last)."""
        return self._tokens[first:last]

    def text(self, first: int, last: int) -> str:
        """The text of the tokens [first, last)."""
        return "".join(each.text for each in self._tokens[first:last])

    def starts(self) -> dict[int, int]:
        """The number of the token that begins at each place of the text, and their count at its end."""
        return {at: n for n, at in enumerate(accumulate((len(each.text) for each in self._tokens), initial=0))}

    def is_word(self, number: int) -> bool:
        """Whether a token is a word or name that may stand in a longer name."""
        each = self[number]
        return not each.function and (not each.fixed or each.text in self.names)

    def join(self, first: int, last: int) -> None:
        """Make one name of the tokens [first, last)."""
        name = self.text(first, last)
        self.names -= {each.text for each in self._tokens[first:last]}
        self.names.add(name)
        self._tokens[first:last] = [Token(name, fixed=True, function=False)]

    def join_within(self, first: int, last: int, length: int) -> None:
        """Make one name of the tokens [first, last) but for what follows so many characters of the last one.

        What is left of that one is cut together with what follows it.
        """
        name = self.text(first, last - 1) + self[last - 1].text[:length]
        rest = self.rest(last - 1, length)
        self.names.add(name)
        self._tokens[first : self._end_of_free(last)] = [Token(name, fixed=True, function=False), *map(token, rest)]

    def rest(self, number: int, length: int) -> list[str]:
        """What is left of a token without its first characters, cut together with what follows it."""
        text = self.text(number, self._end_of_free(number + 1))
        return plain_words(text[length:], vocabulary=self._vocabulary)

    def _end_of_free(self, number: int) -> int:
        while number < len(self._tokens) and not self._tokens[number].fixed:
            number += 1
        return number
