"""The errors of the corpus side, and the words in which users are told anything.

BaosouError                 anything a user can be told in one line
└── SourceError             a source that cannot be read; recorded, and the others go on
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

_words: list[Callable[[str], str]] = []
"""How a sentence is said in the language that this process speaks; nothing for English."""


def speak(words: Callable[[str], str] | None) -> None:
    """Say all that follows in the words that a sentence is turned to; None is English, as sentences stand in the code.

    It is said of a process as a whole, as a locale is, and by whoever runs it: nothing here knows of languages.
    """
    _words[:] = [] if words is None else [words]


def worded(sentence: str, /, **values: object) -> str:
    """What a user is told: a sentence, in the language that is spoken, with values in the places {named} in it."""
    for words in _words:
        sentence = words(sentence)
    return sentence.format(**values) if values else sentence


def and_more(named: str, more: int) -> str:
    """Things that are named, and how many more there are, if there are any."""
    return worded("{named} and {more:,} more", named=named, more=more) if more > 0 else named


def system_reason(error: OSError) -> str:
    """Why the system did not do what was asked of it, in its own words."""
    return worded(error.strerror or str(error))


class BaosouError(Exception):
    """Base of all errors that are shown to the user as one line instead of a traceback.

    `kind` is what programs tell errors apart by: "input", or what a subclass says (see `index.errors`).
    """

    kind: ClassVar[str] = "input"


class SourceError(BaosouError):
    """A file that cannot be read as text or records; the message is the reason, without the path."""
