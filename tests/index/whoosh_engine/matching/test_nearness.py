"""Near words are found where a plain look at the text finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from baosou.index.query.tree import Phrase
from baosou.index.whoosh_engine.matching.matcher import Deadline, SegmentMatcher, phrase_patterns
from baosou.index.whoosh_engine.matching.nearness import near_starts
from baosou.index.whoosh_engine.segment.reader import Segment

TEXTS = st.text(alphabet="渔港潮甲乙\n", min_size=1, max_size=40)


def stands_near(text: str, words: Sequence[str], slop: int) -> int:
    """At how many places the last of the words, in some order, ends a chain of all of them."""
    ends = set()

    def follow(order: Sequence[str], end: int | None) -> None:
        first, *rest = order
        for at in range(len(text)):
            if not text.startswith(first, at):
                continue
            if end is not None and not (end <= at <= end + slop and "\n" not in text[end:at]):
                continue
            if rest:
                follow(rest, at + len(first))
            else:
                ends.add((at, first))

    for order in set(permutations(words)):
        follow(order, None)
    return len(ends)


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
    matcher = SegmentMatcher(segment, Deadline(None))
    found = {word: matcher._occurrences(phrase_patterns(Phrase(word))) for word in words}
    starts = near_starts(segment, [found[word] for word in words], slop, lambda _: None)
    assert len(starts) == stands_near("\n".join(paragraphs), words, slop)
