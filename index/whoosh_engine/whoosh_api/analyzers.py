"""The analyzer: text folded and cut by jieba in search mode, for the fields of an index and for any schema of Whoosh's.

Nothing of a text is dropped but what is no word in any language: blanks and punctuation. Positions count what is cut,
punctuation too, so that words on both sides of a full stop are no phrase; blanks alone count for nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer

from baosou.corpus.folding import Folded, fold
from baosou.index.analysis.tokenizer import bulk_cutter, cutter_for

_NO_WORD = ("P", "Z", "C")
"""Categories of characters that make no word: punctuation, separators, control characters."""


class Cut(Struct, frozen=True):
    """A piece of folded text as it is cut: the characters [start, end), and which of the pieces it is, from 0."""

    text: str
    start: int
    end: int
    position: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word, a number or a sign, and no punctuation."""
        return is_word(self.text)


def is_word(text: str) -> bool:
    """Whether any character of a text is a letter, a digit, an ideograph or a sign that is no punctuation."""
    return text.isalnum() or any(unicodedata.category(character)[0] not in _NO_WORD for character in text)


def cuts(folded: str, *, many: bool = False) -> list[Cut]:
    """A folded text as jieba cuts it in search mode, shorter words before the longer one that holds them; no blanks.

    For `many` texts the cutter is taken that is fast after it has loaded.
    """
    found: list[Cut] = []
    cutter = bulk_cutter() if many else cutter_for(folded)
    for text, start, end in cutter.tokenize(folded):
        if not text.isspace() or "\n" in text:
            found.append(Cut(text, start, end, len(found)))
    return found


class ChineseAnalyzer(Tokenizer):
    """Cuts as the fields of an index are cut; `baosou.index.ChineseAnalyzer()` works in any schema.

    The words are those of jieba's search mode without its hidden Markov model, of folded text (traditional characters
    as simplified ones, full width as half width, no letter case), one-character words, numbers and Latin words
    included. It keeps nothing, so it can be pickled with a schema, and joined to filters with |.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        """The words of a text; Whoosh asks for positions and characters [startchar, endchar) of the text as given."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **options)
        folded = fold(value)
        whole = [Cut(folded.text, 0, len(folded.text), 0)]
        pieces = cuts(folded.text, many=mode == "index") if tokenize else whole
        for piece in pieces:
            if tokenize and not piece.is_word:
                continue
            token.text, token.boost, token.stopped = piece.text, 1.0, False
            start, end = _origin(folded, piece, value)
            if keeporiginal:
                token.original = value[start:end]  # type: ignore[attr-defined]
            if positions:
                token.pos = start_pos + piece.position
            if chars:
                token.startchar, token.endchar = start_char + start, start_char + end
            yield token


def _origin(folded: Folded, piece: Cut, value: str) -> tuple[int, int]:
    """The characters of the text as given that a piece stands for."""
    return folded.origin(piece.start, piece.end) if piece.end > piece.start else (0, len(value))
