"""Marks where a query's words stand in a text: offsets into the original, found in the folded text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from baosou.corpus.characters import DOUBLE_QUOTES, QUOTES, SINGLE_QUOTES, has_numbers
from baosou.corpus.folding import Folded, fold, fold_text, without_nuls
from baosou.index.analysis.spaced_names import parted_spelling
from baosou.index.query.tree import Fuzzy, Near, Phrase, Query, TextLeaf, Wildcard, stands_for_words, text_leaves

Range = tuple[int, int]
Place = tuple[int, int, int]
"""Start and end of a place, and the number of the leaf that stands there."""

_ANY_QUOTE = re.compile(f"[{QUOTES}]")

_EDGE = "\0"
"""Between texts that are searched together: no text and nothing that is looked for holds it."""

_WITHIN_WILDCARD = 12


class FoldedText:
    """A text with its fold, and its fold without quotation marks, each with the way back to the original.

    `folded` is the fold where it is known and one to one.
    """

    def __init__(self, text: str, folded: str | None = None) -> None:
        self.text = text
        self._fold = fold(text) if folded is None else Folded(folded)
        self.folded = self._fold.text
        parts = _ANY_QUOTE.split(self.folded)
        self.unquoted = "".join(parts)
        # before which character of the unquoted text each quotation mark of the folded text stands
        self._before = list(accumulate(map(len, parts[:-1])))

    def same_quoted(self) -> str:
        """The folded text with its quotation marks made the same, each in its place."""
        return same_quotes(self.folded)

    def origins(self, places: list[Place]) -> list[Place]:
        """The original characters of places in the folded text."""
        if self._fold.offsets is None:
            return places
        return [(*self._fold.origin(start, end), leaf) for start, end, leaf in places]

    def requoted(self, places: list[Place]) -> list[Place]:
        """Where places of the unquoted text stand in the folded text."""
        before = self._before
        if not before:
            return places
        return [
            (start + bisect_right(before, start), end + bisect_right(before, end - 1), leaf)
            for start, end, leaf in places
        ]


def as_sought(text: str, *, exact: bool) -> str:
    """A text folded as it is looked for, a NUL as what it is read as in sources.

    Unless it must stand `exact`, one blank stands for any run of them in a paragraph, and none at its edges.
    """
    folded = without_nuls(fold_text(text))
    return folded if exact else " ".join(folded.split())


def has_quotes(text: str) -> bool:
    """Whether a text holds quotation marks, so that they must be matched too."""
    return any(mark in text for mark in QUOTES)


def same_quotes(text: str) -> str:
    """Double quotation marks of every kind as ", single ones as ’; the length stays."""
    return text.translate(_SAME_QUOTES)


_SAME_QUOTES = str.maketrans({**dict.fromkeys(DOUBLE_QUOTES, '"'), **dict.fromkeys(SINGLE_QUOTES, "’")})


class Form(Struct, frozen=True):
    """Folded text as which a phrase is found: exactly so, or as a `whole` word or name.

    Beyond the edges of that no Latin word or digits go on, and one of its blanks stands for any run of them. With
    `number` no number goes on, in figures or in words: 3万 is not in 1.3万, nor 三万 in 十三万.
    """

    text: str
    whole: bool
    number: bool = False


@lru_cache(maxsize=1024)  # a phrase is looked for, counted, explained and marked
def phrase_forms(phrase: Phrase) -> tuple[Form, ...]:
    """All that counts as a phrase: itself, its dates and numbers written otherwise, a name that is whole parted or not.

    A number that is written otherwise, or that stands in unquoted text, is found as a whole number only.
    """
    folded = fold_text(phrase.text)
    parted = parted_spelling(folded) if phrase.whole else None
    if parted is not None:
        return Form(folded, whole=True), Form(parted, whole=True)
    if not has_numbers(folded):
        return (Form(folded, phrase.whole),)
    from baosou.corpus.spellings import spellings  # most phrases hold no number

    first, *others = spellings(folded, measured=phrase.whole)
    return (
        Form(first, phrase.whole, phrase.whole and bool(others)),
        *(Form(other, phrase.whole, number=True) for other in others),
    )


