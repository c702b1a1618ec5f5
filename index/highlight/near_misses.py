"""Where something that does not stand in a text nearly does: its pieces apart, or all of it but one character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from baosou.index.analysis.analyzer import is_word, plain_words, search_words
from baosou.index.highlight.marker import FoldedText, Place

_APART = 12
"""Between two pieces that stand apart there are at most so many characters."""

_LONG_ENOUGH = 3
"""Of shorter texts, one other character makes another word."""

_LONGEST = 40
"""Longer texts are not sought with one other character."""


def pieces_of(folded: str) -> tuple[str, ...]:
    """The words that a folded text is made of; of a single word, the shorter words and characters."""
    words = tuple(word for word in plain_words(folded) if is_word(word))
    if len(words) != 1 or words[0].isascii():
        return words
    whole, shorter = words[0], set(search_words(words[0])) - {words[0]}
    pieces, at = [], 0
    while at < len(whole):
        piece = max((word for word in shorter if whole.startswith(word, at)), key=len, default=whole[at])
        pieces.append(piece)
        at += len(piece)
    return tuple(pieces)


def apart(text: FoldedText, pieces: Sequence[str]) -> list[Place]:
    """The places of the pieces, in order and within one paragraph, where they stand nearest together; in the original.

    The number of each piece is its leaf. Empty where they do not all stand so.
    """
    if len(pieces) < 2:
        return []
    best: list[Place] = []
    start = text.unquoted.find(pieces[0])
    while start >= 0:
        places = _following(text.unquoted, pieces, start)
        if places and (not best or places[-1][1] - places[0][0] < best[-1][1] - best[0][0]):
            best = places
        start = text.unquoted.find(pieces[0], start + 1)
    return text.origins(text.requoted(best))


def _following(text: str, pieces: Sequence[str], start: int) -> list[Place]:
    """The places of all pieces from a place of the first on, each as soon as it can be."""
    places = [(start, start + len(pieces[0]), 0)]
    for number, piece in enumerate(pieces[1:], 1):
        end = places[-1][1]
        at = text.find(piece, end, end + _APART + len(piece))
        if at < 0 or "\n" in text[end:at]:
            return []
        places.append((at, at + len(piece), number))
    return places


def similar(text: FoldedText, folded: str) -> list[Place]:
    """The first place that differs from a folded text in one character, in the original; empty where there is none."""
    if not _LONG_ENOUGH <= len(folded) <= _LONGEST:
        return []
    own, middle = text.unquoted, len(folded) // 2
    # whatever one character is another, one half of it stands there as it is
    starts = {*_starts(own, folded[:middle]), *(at - middle for at in _starts(own, folded[middle:]))}
    holes = ((_hole(own[start : start + len(folded)], folded), start) for start in starts if start >= 0)
    first = min(((hole, start) for hole, start in holes if hole is not None), default=None)
    return [] if first is None else text.origins(text.requoted([(first[1], first[1] + len(folded), 0)]))


def _starts(text: str, piece: str) -> Iterator[int]:
    """Where a piece stands in a text, overlaps included."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def _hole(standing: str, folded: str) -> int | None:
    """Which character of a text is another one, a letter, where no others are; 0 where none is."""
    if len(standing) != len(folded):
        return None
    others = [at for at, (one, other) in enumerate(zip(standing, folded, strict=True)) if one != other]
    at = others[0] if others else 0
    return at if len(others) < 2 and (standing[at].isalnum() or standing[at] == "_") else None
