"""The parts that lines can play, and how readily one follows another."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from baosou.corpus.pages import weights


class Part(IntEnum):
    """Parts of an article that has no byline so far, and (_SIGNED) of one whose byline stood at its top.

    Captions are told beforehand; they take no part in the succession.
    """

    TITLE = 0
    TITLE_MORE = 1
    BYLINE = 2
    PARAGRAPH = 3
    MORE = 4
    HEAD = 5
    END_BYLINE = 6
    UNTITLED = 7
    PARAGRAPH_SIGNED = 8
    MORE_SIGNED = 9
    HEAD_SIGNED = 10
    UNTITLED_SIGNED = 11
    CAPTION = 12


Odds = Mapping[Part, float]
"""What is known of a line before its words are weighed: the parts that it may play, each with what speaks for it (log
odds). It plays no other."""


def surely(part: Part) -> Odds:
    """What is known of a line that is told to play a part."""
    return {part: 0.0}


TITLE, HEAD, BYLINE = Part.TITLE, Part.HEAD, Part.BYLINE
PLAIN = {
    **{part: part for part in Part},
    Part.PARAGRAPH_SIGNED: Part.PARAGRAPH,
    Part.MORE_SIGNED: Part.MORE,
    Part.HEAD_SIGNED: Part.HEAD,
    Part.UNTITLED_SIGNED: Part.UNTITLED,
}
TITLES = frozenset((Part.TITLE, Part.TITLE_MORE))
_UNSIGNED_BODY = (Part.PARAGRAPH, Part.MORE, Part.UNTITLED)
_SIGNED_BODY = (Part.PARAGRAPH_SIGNED, Part.MORE_SIGNED, Part.UNTITLED_SIGNED)
BODY = frozenset((*_UNSIGNED_BODY, *_SIGNED_BODY))


def _each(sources: tuple[Part, ...], score: float) -> dict[Part, float]:
    return dict.fromkeys(sources, score)


_FOLLOWS: dict[Part, dict[Part, float]] = {
    Part.TITLE: {
        **_each(_UNSIGNED_BODY, weights.TITLE_AFTER_UNSIGNED),
        **_each(_SIGNED_BODY, weights.TITLE_AFTER_SIGNED),
        **_each((Part.HEAD, Part.HEAD_SIGNED), weights.TITLE_AFTER_HEAD),
        Part.END_BYLINE: weights.TITLE_AFTER_END + 1.2,
    },
    Part.TITLE_MORE: {
        Part.TITLE: weights.MORE_AFTER_TITLE,
        Part.TITLE_MORE: weights.MORE_AFTER_TITLE - 0.4,
        Part.BYLINE: -3.0,
    },
    Part.BYLINE: {
        **_each((Part.TITLE, Part.TITLE_MORE), 0.5),
        Part.BYLINE: -0.5,
        Part.END_BYLINE: -2.0,
        **_each((*_UNSIGNED_BODY, *_SIGNED_BODY), -4.0),
    },
    Part.PARAGRAPH: _each((Part.TITLE, Part.TITLE_MORE, Part.HEAD, *_UNSIGNED_BODY), 0.0),
    Part.MORE: _each(_UNSIGNED_BODY, 0.0),
    Part.HEAD: {
        **_each((Part.TITLE, Part.TITLE_MORE), -1.5),
        **_each(_UNSIGNED_BODY, weights.HEAD_AFTER_BODY),
        Part.HEAD: weights.HEAD_AFTER_HEAD,
    },
    Part.END_BYLINE: {**_each(_UNSIGNED_BODY, 0.0), **_each(_SIGNED_BODY, -1.0), Part.END_BYLINE: -0.5},
    Part.UNTITLED: {
        **_each((*_UNSIGNED_BODY, *_SIGNED_BODY), weights.TEXT_AFTER_END),
        Part.END_BYLINE: weights.TEXT_AFTER_END + 2.5,
    },
    Part.PARAGRAPH_SIGNED: _each((Part.TITLE, Part.TITLE_MORE, Part.BYLINE, Part.HEAD_SIGNED, *_SIGNED_BODY), 0.0),
    Part.MORE_SIGNED: _each(_SIGNED_BODY, 0.0),
    Part.HEAD_SIGNED: {
        Part.BYLINE: -0.8,
        **_each(_SIGNED_BODY, weights.HEAD_AFTER_BODY),
        Part.HEAD_SIGNED: weights.HEAD_AFTER_HEAD,
    },
    Part.CAPTION: {},
    Part.UNTITLED_SIGNED: {
        **_each((*_UNSIGNED_BODY, *_SIGNED_BODY), weights.TEXT_AFTER_END),
        Part.END_BYLINE: weights.TEXT_AFTER_END + 2.5,
    },
}
_PAIRS = tuple(tuple((int(source), score) for source, score in _FOLLOWS[part].items()) for part in Part)
START = {Part.TITLE: 1.5, Part.BYLINE: -1.5, Part.HEAD: -3.5, Part.UNTITLED: 0.0, Part.UNTITLED_SIGNED: 0.0}


def follows(target: int) -> tuple[tuple[int, float], ...]:
    """The parts that may stand before `target`, each with the score of that succession."""
    return _PAIRS[target]
