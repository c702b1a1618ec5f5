"""What a search gives back: hits, snippets, facet counts, whole articles, summaries. Plain values, any engine's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from baosou.corpus.models import Kind
from baosou.index.query.tree import Query

if TYPE_CHECKING:
    from baosou.index.explanations import Explanation, Reading


class SourcePlace(Struct, frozen=True):
    """Where a section or snippet stands: absolute path, line from 1, characters [start, end) of the source."""

    path: str
    line: int
    start: int
    end: int


class Snippet(Struct, frozen=True):
    """A piece of original text; `highlights` are ascending, disjoint [start, end) offsets into `text`.

    `cut_before` and `cut_after` say that the text around it goes on within the same paragraph.
    """

    text: str
    highlights: tuple[tuple[int, int], ...]
    line: int
    cut_before: bool = False
    cut_after: bool = False


class Hit(Struct, frozen=True, omit_defaults=True):
    """One ranked answer: an article with its best section (or, by section, one section).

    Its fields are the keys of a hit in JSON, in their order. `lacks` are the words that it does not have, of one that
    was added to the matches. `explanation`, the only one that may be left out, is there
    where the request asked for it.
    """

    rank: int
    score: float
    id: str
    section: str
    title: str | None
    title_highlights: tuple[tuple[int, int], ...]
    authors: tuple[str, ...]
    date: str | None
    publication: str | None
    edition: str | None
    column: str | None
    places: tuple[str, ...]
    url: str | None
    record_id: str | None
    source: SourcePlace
    more_sections: tuple[str, ...]
    lacks: tuple[str, ...]
    snippets: tuple[Snippet, ...]
    explanation: Explanation | None = None


class FacetCount(Struct, frozen=True):
    """How many of the matching articles carry a value; a place is its whole path."""

    value: str
    count: int


class Results(Struct, frozen=True):
    """What an engine found: `total` counts all matches (articles or sections), hits are one page of them."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    reading: Reading | None = None


class Note(Struct, frozen=True):
    """One line that is worth telling a reader beside the hits, and of what it tells.

    "day": how many articles are dated the day that was typed; "value": a filter's value that no article has; "shell":
    what a shell took from the query; "ignored": what of it decided nothing; "spelling": how it may have been meant.
    """

    kind: Literal["day", "value", "shell", "ignored", "spelling"]
    message: str


class Answer(Struct, frozen=True):
    """The whole answer to a question: what was understood, what was done to rescue it, and the results.

    `also` is how many of the hits were added to the matches, for they have most of the words. `suggestion` is the
    query with its words as they may have been meant; with the rescue "spelling" that is what was searched, and
    `replaced` tells which words stand nowhere and what was searched in the place of each. `copies` are ids among the
    hits whose text is the same as that of the article which similar ones were asked of.
    """

    query: str
    interpreted: str
    understood: Query
    rescue: str | None
    took_ms: float
    results: Results
    also: int = 0
    suggestion: str | None = None
    copies: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()


class BlockText(Struct, frozen=True):
    """A paragraph, subhead or caption of a shown article with its line and highlights in its own text."""

    kind: Kind
    text: str
    line: int
    highlights: tuple[tuple[int, int], ...] = ()


class SectionText(Struct, frozen=True):
    """A section of a shown article."""

    id: str
    places: tuple[str, ...]
    source: SourcePlace
    blocks: tuple[BlockText, ...]


class ArticleText(Struct, frozen=True):
    """An article, whole, as `show` gives it."""

    id: str
    title: str | None
    title_highlights: tuple[tuple[int, int], ...]
    byline: str | None
    authors: tuple[str, ...]
    date: str | None
    publication: str | None
    edition: str | None
    column: str | None
    url: str | None
    record_id: str | None
    places: tuple[str, ...]
    extra: Mapping[str, tuple[str, ...]]
    source: SourcePlace
    sections: tuple[SectionText, ...]


class Failure(Struct, frozen=True):
    """A source (or one record of it, at `line`) that could not be indexed, and why."""

    path: str
    reason: str
    line: int | None = None


class AddSummary(Struct, frozen=True):
    """What `add` or `remove` did; sources are counted, articles and sections are those written now."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    warnings: tuple[Failure, ...] = ()
    articles: int = 0
    sections: int = 0
    seconds: float = 0.0
    dry_run: bool = False


class OptimizeSummary(Struct, frozen=True):
    """What merging an index's segments did: how many there were and are, and the deleted articles that are gone.

    `bytes_before` and `bytes_after` are those of the segments; they are the same in a dry run. The fields are the
    keys of `optimize --json`.
    """

    segments_before: int
    segments_after: int
    deleted: int
    bytes_before: int
    bytes_after: int
    seconds: float
    dry_run: bool = False


class WordsSummary(Struct, frozen=True):
    """What a change of the user's words did: the words added (or removed), and those that were so already."""

    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    warnings: tuple[Failure, ...] = ()
    dry_run: bool = False


class WordCount(Struct, frozen=True):
    """A user's word, the frequency given with it, and in how many sections and articles it stands."""

    word: str
    frequency: int | None
    sections: int
    articles: int


class Status(Struct, frozen=True):
    """What is in an index; `bytes` is its size on disk, `characters` the text's length."""

    location: str
    sources: int
    articles: int
    sections: int
    characters: int
    bytes: int
    format: int
    analysis: str
    fields: tuple[str, ...]
    updated: str | None
    segments: int
    deleted: int
