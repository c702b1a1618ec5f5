"""A word that may be meant, and where only the shell knows the words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Candidate(Struct, frozen=True):
    """What a word may be, and what that is; `open` where more of the same word may follow."""

    text: str
    about: str = ""
    open: bool = False


class Files(Struct, frozen=True):
    """The word is the name of a file, or of a folder, which the shell completes itself."""

    folders: bool = False


Found = Sequence[Candidate] | Files
