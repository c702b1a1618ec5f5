"""What is asked as one types, in plain values, and who answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from baosou.cli.settings import Locations, index_at
from baosou.index.request import FacetRequest, Filter, Sort, Unit
from baosou.index.results import Answer, ArticleText

Choice = tuple[str, str]
"""A field and one of its values that was ticked."""


class Standing(Struct, frozen=True):
    """What the command line said, which holds for whatever is typed."""

    where: tuple[Filter, ...] = ()
    since: str | None = None
    until: str | None = None
    facets: tuple[FacetRequest, ...] = ()
    limit: int = 100
    by: Unit = "article"
    any: bool = False
    literal: bool = False
    strict: bool = False
    synonyms: bool = True
    aside: bool = False
    timeout: float = 10.0


class Asked(Struct, frozen=True):
    """A question as it stands on the screen; without an order the best come first, and without a text the newest."""

    text: str = ""
    sort: Sort | None = None
    chosen: tuple[Choice, ...] = ()

    def ticked(self, choice: Choice) -> Asked:
        """The question with a value ticked that was not, or the other way round."""
        rest = tuple(each for each in self.chosen if each != choice)
        return Asked(self.text, self.sort, rest if len(rest) < len(self.chosen) else (*rest, choice))

    def filters(self) -> tuple[Filter, ...]:
        """A filter for each field that has ticks: any of its values."""
        values: dict[str, tuple[str, ...]] = {}
        for field, value in self.chosen:
            values[field] = (*values.get(field, ()), value)
        return tuple(Filter(field, each) for field, each in values.items())


class Wanted(Struct, frozen=True):
    """A text to read: an article's id, and the query whose words are marked in it."""

    id: str
    query: str


class Archive(Protocol):
    """Who answers: what goes wrong is raised as by `Index`."""

    def ask(self, asked: Asked) -> Answer:
        """The hits and counts of a question."""

    def read(self, wanted: Wanted) -> ArticleText:
        """The article of a hit."""


class IndexedArchive:
    """An index that is asked within what stands; it is opened by the first question."""

    def __init__(self, location: Locations, standing: Standing, *, saved: Mapping[str, str] | None = None) -> None:
        self._index = index_at(*location, saved=saved)
        self._standing = standing

    def ask(self, asked: Asked) -> Answer:
        """The hits and counts of a question, of the index as it is now."""
        standing = self._standing
        self._index.refresh()
        return self._index.search(
            asked.text if asked.text.strip() else None,
            fold=False,
            where=(*standing.where, *asked.filters()),
            facets=standing.facets,
            since=standing.since,
            until=standing.until,
            limit=standing.limit,
            sort=asked.sort,
            by=standing.by,
            any=standing.any,
            literal=standing.literal,
            strict=standing.strict,
            synonyms=standing.synonyms,
            aside=standing.aside,
            snippets=1,
            width=40,
            timeout=standing.timeout,
        )

    def read(self, wanted: Wanted) -> ArticleText:
        """The article of a hit with its words marked."""
        return self._index.article(wanted.id, highlight=wanted.query or None)

    def close(self) -> None:
        """Release the index's files."""
        self._index.close()
