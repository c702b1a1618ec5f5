"""The errors of the corpus side.

BaosouError                 anything a user can be told in one line
└── SourceError             a source that cannot be read; recorded, and the others go on
"""

from __future__ import annotations

from typing import ClassVar


class BaosouError(Exception):
    """Base of all errors that are shown to the user as one line instead of a traceback.

    `kind` is what programs tell errors apart by: "input", or what a subclass says (see `index.errors`).
    """

    kind: ClassVar[str] = "input"


class SourceError(BaosouError):
    """A file that cannot be read as text or records; the message is the reason, without the path."""
