"""Text between quotation marks: where it opens, what it holds, and how it is written."""

from __future__ import annotations

from baosou.index.query.signs import ascii_form

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
