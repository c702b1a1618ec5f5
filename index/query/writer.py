"""The canonical text of a query tree: what `parse` would read as that tree, in one spelling."""

from __future__ import annotations

from decimal import Decimal

from baosou.index.errors import QueryError
from baosou.index.query.lexer import Reader, Word
from baosou.index.query.signs import OPERATORS, quoted
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
    Value,
    Wildcard,
    Words,
)


def render(query: Query) -> str:
    """The tree as a query with every operator written out: `苍南 AND (志愿 OR "幸福小站") AND NOT 温州`."""
    match query:
        case And(children):
            return " AND ".join(_inner(child, And) for child in children)
        case Or(children):
            return " OR ".join(_inner(child, Or) for child in children)
        case Not(child):
            return "NOT " + _inner(child, Not)
        case Boost(child, factor):
            goes_on = isinstance(child, Words) and "://" in child.text  # an address may hold a ^
            inner = f"({render(child)})" if goes_on or isinstance(child, And | Or | Not | Boost) else render(child)
            return f"{inner}^{_decimal(factor)}"
        case DateRange():
            return "date:" + _period(query)
        case Everything():
            return "*"
        case Value(field, value):
            return f"{field}:{_value(value)}"
        case _:
            return (f"{query.field}:" if query.field else "") + _text(query)


def _inner(child: Query, parent: type[Query]) -> str:
    """The child, between parentheses where it would not hold together."""
    loose = isinstance(child, Or) or (isinstance(child, And) and parent is not Or)
    return f"({render(child)})" if loose else render(child)


def _text(leaf: Words | Phrase | Near | Wildcard | Fuzzy) -> str:
    match leaf:
        case Words(text, _):
            return _word(text)
        case Phrase(text, _, whole):
            return text if whole and _is_bare(text) else quoted(text)
        case Near(phrases, slop, _):
            return f"{quoted(' '.join(phrases))}~{slop}"
        case Wildcard(pattern, _):
            return _word(pattern, pattern=True)
        case Fuzzy(text, distance, _):
            return f"{_word(text)}~{distance}"


def _word(text: str, *, pattern: bool = False) -> str:
    """The word as it stands, or with a backslash before every sign or before the operator that it is not."""
    if _is_bare(text, pattern=pattern):
        return text
    if text in OPERATORS:
        return "\\" + text
    signs = "*?" if pattern else ""
    return "".join(c if (c.isascii() and c.isalnum()) or c in signs else "\\" + c for c in text)


def _is_bare(text: str, *, pattern: bool = False) -> bool:
    """Whether the text alone is read as exactly that one word."""
    if text.isalnum() and text not in OPERATORS:
        return not pattern
    reader = Reader(text, {})
    if reader.opens_phrase() or reader.negates() or reader.operator()[0] or text.endswith("\\"):
        return False
    reader.skip()
    try:
        read = reader.word() if reader.at == 0 and text else None
    except QueryError:
        return False
    return read == Word(text, 0, pattern=pattern) and reader.at == len(text)


def _value(value: str) -> str:
    reader = Reader(value, {})
    special = reader.opens_phrase() or reader.negates() or reader.operator()[0] or set(value) & {"*", "＊"}
    return value if value and not special and reader.value() == value else quoted(value)


def _period(period: DateRange) -> str:
    if period.since == period.until and period.since is not None:
        return period.since
    return f"[{period.since or '*'} TO {period.until or '*'}]"


def _decimal(factor: float) -> str:
    return format(Decimal(repr(factor)), "f").removesuffix(".0")
