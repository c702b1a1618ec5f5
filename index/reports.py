"""What is told of an index beside answers: what a check of it found, and the user's words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict

from baosou.index.results import VERSION, JsonObject, Unread, WordCount, json_object, plain


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
