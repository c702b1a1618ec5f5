"""The vocabulary of an index: the user's wordbook, and the names and abbreviations of its segments."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from baosou.corpus.characters import utf8_of
from baosou.index.analysis.tokenizer import Cutter, LightCutter, cutter_for, cutter_with
from baosou.index.analysis.vocabulary import Expansion, Made, Usage, Vocabulary
from baosou.index.query.tree import Phrase
from baosou.index.segments.abbreviations import Abbreviations, are_one_name
from baosou.index.segments.reader import Segment

if TYPE_CHECKING:
    from baosou.index.analysis.synonyms import SynonymRule
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.lookups import Known, Lookup
    from baosou.index.segments.matching.matcher import SegmentMatcher
    from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook, Wordbooks

    Words = Wordbook | Wordbooks
Guard = Callable[[], AbstractContextManager[None]]

_PLACES = 48
"""At how many places of each segment it is looked at how a text is used."""

_MOST_KEPT = 256

_MOST = 8
"""How many other texts a part of a query stands for at most."""


class IndexVocabulary:
    """Implements `index.analysis.vocabulary.Vocabulary` over one generation; see there.

    What reads the segments does so within `guard`, which tells what damage leads to as what it is.
    """

    def __init__(self, segments: Sequence[Segment], wordbook: Words | None, guard: Guard = nullcontext) -> None:
        self._guard = guard
        self._segments = segments
        self._wordbook = wordbook
        self._begins_name = lru_cache(maxsize=4096)(
            lambda beginning: any(segment.names_begin(beginning) for segment in segments)
        )
        self._kept: dict[Hashable, Any] = {}
        self._usage = lru_cache(maxsize=256)(self._look_up_usage)

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
        """See Vocabulary; whether any name begins so is kept, for most texts that are asked for begin as none does."""
        return self._begins_name(text[:2]) and any(segment.has_name(text) for segment in self._segments)

    def stands(self, text: str) -> bool:
        """See Vocabulary; what is found is kept for the search itself."""
        from baosou.index.segments.ranking.scoring import articles_holding

        leaf = Phrase(text, whole=True)
        with self._guard():
            return any(articles_holding(matcher.segment, matcher.evidence(leaf)) for matcher in self._matchers())

    def _matchers(self) -> Iterator[SegmentMatcher]:
        from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher

        return (SegmentMatcher(segment, Deadline(None), self) for segment in self._segments)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """See Vocabulary; what was made for the last keys is kept."""
        kept: Made | None = self._kept.get(key)  # asked once: another thread may clear it all
        if kept is not None:
            return kept
        with self._guard():
            made = make()
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = made
        return made

    def occurrences(self, text: str) -> int:
        """See Vocabulary."""
        if len(text) == 2 and text.isalnum() and max(text) <= "\uffff":
            gram = np.array([ord(text[0]) << 16 | ord(text[1])], dtype=np.uint32)
            return sum(int(segment.gram_counts(gram)[0]) for segment in self._segments)
        leaf = Phrase(text, whole=True)
        with self._guard():
            return sum(
                int(evidence.counts[matcher.segment.live.take(matcher.segment.slot_article.take(evidence.slots))].sum())
                for matcher in self._matchers()
                for evidence in (matcher.evidence(leaf),)
            )

    def usage(self, text: str) -> Usage:
        """See Vocabulary; it is kept, for what is asked is understood again for each use."""
        return self._usage(text)

    def _look_up_usage(self, text: str) -> Usage:
        from baosou.index.whoosh_engine.vocabulary.usage import usage  # few queries hold what may be torn

        return usage(self._segments, text, _PLACES)

    def share(self, character: str) -> float:
        """See Vocabulary."""
        count = 0
        for segment in self._segments:
            number = segment.character_number(ord(character)) if character <= "\uffff" else None
            count += 0 if number is None else int(segment.character_occurrences[number])
        return count / max(self.characters, 1)

    @cached_property
    def characters(self) -> int:
        """See Vocabulary."""
        return sum(len(segment.text) for segment in self._segments)

    def titles(self, text: str) -> Sequence[tuple[int, int]]:
        """See Vocabulary."""
        found = {(at, at + length) for segment in self._segments for at, length, _ in segment.titles.standing_in(text)}
        return sorted(found)

    def expansions(self, text: str) -> Sequence[Expansion]:
        """See Vocabulary."""
        found: dict[tuple[int, int], dict[str, None]] = {}
        own = self._wordbook.synonyms_in(text) if self._wordbook is not None else []
        for each in (*own, *self._explained_in(text)):
            found.setdefault((each.start, each.end), {}).update(dict.fromkeys(each.alternatives))
        return [Expansion(start, end, tuple(others)[:_MOST]) for (start, end), others in found.items()]

    def known(self, lookup: Lookup, *, limit: int = 10) -> Sequence[Known]:
        """See Vocabulary."""
        from baosou.index.whoosh_engine.vocabulary.lookups import known  # loads the readings, which searches do without

        with self._guard():
            return known(self._segments, lookup, limit)

    def together(self, make: Callable[[Vocabulary], Made]) -> Made:
        """See Vocabulary; made at once, for each word is at hand."""
        return make(self)

    def _explained_in(self, text: str) -> Iterator[Expansion]:
        """Every short or long form in a text that the index explains, with its other forms."""
        forms = {
            (at, at + length) for _, table in self._abbreviations for at, length, _ in table.keys.standing_in(text)
        }
        for start, end in sorted(forms):
            shorts, longs = self._other_forms(text[start:end])
            others = longs if are_one_name(longs) else []
            others += (short for short in shorts if are_one_name(self._other_forms(short)[1]))
            if others:
                yield Expansion(start, end, tuple(others))

    def _other_forms(self, form: str) -> tuple[list[str], list[str]]:
        """The short forms of a long form and the long forms of a short one, of articles not deleted."""
        shorts: dict[str, None] = {}
        longs: dict[str, None] = {}
        for segment, table in self._abbreviations:
            number = table.keys.number(utf8_of(form))
            for entry in table.entries(number) if number is not None else ():
                if segment.live[entry.article]:
                    (shorts if entry.is_long else longs)[entry.other] = None
        return sorted(shorts), sorted(longs)

    @cached_property
    def _abbreviations(self) -> list[tuple[Segment, Abbreviations]]:
        """The segments that explain any, with them."""
        return [(segment, segment.abbreviations) for segment in self._segments if len(segment.abbreviations.keys)]


def wordbook_of(books: Sequence[Wordbook]) -> Words | None:
    """The user's words of several indexes as those of one; None where no index has any."""
    if len(books) < 2:
        return books[0] if books else None
    from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbooks

    return Wordbooks(books)
