"""The seam between what is asked and what answers: one protocol, one contract suite, any engine.

A `SearchRequest` carries a query tree and everything wanted of one search; an `Engine` gives `Results` back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from baosou.index.analysis.units import Grams, Integers
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.query.tree import Query
from baosou.index.reports import Status
from baosou.index.request import SearchRequest
from baosou.index.results import ArticleText, Results

if TYPE_CHECKING:
    from baosou.index.concordances import Contexts, Drawn, Occurrences, Sample, Surroundings
    from baosou.index.timelines import Period, PeriodCounts
    from baosou.index.why import Why


Made = TypeVar("Made")


ONCE = 0.6
"""What part of the occurrences of a word stand in an article of their own, about."""


class Engine(Protocol):
    """What answers searches. Opening one raises IndexMissing, IndexDamaged or IndexVersion."""

    def search(self, request: SearchRequest) -> Results:
        """The matches of a request, ranked; raises QueryError for an unknown field and SearchTimeout."""

    def article(self, id: str, *, highlight: Query | None = None, full_ids: bool = False) -> ArticleText:
        """The article (or, for an id with a section number, that section alone); raises UnknownId.

        Its own id is as short as it may be, or with `full_ids` whole.
        """

    def articles(self, request: SearchRequest) -> Iterator[ArticleText]:
        """All matches of a request whole, one after another under their full ids and in the order of these.

        By section each has the sections alone that match. What a request says of pages, order, facets and snippets is
        passed over. Raises what `search` raises, before the first article.
        """

    def why(self, id: str, request: SearchRequest) -> Why:
        """Why the article (or, for an id with a section number, that section) is among the matches of a request or not.

        Raises UnknownId, and what `search` raises.
        """

    def telling_words(self, id: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """The words and names that say most about an article or section, each with its weight, best first.

        They stand in other articles too. Raises UnknownId.
        """

    def period_counts(self, request: SearchRequest, by: Period) -> PeriodCounts:
        """How many articles match a request in each year, month or day, with how many occurrences, and of how many.

        Of how many: articles that pass the filters and dates of the request. Raises what `search` raises.
        """

    def contexts(self, request: SearchRequest, wanted: Contexts) -> Occurrences:
        """Every place in the matches of a request where what speaks for a match stands; raises what `search` raises."""

    def surroundings(self, request: SearchRequest, *, reach: int, drawn: Drawn) -> Surroundings:
        """The folded text around these places, about `reach` characters of it on each side.

        It ends where the text of a section does. Raises what `search` raises.
        """

    def sample(self, request: SearchRequest, *, characters: int) -> Sample:
        """The folded texts of the articles of a page, of each about so many characters at most; see `search`."""

    def holding(self, words: Sequence[str], *, roughly: bool = False) -> Sequence[int]:
        """How many articles hold each of some folded words, wherever words are cut.

        `roughly`: about as many of words of the dictionary, as far as that is known without looking each up.
        """

    def bodies(self, ids: Sequence[str]) -> Sequence[str]:
        """The folded text of the sections of each of some articles; raises UnknownId."""

    def pairs(self, grams: Grams) -> Integers:
        """How often each of some ascending pairs of neighbouring characters (see `units.neighbours`) stands."""

    def frequencies(self, texts: Sequence[str], *, aside: bool = False) -> Sequence[int]:
        """How often each of some folded texts stands in articles, wherever words are cut; letters and figures whole."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that queries of this index are cut with, and what they also stand for."""

    def fields(self) -> Sequence[str]:
        """The names that filters and facets accept: FACET_FIELDS and the extra keys of records."""

    def status(self) -> Status:
        """Counts, size and analysis of what is indexed."""

    def each(self, questions: Iterable[Callable[[], Made]]) -> Iterator[Made]:
        """What questions to it are answered with, in their order; several at a time where that saves waiting."""

    def is_current(self) -> bool:
        """Whether nothing was written to the index since it was opened; raises what opening it anew would."""

    def close(self) -> None:
        """Release files and connections; the engine is not used after this."""
