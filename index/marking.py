"""Marks where a query's words stand in a text: offsets into the original, found in the folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from baosou.corpus.folding import Folded, fold, fold_text, spellings
from baosou.index.query import And, Boost, Fuzzy, Near, Not, Or, Phrase, Query, Wildcard

Range = tuple[int, int]

DOUBLE_QUOTES = '“”"〝〞「」『』'
SINGLE_QUOTES = "‘’"
QUOTES = DOUBLE_QUOTES + SINGLE_QUOTES

_WITHIN_WILDCARD = 12


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
        if not any(mark in self.folded for mark in QUOTES):
            return None
        return [at for at, character in enumerate(self.folded) if character not in QUOTES]

    @cached_property
    def unquoted(self) -> str:
        """The folded text without quotation marks."""
        return self.folded if self._kept is None else "".join(self.folded[at] for at in self._kept)

    def origin(self, start: int, end: int) -> Range:
        """The original characters of [start, end) of the folded text."""
        return self._fold.origin(start, end)

    def unquoted_origin(self, start: int, end: int) -> Range:
        """The original characters of [start, end) of the unquoted text."""
        if self._kept is not None:
            start, end = self._kept[start], self._kept[end - 1] + 1
        return self._fold.origin(start, end)


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
            haystack = same_quotes(prepared.folded) if quoted else prepared.unquoted
            back = prepared.origin if quoted else prepared.unquoted_origin
            for match in expression.finditer(haystack):
                if match.end(1) > match.start(1):
                    found.append((*back(match.start(1), match.end(1)), number))
        return sorted(found)

    def ranges(self, text: str, field: str = "body") -> tuple[Range, ...]:
        """The places as disjoint ascending ranges; those that touch or overlap are one."""
        return merged((start, end) for start, end, _ in self.find(text, field))


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


def _pattern(leaf: _Leaf) -> tuple[re.Pattern[str], bool]:
    """A regular expression whose first group is the place to mark, and whether it wants quotation marks."""
    text = _pattern_text(leaf)
    quoted = any(mark in text for mark in '"’')
    left = right = isinstance(leaf, Phrase) and leaf.whole
    if isinstance(leaf, Wildcard):
        left, right = not text.startswith("*"), not text.endswith("*")
        text = text.strip("*")
        inner = "".join(
            rf"[^\s。！？；，]{{0,{_WITHIN_WILDCARD}}}?" if c == "*" else r"\S" if c == "?" else re.escape(c)
            for c in text
        )
    else:
        inner = re.escape(text)
    before = _edge(text[0], behind=True) if left else ""
    after = _edge(text[-1], behind=False) if right else ""
    # inside a look-ahead, so that places which overlap one another are all found
    return re.compile(rf"{before}(?=({inner}){after})"), quoted


def _edge(character: str, *, behind: bool) -> str:
    if character in "0123456789":
        kind = "0-9"
    elif "a" <= character <= "z" or "\u00c0" <= character < "\u0600":
        kind = "a-zÀ-ֿ"
    else:
        return ""
    return f"(?<![{kind}])" if behind else f"(?![{kind}])"
