"""A tagger for tests: it knows some names, and counts the texts that it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baosou.index.names.tags import Kind, Tag

PERSON, ORG, PLACE = Kind.PERSON, Kind.ORG, Kind.PLACE


class Marking:
    """Tags every place where a known string stands, the longest first; `seen` are the texts that it has read."""

    def __init__(
        self, known: Mapping[str, Kind], *, version: str = "marking 1", fails_after: int | None = None
    ) -> None:
        self.version = version
        self._known = sorted(known.items(), key=lambda item: -len(item[0]))
        self._fails_after = fails_after
        self.seen: list[str] = []

    def tagged(self, texts: Sequence[str]) -> list[list[Tag]]:
        """See `Tagger.tagged`; as many texts as it may read are read, then it is as if somebody stopped it."""
        found = []
        for text in texts:
            if self._fails_after is not None and len(self.seen) >= self._fails_after:
                raise KeyboardInterrupt
            self.seen.append(text)
            found.append(list(self._tags(text)))
        return found

    def _tags(self, text: str) -> list[Tag]:
        tags, at = [], 0
        while at < len(text):
            name, kind = next(
                ((name, kind) for name, kind in self._known if text.startswith(name, at)), (text[at], None)
            )
            if kind is not None:
                tags.append(Tag(name, kind))
            at += len(name)
        return tags
