"""Archived text made safe and measured for a terminal: control characters shown, East Asian widths."""

from __future__ import annotations

import re
from functools import lru_cache

# What moves a cursor, rings, recolours, reorders or hides: C0, DEL, C1, line and paragraph separators,
# zero-width characters, the bidirectional marks, embeddings, overrides and isolates, the byte order mark,
# interlinear annotation marks, tag characters and lone surrogates.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


_STRAY_BYTES = re.compile("[\udc80-\udcff]+")


def visible(text: str) -> str:
    """The text in one line with nothing left that a terminal would obey.

    Line breaks and tabs become blanks, C0 and DEL their control pictures (ESC is ␛), the rest ⟦U+202E⟧.
    """
    return UNSAFE.sub(_picture, readable(text)) if UNSAFE.search(text) else text


def readable(text: str) -> str:
    """An argument or file name as Unicode, also in a locale that is not UTF-8 (PEP 383); stray bytes stay."""
    return _STRAY_BYTES.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    raw = match.group().encode("ascii", "surrogateescape")
    return raw.decode("utf-8", "surrogateescape")


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code in (0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029):
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟦U+{code:04X}⟧"


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    from rich.cells import cell_len

    return cell_len(character)


def width_of(text: str) -> int:
    """How many terminal columns the text takes: two for a Chinese character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fit(text: str, columns: int) -> str:
    """The longest beginning of the text that takes at most `columns` columns."""
    taken = 0
    for index, character in enumerate(text):
        taken += _cells(character)
        if taken > columns:
            return text[:index]
    return text


def pad(text: str, columns: int) -> str:
    """The text with blanks after it up to `columns` columns; longer text is left as it is."""
    return text + " " * (columns - width_of(text))


def lead(text: str, columns: int) -> str:
    """The text with blanks before it up to `columns` columns; longer text is left as it is."""
    return " " * (columns - width_of(text)) + text


def shorten(text: str, columns: int) -> str:
    """The text, or its beginning and … where it takes more than `columns` columns."""
    return text if width_of(text) <= columns else fit(text, columns - 1) + "…"


def words_in_lines(text: str, columns: int, *, rest: str = "  ") -> list[str]:
    """The text in lines of at most `columns` columns that end at blanks, with `rest` before all but the first.

    A word that takes more columns has a line to itself.
    """
    first, *others = text.split(" ")
    lines = [first]
    for word in others:
        longer = f"{lines[-1]} {word}"
        if width_of(longer) <= columns:
            lines[-1] = longer
        else:
            lines.append(rest + word)
    return lines
