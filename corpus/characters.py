"""Sets of characters that several rooms ask for, each with why it is that one, and text as UTF-8.

None of the sets of ideographs but `is_any_han` holds those beyond the basic plane (U+20000 on): they are two units of
UTF-16 each, in which an index keeps its text, jieba's dictionary has no word with them, and expressions over all planes
take milliseconds of each start to compile. One that a text has is found as a sign is, by itself and not within words.
"""

from __future__ import annotations

FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"
"""The first and the last ideograph of the basic plane. A letter that is greater than the first is, in what newspapers
print, an ideograph, so that one comparison tells."""

HAN = f"{FIRST_HAN}-{LAST_HAN}"
"""For the inside of a class of an expression: all ideographs of the basic plane (extension A, the unified block, and 64
signs between them that no newspaper prints), of which words and names are written."""

HAN_CODES = range(ord(FIRST_HAN), ord(LAST_HAN) + 1)
"""The same, as code points."""

FIRST_COMMON = "\u4e00"
HAN_COMMON = f"{FIRST_COMMON}-{LAST_HAN}"
"""The unified block alone, for patterns that say what is a word on a page: what a page has of extension A is mostly a
character misread, and is no evidence for anything."""

LAST_OF_JIEBA = "\u9fd5"
"""jieba's own expression ends here, and it parts a text at what comes after."""

ZERO = "〇"
"""An ideograph to every reader, and a sign to Unicode: it stands among them where words and numbers are listed."""

WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60"
"""What is as wide as an ideograph (radicals, kana, Chinese punctuation, full-width signs): between two of them a line's
end is no blank."""

DIGITS = f"{ZERO}一二三四五六七八九"
NUMERALS = f"{DIGITS}○◯零两十百千"
"""The characters of numbers below ten thousand."""

SCALES = "万亿"
NUMBER_SIGNS = f"0123456789{NUMERALS}{SCALES}"
"""What a number is written with: one that touches another of them is not the whole number."""

_ANY_NUMBER = frozenset(NUMBER_SIGNS)

DOUBLE_QUOTES = '“”"〝〞「」『』'
SINGLE_QUOTES = "‘’"
QUOTES = DOUBLE_QUOTES + SINGLE_QUOTES
"""The quotation marks of folded text: they part no word, and within their kind one stands for another."""


def is_ideograph(unit: int) -> bool:
    """Whether a unit of UTF-16 can be part of a dictionary word that is listed (see `index.analysis.trie`)."""
    return HAN_CODES.start <= unit < HAN_CODES.stop or unit == ord(ZERO)


def is_ideographic(text: str) -> bool:
    """Whether all characters of a text can be."""
    return all(FIRST_HAN <= character <= LAST_HAN or character == ZERO for character in text)


def is_any_han(character: str) -> bool:
    """Whether it is an ideograph of any plane: people's names have the rarest."""
    return (
        FIRST_COMMON <= character <= LAST_HAN
        or FIRST_HAN <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def has_numbers(text: str) -> bool:
    """Whether a folded text holds any sign that numbers are written with."""
    return not _ANY_NUMBER.isdisjoint(text)


def utf8_of(text: str) -> bytes:
    """A text as it is stored; half a character, which JSON may hold, is stored too."""
    return text.encode("utf-8", "surrogatepass")


def text_of_utf8(data: bytes) -> str:
    """The text that `utf8_of` stored."""
    return data.decode("utf-8", "surrogatepass")
