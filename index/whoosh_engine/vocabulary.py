"""The vocabulary of an index: the user's wordbook, and the names and abbreviations of its segments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from baosou.index.cutting import Cutter, LightCutter, cutter_for, cutter_with
from baosou.index.vocabulary import Expansion
from baosou.index.whoosh_engine.container import ArrayFile
from baosou.index.whoosh_engine.segment import Segment

if TYPE_CHECKING:
    from baosou.index.synonyms import SynonymRule
    from baosou.index.user_words import UserWord
    from baosou.index.whoosh_engine.wordbook import Wordbook


class IndexVocabulary:
    """Implements `index.vocabulary.Vocabulary` over one generation; see there."""

    def __init__(self, segments: Sequence[Segment], wordbook: Wordbook | None) -> None:
        self._segments = segments
        self._wordbook = wordbook

    def user_words(self) -> Sequence[UserWord]:
        """See Vocabulary."""
        return () if self._wordbook is None else self._wordbook.words()

    def synonyms(self) -> Sequence[SynonymRule]:
        """See Vocabulary."""
        return () if self._wordbook is None else self._wordbook.rules()

    def own_words(self, text: str) -> frozenset[str]:
        """See Vocabulary."""
        if self._wordbook is None:
            return frozenset()
        return frozenset(word for word, _ in self._wordbook.standing_in(text))

    def cutter(self, text: str) -> Cutter:
        """See Vocabulary."""
        return cutter_for(text) if self._own_cutter is None else self._own_cutter

    @cached_property
    def _own_cutter(self) -> LightCutter | None:
        return cutter_with(self._wordbook) if self._wordbook is not None and len(self._wordbook) else None

    def has_name(self, text: str) -> bool:
        """See Vocabulary."""
        return False

    def expansions(self, text: str) -> Sequence[Expansion]:
        """See Vocabulary."""
        return () if self._wordbook is None else self._wordbook.synonyms_in(text)

    def files(self) -> list[ArrayFile]:
        """The files besides the segments."""
        return [] if self._wordbook is None else [self._wordbook.file]
