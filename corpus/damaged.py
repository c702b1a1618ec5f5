"""Text out of bytes that are damaged, or in several encodings: what can be read of them, line by line.

UTF-8 tells where a character begins; GB18030, Big5 and UTF-16 do not, and one byte lost or put in parts all bytes
after it into other characters, valid for the most part. Of a line that is not valid, or looks as if that had
happened, the best way to part it is therefore looked for: each character says how much it looks like Chinese, to skip
bytes costs something, and to go over to another encoding costs more.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import cache, lru_cache

from msgspec import Struct

from baosou.corpus.plausibility import are_common, looks_odd, weight

_CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_BIG5 = ("big5", "big5hkscs", "cp950")

_SKIP, _SKIPPED_BYTE = -3.0, -0.75
"""No unlikely but assigned character (-1.5 for two bytes) is ever better skipped than read."""
_OTHER_ENCODING = -12.0
_STRAY = -0.5
_BETTER = 3.0
"""So much better must another way to part a valid line be."""
_FEW_REPLACED = 0.25
_FEWEST_FOLDED, _STILL_BROKEN = 4, 0.1
_MOST = 1_000_000
"""Bytes of one text that are looked at so closely: some seconds of work."""

_UTF8_WITHIN = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}[\xe3-\xe9\xef][\x80-\xbf]{2}")
_LINE_ENDS = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}
"""No Chinese character ends in one byte and another begins with the other byte of these."""


class Reading(Struct, frozen=True):
    """Text, and the number of places in it that are not what the encoding makes of the bytes.

    `lost` is how many bytes U+FFFD stands for.
    """

    text: str
    places: int = 0
    lost: int = 0


def read_closely(data: bytes, name: str) -> Reading:
    """What can be read of bytes that are mainly in the encoding `name`; U+FFFD stands for the rest."""
    text = strictly(data, name)
    if text is not None and not _is_doubtful(data, text, name):
        return Reading(text)
    if name not in _PARTED:
        return _replaced(data, name)
    if text is None and (unfolded := _unfolded(data, name)) is not None:
        return unfolded
    end = _LINE_ENDS.get(name, b"\n")
    left = _MOST
    readings = []
    for line in data.split(end):
        text = strictly(line, name)
        if text is not None and not _is_doubtful(line, text, name):
            readings.append(Reading(text))
            continue
        reading = _replaced(line, name)
        few = reading.places <= _FEW_REPLACED * len(reading.text)
        if len(line) <= left and not (name == "utf-8" and few):
            left -= len(line)
            reading = _parted_best(line, name, text)
        readings.append(reading)
    return Reading(
        "\n".join([reading.text for reading in readings]),
        sum(reading.places for reading in readings),
        sum(reading.lost for reading in readings),
    )


def strictly(data: bytes, name: str) -> str | None:
    """The text, where all of it is valid; 0x80 is the euro sign in GBK."""
    try:
        return data.decode(name, _EURO if name == "gb18030" else "strict")
    except UnicodeDecodeError:
        return None


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Handles the one byte of CP936 that GB18030 does not have; raises for all others."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


_EURO = "baosou.euro"
codecs.register_error(_EURO, _euro)


def by_lines(data: bytes, name: str) -> str:
    """A quick reading, with U+FFFD for what is invalid, in which no line spoils the next one."""
    if (end := _LINE_ENDS.get(name)) is None:
        return data.decode(name, "replace")
    return "\n".join([line.decode(name, "replace") for line in data.split(end)])


def _is_doubtful(data: bytes, text: str, name: str) -> bool:
    """Whether valid bytes may be another text all the same; what is valid UTF-8 is that."""
    return name in _PARTED and name != "utf-8" and (looks_odd(text) or _may_hold_utf8(data, text, name))


def _may_hold_utf8(data: bytes, text: str, name: str) -> bool:
    """Whether bytes are ideographs in UTF-8 as well, and what they are in their own encoding is not all common."""
    return any(
        not are_common(text[begun : begun + len(found[0]) // 2 + 1])
        for found in _UTF8_WITHIN.finditer(data)
        for begun in [len(data[: found.start()].decode(name, "ignore"))]
    )


def _replaced(data: bytes, name: str) -> Reading:
    text = data.decode(name, "replace")
    kept = data.decode(name, "ignore")
    places = text.count("\ufffd") - kept.count("\ufffd")
    return Reading(text, places, max(0, len(data) - len(kept.encode(name, "replace"))) if places else 0)


def _unfolded(data: bytes, name: str) -> Reading | None:
    """Text whose lines were cut after so many bytes (`fold -b`), joined again; None if that mends nothing much."""
    lines = data.split(b"\n")
    width = max(map(len, lines))
    if name in _LINE_ENDS or sum(len(line) == width for line in lines) < _FEWEST_FOLDED:
        return None
    broken = _replaced(data, name).places
    joined = b"".join([line if len(line) == width else line + b"\n" for line in lines])[:-1]
    mended = _replaced(joined, name)
    return Reading(mended.text, broken, mended.lost) if mended.places <= broken * _STILL_BROKEN else None


def _parted_best(line: bytes, name: str, valid: str | None) -> Reading:
    """The best way to part a line into characters; `valid` is its plain reading, if it has one."""
    others = [each for each in _CANDIDATES if each != name and not (each in _BIG5 and name in _BIG5)]
    parted = [_PARTED[name], *(_PARTED[each] for each in others)]
    count = len(line) + 1
    # best[k][at]: the score of the best way to `at` that ends in the k-th encoding, or skipping (the last k).
    states = len(parted) + 1
    skipping = states - 1
    best = [[-1e18] * count for _ in range(states)]
    came: list[list[tuple[int, int, str]]] = [[(0, 0, "")] * count for _ in range(states)]
    best[0][0] = 0.0
    for at in range(count - 1):
        scores = [each[at] for each in best]
        top = max(scores)
        if top == -1e18:
            continue
        first = scores.index(top)
        for state, character_at in enumerate(parted):
            found = character_at(line, at)
            if found is None:
                continue
            character, length, gain = found
            score, before = top + (_OTHER_ENCODING if state else 0.0), first
            if scores[state] >= score:
                score, before = scores[state], state
            if score + gain > best[state][at + length]:
                best[state][at + length] = score + gain
                came[state][at + length] = (before, at, character)
        if scores[skipping] >= top + _SKIP:
            score, before = scores[skipping], skipping
        else:
            score, before = top + _SKIP, first
        if score + _SKIPPED_BYTE > best[skipping][at + 1]:
            best[skipping][at + 1] = score + _SKIPPED_BYTE
            came[skipping][at + 1] = (before, at, "")
    ends = [each[-1] for each in best]
    if valid is not None and max(ends) < sum(weight(each) or 0.0 for each in valid) + _BETTER:
        return Reading(valid)
    return _told(came, ends.index(max(ends)), len(line), skipping)


def _told(came: list[list[tuple[int, int, str]]], state: int, at: int, skipping: int) -> Reading:
    """The reading that a way through the line makes, from its end."""
    characters: list[str] = []
    places = lost = 0
    while at:
        before, start, character = came[state][at]
        if state == skipping:
            lost += 1
            if before != skipping:
                characters.append("\ufffd")
                places += 1
        else:
            characters.append(character)
            places += bool(state) and before != state
        state, at = before, start
    return Reading("".join(reversed(characters)), places, lost)


_Found = tuple[str, int, float] | None


@lru_cache(maxsize=1 << 17)
def _character(data: bytes, name: str) -> _Found:
    """The one character that these bytes are, their number and its weight; None if they are none."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return (text, len(data), weight(text[0]) or 0.0) if 1 <= len(text) <= 2 else None


