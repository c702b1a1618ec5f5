"""Every place where a query stands, with the text around it, and the words beside it: what is asked, and answers.

The occurrences are those of the articles that match the whole query, of the parts of it that speak for a match: where
several lie one upon another the longest is taken, of equal ones the first. Near words are one occurrence, from the
first of them to the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import asdict

from baosou.index.results import Answer, JsonObject, SourcePlace, plain

Order = Literal["source", "date", "left", "right", "random"]
Score = Literal["ll", "logdice"]

ORDERS: tuple[Order, ...] = ("source", "date", "left", "right", "random")
SCORES: tuple[Score, ...] = ("ll", "logdice")

SEED = 1
"""What is drawn without a seed is the same each time, so that a sample can be quoted."""


class Drawn(Struct, frozen=True):
    """So many of all occurrences by chance, or (None) all; a smaller sample of a seed is part of a larger one."""

    sample: int | None = None
    seed: int = SEED


class Contexts(Struct, frozen=True):
    """Which occurrences are wanted, and how: drawn first, then sorted, then the first `limit` of them.

    `before` and `after` are how many characters around an occurrence are given. The text goes on from one section of
    an article's body into the next; a title and a byline end where they end.
    """

    drawn: Drawn = Drawn()
    sort: Order = "source"
    limit: int = 100
    before: int = 40
    after: int = 40


class Words(Struct, frozen=True):
    """Which words beside occurrences are wanted: within `window` words, those that stand there `least` times or more.

    They have at least so many `characters`; the first `limit` by their `score` are given.
    """

    window: int = 5
    score: Score = "ll"
    least: int = 5
    characters: int = 2
    limit: int = 100


class Occurrence(Struct, frozen=True):
    """One place where what was sought stands, with what stands before and after it.

    `source` is where it stands itself; `field` is title, byline or body. `\\n` is the end of a paragraph.
    """

    id: str
    section: str
    field: str
    left: str
    match: str
    right: str
    title: str | None
    date: str | None
    source: SourcePlace

    def to_dict(self) -> JsonObject:
        """The line of `kwic --format jsonl`."""
        found: JsonObject = plain(self)
        return found


class Occurrences(Struct, frozen=True):
    """What an engine found: how many occurrences there are at all, in how many articles, and those that are wanted.

    These are read as they are walked through, as often as that is done, also after the engine was closed.
    """

    total: int
    articles: int
    drawn: int
    lines: Iterable[Occurrence] = ()


class Stretch(Struct, frozen=True):
    """Folded text of one passage of the archive with the occurrences [start, end) in it, ascending and disjoint.

    `begins` and `ends` say whether its text (a title, a byline, a section) does so there, or goes on.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    begins: bool
    ends: bool


class Surroundings(Struct, frozen=True):
    """The text around the drawn occurrences, each character of the archive once, and how much text there is at all."""

    total: int
    articles: int
    drawn: int
    characters: int
    stretches: tuple[Stretch, ...] = ()


class Concordance(Struct, frozen=True):
    """Every occurrence of what matches a query, or the wanted ones: to walk through it is to walk through its lines.

    `total` is how many there are, `articles` in how many articles, `drawn` how many of them a sample has.
    """

    answer: Answer
    found: Occurrences

    @property
    def total(self) -> int:
        """How many occurrences there are, whatever is drawn and shown of them."""
        return self.found.total

    @property
    def articles(self) -> int:
        """In how many articles they stand."""
        return self.found.articles

    @property
    def drawn(self) -> int:
        """How many of them were drawn: all of them where no sample was asked for."""
        return self.found.drawn

    def __iter__(self) -> Iterator[Occurrence]:
        return iter(self.found.lines)

    def __repr__(self) -> str:
        return f"<Concordance {self.answer.query!r}: {self.total:,} occurrences in {self.articles:,} articles>"

    def head(self) -> JsonObject:
        """The object of `kwic --json` without its lines, which may be too many to be held together."""
        return {
            "version": 1,
            "query": self.answer.query,
            "interpreted": self.answer.interpreted,
            "total": self.total,
            "articles": self.articles,
            "drawn": self.drawn,
        }

    def to_dict(self) -> JsonObject:
        """The object of `kwic --json`."""
        return {**self.head(), "lines": [line.to_dict() for line in self]}


class Collocate(Struct, frozen=True):
    """A word beside what was sought: how often near it, on its left and right, and in the whole archive.

    `ll` is the log-likelihood G² (negative for what is rarer there than elsewhere), `log_dice` 14 + log2 of the Dice
    coefficient.
    """

    word: str
    near: int
    left: int
    right: int
    in_all: int
    ll: float
    log_dice: float


class Collocates(Struct, frozen=True):
    """The words that stand beside what a query finds oftener than by chance, the most telling first."""

    answer: Answer
    total: int
    articles: int
    drawn: int
    window: int
    score: Score
    words: tuple[Collocate, ...] = field(default=())

    def __iter__(self) -> Iterator[Collocate]:
        return iter(self.words)

    def __repr__(self) -> str:
        return f"<Collocates of {self.answer.query!r}: {', '.join(each.word for each in self.words[:5])} …>"

    def to_dict(self) -> JsonObject:
        """The object of `kwic --collocates --json`."""
        found: JsonObject = plain(
            {
                "version": 1,
                "query": self.answer.query,
                "interpreted": self.answer.interpreted,
                "total": self.total,
                "articles": self.articles,
                "drawn": self.drawn,
                "window": self.window,
                "score": self.score,
                "words": [asdict(each) for each in self.words],
            }
        )
        return found


class Sample(Struct, frozen=True):
    """The folded texts of some of an index's articles, and how many articles it has."""

    texts: tuple[str, ...]
    articles: int
