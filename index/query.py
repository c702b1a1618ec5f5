"""Query trees: what is asked, free of any engine's objects and of any syntax."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_FIELDS = ("title", "byline", "body")
"""Fields whose text is searched; a leaf without a field asks for all of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """Unquoted text as typed, still to be cut into words (`index.understanding` does that)."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text that must stand literally, in one field's text, folded; what "…" and -F mean.

    With `whole` a Latin word or a number at an edge must not go on beyond it (5 is not found in 235).
    """

    text: str
    field: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Phrases that stand in any order in one paragraph with at most `slop` characters between neighbours."""

    phrases: tuple[str, ...]
    slop: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern over indexed words: `*` any characters, `?` one."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Indexed words within `distance` (1 or 2) edits of the text."""

    text: str
    distance: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A metadata value of the article: author, place, publication, edition, column, source or a record's key."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles dated from `since` to `until`, both ISO 8601 of any precision and inclusive; None is open.

    A date of lower precision covers all of its days: until "2024" means until its last day.
    """

    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class And:
    """All of the children, each anywhere in the article."""

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children."""

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the child does not match."""

    child: Query


@dataclass(frozen=True, slots=True)
class Boost:
    """The child, its score multiplied by `factor`."""

    child: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles."""


Query = Words | Phrase | Near | Wildcard | Fuzzy | Value | DateRange | And | Or | Not | Boost | Everything
