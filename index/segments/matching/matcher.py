"""Which articles of one segment a query matches, and the evidence: where each of its words stands."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial, reduce
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import is_ideograph, utf8_of
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers, ranges, runs, text_of
from baosou.index.analysis.vocabulary import PLAIN, Vocabulary
from baosou.index.errors import QueryError, timed_out
from baosou.index.highlight.marker import phrase_forms
from baosou.index.query.tree import (
    And,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    TextLeaf,
    Value,
    Wildcard,
    Words,
    stands_for_words,
)
from baosou.index.segments.doc_sets import Mask, Numbers, Selection, any_of, both, is_mask, mask_of
from baosou.index.segments.layout import BLOCK_BITS, FIELD_NAMES
from baosou.index.segments.matching.patterns import (
    Occurrences,
    Pattern,
    listed_slots,
    lone_character,
    pattern_of,
)
from baosou.index.segments.reader import Segment

_LIKE = 3
"""The shortest text that is told by all but one of its characters."""

_NONE = np.empty(0, dtype=np.int64)

Small = NDArray[np.uint32]
EvidenceParts = tuple[Small, Small, Small, Small]


class Evidence(Struct, frozen=True):
    """The slots in which a leaf stands, ascending, how often it stands in each, and the articles of them all.

    `firsts` are the places of each article's first slot among the slots. Much of this is kept for later searches, so
    it is kept small.
    """

    slots: Small
    counts: Small
    articles: Small
    firsts: Small

    def of(self, places: Integers) -> Evidence:
        """The evidence in those of the articles that have these places among them."""
        ends = np.append(self.firsts[1:], np.uint32(len(self.slots)))
        firsts = self.firsts.take(places)
        sizes = ends.take(places) - firsts
        chosen = ranges(firsts, sizes)
        begins = np.cumsum(sizes, dtype=np.uint32) - sizes
        return Evidence(self.slots.take(chosen), self.counts.take(chosen), self.articles.take(places), begins)


_MOST_STEPS = 1_200_000
"""How many steps one search may take at least; that many take some 0.6 s."""

_UNITS_A_STEP = 33
"""A step more for so many units of text that there are: what long lists take grows with them."""

_FREE_LEAVES = 16
"""So many phrases are looked for however often they stand somewhere; only after them steps are counted."""

_STEPS_BETWEEN_CHECKS = 10_000


class Deadline:
    """A moment, and an amount of work, after which a search gives up."""

    def __init__(self, timeout: float | None, *, units: int = 0) -> None:
        self._timeout = timeout
        self._most = max(_MOST_STEPS, units // _UNITS_A_STEP)
        self._steps = 0
        self._checked = 0
        self._end = None if timeout is None else time.monotonic() + timeout

    def check(self) -> None:
        """Raise SearchTimeout when the time is over."""
        if self._timeout is not None and self._end is not None and time.monotonic() >= self._end:
            raise timed_out(self._timeout)

    def spend(self, steps: int) -> None:
        """Count steps of a work that no index shortens; raise QueryError for too many, or SearchTimeout."""
        self._steps += steps
        if self._steps > self._most:
            raise QueryError(
                worded(
                    "the words stand in too many places; leave out the most frequent ones, or let near words be nearer"
                )
            )
        if self._steps - self._checked > _STEPS_BETWEEN_CHECKS:
            self._checked = self._steps
            self.check()


class SegmentMatcher:
    """Evaluates query trees over one segment; each leaf's evidence is found once and kept."""

    def __init__(self, segment: Segment, deadline: Deadline, vocabulary: Vocabulary = PLAIN) -> None:
        self.segment = segment
        self.vocabulary = vocabulary
        self._deadline = deadline
        self._evidence: dict[Query, Evidence] = {}
        self._characters: dict[str, Evidence] = {}
        self._numbers: dict[Query, list[int]] = {}

    def articles(self, query: Query) -> Selection:
        """Which articles match, deleted ones included."""
        match query:
            case And(children):
                # few first: what they share with others is soon found
                found = sorted(map(self.articles, children), key=lambda each: (is_mask(each), len(each)))
                return reduce(lambda first, second: both(first, second, self.segment.articles), found)
            case Or(children):
                return any_of([self.articles(child) for child in children], self.segment.articles)
            case Not(child):
                return ~mask_of(self.articles(child), self.segment.articles)
            case Boost(child, _):
                return self.articles(child)
            case Everything():
                return np.ones(self.segment.articles, dtype=np.bool_)
            case DateRange(since, until):
                return self.dated(since, until)
            case Value(field, value):
                return self.valued(field, (value,))
            case Phrase() | Near() | Wildcard() | Fuzzy():
                return self.evidence(query).articles
            case Words(text, _):
                raise QueryError(worded("the words “{text}” are not cut yet", text=text))

    def sections(self, leaf: TextLeaf) -> Numbers:
        """The sections in which a leaf stands; a title or byline stands in the article's first section."""
        return runs(self.segment.slot_section.take(self.evidence(leaf).slots))[0]

    def dated(self, since: str | None, until: str | None, among: Numbers | None = None) -> Mask:
        """Whether the date of each article, or of each of some, overlaps the range; undated ones do not."""
        from baosou.index.ingest.facet_values import date_bounds  # few searches are of dates

        dates = self.segment.dates if among is None else self.segment.dates.take(among, axis=0)
        first, last = dates[:, 0], dates[:, 1]
        mask = first > 0
        if since:
            mask &= last >= date_bounds(since)[0]
        if until:
            mask &= first <= date_bounds(until)[1]
        return mask

    def valued(self, field: str, values: Iterable[str], *, sections: bool = False) -> Mask:
        """Articles (or sections, for their own places) that carry any of the values in a field."""
        from baosou.index.segments.matching.filters import matching_values  # most searches have no filter

        return matching_values(self.segment, field, values, sections=sections)

    def check(self) -> None:
        """Raise SearchTimeout when the time is over."""
        self._deadline.check()

    def evidence(self, leaf: TextLeaf) -> Evidence:
        """The slots in which a leaf stands."""
        if leaf not in self._evidence:
            self._deadline.check()
            made = self.segment.kept(leaf, lambda: self._found_parts(leaf))
            if len(self._evidence) >= _FREE_LEAVES or not isinstance(leaf, Phrase):
                from baosou.index.segments.matching.costs import steps  # few queries are that long

                alike = isinstance(leaf, Fuzzy) and self.alike(leaf) is not None
                self._deadline.spend(steps(self.segment, leaf, int(made[1].sum()), alike=alike))
            self._evidence[leaf] = self._in_field(Evidence(*made), leaf.field)
        return self._evidence[leaf]

    def character_evidence(self, character: str) -> Evidence:
        """The slots in which a character stands, counted by blocks; none for one too frequent to be listed.

        For ranking alone, which hardly gains from a frequent character: no text is looked at.
        """

        def found() -> EvidenceParts:
            number = self.segment.character_number(ord(character)) if character <= "\uffff" else None
            blocks = None if number is None else self.segment.character_blocks(number)
            return self._in_slots(self.segment.slots_at((_NONE if blocks is None else blocks) << BLOCK_BITS))

        if character not in self._characters:
            evidence = Evidence(*self.segment.kept(("character", character), found))
            self._deadline.spend(int(evidence.counts.sum()) >> 3)
            self._characters[character] = evidence
        return self._characters[character]

    def _found_parts(self, leaf: TextLeaf) -> EvidenceParts:
        """The parts of a leaf's evidence in all fields."""
        if isinstance(leaf, Phrase):
            patterns = phrase_patterns(leaf)
            number = lone_character(self.segment, patterns[0]) if len(patterns) == 1 else None
            if number is not None and number >= 0:
                return self._parts(*self.segment.character_slots(number))
        match leaf:
            case Phrase():
                return self._in_slots(self._phrase_slots(phrase_patterns(leaf)))
            case Near():
                return self._in_slots(np.sort(self.segment.slots_at(self.near(leaf).starts)))
            case Wildcard(pattern, _) if not stands_for_words(leaf):
                return self._in_slots(self._phrase_slots([wildcard_pattern(pattern)]))
            case Wildcard() | Fuzzy():
                return self._parts(*self._together(self._word_lists(leaf)))

    def _in_slots(self, occurrences: NDArray[Any]) -> EvidenceParts:
        """The parts of an Evidence from the slot of each occurrence, ascending."""
        slots, starts = runs(occurrences)
        counts = np.empty(len(starts), dtype=np.int64)
        counts[:-1] = starts[1:]
        counts[-1:] = len(occurrences)
        counts -= starts
        return self._parts(slots, counts)

    def _parts(self, slots: Integers | Small, counts: Integers | Small) -> EvidenceParts:
        articles, firsts = runs(self.segment.slot_article.take(slots))
        parts = (slots, counts, articles, firsts)
        return tuple(part.astype(np.uint32, copy=False) for part in parts)  # type: ignore[return-value]

    def _in_field(self, evidence: Evidence, field: str | None) -> Evidence:
        if field is None:
            return evidence
        right = (self.segment.slot_field.take(evidence.slots) == int(FIELD_NAMES[field])).nonzero()[0]
        return Evidence(*self._parts(evidence.slots.take(right), evidence.counts.take(right)))

    def near(self, leaf: Near) -> Occurrences:
        """Where near words stand together, each place from the first of them to the last."""
        from baosou.index.segments.matching.nearness import near_phrases, near_places  # few queries have near words

        # most words are listed by slots: only where all stand in one slot is the text looked at, for the rarest first
        evidence = {
            text: Evidence(*self.segment.kept(each, partial(self._found_parts, each)))
            for text in leaf.phrases
            for each in (Phrase(text),)
        }
        rarest = sorted(evidence, key=lambda text: int(evidence[text].counts.sum()))
        shared = reduce(partial(both, count=len(self.segment.slot_field)), [evidence[text].slots for text in rarest])
        patterns = {text: phrase_patterns(Phrase(text)) for text in rarest}
        found = near_phrases(self.segment, patterns, shared.astype(np.int64), leaf.slop * (len(leaf.phrases) - 1))
        return near_places(self.segment, [found[text] for text in leaf.phrases], leaf.slop, self._deadline.spend)

    def _phrase_slots(self, patterns: list[Pattern]) -> NDArray[np.uint32] | Integers:
        found: list[NDArray[Any]] = []
        for each in patterns:
            listed = listed_slots(self.segment, each)
            found.append(self.segment.slots_at(self._found(each)) if listed is None else listed)
        return found[0] if len(found) == 1 else np.sort(np.concatenate(found))

    def _word_lists(self, leaf: Wildcard | Fuzzy) -> Iterator[NDArray[Any]]:
        """The slots of all that a pattern or fuzzy word stands for, one list after the other."""
        yield from map(self.segment.word_lists.values, self._word_numbers(leaf))
        for word in self._unlisted_words(leaf):
            yield self._phrase_slots(phrase_patterns(Phrase(word, whole=True)))
        if isinstance(leaf, Fuzzy) and (alike := self.alike(leaf)) is not None:
            yield self.segment.slots_at(alike[0])
            spelled = phrase_patterns(Phrase(leaf.text, whole=True))[1:]
            if spelled:
                yield self._phrase_slots(spelled)

    def _together(self, lists: Iterable[NDArray[Any]]) -> tuple[Integers, Integers]:
        """The slots of several lists, ascending, and how often each stands in them.

        Few are sorted; many are counted, so that they are never all held.
        """
        slots = len(self.segment.slot_field)
        counts, held, size = np.zeros(0, dtype=np.int64), [_NONE], 0
        for each in lists:
            held.append(each)
            size += len(each)
            if size > slots:
                counts = np.bincount(np.concatenate(held), minlength=slots) + (counts if len(counts) else 0)
                held, size = [_NONE], 0
        if len(counts):
            counts += np.bincount(np.concatenate(held), minlength=slots)
            standing = counts.nonzero()[0]
            return standing, counts.take(standing)
        occurrences = np.sort(np.concatenate(held))
        standing, starts = runs(occurrences)
        return standing, np.diff(starts, append=len(occurrences))

    def alike(self, leaf: Fuzzy) -> tuple[Integers, NDArray[np.uint16]] | None:
        """Where the texts stand that a fuzzy word stands for, and these texts, a row each, where it is no word.

        It may be a name, for example. None for a word of the dictionary, and for what is too short.
        """
        text = fold_text(leaf.text)
        if len(text) < _LIKE or not all(is_ideograph(ord(character)) for character in text):
            return None
        from baosou.index.analysis.analyzer import plain_words
        from baosou.index.segments.matching.holes import likenesses

        if len(plain_words(text)) == 1:
            return None
        listed = {self.segment.word_bytes(number).decode("utf-8", "replace") for number in self._word_numbers(leaf)}
        return self.segment.kept(("like", leaf), lambda: likenesses(self.segment, text, without=listed))

    def words(self, leaf: Wildcard | Fuzzy) -> list[str]:
        """The indexed words, the user's, and the texts, that a pattern or fuzzy word stands for."""
        listed = [self.segment.word_bytes(number).decode("utf-8", "replace") for number in self._word_numbers(leaf)]
        alike = self.alike(leaf) if isinstance(leaf, Fuzzy) else None
        unlisted = [word for word in self._unlisted_words(leaf) if len(self.evidence(Phrase(word, whole=True)).slots)]
        return listed + unlisted + ([] if alike is None else [text_of(row) for row in alike[1]])

    def _unlisted_words(self, leaf: Wildcard | Fuzzy) -> list[str]:
        """What a leaf stands for that the segment does not list: words of the user's, and a fuzzy word as it is."""
        from baosou.index.segments.matching.expansion import own_words  # few queries have patterns

        words = own_words(self.vocabulary, leaf)
        if isinstance(leaf, Fuzzy) and self.alike(leaf) is None:
            words = list(dict.fromkeys([*words, fold_text(leaf.text)]))
        return [word for word in words if self.segment.word_number(utf8_of(word)) is None]

    def _word_numbers(self, leaf: Wildcard | Fuzzy) -> list[int]:
        from baosou.index.segments.matching import expansion  # few queries have patterns

        if leaf not in self._numbers:
            self._numbers[leaf] = (
                expansion.wildcard_words(self.segment, fold_text(leaf.pattern))
                if isinstance(leaf, Wildcard)
                else expansion.similar_words(self.segment, fold_text(leaf.text), leaf.distance)
            )
        return self._numbers[leaf]

    def _found(self, wanted: Pattern) -> Integers:
        from baosou.index.segments.matching.literal import find  # what is listed needs no look at the text

        return find(self.segment, wanted).starts


class Found(Struct, frozen=True):
    """What of one segment matches, as it is counted: articles, or (by section) sections."""

    matcher: SegmentMatcher
    units: Numbers


def phrase_patterns(leaf: Phrase) -> list[Pattern]:
    """The patterns that a phrase stands for: itself, other spellings of its dates and numbers, a name parted or not.

    Raises QueryError for a phrase with nothing in it that can be found.
    """
    patterns = [
        pattern_of(form.text, exact=not form.whole, left=form.whole, right=form.whole, number=form.number)
        for form in phrase_forms(leaf)
    ]
    if not any(each.findable for each in patterns):
        raise QueryError(worded("nothing to search for in {text}", text=leaf.text), query=leaf.text)
    return [each for each in patterns if each.findable]


def wildcard_pattern(text: str) -> Pattern:
    """A wildcard whose stars stand at its ends only: literal text with holes, free at the starred edges."""
    folded = fold_text(text)
    wanted = pattern_of(folded.strip("*"), left=not folded.startswith("*"), right=not folded.endswith("*"), holes=True)
    if not wanted.findable:
        raise QueryError(worded("a wildcard needs at least one character to search for: {text}", text=text), query=text)
    return wanted
