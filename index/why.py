"""Why an article is among the matches of a query or not: what of the query holds of it, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from baosou.index.explanations import Explanation
from baosou.index.results import ArticleText, Snippet
from baosou.index.understanding.outline import Node


class Sighting(Struct, frozen=True):
    """Where something stands in an article: the field, the section's id (for a body), and a short context."""

    field: str
    section: str | None
    snippet: Snippet


Cause = Literal["nowhere", "elsewhere", "other section", "other field", "value", "date", "undated", "excluded", "aside"]


class Finding(Struct, frozen=True):
    """Whether a part of a query holds of an article, and why.

    `counts` say how often a text stands in each field, `sightings` show some of the places. Where it does not hold,
    `cause` says why: it stands in no article of the archive; in `articles` others; in another section of this article;
    only in other fields (`other_counts`); the article has other `values`, or another date or none; what is excluded
    stands there (see the child); or the article is one of running heads. `pieces` then say how often the words (or
    characters) of a missing text stand in the article, and `closest` shows where they stand nearest together, where
    a longer word or number contains it, or where all but one of its characters stand.
    """

    node: Node
    holds: bool
    counts: Mapping[str, int] = msgspec.field(default_factory=dict)
    sightings: tuple[Sighting, ...] = ()
    articles: int | None = None
    cause: Cause | None = None
    other_counts: Mapping[str, int] = msgspec.field(default_factory=dict)
    values: tuple[str, ...] = ()
    pieces: tuple[tuple[str, int], ...] = ()
    closest: Sighting | None = None
    closeness: Literal["apart", "within", "similar"] | None = None
    children: tuple[Finding, ...] = ()


class Why(Struct, frozen=True):
    """Why an article (or section) matches a query or not.

    `query` is the finding of the whole query and `filters` those of what is asked beside it; all must hold. For a
    match, `rank` is its place among all `total` matches and `explanation` its score in parts. `aside` are the function
    words that were not looked for.
    """

    id: str
    article: ArticleText
    matches: bool
    query: Finding
    filters: tuple[Finding, ...]
    total: int
    rank: int | None = None
    explanation: Explanation | None = None
    aside: tuple[str, ...] = ()
