"""What the terms of a field are asked for, and two kinds of them: the values that articles carry, and ids."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Protocol

import numpy as np
from msgspec import Struct

from baosou.corpus.characters import text_of_utf8, utf8_of
from baosou.index.analysis.units import Integers, ranges, runs
from baosou.index.ids import DIGITS, asked_id, shown_id
from baosou.index.segments.columns import Column
from baosou.index.segments.matching.expansion import fitting, within
from baosou.index.segments.reader import Segment

_SECTION_ID = re.compile(rb"([g-v][0-9a-f]{15})\.([1-9][0-9]{0,6})")
_ARTICLE_ID = re.compile(rb"[g-v][0-9a-f]{15}")

_NONE = np.empty(0, dtype=np.int64)


class Place(Struct, frozen=True):
    """Where a term stands in a text: the first and last position, and the characters [start, end) of the text."""

    first: int
    last: int
    start: int
    end: int


class FieldTerms(Protocol):
    """The terms of one field of a segment; `has_places` tells whether it knows where they stand."""

    has_places: bool

    def postings(self, text: bytes) -> tuple[Integers, Integers]:
        """The sections that hold a term, ascending, and how often each does; both empty where none does."""

    def frequency(self, text: bytes) -> int:
        """How often a term stands in the field."""

    def texts_from(self, first: bytes) -> Iterator[bytes]:
        """The terms that stand in the field, in byte order, from the first that is not before this one."""

    def fitting(self, pattern: str) -> Iterable[bytes]:
        """The terms that fit a pattern with * and ?, in byte order."""

    def near(self, text: str, distance: int) -> Iterable[bytes]:
        """The terms within so many edits (Levenshtein) of a text, in byte order."""

    def any_sections(self) -> Integers:
        """The sections that have any term in the field, ascending."""

    def places(self, text: bytes, section: int) -> list[Place]:
        """Where a term stands in a section; empty for a field without positions."""

    def lengths(self) -> Integers | None:
        """How many words each section has in the field; None for a field that is not scored."""


def fitting_texts(texts: Iterable[bytes], pattern: str) -> Iterable[bytes]:
    """Which of some texts fit a pattern."""
    fits = fitting(pattern).match
    return (text for text in texts if fits(text_of_utf8(text)))


def near_texts(texts: Iterable[bytes], wanted: str, distance: int) -> Iterable[bytes]:
    """Which of some texts are within so many edits of another."""
    decoded = (text_of_utf8(text) for text in texts)
    likely = [text for text in decoded if abs(len(text) - len(wanted)) <= distance]
    lengths = np.array([len(text) for text in likely], dtype=np.int64)
    codes = np.array([ord(character) for text in likely for character in text], dtype=np.uint32)
    near = within(wanted, distance, codes, np.cumsum(lengths) - lengths, lengths).tolist()
    return (utf8_of(text) for text, is_near in zip(likely, near, strict=True) if is_near)


class ValueTerms:
    """The values that articles carry in one column; each section has those of its article."""

    has_places = False

    def __init__(self, segment: Segment, column: Column | None) -> None:
        self._segment, self._column = segment, column

    @cached_property
    def _values(self) -> list[bytes]:
        return [] if self._column is None else [utf8_of(value) for value in self._column.values]

    def postings(self, text: bytes) -> tuple[Integers, Integers]:
        """See FieldTerms."""
        number = bisect_left(self._values, text)
        if self._column is None or number == len(self._values) or self._values[number] != text:
            return _NONE, _NONE
        sections = _sections(self._segment, runs(self._column.owners.compress(self._column.numbers == number))[0])
        return sections, np.ones(len(sections), dtype=np.int64)

    def frequency(self, text: bytes) -> int:
        """See FieldTerms."""
        return len(self.postings(text)[0])

    def texts_from(self, first: bytes) -> Iterator[bytes]:
        """See FieldTerms."""
        return iter(self._values[bisect_left(self._values, first) :])

    def fitting(self, pattern: str) -> Iterable[bytes]:
        """See FieldTerms."""
        return fitting_texts(self.texts_from(b""), pattern)

    def near(self, text: str, distance: int) -> Iterable[bytes]:
        """See FieldTerms."""
        return near_texts(self.texts_from(b""), text, distance)

    def any_sections(self) -> Integers:
        """See FieldTerms."""
        return _NONE if self._column is None else _sections(self._segment, runs(self._column.owners)[0])

    def places(self, text: bytes, section: int) -> list[Place]:
        """See FieldTerms."""
        return []

    def lengths(self) -> None:
        """See FieldTerms."""


def _sections(segment: Segment, articles: Integers) -> Integers:
    firsts, lasts = segment.sections_of(articles)
    return ranges(firsts, lasts - firsts)


def article_name(segment: Segment, article: int) -> bytes:
    """An article's id."""
    return shown_id(segment.article_id.item(article), DIGITS).encode()


