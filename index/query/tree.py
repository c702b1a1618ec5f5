"""Query trees: what is asked, free of any engine's objects and of any syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeGuard

from msgspec import Struct

from baosou.corpus.errors import worded

TEXT_FIELDS = ("title", "byline", "body")
"""Fields whose text is searched; a leaf without a field asks for all of them."""


FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "title",
        "标题": "title",
        "篇名": "title",
        "author": "author",
        "作者": "author",
        "place": "place",
        "地区": "place",
        "地点": "place",
        "country": "country",
        "国家": "country",
        "person": "person",
        "人物": "person",
        "人名": "person",
        "org": "org",
        "机构": "org",
        "组织": "org",
        "date": "date",
        "日期": "date",
        "publication": "publication",
        "报纸": "publication",
        "edition": "edition",
        "版次": "edition",
        "column": "column",
        "栏目": "column",
        "body": "body",
        "正文": "body",
        "byline": "byline",
        "署名": "byline",
        "source": "source",
        "来源": "source",
    }
)
"""Every name of a field with its canonical one; `byline` is the author line as text, `author` the person.

`person` and `org` are known of indexes whose articles were searched for names.
"""

NAMED = frozenset((*FIELDS.values(), "year", "month"))
"""The fields that every index has; others are the user's own, and named by themselves."""


def field_name(field: str) -> str:
    """A field as a reader sees it named."""
    return worded(field) if field in NAMED else field


class Words(Struct, frozen=True):
    """Unquoted text as typed, still to be cut into words (`index.understanding.rewrite` does that)."""

    text: str
    field: str | None = None


class Phrase(Struct, frozen=True):
    """Text that must stand literally, in one field's text, folded; what "…" and -F mean.

    With `whole` a Latin word or a number at an edge must not go on beyond it (5 is not found in 235).
    """

    text: str
    field: str | None = None
    whole: bool = False


class Near(Struct, frozen=True):
    """Phrases that stand in any order in one paragraph with at most `slop` characters between neighbours."""

    phrases: tuple[str, ...]
    slop: int
    field: str | None = None


class Wildcard(Struct, frozen=True):
    """A pattern over indexed words: `*` any characters, `?` one."""

    pattern: str
    field: str | None = None


class Fuzzy(Struct, frozen=True):
    """Indexed words within `distance` (1 or 2) edits of the text."""

    text: str
    distance: int
    field: str | None = None


class Value(Struct, frozen=True):
    """A metadata value of the article: author, place, publication, edition, column, source or a record's key."""

    field: str
    value: str


class DateRange(Struct, frozen=True):
    """Articles dated from `since` to `until`, both ISO 8601 of any precision and inclusive; None is open.

    A date of lower precision covers all of its days: until "2024" means until its last day.
    """

    since: str | None
    until: str | None


class And(Struct, frozen=True):
    """All of the children, each anywhere in the article."""

    children: tuple[Query, ...]


class Or(Struct, frozen=True):
    """Any of the children."""

    children: tuple[Query, ...]


class Not(Struct, frozen=True):
    """Articles that the child does not match."""

    child: Query


class Boost(Struct, frozen=True):
    """The child, its score multiplied by `factor`."""

    child: Query
    factor: float


class Everything(Struct, frozen=True):
    """All articles."""


Query = Words | Phrase | Near | Wildcard | Fuzzy | Value | DateRange | And | Or | Not | Boost | Everything
TextLeaf = Phrase | Near | Wildcard | Fuzzy


def stands_for_words(leaf: TextLeaf) -> TypeGuard[Wildcard | Fuzzy]:
    """Whether only the words of an index tell what a leaf stands for: a fuzzy word, a pattern with a star within."""
    return isinstance(leaf, Fuzzy) or (isinstance(leaf, Wildcard) and "*" in leaf.pattern.strip("*＊"))


def text_leaves(query: Query, factor: float = 1.0) -> Iterator[tuple[TextLeaf, float]]:
    """The leaves that speak for a match (not those under a Not), each with its boost."""
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from text_leaves(child, factor)
        case Boost(child, by):
            yield from text_leaves(child, factor * by)
        case Phrase() | Near() | Wildcard() | Fuzzy():
            yield query, factor
        case _:
            return


def value_fields(query: Query) -> set[str]:
    """The metadata fields that a query asks for."""
    match query:
        case Value(field, _):
            return {field}
        case And(children) | Or(children):
            return set().union(*map(value_fields, children))
        case Not(child) | Boost(child, _):
            return value_fields(child)
        case _:
            return set()
