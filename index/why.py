"""Why an article is among the matches of a query or not: what of the query holds of it, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from baosou.index.explanations import Explanation
from baosou.index.results import VERSION, ArticleText, JsonObject, Snippet, plain
from baosou.index.understanding.outline import Node


class Sighting(Struct, frozen=True):
    """Where something stands in an article: the field, the section's id (for a body), and a short context."""

    field: str
    section: str | None
    snippet: Snippet

    def to_dict(self) -> JsonObject:
        """One of the `sightings` of a reason: the snippet, with where it is."""
        return {"field": self.field, "section": self.section, **asdict(self.snippet)}


Cause = Literal["nowhere", "elsewhere", "other section", "other field", "value", "date", "undated", "excluded", "aside"]


class Reason(Struct, frozen=True):
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
    children: tuple[Reason, ...] = ()

    def to_dict(self) -> JsonObject:
        """What stands under `query`, and in `filters` and `children`."""
        return {
            "kind": self.node.kind,
            "text": self.node.text,
            "field": self.node.field,
            "spellings": self.node.spellings,
            "holds": self.holds,
            "counts": self.counts,
            "sightings": [each.to_dict() for each in self.sightings],
            "articles": self.articles,
            "cause": self.cause,
            "other_counts": self.other_counts,
            "values": self.values,
            "pieces": [{"text": text, "count": count} for text, count in self.pieces],
            "closeness": self.closeness,
            "closest": None if self.closest is None else self.closest.to_dict(),
            "children": [child.to_dict() for child in self.children],
        }


class Why(Struct, frozen=True):
    """Why an article (or section) matches a query or not.

    `query` is the reason of the whole query and `filters` those of what is asked beside it; all must hold. For a
    match, `rank` is its place among all `total` matches and `explanation` its score in parts. `aside` are the function
    words that were not looked for.
    """

    id: str
    article: ArticleText
    matches: bool
    query: Reason
    filters: tuple[Reason, ...]
    total: int
    rank: int | None = None
    explanation: Explanation | None = None
    aside: tuple[str, ...] = ()

    def __repr__(self) -> str:
        told = f"hit {self.rank} of {self.total:,}" if self.matches else "no match"
        return f"<Why {self.id}: {self.query.node.text!r}, {told}>"

    def to_dict(self) -> JsonObject:
        """The object of `why --json`."""
        found: JsonObject = plain(
            {
                "version": VERSION,
                "id": self.id,
                "title": self.article.title,
                "matches": self.matches,
                "rank": self.rank,
                "total": self.total,
                "query": self.query.to_dict(),
                "filters": [each.to_dict() for each in self.filters],
                "left_aside": self.aside,
                "explanation": None if self.explanation is None else self.explanation.to_dict(),
            }
        )
        return found
