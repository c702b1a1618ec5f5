"""The Whoosh schema of every index, and the tokenizers that say how its fields are cut.

A Whoosh document is a section. `title`, `byline` and `body` hold words (title and byline stand in the
article's first section); `title_chars`, `byline_chars` and `body_chars` hold one token a character with its
position, so that Whoosh's own Phrase finds text literally.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from baosou.corpus.folding import fold
from baosou.index.analysis.units import posted_units
from baosou.index.whoosh_engine.segment.layout import FIELD_NAMES
from baosou.index.whoosh_engine.segment_writing.inversion import words_of

CHARS = "_chars"


class WordTokenizer(Tokenizer):
    """The words of `inversion`: all dictionary words, numbers and words of alphabets; positions count tokens."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:  # noqa: D102 - see the class
        token = Token(positions=True, chars=True, mode=options.get("mode", ""))
        folded = fold(value)
        for position, (word, start, end) in enumerate(words_of(folded.text)):
            token.text = word
            token.pos, token.boost, token.stopped = position, 1.0, False
            token.startchar, token.endchar = folded.origin(start, end)
            yield token


class CharacterTokenizer(Tokenizer):
    """One token a folded character, blanks and quotation marks left out; a blank takes up a position."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:  # noqa: D102 - see the class
        token = Token(positions=True, chars=True, mode=options.get("mode", ""))
        posted, positioned, position = posted_units(), positioned_units(), 0
        folded = fold(value)
        for number, character in enumerate(folded.text):
            astral = ord(character) > 0xFFFF
            if astral or posted[ord(character)]:
                token.text = character
                token.pos, token.boost, token.stopped = position, 1.0, False
                token.startchar, token.endchar = folded.origin(number, number + 1)
                yield token
            if astral or positioned[ord(character)]:
                position += 1


@cache
def positioned_units() -> NDArray[np.bool_]:
    """Which folded units take up a position: posted ones and blanks; a surrogate pair takes one, by its first half."""
    positioned = posted_units().copy()
    positioned[[unit for unit in range(0x10000) if chr(unit).isspace()]] = True
    positioned[0xDC00:0xE000] = False
    return positioned


@cache
def schema() -> Schema:
    """The Whoosh schema of every index."""
    fields: dict[str, Any] = {"id": ID(stored=True), "path": STORED, "text": STORED}
    for name in FIELD_NAMES:
        fields[name] = TEXT(analyzer=WordTokenizer(), phrase=False)
        fields[name + CHARS] = TEXT(analyzer=CharacterTokenizer(), phrase=True)
    return Schema(**fields)
