"""The folded texts of articles, as they are compared with each other and with all of the archive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.index.analysis.units import fold_table, text_of
from baosou.index.segments.layout import Field
from baosou.index.segments.reader import Segment

_ANY = 1 << 62


def openings(segments: Sequence[Segment], articles: Sequence[tuple[int, int]], *, characters: int) -> list[str]:
    """The folded titles and sections of articles, of each about so many characters at most.

    Each is given by its segment and its number there.
    """
    return _texts(segments, articles, (int(Field.TITLE), int(Field.BODY)), characters)


def bodies(segments: Sequence[Segment], articles: Sequence[tuple[int, int]]) -> list[str]:
    """The folded sections of articles, each given by its segment and its number there."""
    return _texts(segments, articles, (int(Field.BODY),), _ANY)


def _texts(
    segments: Sequence[Segment], articles: Sequence[tuple[int, int]], wanted: Sequence[int], characters: int
) -> list[str]:
    texts = [""] * len(articles)
    for number, segment in enumerate(segments):
        own = [at for at, each in enumerate(articles) if each[0] == number]
        firsts, lasts = segment.sections_of(np.array([articles[at][1] for at in own], dtype=np.int64))
        slots = segment.slots_from(np.concatenate((firsts, lasts))).tolist()
        for at, first, last in zip(own, slots, slots[len(own) :], strict=False):
            fields = segment.slot_field[first:last].tolist()
            told = [slot for slot, field in enumerate(fields, first) if field in wanted]
            texts[at] = _text(segment, told, characters)
    return texts


def _text(segment: Segment, slots: Sequence[int], characters: int) -> str:
    texts = []
    for slot in slots:
        if characters <= 0:
            break
        texts.append(text_of(fold_table().take(segment.slot_units(slot)[:characters])))
        characters -= len(texts[-1])
    return "\n".join(texts)
