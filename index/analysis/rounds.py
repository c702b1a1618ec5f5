"""Words looked up many at a time: a vocabulary that lies far away is asked in a few rounds, not word by word.

What is made of a vocabulary asks it for one word after the other, and what it asks next hangs on what it was told. So
it is made of guesses first: once as if no text stood anywhere, and once as if every text did. All that either asked
for is looked up in one round, and it is made again, until nothing is asked that is not known. Then it was made of
answers alone, and is what a vocabulary nearby would have given.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct

from baosou.index.analysis.tokenizer import Cutter
from baosou.index.analysis.vocabulary import Expansion, Made, Usage
from baosou.index.lookups import HOLE, Known, Lookup, Standing

if TYPE_CHECKING:
    from baosou.index.analysis.synonyms import SynonymRule
    from baosou.index.analysis.user_words import UserWord

_MOST_KEPT = 4096
_MANY = 1_000
"""How often a text stands of which it is guessed that it does."""

_RARE = 1e-9
"""What part of all text a character is of which nothing is known: no name is expected by chance."""


class Asked(Struct, frozen=True):
    """One question to a vocabulary, by the name of its method there; `limit` is that of `known` alone."""

    about: Literal["has_name", "stands", "occurrences", "usage", "share", "titles", "expansions", "known"]
    of: str | Lookup
    limit: int = 0


class FarWords(Protocol):
    """The words of an index that lies far away, of one generation; the user's words are read when it is opened."""

    @property
    def characters(self) -> int:
        """See Vocabulary."""

    def user_words(self) -> Sequence[UserWord]:
        """See Vocabulary."""

    def synonyms(self) -> Sequence[SynonymRule]:
        """See Vocabulary."""

    def own_words(self, text: str) -> frozenset[str]:
        """See Vocabulary."""

    def cutter(self, text: str) -> Cutter:
        """See Vocabulary."""

    def look_up(self, asked: Sequence[Asked]) -> Sequence[Any]:
        """The answers to some questions in their order, each as the method of Vocabulary gives it: in one round."""


class _Words(ABC):
    """Implements `index.analysis.vocabulary.Vocabulary` by what `_answer` gives to each question; see there."""

    def __init__(self, far: FarWords) -> None:
        self._far = far

    @abstractmethod
    def _answer(self, asked: Asked) -> Any:
        """The answer to one question, as the method of Vocabulary gives it."""

    @property
    def characters(self) -> int:
        """See Vocabulary."""
        return self._far.characters

    def user_words(self) -> Sequence[UserWord]:
        """See Vocabulary."""
        return self._far.user_words()

    def synonyms(self) -> Sequence[SynonymRule]:
        """See Vocabulary."""
        return self._far.synonyms()

    def own_words(self, text: str) -> frozenset[str]:
        """See Vocabulary."""
        return self._far.own_words(text)

    def cutter(self, text: str) -> Cutter:
        """See Vocabulary."""
        return self._far.cutter(text)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """See Vocabulary; made anew of the answers, which are kept."""
        return make()

    def has_name(self, text: str) -> bool:
        """See Vocabulary."""
        return bool(self._answer(Asked("has_name", text)))

    def stands(self, text: str) -> bool:
        """See Vocabulary."""
        return bool(self._answer(Asked("stands", text)))

    def occurrences(self, text: str) -> int:
        """See Vocabulary."""
        return int(self._answer(Asked("occurrences", text)))

    def usage(self, text: str) -> Usage:
        """See Vocabulary."""
        usage: Usage = self._answer(Asked("usage", text))
        return usage

    def share(self, character: str) -> float:
        """See Vocabulary."""
        return float(self._answer(Asked("share", character)))

    def titles(self, text: str) -> Sequence[tuple[int, int]]:
        """See Vocabulary."""
        titles: Sequence[tuple[int, int]] = self._answer(Asked("titles", text))
        return titles

    def expansions(self, text: str) -> Sequence[Expansion]:
        """See Vocabulary."""
        expansions: Sequence[Expansion] = self._answer(Asked("expansions", text))
        return expansions

    def known(self, lookup: Lookup, *, limit: int = 10) -> Sequence[Known]:
        """See Vocabulary."""
        known: Sequence[Known] = self._answer(Asked("known", lookup, limit))
        return known


class FarVocabulary(_Words):
    """The vocabulary of an index that lies far away; what it was told is kept."""

    def __init__(self, far: FarWords) -> None:
        super().__init__(far)
        self._told: dict[Asked, Any] = {}

    def together(self, make: Callable[[Any], Made]) -> Made:
        """See Vocabulary."""
        if len(self._told) > _MOST_KEPT:
            self._told.clear()
        while True:
            missing: dict[Asked, None] = {}
            for guess in (_nowhere, _everywhere):
                attempt = _Attempt(self._far, self._told, guess)
                try:
                    made = make(attempt)
                except Exception:
                    # of whatever kind: a wrong guess (a text that stands but has no usage) may lead anywhere, and is no
                    # error of what was asked, which is made again of answers and raises its own
                    if not attempt.missing:
                        raise
                if not attempt.missing:
                    return made
                missing.update(attempt.missing)
            self._told.update(zip(missing, self._far.look_up(list(missing)), strict=True))

    def _answer(self, asked: Asked) -> Any:
        return self.together(lambda words: words._answer(asked))


class _Attempt(_Words):
    """A vocabulary of what was told, and of guesses at what was not, which is `missing`."""

    def __init__(self, far: FarWords, told: dict[Asked, Any], guess: Callable[[Asked], Any]) -> None:
        super().__init__(far)
        self._told = told
        self._guess = guess
        self._made: dict[Hashable, Any] = {}
        self.missing: dict[Asked, None] = {}

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """See Vocabulary."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def together(self, make: Callable[[Any], Made]) -> Made:
        """Made at once: it is part of what is made together."""
        return make(self)

    def _answer(self, asked: Asked) -> Any:
        if asked in self._told:
            return self._told[asked]
        self.missing[asked] = None
        return self._guess(asked)


def _nowhere(asked: Asked) -> Any:
    """The answer of an index in which no text stands."""
    return {"has_name": False, "stands": False, "occurrences": 0, "usage": Usage(0), "share": 0.0}.get(asked.about, ())


def _everywhere(asked: Asked) -> Any:
    """The answer of an index in which every text stands, as no name, and nothing like it."""
    match asked:
        case Asked("known", Standing(pattern)) if HOLE not in pattern:
            return (Known(pattern, _MANY),)
        case Asked("stands"):
            return True
        case Asked("occurrences"):
            return _MANY
        case Asked("usage"):
            return Usage(_MANY)
        case Asked("share"):
            return _RARE
        case _:
            return _nowhere(asked)