def section_name(segment: Segment, section: int) -> bytes:
    """A section's id: its article's, and its number within it."""
    article = segment.section_article.item(section)
    first, _ = segment.sections_of_article(article)
    return b"%b.%d" % (article_name(segment, article), section - first + 1)


class IdTerms:
    """The ids of sections, or of articles, each of which all its article's sections have."""

    has_places = False

    def __init__(self, segment: Segment, *, of_sections: bool) -> None:
        self._segment, self._of_sections = segment, of_sections

    @cached_property
    def _order(self) -> Integers:
        """The articles by id."""
        return np.argsort(self._segment.article_id, kind="stable")

    def postings(self, text: bytes) -> tuple[Integers, Integers]:
        """See FieldTerms."""
        form = (_SECTION_ID if self._of_sections else _ARTICLE_ID).fullmatch(text)
        if form is None:
            return _NONE, _NONE
        wanted = np.uint64(asked_id(text[:DIGITS].decode()).first)
        ids = self._segment.article_id
        first, last = (int(ids.searchsorted(wanted, side, sorter=self._order)) for side in ("left", "right"))
        articles = np.sort(self._order[first:last])
        firsts, lasts = self._segment.sections_of(articles)
        if not self._of_sections:
            sections = ranges(firsts, lasts - firsts)
        else:
            sections = firsts + (int(form[2]) - 1)
            sections = sections.compress(sections < lasts)
        return sections.astype(np.int64), np.ones(len(sections), dtype=np.int64)

    def frequency(self, text: bytes) -> int:
        """See FieldTerms."""
        return len(self.postings(text)[0])

    def texts_from(self, first: bytes) -> Iterator[bytes]:
        """See FieldTerms."""
        # an article's last name is before what follows a digit
        start = bisect_left(self._order, first, key=lambda article: article_name(self._segment, article) + b".:")
        names = (self._names(article) for article in self._order[start:].tolist())
        last = b""
        for name in chain.from_iterable(names):
            if name >= first and name != last:
                yield name
                last = name

    def _names(self, article: int) -> Sequence[bytes]:
        if not self._of_sections:
            return (article_name(self._segment, article),)
        first, last = self._segment.sections_of_article(article)
        return sorted(section_name(self._segment, section) for section in range(first, last))

    def fitting(self, pattern: str) -> Iterable[bytes]:
        """See FieldTerms."""
        return fitting_texts(self.texts_from(b""), pattern)

    def near(self, text: str, distance: int) -> Iterable[bytes]:
        """See FieldTerms."""
        return near_texts(self.texts_from(b""), text, distance)

    def any_sections(self) -> Integers:
        """See FieldTerms."""
        return np.arange(self._segment.sections, dtype=np.int64)

    def places(self, text: bytes, section: int) -> list[Place]:
        """See FieldTerms."""
        return []

    def lengths(self) -> None:
        """See FieldTerms."""
