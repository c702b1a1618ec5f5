"""Corrects a query of which some words stand nowhere in an index, by spelling and by pinyin."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import is_numbered_name, spellings
from baosou.index.analysis.analyzer import is_function_word
from baosou.index.analysis.pinyin import is_latin
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.answering.suggest import LONGEST, TOGETHER, Suggestion, correction, homophone, likelier, suggest
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.lookups import Standing
from baosou.index.query.parser import parse, render
from baosou.index.query.tree import And, Boost, Or, Phrase, Query, Value, Words
from baosou.index.request import SearchRequest
from baosou.index.understanding.terms import terms

_MOST_CORRECTED, _MOST_CHECKED = 16, 100
"""How many texts of a query are corrected, and of how many it is looked up whether they stand anywhere."""

_NAMED = ("author", "place", "publication", "column")


class Correction(Struct, frozen=True):
    """A corrected query: its tree before it is understood, and as it would have been typed.

    `replaced` are the texts that stand nowhere with what stands in their place, and `first` tells of one of them why.
    """

    query: Query
    typed: str
    replaced: tuple[tuple[str, str], ...]
    first: Suggestion


def suggestions(engine: Engine, text: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
    """What `suggest` gives for a text, and where that is nothing, the text with all its words corrected."""
    found = suggest(engine, text, limit=limit)
    if any(each.kind != "exact" for each in found):
        return found
    try:
        corrected = correct(engine, parse(text), text, parse=parse)
    except QueryError:
        return found
    return found if corrected is None else (replace(corrected.first, text=corrected.typed),)


def correct(
    engine: Engine, query: Query, typed: str, *, parse: Callable[[str], Query], seconds: float | None = None
) -> Correction | None:
    """The corrected query, or None where nothing can be corrected; `parse` reads text as a query.

    Only text and names are corrected: what is excluded, patterns, dates and operators stay. It ends early when it
    has taken so many seconds.
    """
    end = None if seconds is None else time.monotonic() + seconds

    def made(words: Vocabulary) -> tuple[Query, _Corrector]:
        corrector = _Corrector(engine, words, end)
        return corrector.corrected(query), corrector

    corrected, corrector = engine.vocabulary.together(made)
    replaced = tuple(corrector.replaced)
    if not replaced:
        return None
    text = _retyped(typed, replaced)
    try:
        same = parse(text) == corrected
    except QueryError:
        same = False
    return Correction(corrected, text if same else render(corrected), replaced, corrector.found[0])


def oftener(engine: Engine, query: Query, typed: str, *, times: int, lengths: range) -> Correction | None:
    """The query with a text in it that stands made one that sounds like it and stands many times more often; or None.

    The texts are those typed in one piece, of some lengths.
    """
    corrected, replaced, found = engine.vocabulary.together(lambda words: _oftener(words, query, times, lengths))
    return None if not found else Correction(corrected, _retyped(typed, replaced), tuple(replaced), found[0])


def _oftener(
    words: Vocabulary, query: Query, times: int, lengths: range
) -> tuple[Query, list[tuple[str, str]], list[Suggestion]]:
    """The query, what was replaced in it, and by what; see `oftener`."""
    found: list[Suggestion] = []
    replaced: list[tuple[str, str]] = []

    def made(part: Query) -> Query:
        match part:
            case And(children):
                return And(tuple(map(made, children)))
            case Words(text, field) if not found and len(text) in lengths:
                meant = homophone(words, text, times=times)
                if meant is not None:
                    found.append(meant)
                    replaced.append((text, meant.text))
                    return Words(meant.text, field)
        return part

    return made(query), replaced, found


def _retyped(typed: str, replaced: Sequence[tuple[str, str]]) -> str:
    """The text as typed with each replacement made where its word first stands by itself."""
    for old, new in replaced:
        words = r"\s+".join(map(re.escape, old.split()))
        edge = "" if not old.isascii() else r"(?![A-Za-z0-9])"
        before = "" if not old.isascii() else r"(?<![A-Za-z0-9])"
        typed = re.sub(f"{before}{words}{edge}", lambda _, new=new: new, typed, count=1)  # type: ignore[misc]
    return typed


def _is_number(text: str) -> bool:
    """Whether text is an amount or a date: another one is never what was meant, but another name with its number is."""
    folded = fold_text(text)
    return len(spellings(folded, measured=True)) > 1 and not is_numbered_name(folded)


class _Corrector:
    """Corrects one query; keeps what it replaced."""

    def __init__(self, engine: Engine, words: Vocabulary, end: float | None) -> None:
        self._engine = engine
        self._words = words
        self._end = end
        self._corrected = self._checked = 0
        self.replaced: list[tuple[str, str]] = []
        self.found: list[Suggestion] = []

    def corrected(self, query: Query) -> Query:
        match query:
            case Words(text, field):
                return Words(self._text(text, terms(text, vocabulary=self._words)), field)
            case Phrase(text, field, whole):
                return Phrase(self._text(text, [text]), field, whole)
            case Value(field, value) if field in _NAMED:
                return Value(field, self._name(field, value))
            case And(children):
                children = self._joined(children)
                return children[0] if len(children) == 1 else And(children)
            case Or(children):
                return Or(tuple(map(self.corrected, children)))
            case Boost(child, factor):
                return Boost(self.corrected(child), factor)
            case _:
                return query

    def _joined(self, children: Sequence[Query]) -> tuple[Query, ...]:
        """The children corrected; words of letters that together spell a name of the index become one."""
        done: list[Query] = []
        at = 0
        while at < len(children):
            child = children[at]
            count = self._letters(children, at)
            for taken in range(count, 1, -1):
                some = [each.text for each in children[at : at + taken] if isinstance(each, Words)]
                meant = None if all(map(self._stands, some)) else self._meant(" ".join(some))
                if meant is not None and len(meant) >= taken and isinstance(child, Words):
                    done.append(Words(meant, child.field))
                    self.replaced.append((" ".join(some), meant))
                    at += taken
                    break
            else:
                done.append(self.corrected(child))
                at += 1
        return tuple(done)

    def _letters(self, children: Sequence[Query], at: int) -> int:
        """How many words from one on are letters that ask for the same field."""
        first = children[at]
        count = 0
        for child in children[at : at + TOGETHER]:
            if not (isinstance(child, Words) and isinstance(first, Words) and child.field == first.field):
                break
            if not is_latin(child.text):
                break
            count += 1
        return count

    def _text(self, text: str, parts: Sequence[str]) -> str:
        """Text without blanks with what stands nowhere in it corrected, as a whole or by its parts."""
        content = [part for part in parts if not is_function_word(part)]
        missing = [part for part in content if not self._stands(part)]
        composed = list(parts) != [fold_text(text)]
        if composed and self._stands(text):
            return text
        heard: dict[str, str | None] = {}
        if composed or missing:
            whole = self._meant(text, only_sound=True)
            if whole is None and missing:
                # a part that sounds like something is rather meant than a whole that only looks like something
                heard = {part: self._meant(part, only_sound=True) for part in missing if 1 < len(part) < len(text)}
                whole = None if any(heard.values()) else self._meant(text)
            if whole is not None:
                self.replaced.append((text, whole))
                return whole
        changed = self._lone_joined(fold_text(text), parts)
        for part in content:
            if len(part) > 1 and part in changed:
                meant = (heard.get(part) or self._meant(part)) if part in missing else self._likelier(part)
                changed = changed.replace(part, meant or part, 1)
        if changed == fold_text(text):
            return text
        self.replaced.append((text, changed))
        return changed

    def _lone_joined(self, text: str, parts: Sequence[str]) -> str:
        """Folded text with the first lone character corrected that does not stand together with its neighbour.

        So 沧南县志愿者, of which the dictionary makes 沧, 南县 and 志愿者, becomes 苍南县志愿者.
        """
        for first, second in pairwise(parts):
            together = first + second
            if 1 in (len(first), len(second)) and together in text and not self._stands(together):
                meant = self._meant(together, only_sound=True)
                if meant is not None and len(meant) == len(together):
                    return text.replace(together, meant, 1)
        return text

    def _name(self, field: str, value: str) -> str:
        if self._carried(field, value):
            return value
        meant = self._meant(value)
        if meant is None or not self._carried(field, meant):
            return value
        self.replaced.append((value, meant))
        return meant

    def _carried(self, field: str, value: str) -> bool:
        return self._engine.search(SearchRequest(Value(field, value), limit=0)).total > 0

    def _stands(self, text: str) -> bool:
        """Whether text stands anywhere; also true for what is not looked up, so that it is left as it is."""
        self._checked += 1
        if len(text) > LONGEST or self._checked > _MOST_CHECKED or self._is_over():
            return True
        return bool(self._words.known(Standing.of(fold_text(text)), limit=1))

    def _likelier(self, text: str) -> str | None:
        found = likelier(self._words, text) if not _is_number(text) and self._go_on() else None
        return self._taken(found if found is not None and len(found.text) == len(text) else None)

    def _taken(self, found: Suggestion | None) -> str | None:
        if found is None:
            return None
        self.found.append(found)
        return found.text

    def _go_on(self) -> bool:
        self._corrected += 1
        return self._corrected <= _MOST_CORRECTED and not self._is_over()

    def _is_over(self) -> bool:
        return self._end is not None and time.monotonic() > self._end

    def _meant(self, text: str, *, only_sound: bool = False) -> str | None:
        if _is_number(text) or not self._go_on():
            return None
        found = correction(self._words, text, only_sound=only_sound)
        return self._taken(found)
