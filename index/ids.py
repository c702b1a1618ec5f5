"""How ids are written and read: the first characters of sixteen, and a section's number after a point.

The first of them is a letter from g on (g for 0), the others are hexadecimal digits: no reader of tables takes one for
a number, as it would 12345678 or 1e234567.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from baosou.corpus.errors import and_more, worded
from baosou.index.errors import UnknownId

DIGITS = 16
SHOWN = (8, 12, DIGITS)
"""How many characters of an id may be shown: the fewest of these that no other article shares."""

LETTERS = "ghijklmnopqrstuv"
"""What an id begins with, by its first four bits."""

_FORM = re.compile(rf"([g-z])([0-9a-f]{{0,{DIGITS - 1}}})(?:\.([1-9][0-9]{{0,6}}))?")
NAMED = 5
"""Of so many articles that an id may mean the ids are told."""


class AskedId(Struct, frozen=True):
    """The ids `first` to `last` that begin as was typed, and the number of the section (from 1), if one is meant."""

    typed: str
    first: int
    last: int
    section: int | None

    def none(self) -> UnknownId:
        """The error where no article has it."""
        return UnknownId(worded("{typed}: no article has this id", typed=self.typed))

    def several(self, ids: Sequence[str], count: int) -> UnknownId:
        """The error where so many articles have it; the ids are the first NAMED, as they are shown."""
        named = and_more(", ".join(ids), count - len(ids))
        told = worded("{typed}: several articles have ids that begin so: {ids}", typed=self.typed, ids=named)
        return UnknownId(told, ids=ids if len(ids) == count else ())

    def require(self, sections: int) -> None:
        """Raise UnknownId where the article has no such section."""
        if self.section is not None and self.section > sections:
            told = (
                "{typed}: the article has 1 section"
                if sections == 1
                else "{typed}: the article has {sections} sections"
            )
            raise UnknownId(worded(told, typed=self.typed, sections=sections))


def asked_id(typed: str) -> AskedId:
    """The id that was typed, or the beginning of one; raises UnknownId for what is none."""
    if not typed.strip():
        raise UnknownId(worded("an id is missing"))
    form = _FORM.fullmatch(typed.strip().lower())
    if form is None:
        raise UnknownId(worded("{typed}: an id looks like k3fa9c1d, or k3fa9c1d.2 for a section", typed=typed))
    if form[1] not in LETTERS:
        raise UnknownId(worded("{typed}: no article has this id", typed=typed))
    digits = f"{LETTERS.index(form[1]):x}{form[2]}"
    first, last = (int(digits.ljust(DIGITS, digit), 16) for digit in "0f")
    return AskedId(typed, first, last, int(form[3]) if form[3] else None)


def shown_id(id: int, digits: int = SHOWN[0]) -> str:
    """The first characters of an article's id."""
    first, rest = divmod(id, 1 << 60)
    return f"{LETTERS[first]}{rest:015x}"[:digits]


def section_id(article: str, number: int) -> str:
    """The id of the section with a number (from 1) of an article."""
    return f"{article}.{number}"
