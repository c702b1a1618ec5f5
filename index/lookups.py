"""What can be asked of an engine's own words and names, and what it answers: the material of suggestions."""

from __future__ import annotations

from msgspec import Struct

HOLE = "?"
"""In the pattern of a `Standing`: any one ideograph."""


class Beginning(Struct, frozen=True):
    """Words and names that begin with a folded text, and are longer."""

    text: str


class Sounding(Struct, frozen=True):
    """Words and names of two or more characters by their sound.

    Each syllable is any of some numbers of `index.analysis.pinyin`; `further` ones may follow.
    """

    syllables: tuple[tuple[int, ...], ...]
    further: bool = False


class OneEdit(Struct, frozen=True):
    """Words and names that a folded text becomes by changing, adding or dropping one character.

    The text is all ideographs or all letters from a to z.
    """

    text: str


class Standing(Struct, frozen=True):
    """Folded text of articles, wherever words are cut; a `?` of the pattern, if there is one, is any ideograph.

    Of text with nothing in it that can be found, none stands. The hole `heard_as` an ideograph is any other that
    sounds like it; text with a hole that stands less than `fewest` times may be left out.
    """

    pattern: str
    heard_as: str = ""
    fewest: int = 1

    @classmethod
    def of(cls, text: str) -> Standing:
        """The look-up of the text itself, whatever it holds."""
        return cls(text.replace(HOLE, "？"))  # folds to the same


class Spoken(Struct, frozen=True):
    """Text of articles by its sound, wherever words are cut: a name that no list holds.

    Each syllable is any of some numbers of `index.analysis.pinyin`, each character in any of its readings.
    """

    syllables: tuple[tuple[int, ...], ...]


Lookup = Beginning | Sounding | OneEdit | Standing | Spoken


class Known(Struct, frozen=True):
    """A folded text that an index knows.

    `count` is how often it stands in articles or how many carry it as a name (author, place, publication, column),
    whichever is more; of text with a hole that stands in very many places about how often.
    """

    text: str
    count: int


def with_hole(text: str, at: int) -> str:
    """A text with a hole in the place of one character."""
    return f"{text[:at]}{HOLE}{text[at + 1 :]}"
