"""The words near an occurrence: so many on each side, of its own sentence, cut by the dictionary.

The text between two occurrences that are near to each other is one window of both, so that no word counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from baosou.corpus.characters import QUOTES
from baosou.index.analysis.analyzer import is_word
from baosou.index.analysis.tokenizer import bulk_cutter
from baosou.index.concordances import Stretch

_ENDS = "。！？!?\n"
_QUOTES = str.maketrans("", "", QUOTES)

_A_WORD, _TORN = 4, 8


def reach_of(window: int) -> int:
    """How many characters hold a window of so many words, with room for a word that is torn at the edge."""
    return _A_WORD * window + _TORN


class Side(Enum):
    """Where a window lies from what was sought: before it, after it, or between two of them."""

    LEFT = "left"
    RIGHT = "right"
    BETWEEN = "between"


class Window(Struct, frozen=True):
    """The text of a window, without quotation marks, and its words; joined they are the text."""

    side: Side
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text of the window."""
        return "".join(self.words)


class _Piece(Struct, frozen=True):
    """Text beside an occurrence, or between two; `torn` says that its far edge may lie within a word."""

    side: Side
    text: str
    torn: bool = False


def windows(stretches: Iterable[Stretch], size: int) -> Iterator[Window]:
    """The windows of `size` words on each side of the occurrences in some stretches of text."""
    pieces = [piece for stretch in stretches for piece in _pieces(stretch)]
    for piece, words in zip(pieces, _cut(pieces), strict=True):
        yield from _near(piece, words, size)


def _pieces(stretch: Stretch) -> Iterator[_Piece]:
    """The text beside each occurrence as far as its sentence goes."""
    done = 0
    for number, (start, end) in enumerate(stretch.places):
        gap = stretch.text[done:start]
        first, last = _sentence_ends(gap)
        if number == 0:
            yield _Piece(Side.LEFT, gap[last:], not last and not stretch.begins)
        elif last:
            yield _Piece(Side.RIGHT, gap[:first])
            yield _Piece(Side.LEFT, gap[last:])
        else:
            yield _Piece(Side.BETWEEN, gap)
        done = end
    gap = stretch.text[done:]
    first, last = _sentence_ends(gap)
    yield _Piece(Side.RIGHT, gap[:first], not last and not stretch.ends)


def _sentence_ends(text: str) -> tuple[int, int]:
    """Where the first sentence ends and where the last one begins: the length of the text, and 0, where none ends."""
    found = [at for at in map(text.find, _ENDS) if at >= 0]
    return (min(found), max(map(text.rfind, _ENDS)) + 1) if found else (len(text), 0)


def _cut(pieces: Sequence[_Piece]) -> Iterator[list[str]]:
    """The words of each piece; all are cut together, for to begin takes most of the time."""
    joined = "\n".join([piece.text.translate(_QUOTES).replace("\r", " ") for piece in pieces])
    words: list[str] = []
    for word in bulk_cutter().plain(joined):
        if word == "\n":
            yield words
            words = []
        else:
            words.append(word)
    if pieces:
        yield words


def _near(piece: _Piece, words: list[str], size: int) -> Iterator[Window]:
    if piece.torn:
        words = words[1:] if piece.side is Side.LEFT else words[:-1]
    after, before = _first(words, size), len(words) - _first(words[::-1], size)
    match piece.side:
        case Side.LEFT:
            yield Window(Side.LEFT, tuple(words[before:]))
        case Side.RIGHT:
            yield Window(Side.RIGHT, tuple(words[:after]))
        case Side.BETWEEN if after >= before:
            yield Window(Side.BETWEEN, tuple(words))
        case Side.BETWEEN:
            yield Window(Side.RIGHT, tuple(words[:after]))
            yield Window(Side.LEFT, tuple(words[before:]))


def _first(words: Sequence[str], size: int) -> int:
    """How many of the pieces hold the first so many words; punctuation and blanks are none."""
    seen = 0
    for number, word in enumerate(words):
        if is_word(word):
            seen += 1
            if seen > size:
                return number
    return len(words)
