"""Marks where a query's words stand in a text: offsets into the original, found in the folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from baosou.corpus.folding import Folded, fold, fold_text, spellings
from baosou.index.query import And, Boost, Fuzzy, Near, Not, Or, Phrase, Query, Wildcard

Range = tuple[int, int]

DOUBLE_QUOTES = '“”"〝〞「」『』'
SINGLE_QUOTES = "‘’"
QUOTES = DOUBLE_QUOTES + SINGLE_QUOTES
_ANY_QUOTE = re.compile(f"[{QUOTES}]")

_WITHIN_WILDCARD = 12

_LETTER = "[^\\W\\d_\u0600-\U0010ffff]"
_BEFORE = f"(?:(?<![0-9])(?=[0-9])|(?<!{_LETTER})(?={_LETTER})|(?![0-9])(?!{_LETTER}))"
_AFTER = f"(?:(?<=[0-9])(?![0-9])|(?<={_LETTER})(?!{_LETTER})|(?<![0-9])(?<!{_LETTER}))"
"""Where a Latin word or a number does not go on beyond a pattern's edge."""


class FoldedText:
    """A text with its fold, and its fold without quotation marks, each with the way back to the original."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._fold: Folded = fold(text)

    @property
    def folded(self) -> str:
        """The folded text."""
        return self._fold.text

    @cached_property
    def _kept(self) -> list[int] | None:
        if _ANY_QUOTE.search(self.folded) is None:
            return None
        return [at for at, character in enumerate(self.folded) if character not in QUOTES]

    @cached_property
    def unquoted(self) -> str:
        """The folded text without quotation marks."""
        return _ANY_QUOTE.sub("", self.folded)

    @cached_property
    def same_quoted(self) -> str:
        """The folded text with its quotation marks made the same, each in its place."""
        return same_quotes(self.folded)

    def origin(self, start: int, end: int) -> Range:
        """The original characters of [start, end) of the folded text."""
        return self._fold.origin(start, end)

    def requoted(self, start: int, end: int) -> Range:
        """Where [start, end) of the unquoted text stands in the folded text."""
        return (start, end) if self._kept is None else (self._kept[start], self._kept[end - 1] + 1)


def has_quotes(text: str) -> bool:
    """Whether a text holds quotation marks among other things, so that they must be matched too."""
    return any(mark in text for mark in QUOTES) and any(c not in QUOTES and not c.isspace() for c in text)


def same_quotes(text: str) -> str:
    """Double quotation marks of every kind as ", single ones as ’; the length stays."""
    return text.translate(_SAME_QUOTES)


_SAME_QUOTES = str.maketrans({**dict.fromkeys(DOUBLE_QUOTES, '"'), **dict.fromkeys(SINGLE_QUOTES, "’")})


class Marker:
    """Finds the places of a query's positive words in any text; `words` adds words that an engine expanded."""

    def __init__(self, query: Query | None, words: Iterable[str] = ()) -> None:
        self._leaves = tuple(dict.fromkeys((*_leaves(query), *(Phrase(word, whole=True) for word in words))))
        self._patterns = [(leaf, *_pattern(leaf)) for leaf in self._leaves if _pattern_text(leaf)]

    def find(self, text: str, field: str = "body") -> list[tuple[int, int, int]]:
        """(start, end, number of the leaf) of every place, ascending, overlaps included."""
        prepared = FoldedText(text)
        found = []
        for number, (leaf, expression, quoted) in enumerate(self._patterns):
            if leaf.field not in (None, field):
                continue
            for start, end in _places(expression, prepared.same_quoted if quoted else prepared.unquoted):
                if not quoted:
                    start, end = prepared.requoted(start, end)
                if isinstance(leaf, Wildcard) or not leaf.whole or _stands_alone(prepared.folded, start, end):
                    found.append((*prepared.origin(start, end), number))
        return sorted(found)

    def ranges(self, text: str, field: str = "body") -> tuple[Range, ...]:
        """The places as disjoint ascending ranges; those that touch or overlap are one."""
        return merged((start, end) for start, end, _ in self.find(text, field))


def _places(expression: re.Pattern[str] | str, text: str) -> Iterator[Range]:
    """Where a pattern stands in a text, overlaps included, empty places not."""
    if isinstance(expression, str):
        at = text.find(expression)
        while at >= 0:
            yield at, at + len(expression)
            at = text.find(expression, at + 1)
    else:
        for match in expression.finditer(text):
            if match.start(1) < match.end(1):
                yield match.span(1)


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Ascending ranges with those that touch or overlap made one."""
    result: list[Range] = []
    for start, end in ranges:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


_Leaf = Phrase | Wildcard


def _leaves(query: Query | None) -> Iterable[_Leaf]:
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Boost(child, _):
            yield from _leaves(child)
        case Phrase(text, field, whole):
            for spelling in spellings(fold_text(text)):
                yield Phrase(spelling, field, whole)
        case Near(phrases, _, field):
            yield from (Phrase(text, field) for text in phrases)
        case Wildcard():
            yield query
        case Fuzzy(text, _, field):
            yield Phrase(text, field, whole=True)
        case Not() | None:
            return
        case _:
            return


def _pattern_text(leaf: _Leaf) -> str:
    text = leaf.text if isinstance(leaf, Phrase) else leaf.pattern
    folded = " ".join(fold_text(text).split())
    return same_quotes(folded) if has_quotes(folded) else "".join(c for c in folded if c not in QUOTES)


def _pattern(leaf: _Leaf) -> tuple[re.Pattern[str] | str, bool]:
    """Plain text, or a regular expression whose first group is the place to mark; and whether it wants quotes."""
    text = _pattern_text(leaf)
    quoted = any(mark in text for mark in '"’')
    if isinstance(leaf, Phrase) and " " not in text:
        return text, quoted
    before = after = ""
    if isinstance(leaf, Wildcard):
        before = "" if text.startswith("*") else _BEFORE
        after = "" if text.endswith("*") else _AFTER
        text = text.strip("*")
    inner = "".join(_signs(character, isinstance(leaf, Wildcard)) for character in text)
    # inside a look-ahead, so that places which overlap one another are all found
    return re.compile(rf"{before}(?=({inner}){after})"), quoted


def _signs(character: str, wild: bool) -> str:
    """The expression for one character of a pattern."""
    if character == " ":
        return r"[^\S\n]+"
    if wild and character in "*?":
        return r"\S" if character == "?" else rf"[^\s。！？；，]{{0,{_WITHIN_WILDCARD}}}?"
    return re.escape(character)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a Latin word or number at either edge of [start, end) does not go on beyond it."""
    first, last = _edge_class(folded[start]), _edge_class(folded[end - 1])
    return (not first or start == 0 or _edge_class(folded[start - 1]) != first) and (
        not last or end == len(folded) or _edge_class(folded[end]) != last
    )


def _edge_class(character: str) -> int:
    """1 for digits, 2 for letters of alphabets, 0 for all others."""
    if character in "0123456789":
        return 1
    return 2 if character < "\u0600" and character.isalpha() else 0
