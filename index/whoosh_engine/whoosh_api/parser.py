"""What is typed becomes terms: words of the dictionary, and what it does not have, as it is written.

Cut alone, 罗永康 is 罗 and 永康, and every article of Yongkang would match. So characters that stand alone in the cut
are joined: with one another, or one of them with the word after it (a surname) or else before it (a number, the end of
a name). Function words (的, 在) join nothing.
"""

from __future__ import annotations

from itertools import pairwise, product

from msgspec import Struct

from baosou.corpus.characters import is_ideograph
from baosou.corpus.folding import fold_text
from baosou.index.analysis.analyzer import is_function_word, plain_words, search_words
from baosou.index.analysis.units import edge_classes
from baosou.index.whoosh_engine.whoosh_api.analyzers import cuts, is_word

Ranges = list[tuple[int, int]]

_MOST_GAPS = 4
"""A phrase of more blanks is looked for by its words' positions."""


class _Piece(Struct):
    """What becomes one term, or for a word of the dictionary several: the words within it and itself."""

    text: str
    joined: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether it ends in a letter of an alphabet or a digit."""
        return self.text[-1] <= "\uffff" and bool(edge_classes()[ord(self.text[-1])])

    @property
    def terms(self) -> list[str]:
        """The terms to look for."""
        return [self.text] if self.joined else [word for word in search_words(self.text) if is_word(word)]


def terms_of(text: str) -> list[str]:
    """The terms that a text as typed stands for, in its order; none of punctuation alone."""
    return [term for stretch in _stretches(fold_text(text)) for piece in _pieces(stretch) for term in piece.terms]


def _stretches(folded: str) -> list[list[str]]:
    """The words of a folded text as cut, in stretches that nothing parts."""
    stretches: list[list[str]] = [[]]
    for word in plain_words(folded):
        if is_word(word):
            stretches[-1].append(word)
        else:
            stretches.append([])
    return stretches


def _pieces(words: list[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    waiting = ""  # characters that stand alone
    for word in words:
        if _is_alone(word):
            waiting += word
            continue
        if waiting:
            opens = len(waiting) == 1 and not is_function_word(word) and not _belongs_before(pieces)
            if opens:
                pieces.append(_Piece(waiting + word, joined=True))
            else:
                _add_alone(pieces, waiting)
            waiting = ""
            if opens:
                continue
        pieces.append(_Piece(word))
    if waiting:
        _add_alone(pieces, waiting)
    return pieces


def _is_alone(word: str) -> bool:
    return len(word) == 1 and is_ideograph(ord(word)) and not is_function_word(word)


def _belongs_before(pieces: list[_Piece]) -> bool:
    """Whether a lone character goes on what stands before it: 2018年, 第3名."""
    return bool(pieces) and pieces[-1].is_numeric


def _add_alone(pieces: list[_Piece], waiting: str) -> None:
    """Characters that no word follows: by themselves, or where it is one, with the word before."""
    if len(waiting) == 1 and pieces and not is_function_word(pieces[-1].text):
        pieces[-1] = _Piece(pieces[-1].text + waiting, joined=True)
    else:
        pieces.append(_Piece(waiting, joined=True))


def literal_forms(words: list[str], ranges: Ranges | None) -> list[str] | None:
    """The texts that a phrase of some words stands for; None where the words do not tell.

    `ranges` are the characters of the query that each word stands on. Where these leave a gap, a blank may stand in the
    text or not, but between Latin words and numbers it must.
    """
    if not words or not all(isinstance(word, str) for word in words):
        return None
    text = _joined(words) if ranges is None else _spelled(words, ranges)
    if text is None:
        return None
    parts = text.split(" ")
    if len(parts) > _MOST_GAPS + 1:
        return None
    gaps = [(" ",) if _both_alphabetic(left, right) else ("", " ") for left, right in pairwise(parts)]
    return ["".join([*sum(zip(parts, blanks, strict=False), ()), parts[-1]]) for blanks in product(*gaps)]


def _both_alphabetic(left: str, right: str) -> bool:
    classes = edge_classes()
    return all(side <= "\uffff" and classes[ord(side)] for side in (left[-1], right[0]))


def _spelled(words: list[str], ranges: Ranges) -> str | None:
    """The text that words stand on, a blank where none does; None where a word is not as long as its range."""
    if len(ranges) != len(words) or any(
        end - start != len(word) for word, (start, end) in zip(words, ranges, strict=True)
    ):
        return None
    first = min(start for start, _ in ranges)
    spelled = [" "] * (max(end for _, end in ranges) - first)
    for word, (start, end) in zip(words, ranges, strict=True):
        spelled[start - first : end - first] = word
    return " ".join("".join(spelled).split())


def _joined(words: list[str]) -> str | None:
    """The text that is cut into just these words; None where they are no cut of one."""
    whole: list[str] = []
    for word in words:
        while whole and len(whole[-1]) < len(word) and whole[-1] in word:
            whole.pop()
        whole.append(word)
    text = "".join(whole)
    return text if [cut.text for cut in cuts(text)] == list(words) else None
