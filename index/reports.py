"""What a check of an index found: the values that it gives."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict

from baosou.index.results import VERSION, JsonObject, plain


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
