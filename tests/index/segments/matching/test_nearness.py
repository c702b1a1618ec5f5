"""Near words are found where a plain look at the text finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.query.tree import Phrase
from baosou.index.segments.matching.matcher import phrase_patterns
from baosou.index.segments.matching.nearness import near_phrases, near_places
from baosou.index.segments.reader import Segment

TEXTS = st.lists(st.sampled_from([*"渔港潮甲乙\n", "。" * 30]), min_size=1, max_size=40).map("".join)
"""Some of several blocks, so that it is told where near words may stand and where they may not."""


def stands_near(text: str, words: Sequence[str], slop: int) -> list[tuple[int, int]]:
    """Where the last of the words, in some order, ends a chain of all: its end, and the length of the shortest."""
    shortest: dict[tuple[int, str], int] = {}

    def follow(order: Sequence[str], end: int | None, begin: int) -> None:
        first, *rest = order
        for at in range(len(text)):
            if not text.startswith(first, at):
                continue
            if end is not None and not (end <= at <= end + slop and "\n" not in text[end:at]):
                continue
            chain = at if end is None else begin
            if rest:
                follow(rest, at + len(first), chain)
            else:
                shortest[at, first] = max(chain, shortest.get((at, first), 0))

    for order in set(permutations(words)):
        follow(order, None, 0)
    return sorted((at + len(word), at + len(word) - begin) for (at, word), begin in shortest.items())


@given(
    text=TEXTS,
    words=st.lists(st.sampled_from(("渔", "港", "渔港", "潮", "甲乙")), min_size=2, max_size=3),
    slop=st.integers(0, 8),
)
def test_near_words_stand_where_a_look_at_the_text_finds_them(
    write_segment: Callable[..., Segment], make_article: Callable[..., object], text: str, words: list[str], slop: int
) -> None:
    paragraphs = [line for line in text.split("\n") if line] or ["空"]
    segment = write_segment([make_article(paragraphs)])
    patterns = {word: phrase_patterns(Phrase(word)) for word in words}
    found = near_phrases(segment, patterns, np.arange(len(segment.slot_base)), slop * (len(words) - 1))
    places = near_places(segment, [found[word] for word in words], slop, lambda _: None)
    first = int(segment.slot_base[0])
    ends = zip((places.lasts + 1 - first).tolist(), (places.lasts + 1 - places.starts).tolist(), strict=True)
    assert sorted(ends) == stands_near("\n".join(paragraphs), words, slop)
