"""What an answer is explained with: how a query was read, a score in parts, and what of a query holds of an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from baosou.index.engine import Filter
    from baosou.index.results import ArticleText, Snippet
    from baosou.index.understanding.outline import Node


class TermReading(Struct, frozen=True):
    """What was looked for, and how much it says.

    `asked` terms decide what matches; the others only rank. `spellings` are all forms that count as the text (三万,
    3万), `words` what a pattern or fuzzy word stands for, `articles` how many articles hold any of it, `boost` the
    factor that the query gives it and `weight` what one full share of it adds to a score, boost included.
    """

    text: str
    field: str | None
    kind: str
    asked: bool
    spellings: tuple[str, ...]
    words: tuple[str, ...]
    articles: int
    boost: float
    weight: float


class Reading(Struct, frozen=True):
    """How a query was read: its terms, the function words left aside, and the filters beside it."""

    terms: tuple[TermReading, ...]
    aside: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    since: str | None = None
    until: str | None = None


class ScorePart(Struct, frozen=True):
    """One summand of a score: a term's share with where the term stands, or what nearness added.

    A term's `kind` is "term" and its `counts` say how often it stands in each text field; other kinds are the engine's
    names for what it looked at beside single terms (see PART_NAMES) and have no text.
    """

    kind: str
    score: float
    text: str | None = None
    field: str | None = None
    counts: Mapping[str, int] = msgspec.field(default_factory=dict)
    sections: tuple[str, ...] = ()


PART_NAMES: Mapping[str, str] = {
    "characters": "single characters",
    "pairs": "neighbouring characters",
    "early": "early in the text",
    "coverage": "how many of the words",
    "title": "a title that is asked for",
    "neighbours": "words side by side",
    "passage": "much of the wording in one place",
    "topic": "what the best matches tell",
}
"""What a kind of part that is no term means, for readers; another kind stands for itself."""


class Explanation(Struct, frozen=True):
    """A score, unrounded, and the parts that add up to it."""

    score: float
    parts: tuple[ScorePart, ...]


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
