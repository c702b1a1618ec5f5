"""What is asked of an engine: a query tree with its filters, and everything wanted of its matches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from baosou.index.query.tree import Query

Sort = Literal["relevance", "date", "-date", "title", "source"]
Unit = Literal["article", "section"]
FacetSort = Literal["count", "value"]
ExportUnit = Literal["articles", "sections", "hits"]

ALL_HITS = 1_000_000_000
"""A limit that asks for all hits: more than any index has."""

FACET_FIELDS = ("place", "country", "author", "date", "year", "month", "publication", "edition", "column", "source")
"""Facets every index has; each extra key of a record is one more. `date` counts days, `year` and `month` periods."""

WORDS = "words"
"""The facet of what no article carries: words that tell the best `LOOKED_AT` matches from all other articles."""

LOOKED_AT = 300
"""How many of the best matches are looked at for words."""

NAME_FIELDS = ("person", "org")
"""Facets of an index whose articles were searched for names (`enrich`): the people and organisations that they name."""


class Filter(Struct, frozen=True):
    """Articles with any of the values in a field (or, negated, with none of them); it does not score."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


class FacetRequest(Struct, frozen=True):
    """The `limit` most frequent values of a field; 0 is all of them. Of places, those right below the one `within`.

    Of names `every` one counts, also those that stand in one article alone or may be none. With `beside` filters on the
    field hold, and the values are those that tell the matches from all other articles.
    """

    field: str
    limit: int = 10
    within: str | None = None
    every: bool = False
    beside: bool = False

    @property
    def name(self) -> str:
        """What its counts are known by: the field, or place=浙江省 for what lies within one."""
        return self.field if self.within is None else f"{self.field}={self.within}"


def places_wanted(facets: Iterable[FacetRequest]) -> tuple[str, ...]:
    """The places within which places are counted."""
    return tuple(facet.within for facet in facets if facet.within is not None)


class Part(Struct, frozen=True):
    """A part of what was asked, by the text that it is known by."""

    text: str
    query: Query


class SearchRequest(Struct, frozen=True):
    """One search: the query, its filters, and what is wanted of the matches.

    `since` and `until` are inclusive ISO dates of any precision. `snippets` is how many a hit gets and `width`
    about how many characters one has. `typed` is the text of the query without what only asks: its words rank the
    matches, also those that need not stand in them. `aside` also searches running heads and page numbers. A search
    that takes longer than `timeout` seconds raises `SearchTimeout`. `without` are ids of articles that are no match,
    and `explain` asks how the query was read and for each score in parts. `asks` says that the text is a question: an
    answer stands in one place, and what the best matches share lifts others that hold it too. Hits say which of
    the `parts` they do not match, and have `full_ids`, or such as are as short as they may be.
    """

    query: Query
    typed: str = ""
    filters: tuple[Filter, ...] = ()
    since: str | None = None
    until: str | None = None
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    by: Unit = "article"
    facets: tuple[FacetRequest, ...] = ()
    snippets: int = 2
    width: int = 80
    aside: bool = False
    timeout: float | None = None
    without: tuple[str, ...] = ()
    explain: bool = False
    parts: tuple[Part, ...] = ()
    asks: bool = False
    full_ids: bool = False
