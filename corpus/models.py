"""The values that everything else speaks of: spans, passages, articles and sections."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

READING = 3
"""What readers make of sources: raised with whatever moves the lines and characters that spans count, or makes other
articles of a page. An index that was made by another reading is made anew."""


class Span(Struct, frozen=True, gc=False):
    """A run of characters copied from a source into a passage.

    `at` is where the run begins in the passage's text; `line` (from 1) and the characters [start, end) are
    where it stands in the decoded source, counted after any byte order mark. In a record (JSON Lines, CSV)
    `line` is the record's line in the file and start and end count within the record's own value.
    """

    at: int
    line: int
    start: int
    end: int


class Passage(Struct, frozen=True, gc=False):
    """Text with where it came from.

    Every span's characters stand verbatim in `text` from `span.at`; spans ascend and do not overlap. Between
    two spans `text` holds at most one space that the source does not have (a joined break in Latin text).
    """

    text: str
    spans: tuple[Span, ...]


class Region(Struct, frozen=True, gc=False):
    """Where a line of the text that the reader gives is printed: the page from 1, and the box in points.

    `box` is left, bottom, right and top, from the foot of the page, as in PDF.
    """

    line: int
    page: int
    box: tuple[float, float, float, float]


class Kind(Enum):
    """What a block of an article's text is."""

    PARAGRAPH = "paragraph"
    HEAD = "head"
    CAPTION = "caption"


class Block(Struct, frozen=True, gc=False):
    """One paragraph, subhead or caption; `truncated` says that the page ends it before its sentence ends."""

    kind: Kind
    passage: Passage
    truncated: bool = False


class Article(Struct, frozen=True, gc=False):
    """One piece of a source.

    `date` is ISO 8601 of the precision that is known: "2024", "2024-07" or "2024-07-01". `places` are paths
    from the province down, such as "浙江省/温州市/苍南县"; `countries` are foreign ones that it names. `extra` holds
    every further key of a record. `aside` marks text that belongs to no article (running heads, page numbers): kept,
    but searched only on request. `regions` say of each of its lines, ascending, where it is printed; what has no pages
    has none. `baosou_id` is the id that it had in the index that it was exported from.
    """

    blocks: tuple[Block, ...]
    title: Passage | None = None
    byline: Passage | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    publication: str | None = None
    edition: str | None = None
    column: str | None = None
    url: str | None = None
    record_id: str | None = None
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aside: bool = False
    regions: tuple[Region, ...] = ()
    baosou_id: str | None = None

    def texts(self, kind: Kind) -> list[str]:
        """The texts of the blocks of one kind, in page order."""
        return [block.passage.text for block in self.blocks if block.kind is kind]


class Page(Struct, frozen=True):
    """What segmentation found in one source: its articles, what belongs to none, and what went wrong.

    Every non-blank character of the source stands in exactly one title, byline, block or `other` passage.
    """

    articles: tuple[Article, ...]
    other: tuple[Passage, ...] = ()
    warnings: tuple[str, ...] = ()


class Section(Struct, frozen=True, gc=False):
    """The unit of retrieval: a heading with its paragraphs, or consecutive paragraphs of about 500 characters.

    `number` counts from 1 within the article. `places` are those named in this section's own text.
    """

    number: int
    blocks: tuple[Block, ...]
    places: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The blocks' texts, one a line."""
        return "\n".join([block.passage.text for block in self.blocks])
