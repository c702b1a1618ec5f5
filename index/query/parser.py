"""The query language: text to query trees.

    query  = all { OR all }
    all    = part { [AND] part }
    part   = NOT part | -atom | !atom | atom
    atom   = ( "(" query ")" | field ":" atom | phrase [~N] | word [~ | ~1 | ~2] ) [^N]

Every string is a query or a `QueryError` with a position, found in time proportional to its length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.errors import QueryError
from baosou.index.query.lexer import FieldName, Reader, Word
from baosou.index.query.signs import says_something
from baosou.index.query.tree import (
    FIELDS,
    TEXT_FIELDS,
    And,
    Boost,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Value,
    Wildcard,
    Words,
    field_name,
)
from baosou.index.query.writer import render

__all__ = ["FIELDS", "LONGEST_QUERY", "MOST_LEAVES", "MOST_LEVELS", "parse", "render"]

LONGEST_QUERY = 10_000
MOST_OF_WORDS = 2_000
MOST_OF_FUZZY = 64
MOST_LEVELS = 50
MOST_LEAVES = 1_000

_NONE_SAVED: Mapping[str, str] = MappingProxyType({})

_MISSING = {
    "before": 'expected something to search for before {operator}; as text it is written "{operator}"',
    "after": 'expected something to search for after {operator}; as text it is written "{operator}"',
}


SAVED = "query"
"""The field whose values are names of saved queries."""


def parse(text: str, *, fields: Mapping[str, str] | None = None, saved: Mapping[str, str] = _NONE_SAVED) -> Query:
    """The tree of a query as typed; `fields` maps every accepted name to its canonical one.

    `saved` are queries by the names that stand for them as query:NAME.

    Raises QueryError for a query that is longer than 10,000 characters, 2,000 of them outside of quotation marks,
    deeper than 50 levels, of more than 1,000 parts, or that cannot be understood.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            worded("a query has at most {most:,} characters", most=LONGEST_QUERY),
            query=text,
            position=LONGEST_QUERY,
        )
    known = dict(FIELDS if fields is None else fields)
    if saved:
        known[SAVED] = SAVED
    parser = _Parser(Reader(text, _folded(tuple(known.items()))), saved)
    query = parser.any_of(None)
    if parser.reader.at < len(text):
        raise parser.reader.error(worded("a closing parenthesis without an opening one"))
    if query is None:
        raise parser.reader.error(worded("nothing to search for"), 0)
    return query


