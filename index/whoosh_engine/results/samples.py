"""The folded texts of articles, as they are compared with each other and with all of the archive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.index.analysis.units import fold_table, text_of
from baosou.index.concordances import Sample
from baosou.index.whoosh_engine.ranking.ranker import Ranked
from baosou.index.whoosh_engine.segment.layout import Field
from baosou.index.whoosh_engine.segment.reader import Segment

_BYLINE, _BODY = int(Field.BYLINE), int(Field.BODY)


def sample(segments: Sequence[Segment], page: Sequence[Ranked], articles: int, *, characters: int) -> Sample:
    """The folded titles and sections of some matches, of each about so many characters at most."""
    texts = [""] * len(page)
    for number, segment in enumerate(segments):
        own = [at for at, each in enumerate(page) if each.segment == number]
        firsts, lasts = segment.sections_of(np.array([page[at].article for at in own], dtype=np.int64))
        slots = segment.slots_from(np.concatenate((firsts, lasts))).tolist()
        for at, first, last in zip(own, slots, slots[len(own) :], strict=False):
            texts[at] = _text(segment, first, last, characters)
    return Sample(tuple(texts), articles)


def bodies(segments: Sequence[Segment], articles: Sequence[tuple[int, int]]) -> list[str]:
    """The folded sections of articles, each given by its segment and its number there."""
    texts = []
    for at, article in articles:
        segment = segments[at]
        first, last = segment.slots_from(np.array(segment.sections_of_article(article))).tolist()
        fields = segment.slot_field[first:last].tolist()
        slots = [slot for slot, field in enumerate(fields, first) if field == _BODY]
        units = [fold_table().take(segment.slot_units(slot)) for slot in slots]
        texts.append("\n".join(map(text_of, units)))
    return texts


def _text(segment: Segment, first: int, last: int, characters: int) -> str:
    fields = segment.slot_field[first:last].tolist()
    texts = []
    for slot, field in enumerate(fields, first):
        if field != _BYLINE and characters > 0:
            texts.append(text_of(fold_table().take(segment.slot_units(slot)[:characters])))
            characters -= len(texts[-1])
    return "\n".join(texts)
