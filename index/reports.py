"""What is told of an index beside answers: what is in it, what changed it, what a check found, the user's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import asdict

from baosou.index.results import VERSION, JsonObject, json_object, plain


class Unread(Struct, frozen=True, omit_defaults=True):
    """A source (or one record of it, at `line`) that could not be indexed, and why.

    Its object has the key `line` only where that is known.
    """

    path: str
    reason: str
    line: int | None = None


class EndingCount(Struct, frozen=True):
    """How many files of one ending were read, and the articles that were found in them."""

    files: int
    articles: int


class AddSummary(Struct, frozen=True):
    """What `add` or `remove` did; sources are counted, articles and sections are those written now.

    Running heads, page numbers and the like are no articles, here as in `Status`. `skipped` are the files of folders
    that nothing can read, by their endings ("" for those without one), and `endings` those that were read.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Unread, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Unread, ...] = ()
    articles: int = 0
    sections: int = 0
    endings: Mapping[str, EndingCount] = field(default_factory=dict)
    seconds: float = 0.0
    dry_run: bool = False

    def to_dict(self) -> JsonObject:
        """The object of `add --json` and `remove --json`."""
        return json_object(self, seconds=round(self.seconds, 3))


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

    def to_dict(self) -> JsonObject:
        """The object of `optimize --json`."""
        return json_object(self, seconds=round(self.seconds, 3))


class EnrichSummary(Struct, frozen=True):
    """What a search for names did: in how many articles it looked, and how many people and organisations there are now.

    Those are counted that are shown where nobody asks for all. The fields are the keys of `enrich --json`.
    """

    articles: int
    people: int
    organisations: int
    seconds: float
    dry_run: bool = False

    def to_dict(self) -> JsonObject:
        """The object of `enrich --json`."""
        return json_object(self, seconds=round(self.seconds, 3))


class WordsSummary(Struct, frozen=True):
    """What a change of the user's words did: the words added (or removed), and those that were so already."""

    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    warnings: tuple[Unread, ...] = ()
    dry_run: bool = False


class WordCount(Struct, frozen=True):
    """A user's word, the frequency given with it, and in how many sections and articles it stands.

    Where that was not counted it is None, and in its object there are no such keys.
    """

    word: str
    frequency: int | None
    sections: int | None = None
    articles: int | None = None

    def to_dict(self) -> JsonObject:
        """One of the `words` of a list or a change of them."""
        return {key: value for key, value in asdict(self).items() if key == "frequency" or value is not None}


class Status(Struct, frozen=True):
    """What is in an index; `bytes` is its size on disk, `characters` the length of all text.

    Articles and sections are counted as by `add`: running heads, page numbers and the like are no articles.
    `generation` counts the changes that the index has seen. `unenriched` is how many articles were not searched for
    names since they were added; None where none ever was.
    """

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
    generation: int
    unenriched: int | None = None

    def to_dict(self) -> JsonObject:
        """The object of `status --json`."""
        return json_object(self)


class CheckProgress(Struct, frozen=True):
    """How far a check has come: bytes read of all, and what is being read."""

    done: int
    total: int
    told: str


class Finding(Struct, frozen=True):
    """Something that is not as it should be: the file it is in, and what is wrong there.

    `kind` is index (a file of the index), source (a file that was indexed) or counts (a text that the index counts
    otherwise than its texts do).
    """

    kind: str
    path: str
    reason: str


class CheckReport(Struct, frozen=True):
    """All findings, and how much was looked at: files and bytes of the index, sources, and texts that were counted."""

    findings: tuple[Finding, ...]
    files: int
    bytes: int
    sources: int
    counted: int
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether all is as it was written."""
        return not self.findings

    def to_dict(self) -> JsonObject:
        """The object of `check --json`."""
        found: JsonObject = plain({"version": VERSION, "ok": self.ok, **asdict(self)})
        return found


class WordList(Struct, frozen=True):
    """The user's words with where they stand, and the synonyms as they were given."""

    words: tuple[WordCount, ...]
    synonyms: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[WordCount]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def to_dict(self) -> JsonObject:
        """The object of `dict list --json`."""
        return json_object(self, words=[word.to_dict() for word in self.words])


class WordChange(Struct, frozen=True):
    """The words that were added (or removed), those that were so already, and lines of a file that hold no word."""

    words: tuple[WordCount, ...]
    unchanged: tuple[str, ...] = ()
    warnings: tuple[Unread, ...] = ()
    dry_run: bool = False

    def to_dict(self) -> JsonObject:
        """The object of `dict add --json` and `dict remove --json`."""
        found = json_object(self, words=[word.to_dict() for word in self.words])
        return {key: value for key, value in found.items() if key != "dry_run"}
