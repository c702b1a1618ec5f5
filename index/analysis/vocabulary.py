"""What an index knows of words beyond jieba's dictionary: the user's own, names, and what else may be said for one.

A vocabulary only changes how queries are cut and what they also ask for; what is found is decided by the text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from baosou.index.analysis.tokenizer import Cutter, cutter_for

if TYPE_CHECKING:
    from baosou.index.analysis.synonyms import SynonymRule
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.lookups import Known, Lookup


Made = TypeVar("Made")


class Expansion(Struct, frozen=True):
    """Characters [start, end) of a folded text that other texts can stand for, best first."""

    start: int
    end: int
    alternatives: tuple[str, ...]


class Usage(Struct, frozen=True):
    """How a text is used: how often it stands, and what stands before and after it at some of the places."""

    count: int
    contexts: tuple[tuple[str, str], ...] = ()


class Vocabulary(Protocol):
    """The words of one generation of an index; all texts given and returned are folded."""

    def user_words(self) -> Sequence[UserWord]:
        """The user's words, in code point order."""

    def synonyms(self) -> Sequence[SynonymRule]:
        """The user's synonyms, as they were given."""

    def own_words(self, text: str) -> frozenset[str]:
        """The user's words that stand in a text, wherever words are cut."""

    def cutter(self, text: str) -> Cutter:
        """The cutter for a text, which knows the user's words."""

    def has_name(self, text: str) -> bool:
        """Whether an article of the index names an author or a place by this text."""

    def stands(self, text: str) -> bool:
        """Whether a text stands anywhere in an article of the index, wherever words are cut."""

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is made of the index for a key, now or before: a query is understood anew for each of its uses."""

    def occurrences(self, text: str) -> int:
        """How often a text stands in articles of the index, wherever words are cut."""

    def usage(self, text: str) -> Usage:
        """How a text is used in articles of the index, at places spread over all of them."""

    def share(self, character: str) -> float:
        """What part of all characters of the index's text one character is."""

    @property
    def characters(self) -> int:
        """How many characters the index's text has."""

    def titles(self, text: str) -> Sequence[tuple[int, int]]:
        """Every place [start, end) where a title of a work stands that articles name (see `understanding.titles`)."""

    def expansions(self, text: str) -> Sequence[Expansion]:
        """Every part of a text that has alternatives, overlapping parts too, wherever words are cut."""

    def known(self, lookup: Lookup, *, limit: int = 10) -> Sequence[Known]:
        """Words, names or text of articles not deleted that a look-up asks for, the most frequent first."""

    def together(self, make: Callable[[Vocabulary], Made]) -> Made:
        """What is made of these words; what it asks for may be looked up many at a time (see `rounds`).

        It may be made several times: making it changes nothing but what is made.
        """


class PlainVocabulary:
    """jieba's dictionary and nothing else."""

    def user_words(self) -> Sequence[UserWord]:
        """None."""
        return ()

    def synonyms(self) -> Sequence[SynonymRule]:
        """None."""
        return ()

    def own_words(self, text: str) -> frozenset[str]:
        """None."""
        return frozenset()

    def cutter(self, text: str) -> Cutter:
        """The cutter that is done with the text first."""
        return cutter_for(text)

    def has_name(self, text: str) -> bool:
        """Never."""
        return False

    def stands(self, text: str) -> bool:
        """Never."""
        return False

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Made anew."""
        return make()

    def occurrences(self, text: str) -> int:
        """None."""
        return 0

    def usage(self, text: str) -> Usage:
        """Nowhere."""
        return Usage(0)

    def share(self, character: str) -> float:
        """None."""
        return 0.0

    @property
    def characters(self) -> int:
        """None."""
        return 0

    def titles(self, text: str) -> Sequence[tuple[int, int]]:
        """None."""
        return ()

    def expansions(self, text: str) -> Sequence[Expansion]:
        """None."""
        return ()

    def known(self, lookup: Lookup, *, limit: int = 10) -> Sequence[Known]:
        """None."""
        return ()

    def together(self, make: Callable[[Vocabulary], Made]) -> Made:
        """Made at once."""
        return make(self)


PLAIN = PlainVocabulary()
"""The vocabulary of text that belongs to no index."""