class Marker:
    """Finds the places of a query's positive words in any text.

    `words` are those of an index that its fuzzy words and patterns with a star within stand for; such patterns are
    looked for as they are where no index was asked (None).
    """

    def __init__(self, query: Query | None, words: Iterable[str] | None = None) -> None:
        leaves = [] if query is None else [leaf for leaf, _ in text_leaves(query)]
        parts = [(leaf, part) for leaf in leaves for part in _parts(leaf)]
        self.leaves = tuple([leaf for leaf, _ in parts])
        """The query's leaf by the number that a place has; near words have a number for each of their phrases."""
        known = None if words is None else [_Sought(Form(word, whole=True)) for word in words]
        numbers: dict[_Leaf, int] = {}
        for number, (_, part) in enumerate(parts):
            for form in _forms(part, known):
                numbers.setdefault(form, number)
        self._patterns = [
            _pattern(form, text, number) for form, number in numbers.items() if (text := _pattern_text(form))
        ]

    def find(self, text: FoldedText, field: str = "body") -> list[Place]:
        """Every place, ascending, overlaps included."""
        found: list[Place] = []
        for pattern in self._patterns:
            if pattern.field not in (None, field) or (pattern.breaks and field == "body"):
                continue
            places = _places(pattern.expression, pattern.leaf, text.same_quoted() if pattern.quoted else text.unquoted)
            if not pattern.quoted:
                places = text.requoted(places)
            if pattern.alone or pattern.number:
                from baosou.index.highlight import edges  # most queries hold neither numbers nor Latin words

                if pattern.alone:
                    places = [place for place in places if edges.stands_alone(text.folded, place[0], place[1])]
                if pattern.number:
                    places = [place for place in places if edges.is_whole_number(text.folded, place[0], place[1])]
            found += text.origins(places)
        found.sort()
        return found

    def find_each(self, texts: Sequence[tuple[str, str | None]], field: str = "body") -> list[list[Place]]:
        """The places in each of some texts; each comes with its fold where that is one to one.

        Those are searched together, for what takes time is the beginning of a search; no place goes beyond an edge.
        """
        if not texts:
            return []
        folds = [folded for _, folded in texts if folded is not None]
        together = self.find(FoldedText(joined := _EDGE.join(folds), joined), field)
        found: list[list[Place]] = []
        first = at = 0
        for text, folded in texts:
            if folded is None:
                found.append(self.find(FoldedText(text), field))
                continue
            begin, end = at, first + len(folded)
            at = bisect_left(together, (end,), begin)
            found.append([(start - first, stop - first, leaf) for start, stop, leaf in together[begin:at]])
            first = end + 1
        return found

    def ranges(self, text: FoldedText, field: str = "body") -> tuple[Range, ...]:
        """The places as disjoint ascending ranges; those that touch or overlap are one."""
        return merged(self.find(text, field))


class _Pattern(Struct, frozen=True):
    """A form of a leaf as it is looked for: plain text, or a regular expression whose first group is the place to mark.

    `quoted` wants the quotation marks too; `alone` wants that no Latin word or digits go on beyond an edge, `number`
    that no number does. One that `breaks` a line stands in no body, where a line is a passage.
    """

    leaf: int
    expression: re.Pattern[str] | str
    field: str | None
    quoted: bool
    alone: bool
    number: bool = False
    breaks: bool = False


def _places(expression: re.Pattern[str] | str, leaf: int, text: str) -> list[Place]:
    """Where the pattern of a leaf stands in a text, overlaps included, empty places not."""
    if not isinstance(expression, str):
        return [(*match.span(1), leaf) for match in expression.finditer(text) if match.start(1) < match.end(1)]
    places, length = [], len(expression)
    at = text.find(expression)
    while at >= 0:
        places.append((at, at + length, leaf))
        at = text.find(expression, at + 1)
    return places


