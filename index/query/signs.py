"""The signs of the query language: what a character means outside quotation marks, and where these open and close."""

from __future__ import annotations

import unicodedata

from msgspec import Struct

OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "与": "AND", "或": "OR", "非": "NOT"}
"""What joins and excludes parts where it stands alone, with what it means."""

PARTS = '()[]{}<>|;!"“「『'
"""Signs that never stand within an unquoted word."""

_WITHIN_WORDS = "·・‧•‘’”」』‰"
"""Punctuation beyond ASCII that may stand within a word: 列夫·托尔斯泰, Xi’an, and a stray closing quote."""

NOT_FIRST = "+-.,'&=/_~" + _WITHIN_WORDS
NOT_LAST = "-.,'&=/_" + _WITHIN_WORDS
"""Signs within words that are dropped at a word's edge; C++ keeps its last."""


def ascii_form(character: str) -> str:
    """The ASCII form of a full-width sign; any other character itself."""
    return chr(ord(character) - 0xFEE0) if "\uff01" <= character <= "\uff5e" else character


def half_width(text: str) -> str:
    """The text with every full-width sign in its ASCII form."""
    return "".join(map(ascii_form, text))


def separates(character: str) -> bool:
    """Whether a character beyond the syntax's own parts words: a blank, a control, punctuation."""
    if character.isspace() or character == "？":
        return True
    if ascii_form(character) < "\x7f" or character in PARTS:
        return character < " "
    category = unicodedata.category(character)
    return category == "Cc" or (category[0] == "P" and character not in _WITHIN_WORDS)


def says_something(text: str) -> bool:
    """Whether there is a letter, a digit or a symbol such as ℃ in it."""
    return any(c.isalnum() or (c > "\x7f" and unicodedata.category(c)[0] == "S") for c in text)


class Sign(Struct, frozen=True):
    """One character of a word; an escaped one is text whatever it is."""

    character: str
    escaped: bool = False

    def is_one_of(self, signs: str) -> bool:
        """Whether it is, in its ASCII form and not escaped, one of the signs."""
        return not self.escaped and ascii_form(self.character) in signs


def trimmed(signs: list[Sign]) -> list[Sign]:
    """The signs without punctuation at the edges, and without the question mark that ends Chinese text."""
    first, last = 0, len(signs)
    while first < last and signs[first].is_one_of(NOT_FIRST):
        first += 1
    while last > first:
        asked = last
        while asked > first and signs[asked - 1].is_one_of("?"):
            asked -= 1
        if asked < last and asked > first and signs[asked - 1].character > "\x7f":
            last = asked
        elif signs[last - 1].is_one_of(NOT_LAST):
            last -= 1
        else:
            break
    return signs[first:last]


CLOSING = {'"': '"', "“": "”", "「": "」", "『": "』"}
"""The quotation marks that open a phrase, with those that close it."""

_ESCAPABLE = '\\"＂“”「」『』'


def opens(query: str, at: int) -> bool:
    """Whether a phrase opens at a character.

    A mark that only Chinese text has opens nothing where none closes it: headlines are pasted cut off (起“村潮)
    or with their marks the wrong way round (”角瓜“).
    """
    mark = ascii_form(query[at]) if at < len(query) else ""
    return mark in CLOSING and (mark == '"' or _closing(query, at) is not None)


def unquoted(query: str, at: int) -> tuple[str, int] | None:
    """The text within the marks that open at a character, and where it goes on after them; None if unclosed.

    A backslash escapes a quotation mark or a backslash.
    """
    closing = _closing(query, at)
    characters: list[str] = []
    at += 1
    while at < len(query):
        character, following = query[at], query[at + 1 : at + 2]
        if character == "\\" and following and following in _ESCAPABLE:
            characters.append(following)
            at += 2
            continue
        at += 1
        if ascii_form(character) == closing:
            return "".join(characters), at
        characters.append(character)
    return None


def quoted(text: str) -> str:
    """The text between ASCII quotation marks."""
    return '"' + "".join("\\" + c if c in '\\"＂' else c for c in text) + '"'


def _closing(query: str, at: int) -> str | None:
    """The mark that closes what opens here; an input method may have left “…" or "…” behind."""
    closing = CLOSING[ascii_form(query[at])]
    for mark in (closing, {'"': "”", "”": '"'}.get(closing, closing)):
        if any(query.find(form, at + 1) >= 0 for form in ('"＂' if mark == '"' else mark)):
            return mark
    return None
