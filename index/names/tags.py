"""What a tagger tells of texts: strings that it takes for names, each with its kind."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

from msgspec import Struct


class Kind(IntEnum):
    """What a name is tagged as. Places are noted, for what is mostly tagged as one is no person."""

    PERSON = 0
    ORG = 1
    PLACE = 2


class Tag(Struct, frozen=True, gc=False):
    """A string of a text that is tagged as a name, as it stands there."""

    text: str
    kind: Kind


class Tagger(Protocol):
    """Tells the names in texts, for each text those that it has, again as often as they stand."""

    @property
    def version(self) -> str:
        """What tags depend on: those of another version are made anew."""

    def tagged(self, texts: Sequence[str]) -> Sequence[Sequence[Tag]]:
        """The tags of each of the texts."""
