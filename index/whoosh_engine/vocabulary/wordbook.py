"""The user's words and synonyms as a file of an index: written with a generation, read as far as a query needs it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from baosou.corpus.errors import worded
from baosou.index.analysis.synonyms import SynonymRule
from baosou.index.analysis.user_words import UserWord
from baosou.index.analysis.vocabulary import Expansion
from baosou.index.errors import IndexDamaged
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.term_table import SortedTexts


class Wordbook:
    """A written file, mapped; raises IndexDamaged where it is not the one of this checksum."""

    def __init__(self, path: Path, checksum: int | None = None) -> None:
        self.file = ArrayFile(path)
        if checksum is not None and self.file.checksum != checksum:
            raise IndexDamaged(worded("{path}: not the words that this index was written with", path=path))
        self._words = SortedTexts(self.file, "word")
        self._frequencies = self.file.array("word_frequency").data
        self._synonyms = SortedTexts(self.file, "synonym")
        self._alternatives = SortedTexts(self.file, "alternative")
        if len(self._frequencies) != len(self._words) or len(self._synonyms) != len(self._alternatives):
            raise IndexDamaged(worded("{path}: its words and what is said of them differ in number", path=path))

    def __len__(self) -> int:
        """How many words there are, synonyms aside."""
        return len(self._words)

    @cached_property
    def total(self) -> int:
        """The sum of all frequencies."""
        total = self.file.json("total")
        if not isinstance(total, int) or total < 0:
            raise self.file.damaged("total is damaged")
        return total

    def standing_in(self, text: str) -> list[tuple[str, int]]:
        """See OwnWords."""
        return list(
            {
                text[at : at + length]: max(int(self._frequencies[number]), 1)
                for at, length, number in self._words.standing_in(text)
            }.items()
        )

    def synonyms_in(self, text: str) -> list[Expansion]:
        """Every part of a text that has synonyms, with them."""
        return [
            Expansion(at, at + length, tuple(self._alternatives[number].split("\n")))
            for at, length, number in self._synonyms.standing_in(text)
        ]

    def words(self) -> list[UserWord]:
        """All words, in code point order."""
        given = self.file.array("word_given").tolist()
        if len(given) != len(self):
            raise self.file.damaged("word_given is damaged")
        return [
            UserWord(self._words[number], int(self._frequencies[number]) if given[number] else None)
            for number in range(len(self))
        ]

    def rules(self) -> list[SynonymRule]:
        """The synonyms as they were given."""
        try:
            return [SynonymRule(_texts(words), _texts(others)) for words, others in self.file.json("rules")]
        except (TypeError, ValueError) as error:
            raise self.file.damaged("rules is damaged") from error


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