def merged(places: Iterable[Place]) -> tuple[Range, ...]:
    """Ascending places as ranges, with those that touch or overlap made one."""
    result: list[Range] = []
    reached = -1
    for start, end, _ in places:
        if start > reached:
            result.append((start, end))
        elif end > reached:
            result[-1] = (result[-1][0], end)
        reached = max(reached, end)
    return tuple(result)


class _Sought(Struct, frozen=True):
    """A form that is looked for, in one field or in all."""

    form: Form
    field: str | None = None


_Leaf = _Sought | Wildcard


_Part = Phrase | Fuzzy | Wildcard


def _parts(leaf: TextLeaf) -> Sequence[_Part]:
    """What a leaf marks by itself: near words each of their phrases."""
    return [Phrase(text, leaf.field) for text in leaf.phrases] if isinstance(leaf, Near) else [leaf]


def _forms(part: _Part, known: Sequence[_Sought] | None) -> Sequence[_Leaf]:
    """As what a part is looked for; `known` are the words of an index that fuzzy ones and patterns stand for."""
    match part:
        case Phrase(_, field):
            return [_Sought(form, field) for form in phrase_forms(part)]
        case Fuzzy(text, _, field):
            return [_Sought(Form(text, whole=True), field), *(known or ())]
        case Wildcard():
            return known if known is not None and stands_for_words(part) else [part]


def _pattern_text(leaf: _Leaf) -> str:
    if isinstance(leaf, _Sought):
        folded = as_sought(leaf.form.text, exact=not leaf.form.whole)
    else:
        folded = as_sought(leaf.pattern, exact=False)
    return same_quotes(folded) if has_quotes(folded) else "".join(c for c in folded if c not in QUOTES)


def _pattern(leaf: _Leaf, text: str, number: int) -> _Pattern:
    """The pattern of a form of the leaf of a number, given its text."""
    quoted = any(mark in text for mark in '"’')
    alone = isinstance(leaf, _Sought) and leaf.form.whole and bool(edge_class(text[0]) or edge_class(text[-1]))
    whole_number = isinstance(leaf, _Sought) and leaf.form.number
    if isinstance(leaf, _Sought) and not (leaf.form.whole and " " in text):
        return _Pattern(number, text, leaf.field, quoted, alone, whole_number, "\n" in text)
    before = after = ""
    if isinstance(leaf, Wildcard):
        from baosou.index.highlight.edges import AFTER, BEFORE  # few queries have patterns

        # the expressions for edges take milliseconds to compile, and at an ideograph they say nothing
        before = "" if text.startswith("*") or not _may_go_on(text[0]) else BEFORE
        after = "" if text.endswith("*") or not _may_go_on(text[-1]) else AFTER
        text = text.strip("*")
        if not (before or after or {"*", "?", " "} & {*text}):
            return _Pattern(number, text, leaf.field, quoted, alone)
    inner = "".join(_signs(character, isinstance(leaf, Wildcard)) for character in text)
    # inside a look-ahead, so that places which overlap one another are all found
    expression = re.compile(rf"{before}(?=({inner}){after})")
    return _Pattern(number, expression, leaf.field, quoted, alone, whole_number)


def _may_go_on(character: str) -> bool:
    """Whether what stands for the character may be part of a Latin word or a number."""
    return character == "?" or edge_class(character) > 0


def _signs(character: str, wild: bool) -> str:
    """The expression for one character of a pattern."""
    if character == " ":
        return r"[^\S\n]+"
    if wild and character in "*?":
        return rf"[^\s{_EDGE}]" if character == "?" else rf"[^\s{_EDGE}。！？；，]{{0,{_WITHIN_WILDCARD}}}?"
    return re.escape(character)


def edge_class(character: str) -> int:
    """1 for digits, 2 for letters of alphabets, 0 for all others."""
    if character in "0123456789":
        return 1
    return 2 if character < "\u0600" and character.isalpha() else 0