@lru_cache(maxsize=16)
def _folded(fields: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The canonical names by the folded form of each name."""
    return {fold_text(name): canonical for name, canonical in fields}


class _Parser:
    """Reads one query by recursive descent; `level` counts open parentheses, fields and negations."""

    def __init__(self, reader: Reader, saved: Mapping[str, str]) -> None:
        self.reader = reader
        self.saved = saved
        self.within: list[str] = []
        self.level = 0
        self.leaves = 0
        self.characters = 0

    def any_of(self, field: str | None) -> Query | None:
        """Alternatives up to the end or a closing parenthesis; None where nothing is said."""
        found: list[Query] = []
        or_at, or_typed = None, ""
        while True:
            children = self.all_of(field)
            at, (operator, typed) = self.reader.at, self.reader.operator()
            if children is None and operator == "OR":
                raise self.missing("before", typed, at)
            if children is None and or_at is not None:
                raise self.missing("after", or_typed, or_at)
            if children is not None:
                found.append(children)
            if operator != "OR":
                return _joined(found, Or)
            or_at, or_typed = at, typed
            self.reader.at += len(typed)

    def all_of(self, field: str | None) -> Query | None:
        """Parts that must all match, up to OR, the end or a closing parenthesis."""
        found: list[Query] = []
        and_at, and_typed = None, ""
        while True:
            self.reader.skip()
            if self.level == 0 and self.reader.closes_nothing():
                self.reader.at += 1
                continue
            at, (operator, typed) = self.reader.at, self.reader.operator()
            if self.reader.sign() in ("", ")") or operator == "OR":
                break
            if operator == "AND":
                if not found or and_at is not None:
                    raise self.missing("before", typed, at)
                and_at, and_typed = at, typed
                self.reader.at += len(typed)
                continue
            child = self.part(field)
            if child is not None:
                found.append(child)
                and_at = None
        if and_at is not None:
            raise self.missing("after", and_typed, and_at)
        return _joined(found, And)

    def part(self, field: str | None) -> Query | None:
        """An atom or its negation."""
        operator, typed = self.reader.operator()
        if operator == "NOT":
            at = self.reader.at
            self.reader.at += len(typed)
            self.reader.skip()
            child = None if self.reader.operator()[0] in ("AND", "OR") else self.deeper(self.part, field, at)
            if child is None:
                raise self.missing("after", typed, at)
            return Not(child)
        if self.reader.negates():
            self.reader.at += 1
            self.reader.skip_unclosed()
            child = self.atom(field)
            return None if child is None else Not(child)
        return self.atom(field)

    def atom(self, field: str | None) -> Query | None:
        """A group, a field with its atom, a phrase, a word, a value or a period, with its factor."""
        found = self.unweighted(field)
        if found is None:
            return None
        factor = self.reader.factor()
        return found if factor is None else Boost(found, factor)

    def unweighted(self, field: str | None) -> Query | None:
        """An atom without its factor; None for punctuation alone."""
        reader = self.reader
        at = reader.at
        if reader.opens_group():
            return self.deeper(self.group, field, at)
        if field is not None and field not in TEXT_FIELDS:
            return self.value(field)
        if reader.opens_phrase():
            return self.leaf(_phrase(reader, field), at)
        read = reader.word()
        if isinstance(read, FieldName):
            return self.deeper(lambda _: self.of_field(read), field, at)
        return None if read is None else self.leaf(_word(reader, read, field), at)

    def group(self, field: str | None) -> Query | None:
        """What stands between the parenthesis here and its closing one; None where that is nothing."""
        start = self.reader.at
        self.reader.at += 1
        found = self.any_of(field)
        if self.reader.sign() != ")":
            raise self.reader.error(worded("expected a closing parenthesis"), start)
        self.reader.at += 1
        if found is None:
            self.reader.factor()  # passed with the group that it belongs to
        return found

    def of_field(self, name: FieldName) -> Query:
        """What is asked of a field, after its colon."""
        self.reader.skip_blanks()
        self.reader.skip_unclosed()
        if self.reader.negates():
            sign = self.reader.sign()
            raise self.reader.error(
                worded("put the {sign} before the field: {sign}{typed}:…", sign=sign, typed=name.typed)
            )
        nothing_follows = self.reader.sign() in ("", ")") or self.reader.operator()[0]
        found = None if nothing_follows else self.unweighted(name.name)
        if found is None:
            raise self.reader.error(
                worded("expected something to search for after {typed}:", typed=name.typed), name.at
            )
        return found

    def value(self, field: str) -> Query:
        """A value of the article's metadata, or a period."""
        at = self.reader.at
        if field == "date":
            from baosou.index.query.periods import read_period  # few queries ask for dates

            return self.leaf(read_period(self.reader), at)
        quoted = self.reader.opens_phrase()
        value = self.reader.value()
        if field == SAVED and self.saved:
            return self.saved_query(value, at)
        if not value:
            raise self.reader.error(worded("expected a value of {field}", field=field_name(field)), at)
        if not quoted and ("*" in value or "＊" in value):
            raise self.reader.error(
                worded("{field} is compared with whole values; patterns search text only", field=field), at
            )
        return self.leaf(Value(field, value), at)

    def saved_query(self, name: str, at: int) -> Query:
        """The saved query of a name, which may name others; what is wrong in it is told with its name."""
        text = self.saved.get(name)
        if text is None:
            told = 'no query is saved as "{name}"; saved are: {saved}'
            raise self.reader.error(worded(told, name=name[:40], saved=", ".join(self.saved)), at)
        if name in self.within:
            raise self.reader.error(worded("the saved query {name} stands for itself", name=name), at)
        self.within.append(name)
        outer, self.reader = self.reader, Reader(text, self.reader.fields)
        try:
            found = self.deeper(self.any_of, None, 0)
            if found is None or self.reader.at < len(text):
                told = "a closing parenthesis without an opening one" if found else "it says nothing"
                raise self.reader.error(worded(told))
        except QueryError as error:
            raise outer.error(worded("the saved query {name}: {error}", name=name, error=error), at) from error
        finally:
            self.reader = outer
        self.within.pop()
        return found

    def leaf(self, leaf: Query, at: int) -> Query:
        """The leaf, counted."""
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise self.reader.error(worded("a query has at most {most:,} words and phrases", most=MOST_LEAVES), at)
        if isinstance(leaf, Words):
            self.characters += len(leaf.text)
        if self.characters > MOST_OF_WORDS:
            raise self.reader.error(
                worded(
                    "words have at most {most:,} characters together; "
                    "put longer text in quotation marks to find it as it stands",
                    most=MOST_OF_WORDS,
                ),
                at,
            )
        return leaf

    def missing(self, side: str, operator: str, at: int) -> QueryError:
        """An operator has nothing on one side; it may also have been meant as text."""
        return self.reader.error(worded(_MISSING[side], operator=operator), at)

    def deeper(self, read: Callable[[str | None], Query | None], field: str | None, at: int) -> Query | None:
        """What `read` finds one level down."""
        if self.level == MOST_LEVELS:
            raise self.reader.error(worded("a query is at most {most} levels deep", most=MOST_LEVELS), at)
        self.level += 1
        found = read(field)
        self.level -= 1
        return found


def _phrase(reader: Reader, field: str | None) -> Phrase | Near:
    at = reader.at
    text = reader.phrase()
    slop = reader.slop()
    if not text.strip():
        raise reader.error(worded("nothing to search for between the quotation marks"), at)
    if slop is None:
        return Phrase(text, field)
    phrases = tuple(part for part in text.split() if says_something(part))
    return Near(phrases, slop, field) if len(phrases) > 1 else Phrase(text, field)


def _word(reader: Reader, word: Word, field: str | None) -> Words | Wildcard | Fuzzy:
    if word.distance is None:
        return Wildcard(word.text, field) if word.pattern else Words(word.text, field)
    if len(word.text) > MOST_OF_FUZZY:
        raise reader.error(worded("a fuzzy word has at most {most} characters", most=MOST_OF_FUZZY), word.at)
    if word.pattern:
        raise reader.error(worded("a word is either a pattern (* ?) or fuzzy (~), not both"), word.at)
    if word.distance not in ("", "1", "2"):
        raise reader.error(worded("the number after ~ must be 1 or 2"), word.at)
    return Fuzzy(word.text, int(word.distance or 1), field)


def _joined(children: list[Query], kind: type[And] | type[Or]) -> Query | None:
    """One tree of the children, its own kind of children taken in; None of none."""
    flat: list[Query] = []
    for child in children:
        flat.extend(child.children if isinstance(child, kind) else (child,))
    if len(flat) > 1:
        return kind(tuple(flat))
    return flat[0] if flat else None
