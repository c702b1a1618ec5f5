"""The index as a `whoosh.index.Index`, for whatever Whoosh can do with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NoReturn

from whoosh.index import Index
from whoosh.query.qcore import Query
from whoosh.reading import IndexReader
from whoosh.searching import Results, Searcher

from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.codec import read_only
from baosou.index.whoosh_engine.whoosh_api.highlights import LiteralHighlighter
from baosou.index.whoosh_engine.whoosh_api.queries import over_arrays
from baosou.index.whoosh_engine.whoosh_api.readers import reader_of
from baosou.index.whoosh_engine.whoosh_api.schema import schema_of


class ArraySearcher(Searcher):
    """A Searcher that lets our arrays answer what they can at once."""

    def search(self, q: Query, **options: Any) -> Results:
        """Search; what is found within words is highlighted too."""
        results = super().search(q, **options)
        results.highlighter = LiteralHighlighter()
        return results

    def search_with_collector(self, q: Query, collector: Any, context: Any = None) -> None:
        """Run a query on a collector."""
        super().search_with_collector(over_arrays(q, self.schema), collector, context)

    def docs_for_query(self, q: Query, for_deletion: bool = False) -> Iterator[int]:
        """The documents that match a query, as filters and masks ask for them."""
        found: Iterator[int] = super().docs_for_query(over_arrays(q, self.schema), for_deletion)  # type: ignore[no-untyped-call]
        return found

    def refresh(self) -> Searcher:
        """A searcher of the latest generation; this one where it is that."""
        if self._ix is None:
            raise ValueError("a searcher that belongs to no index cannot be refreshed")
        newer = self._ix.refresh()
        return self if newer is self._ix else newer.searcher(weighting=self.weighting)


class WhooshIndex(Index):
    """One generation of an index; a document is a section.

    `latest` tells the number of the generation that is on disk now, and `reopened` opens it; `updated` is when this one
    was written, in ISO 8601.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        generation: int = 0,
        *,
        updated: str | None = None,
        latest: Callable[[], int] | None = None,
        reopened: Callable[[], WhooshIndex] | None = None,
    ) -> None:
        self._segments = tuple(segments)
        self._generation, self._updated = generation, updated
        self._latest, self._reopened = latest, reopened
        self.schema = schema_of(self._segments)

    def reader(self, reuse: Any = None) -> IndexReader:
        """An IndexReader over all segments."""
        return reader_of(self._segments, self.schema, self._generation)

    def searcher(self, **options: Any) -> Searcher:
        """A Searcher over all segments."""
        return ArraySearcher(self.reader(), fromindex=self, **options)

    def latest_generation(self) -> int:
        """The number of the generation that is on disk now."""
        return self._generation if self._latest is None else self._latest()

    def up_to_date(self) -> bool:
        """Whether nothing was added or removed since this index was opened."""
        return self.latest_generation() == self._generation

    def refresh(self) -> WhooshIndex:
        """The index as it is on disk now; this one where it is that."""
        return self if self._reopened is None or self.up_to_date() else self._reopened()

    def last_modified(self) -> float:  # type: ignore[override]
        """When this generation was written, in seconds as `time.time` counts them; -1 where that is not known."""
        return -1 if self._updated is None else datetime.fromisoformat(self._updated).timestamp()

    def is_empty(self) -> bool:
        """Whether there is none."""
        return self.doc_count_all() == 0

    def writer(self, **options: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        read_only()
