"""The seam between what is asked and what answers: one protocol, one contract suite, any engine.

A `SearchRequest` carries a query tree and everything wanted of one search; an `Engine` gives `Results` back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.query.tree import Query
from baosou.index.results import ArticleText, Results, Status

if TYPE_CHECKING:
    from baosou.index.explanations import Why
    from baosou.index.lookups import Known, Lookup

Sort = Literal["relevance", "date", "-date", "title", "source"]
Unit = Literal["article", "section"]

FACET_FIELDS = ("place", "author", "date", "year", "month", "publication", "edition", "column", "source")
"""Facets every index has; each extra key of a record is one more. `date` counts days, `year` and `month` periods."""


class Filter(Struct, frozen=True):
    """Articles with any of the values in a field (or, negated, with none of them); it does not score."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


class FacetRequest(Struct, frozen=True):
    """The `limit` most frequent values of a field; 0 is all of them."""

    field: str
    limit: int = 10


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
    the `parts` they do not match.
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


class Engine(Protocol):
    """What answers searches. Opening one raises IndexMissing, IndexDamaged or IndexVersion."""

    def search(self, request: SearchRequest) -> Results:
        """The matches of a request, ranked; raises QueryError for an unknown field and SearchTimeout."""

    def article(self, id: str, *, highlight: Query | None = None) -> ArticleText:
        """The article (or, for an id with a section number, that section alone); raises UnknownId."""

    def why(self, id: str, request: SearchRequest) -> Why:
        """Why the article (or, for an id with a section number, that section) is among the matches of a request or not.

        Raises UnknownId, and what `search` raises.
        """

    def telling_words(self, id: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """The words and names that say most about an article or section, each with its weight, best first.

        They stand in other articles too. Raises UnknownId.
        """

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that queries of this index are cut with, and what they also stand for."""

    def known(self, lookup: Lookup, *, limit: int = 10) -> Sequence[Known]:
        """Words, names or text of articles not deleted that a look-up asks for, the most frequent first."""

    def fields(self) -> Sequence[str]:
        """The names that filters and facets accept: FACET_FIELDS and the extra keys of records."""

    def status(self) -> Status:
        """Counts, size and analysis of what is indexed."""

    def close(self) -> None:
        """Release files and connections; the engine is not used after this."""