@cache
def _ascii(byte: int) -> _Found:
    # of the signs that may also be the second byte of a character each costs a little
    return chr(byte), 1, weight(chr(byte)) or (_STRAY if byte >= 0x40 else 0.0)


def _utf8_at(line: bytes, at: int) -> _Found:
    lead = line[at]
    if lead < 0x80:
        return _ascii(lead)
    length = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    return _character(line[at : at + length], "utf-8") if lead >= 0xC2 else None


def _gb18030_at(line: bytes, at: int) -> _Found:
    lead = line[at]
    if lead <= 0x80:
        return _ascii(lead) if lead < 0x80 else ("€", 1, -1.0)
    pair = line[at : at + 2]
    return _character(line[at : at + 4] if 0x30 <= pair[-1] <= 0x39 else pair, "gb18030")


def _double_bytes(name: str) -> Callable[[bytes, int], _Found]:
    def at_place(line: bytes, at: int) -> _Found:
        return _ascii(line[at]) if line[at] < 0x80 else _character(line[at : at + 2], name)

    return at_place


def _utf16(name: str, high: int) -> Callable[[bytes, int], _Found]:
    def at_place(line: bytes, at: int) -> _Found:
        unit = line[at : at + 2]
        surrogate = len(unit) == 2 and 0xD8 <= unit[high] < 0xDC
        return _character(line[at : at + 4] if surrogate else unit, name)

    return at_place


_PARTED: dict[str, Callable[[bytes, int], _Found]] = {
    "utf-8": _utf8_at,
    "gb18030": _gb18030_at,
    **{name: _double_bytes(name) for name in _BIG5},
    "utf-16-le": _utf16("utf-16-le", 1),
    "utf-16-be": _utf16("utf-16-be", 0),
}
"""How each encoding that can be damaged parts bytes: the character that begins at a place."""
