"""What an archive's own text tells of a run of characters: how often it stands, and as what, in few looks."""

from __future__ import annotations

from itertools import accumulate

from msgspec import Struct

from baosou.index.analysis.analyzer import plain_words
from baosou.index.analysis.tokenizer import light_cutter
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.understanding.titles import CLOSES, OPENS

_MOST_LOOKS = 40
"""So many texts are looked up in the index for one text of a query; of further ones none stands."""

_SMALL = 300_000
"""Characters of an archive that is too small for its shares to say anything."""

_WORDS_OF_DICTIONARY = 60_101_967
"""The sum of jieba's frequencies."""

_CHARACTERS_OF_WORD = 1.7

_KINDS_OF_PLACES = ("县", "市", "区", "镇", "乡", "村", "州", "省", "街道")


class Use(Struct, frozen=True):
    """How a text is used where no word of the dictionary is cut by its edges.

    About how often it stands, at how many of the places looked at, and at what share of these a clause begins with it,
    ends with it, or is it.
    """

    whole: float
    seen: int
    closed_before: float
    closed_after: float
    closed: float


class Evidence:
    """Looks texts up for one text of a query."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._looks = _MOST_LOOKS
        self.is_small = vocabulary.characters < _SMALL

    def use(self, text: str) -> Use:
        """How a text is used; see Use."""
        self._looks -= 1
        if self._looks < 0:
            return Use(0, 0, 0, 0, 0)
        usage = self._vocabulary.usage(text)
        together = "\n".join(left + text + right for left, right in usage.contexts)
        bounds = set(accumulate(map(len, plain_words(together, vocabulary=self._vocabulary)), initial=0))
        seen = before = after = both = at = 0
        for left, right in usage.contexts:
            start = at + len(left)
            if {start, start + len(text)} <= bounds:
                seen += 1
                begins, ends = not left[-1:].isalnum(), not right[:1].isalnum()
                before += begins
                after += ends
                both += begins and ends
            at = start + len(text) + len(right) + 1
        whole = usage.count * seen / len(usage.contexts) if usage.contexts else float(usage.count)
        return Use(whole, seen, before / max(seen, 1), after / max(seen, 1), both / max(seen, 1))

    def count(self, text: str) -> int:
        """How often a text stands."""
        self._looks -= 1
        return self._vocabulary.occurrences(text) if self._looks >= 0 else 0

    def often(self, text: str) -> float:
        """How often a text stands; of a pair only where no word is cut by its edges."""
        return self.use(text).whole if len(text) == 2 else self.count(text)

    def stands(self, text: str) -> bool:
        """Whether a text stands anywhere."""
        self._looks -= 1
        return self._looks >= 0 and self._vocabulary.stands(text)

    def pair(self, pair: str) -> int:
        """How often two characters are neighbours, which costs no look at any text."""
        return self._vocabulary.occurrences(pair)

    def pairs_stand(self, text: str) -> bool:
        """Whether each two neighbours of a text are neighbours somewhere."""
        return all(self.pair(text[at : at + 2]) for at in range(len(text) - 1))

    def expected(self, pair: str) -> float:
        """How often a pair of characters stands by chance, were both words."""
        words = self._vocabulary.characters / _CHARACTERS_OF_WORD
        first, second = (min(share_of_words(each), self._vocabulary.share(each) * _CHARACTERS_OF_WORD) for each in pair)
        return words * first * second

    def expected_chain(self, beginning: str, rest: str) -> float:
        """How often two texts that overlap in all but an edge follow one another by chance."""
        middle = rest[:-1]
        both = self._vocabulary.share(middle) * self._vocabulary.characters if len(middle) == 1 else self.count(middle)
        return self.count(rest) * self.count(beginning) / max(both, 1)

    def titled(self, text: str) -> float:
        """At what share of its places a text is the title of a work."""
        return self.count(f"{OPENS}{text}{CLOSES}") / max(self.count(text), 1)

    def is_place(self, text: str) -> bool:
        """Whether articles are of a place with this name, but for what it is: 于都 of 于都县."""
        return any(self._vocabulary.has_name(text + kind) for kind in _KINDS_OF_PLACES) and self.stands(text)


def share_of_words(character: str) -> float:
    """What part of all words a character is as a word of its own, by jieba's frequencies; 1 for one that is none."""
    frequency = light_cutter().frequency(character)
    return frequency / _WORDS_OF_DICTIONARY if frequency else 1.0
