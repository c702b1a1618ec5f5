"""How a parsed query is understood: unquoted text becomes the terms that must stand in an article (see `terms`).

Terms only propose what to look for; each is then looked for literally, so that a different cut in the text never
hides it. Where an index knows what else may be said for some of the words, that becomes an alternative to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from baosou.corpus.characters import FIRST_HAN
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.analyzer import is_function_word, is_word
from baosou.index.analysis.spaced_names import parts_as_name
from baosou.index.analysis.vocabulary import PLAIN, Expansion, Vocabulary
from baosou.index.errors import QueryError
from baosou.index.query.tree import And, Boost, Not, Or, Phrase, Query, Words
from baosou.index.understanding.terms import WHOLE, cut_words, says_nothing, terms

Mode = Literal["all", "any"]

_LONGEST_PARTED = 4
"""Characters of the longest name that may be typed with blanks in it."""

_LONGEST_JOINED = 100

LESS = 0.8
"""What counts a text that was not typed but may be said for what was, where the typed one counts 1."""


class _Reading(Struct, frozen=True):
    """How words are read: by which vocabulary, whether as alternatives, and whether others stand for them too.

    `joining` lets runs of characters be looked up in the index, to join what stands there.
    """

    vocabulary: Vocabulary
    mode: Mode
    expand: bool
    joining: bool = False


def understand(query: Query, mode: Mode = "all", *, vocabulary: Vocabulary = PLAIN, expand: bool = True) -> Query:
    """The tree with all Words cut; in mode "any" the words joined by nothing but blanks become alternatives.

    With `expand` a word also stands for what the vocabulary has for it, except where it is excluded: nobody loses
    an article to a word that was not typed. Raises QueryError when there is nothing in it to search for.
    """
    joining = joins_runs(query)
    understood = vocabulary.together(lambda words: _cut(query, _Reading(words, mode, expand, joining)))
    if understood is None:
        raise QueryError(worded("nothing to search for"))
    return _loosened(understood) if mode == "any" else understood


def joins_runs(query: Query) -> bool:
    """Whether a parsed query is short enough for its runs of characters to be looked up: each takes a search."""
    return _letters(query) <= _LONGEST_JOINED


def _letters(query: Query) -> int:
    match query:
        case Words(text):
            return len(text)
        case And(children) | Or(children):
            return sum(map(_letters, children))
        case Not(child) | Boost(child, _):
            return _letters(child)
        case _:
            return 0


def _cut(query: Query, reading: _Reading) -> Query | None:
    match query:
        case Words(text, field):
            return _joined(tuple(_said(text, field, reading)), Or if reading.mode == "any" else And)
        case And(children):
            return _joined(_kept(children, reading, together=True), And)
        case Or(children):
            return _joined(_kept(children, reading), Or)
        case Not(child):
            inner = _cut(child, _Reading(reading.vocabulary, "all", False))
            return None if inner is None else Not(inner)
        case Boost(child, factor):
            inner = _cut(child, reading)
            return None if inner is None else Boost(inner, factor)
        case _:
            return query


def _said(text: str, field: str | None, reading: _Reading) -> Iterator[Query]:
    """What unquoted text without blanks asks for, part by part."""
    folded = fold_text(text)
    at = 0
    for run in _runs(folded, reading):
        yield from _terms(folded[at : run.start], field, reading, beside=True)
        typed = _typed(_terms(folded[run.start : run.end], field, reading), reading)
        if typed is not None:
            yield _or_else(typed, run.alternatives, field)
        at = run.end
    yield from _terms(folded[at:] if at else text, field, reading, beside=at > 0)


def _terms(text: str, field: str | None, reading: _Reading, *, beside: bool = False) -> Iterator[Query]:
    """The terms of a text; of one `beside` others only those that decide anything."""
    if beside and not any(map(_decides, cut_words(text, reading.vocabulary)[0])):
        return
    any_of = reading.mode == "any"
    for term in terms(text, alternatives=any_of, vocabulary=reading.vocabulary, joining=reading.joining):
        yield Phrase(term, field, whole=True)


def _typed(parts: Iterable[Query | None], reading: _Reading) -> Query | None:
    """What was typed, of the parts that mean anything."""
    return _joined(tuple(part for part in parts if part is not None), Or if reading.mode == "any" else And)


def _decides(word: str) -> bool:
    return is_word(word) and not is_function_word(word)


def _or_else(typed: Query, alternatives: Iterable[str], field: str | None) -> Query:
    """What was typed, or one of the texts that may be said for it."""
    others = (Boost(Phrase(text, field, whole=True), LESS) for text in alternatives)
    return _joined((typed, *others), Or) or typed


def alternatives_in(query: Query) -> Iterator[tuple[Query, tuple[Phrase, ...]]]:
    """What was typed, each with the texts that `understand` put beside it."""
    match query:
        case Or(children):
            others = tuple(
                child.child
                for child in children
                if isinstance(child, Boost) and child.factor == LESS and isinstance(child.child, Phrase)
            )
            typed = [c for c in children if not (isinstance(c, Boost) and c.child in others)]
            if others and typed:
                yield typed[0] if len(typed) == 1 else Or(tuple(typed)), others
        case And(children):
            for child in children:
                yield from alternatives_in(child)
        case Boost(child, _):
            yield from alternatives_in(child)
        case _:
            return


def _runs(folded: str, reading: _Reading) -> list[Expansion]:
    """The longest runs of words that have alternatives, from left to right; no word is cut by their edges."""
    found = reading.vocabulary.expansions(folded) if reading.expand else ()
    if not found:
        return []
    words, _ = cut_words(folded, reading.vocabulary)
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    at = 0
    for number, word in enumerate(words):
        starts[at] = number
        at += len(word)
        ends[at] = number
    runs: list[Expansion] = []
    for each in sorted(found, key=lambda run: (run.start, -run.end)):
        first, last = starts.get(each.start), ends.get(each.end)
        apart = each.end - each.start == len(folded) or len(folded) > WHOLE
        if first is None or last is None or not apart or (runs and each.start < runs[-1].end):
            continue
        before = words[first - 1] if first else ""
        after = words[last + 1] if last + 1 < len(words) else ""
        if not (_goes_on(after) or (_goes_on(before) and len(words[first]) == 1)):
            runs.append(each)
    return runs


def _goes_on(word: str) -> bool:
    """Whether a word is a single character, which may belong to what stands beside it (渔港 is not all of 渔港礁)."""
    return len(word) == 1 and _decides(word)


def _kept(children: Iterable[Query], reading: _Reading, *, together: bool = False) -> tuple[Query, ...]:
    """The children that mean anything; function words go when other words are there to decide."""
    children = tuple(children)
    content = tuple(c for c in children if not (isinstance(c, Words) and says_nothing(c.text, reading.vocabulary)))
    kept = tuple(_names_joined(content or children, reading.vocabulary)) if together else content or children
    cut = (_cut(child, reading) for child in (_phrased(kept, reading) if together else kept))
    return tuple(child for child in cut if child is not None)


def _names_joined(children: Sequence[Query], vocabulary: Vocabulary) -> Iterator[Query]:
    """The children, with a name in one piece that was typed with blanks as pages set it: 王　伟, 甘 凌 峰."""
    at = 0
    while at < len(children):
        row = _row(children[at : at + _LONGEST_PARTED])
        taken = next((n for n in range(len(row), 1, -1) if _is_parted_name(row[:n], vocabulary)), 0)
        if taken:
            yield Words("".join(each.text for each in row[:taken]), row[0].field)
        else:
            yield children[at]
        at += max(taken, 1)


def _is_parted_name(row: Sequence[Words], vocabulary: Vocabulary) -> bool:
    """Whether words in a row, of which the first is one character, are a name of the index or look like one."""
    first = fold_text(row[0].text)
    if len(first) > 1 or not first > FIRST_HAN:
        return False
    whole = "".join(fold_text(each.text) for each in row)
    if len(whole) > _LONGEST_PARTED:
        return False
    return vocabulary.has_name(whole) or (len(whole) == len(row) and parts_as_name(whole))


def _phrased(children: Sequence[Query], reading: _Reading) -> Iterator[Query]:
    """The children, where some words in a row have alternatives only together: machine learning."""
    at = 0
    while at < len(children):
        row = _row(children[at:])
        if len(row) > 1 and reading.expand:
            yield from _together(row, reading)
        else:
            yield from children[at : at + max(len(row), 1)]
        at += max(len(row), 1)


def _row(children: Iterable[Query]) -> list[Words]:
    """The words that the children begin with, all of one field."""
    row: list[Words] = []
    for child in children:
        if not isinstance(child, Words) or (row and child.field != row[0].field):
            break
        row.append(child)
    return row


def _together(row: Sequence[Words], reading: _Reading) -> Iterator[Query]:
    """The words, those in a row that have alternatives only together with them."""
    texts = [fold_text(each.text) for each in row]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    number = {start: n for n, start in enumerate(starts)}
    phrases: dict[int, tuple[int, tuple[str, ...]]] = {}
    for each in sorted(reading.vocabulary.expansions(" ".join(texts)), key=lambda each: each.end):
        first, after = number.get(each.start), number.get(each.end + 1)
        if first is not None and after is not None and after > first + 1:
            phrases[first] = after, each.alternatives
    at = 0
    while at < len(row):
        after, alternatives = phrases.get(at, (at + 1, ()))
        typed = _typed((_cut(child, reading) for child in row[at:after]), reading) if alternatives else row[at]
        if typed is not None:
            yield _or_else(typed, alternatives, row[0].field)
        at = after


def _joined(children: tuple[Query, ...], kind: type[And] | type[Or]) -> Query | None:
    flat: list[Query] = []
    for child in children:
        flat.extend(child.children if isinstance(child, kind) else (child,))
    unique = tuple(dict.fromkeys(flat))
    if not unique:
        return None
    return unique[0] if len(unique) == 1 else kind(unique)


def _loosened(query: Query) -> Query:
    """The text parts of a top-level And made alternatives; filters and exclusions stay as they are."""
    if not isinstance(query, And):
        return query
    texts = tuple(child for child in query.children if _is_text(child))
    others = tuple(child for child in query.children if not _is_text(child))
    loosened = _joined(texts, Or)
    return query if loosened is None else _joined((loosened, *others), And) or query


def _is_text(query: Query) -> bool:
    match query:
        case And(children) | Or(children):
            return all(_is_text(child) for child in children)
        case Boost(child, _):
            return _is_text(child)
        case Not():
            return False
        case _:
            return hasattr(query, "field") and not hasattr(query, "value")
