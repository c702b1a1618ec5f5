"""What an archive on a cluster knows of words: asked many things in a round, as `index.analysis.rounds` wants it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from baosou.index.analysis.rounds import Asked
from baosou.index.analysis.synonyms import SynonymRule, alternatives
from baosou.index.analysis.tokenizer import Cutter, LightCutter, cutter_for, cutter_with
from baosou.index.analysis.user_words import UserWord
from baosou.index.analysis.vocabulary import Expansion
from baosou.index.lookups import Lookup
from baosou.index.opensearch_engine.archive import Archive, State
from baosou.index.opensearch_engine.counting import Counts
from baosou.index.opensearch_engine.known_words import known, listed_words
from baosou.index.opensearch_engine.lookups import (
    Search,
    expansions,
    has_name,
    occurrences,
    share,
    standing,
    titles,
    usage,
)
from baosou.index.query.tree import Fuzzy, Wildcard
from baosou.index.segments.layout import BLOCK

Steps = Generator[list[Search], list[Mapping[str, Any]], Any]


class ArchiveWords:
    """Implements `index.analysis.rounds.FarWords` over an archive; see there."""

    def __init__(self, archive: Archive, state: State, counts: Counts) -> None:
        self._archive = archive
        self._state = state
        self._counts = counts
        self._own = _OwnWords(state.words)
        self._synonyms = alternatives(state.synonyms)

    @property
    def characters(self) -> int:
        """See Vocabulary."""
        return self._counts.totals["units"] + 2 * BLOCK  # as a segment has a block without text at each end

    def user_words(self) -> Sequence[UserWord]:
        """See Vocabulary."""
        return self._state.words

    def synonyms(self) -> Sequence[SynonymRule]:
        """See Vocabulary."""
        return self._state.synonyms

    def own_words(self, text: str) -> frozenset[str]:
        """See Vocabulary."""
        return frozenset(word for word, _ in self._own.standing_in(text))

    def cutter(self, text: str) -> Cutter:
        """See Vocabulary."""
        return cutter_for(text) if self._own_cutter is None else self._own_cutter

    @cached_property
    def _own_cutter(self) -> LightCutter | None:
        return cutter_with(self._own) if self._state.words else None

    def look_up(self, asked: Sequence[Asked]) -> Sequence[Any]:
        """See FarWords."""
        return self._run([self._steps(each) for each in asked])

    def standing_for(self, leaves: Sequence[Wildcard | Fuzzy]) -> Sequence[Sequence[str]]:
        """The words of the archive that each fuzzy word or pattern stands for; raises QueryError for too many."""
        return self._run([listed_words(leaf) for leaf in leaves])

    def _steps(self, asked: Asked) -> Steps:
        match asked.about, asked.of:
            case "has_name", str(text):
                return has_name(text)
            case "stands", str(text):
                return standing(text)
            case "occurrences", str(text):
                return occurrences(text)
            case "usage", str(text):
                return usage(text)
            case "share", str(text):
                return share(text, self.characters)
            case "titles", str(text):
                return titles(text)
            case "expansions", str(text):
                return expansions(text, list(self._synonyms_in(text)))
            case _, lookup:
                assert not isinstance(lookup, str)
                return self._known(lookup, asked.limit)

    def _known(self, lookup: Lookup, limit: int) -> Steps:
        return known(lookup, limit)

    def _synonyms_in(self, text: str) -> Iterator[Expansion]:
        for word, others in self._synonyms.items():
            at = text.find(word)
            while at >= 0:
                yield Expansion(at, at + len(word), others)
                at = text.find(word, at + 1)

    def _run(self, every: Sequence[Steps]) -> list[Any]:
        """The results of some steps, the searches of all of them asked together, as often as there are steps."""
        results: list[Any] = [None] * len(every)
        waiting: list[tuple[int, list[Search]]] = []
        for number, steps in enumerate(every):
            try:
                waiting.append((number, next(steps)))
            except StopIteration as done:
                results[number] = done.value
        while waiting:
            answers = self._answers([search for _, searches in waiting for search in searches])
            going, waiting = waiting, []
            for number, searches in going:
                own = [next(answers) for _ in searches]
                try:
                    waiting.append((number, every[number].send(own)))
                except StopIteration as done:
                    results[number] = done.value
        return results

    def _answers(self, searches: Sequence[Search]) -> Iterator[Mapping[str, Any]]:
        """The answers to searches in their order."""
        found: dict[int, Mapping[str, Any]] = {}
        for of_words, index in ((False, self._archive.text), (True, self._archive.words)):
            own = [number for number, search in enumerate(searches) if search.of_words == of_words]
            if own:
                bodies = [searches[number].body for number in own]
                answers = self._archive.client.msearch(bodies, index=index)
                found.update(zip(own, answers, strict=True))
        return (found[number] for number in range(len(searches)))


class _OwnWords:
    """The user's words as a cutter wants them (see `tokenizer.OwnWords`)."""

    def __init__(self, words: Sequence[UserWord]) -> None:
        cutter = LightCutter() if words else None
        self._frequencies = {
            word.text: word.frequency
            if word.frequency is not None
            else max(cutter.frequency_of_one_word(word.text) if cutter else 1, 1)
            for word in words
        }

    @property
    def total(self) -> int:
        """The sum of all frequencies."""
        return sum(self._frequencies.values())

    def standing_in(self, text: str) -> list[tuple[str, int]]:
        """The words that stand in a text, with their frequencies."""
        return [(word, max(frequency, 1)) for word, frequency in self._frequencies.items() if word in text]
