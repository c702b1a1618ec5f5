"""What a search gives back: hits, snippets, facet counts, whole articles. Plain values, any engine's.

What answers a question has `to_dict()`: the object that the command line prints for it with --json. Its paths are
absolute, its offsets count characters (code points) and are [start, end).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from baosou.corpus.models import Kind

if TYPE_CHECKING:
    from baosou.index.explanations import Explanation, Reading

VERSION = 1
"""The version of every JSON object; it changes when a key changes its meaning or goes."""

JsonObject = dict[str, Any]


def plain(value: object) -> Any:
    """A value as its JSON would be read again: objects, lists, texts, numbers, true, false and null."""
    try:
        return msgspec.json.decode(msgspec.json.encode(value))
    except UnicodeEncodeError:  # a name or text with the half of a surrogate pair
        return json.loads(json.dumps(msgspec.to_builtins(value)))


def json_object(value: Struct, **instead: object) -> JsonObject:
    """The object of a value whose fields are the keys, but for what is given `instead`, with the version before it."""
    found: JsonObject = plain({"version": VERSION, **asdict(value), **instead})
    return found


class SourcePlace(Struct, frozen=True):
    """Where an article or section stands: absolute path, line from 1, characters [start, end) of the source.

    Of what is printed on pages `page` counts from 1, that of its first line, and `box` is what surrounds its lines on
    that page: left, bottom, right and top in points, from the foot of the page. Lines and characters then count in
    the text that was read of them.
    """

    path: str
    line: int
    page: int | None
    box: tuple[float, float, float, float] | None
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

    Its fields are the keys of a hit in JSON, in their order. `lacks` are the words that it does not have, of one
    that was added to the matches, `reprints` the ids of further matches that are the same story, and `extra` the
    further keys of a record. `explanation`, the only one that may be left out, is there where the request asked for
    it.
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
    reprints: tuple[str, ...]
    extra: Mapping[str, tuple[str, ...]]
    snippets: tuple[Snippet, ...]
    explanation: Explanation | None = None

    def to_dict(self) -> JsonObject:
        """The hit as a line of `search --format jsonl`."""
        found: JsonObject = plain(self._object())
        return found

    def _object(self) -> Hit | JsonObject:
        if self.explanation is None:
            return self
        return {**asdict(self), "explanation": self.explanation.to_dict()}


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

    "day": how many articles are dated the day that was typed; "value": a filter's value that no article has; "names":
    how many articles were not searched yet for the names that are asked for; "shell": what a shell took from the query;
    "ignored": what of it decided nothing; "spelling": how it may have been meant.
    """

    kind: Literal["day", "value", "names", "shell", "ignored", "spelling"]
    message: str


class Answer(Struct, frozen=True):
    """The whole answer to a question: what was understood, what was done to rescue it, and the results.

    `also` is how many of the hits were added to the matches, for they have most of the words. `suggestion` is the
    query with its words as they may have been meant; with the rescue "spelling" that is what was searched, and
    `replaced` tells which words stand nowhere and what was searched in the place of each. `copies` are ids among the
    hits whose text is the same as that of the article which similar ones were asked of, `alike` those of hits that say
    much the same on another occasion, `contained` those of hits that stand in it or in which it stands, and `sought`
    the words that they were looked for by. `folded` are the hits that `reprints` name.
    """

    query: str
    interpreted: str
    rescue: str | None
    took_ms: float
    results: Results
    also: int = 0
    suggestion: str | None = None
    copies: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    contained: tuple[str, ...] = ()
    folded: tuple[Hit, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    sought: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits of this page, the best first; the last `also` of them lack some of the words."""
        return self.results.hits

    @property
    def total(self) -> int:
        """How many articles (or sections, where those are counted) match, on all pages together."""
        return self.results.total

    @property
    def facets(self) -> Mapping[str, tuple[FacetCount, ...]]:
        """The most frequent values of each field that was asked for, over all matches."""
        return self.results.facets

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.results.hits)

    def without_highlights(self) -> Answer:
        """The same answer with nothing marked."""
        hits = tuple(
            replace(
                hit,
                title_highlights=(),
                snippets=tuple(replace(snippet, highlights=()) for snippet in hit.snippets),
            )
            for hit in self.hits
        )
        return replace(self, results=replace(self.results, hits=hits))

    def __repr__(self) -> str:
        lacking = f", and {self.also} that lack some of the words" if self.also else ""
        return f"<Answer {self.query!r}: {len(self.hits) - self.also} of {self.total:,} hits{lacking}>"

    def to_dict(self) -> JsonObject:
        """The object of `search --json`.

        `reading` is there where it was explained; `copies`, `alike` and `contained` are where there are any.
        """
        more: JsonObject = {}
        if self.results.reading is not None:
            more["reading"] = self.results.reading.to_dict()
        more.update((key, ids) for key in ("copies", "alike", "contained") if (ids := getattr(self, key)))
        found: JsonObject = plain(
            {
                "version": VERSION,
                "query": self.query,
                "interpreted": self.interpreted,
                "rescue": self.rescue,
                "total": self.total,
                "also": self.also,
                "took_ms": round(self.took_ms, 3),
                "hits": [hit._object() for hit in self.hits],
                "facets": self.facets,
                "suggestion": self.suggestion,
                "notes": self.notes,
                **more,
            }
        )
        return found


class Facets(Struct, frozen=True):
    """How often each value of some fields stands among the matches of a query: an answer without hits.

    `facets["place"]` are the counts of a field.
    """

    answer: Answer

    @property
    def total(self) -> int:
        """How many articles (or sections, where those are counted) match."""
        return self.answer.total

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that were counted, in the order asked for."""
        return tuple(self.answer.facets)

    def __getitem__(self, field: str) -> tuple[FacetCount, ...]:
        return self.answer.facets[field]

    def __repr__(self) -> str:
        return f"<Facets {self.answer.query!r}: {', '.join(self.fields)} of {self.total:,} matches>"

    def to_dict(self) -> JsonObject:
        """The object of `facets --json`: that of a search without `hits` and `also`."""
        return {key: value for key, value in self.answer.to_dict().items() if key not in ("hits", "also")}


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
    """An article, whole (or of a section's id, that section alone): its metadata, and its sections in page order.

    Its fields are the keys of its object. `extra` are the further keys of a record; `aside` says that it is running
    heads, page numbers and the like. `lines` are the first and the last line of its source that it was read from, its
    title among them.
    """

    id: str
    title: str | None
    title_highlights: tuple[tuple[int, int], ...]
    byline: str | None
    authors: tuple[str, ...]
    date: str | None
    publication: str | None
    edition: str | None
    column: str | None
    places: tuple[str, ...]
    url: str | None
    record_id: str | None
    extra: Mapping[str, tuple[str, ...]]
    aside: bool
    source: SourcePlace
    lines: tuple[int, int]
    sections: tuple[SectionText, ...]

    @property
    def text(self) -> str:
        """The text of all sections, a paragraph, subhead or caption a line; the title is not in it."""
        return "\n".join(block.text for section in self.sections for block in section.blocks)

    def __repr__(self) -> str:
        return f"<ArticleText {self.id}: {self.title or self.text[:20]!r}>"

    def to_dict(self) -> JsonObject:
        """The object of `show --json`."""
        return json_object(self)
