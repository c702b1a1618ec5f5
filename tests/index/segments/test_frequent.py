"""Lists of frequent characters and of their pairs: they tell what a look at all of the text tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.characters import QUOTES
from baosou.corpus.folding import fold_text
from baosou.index.analysis.trie import lexicon
from baosou.index.analysis.units import units_of
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.frequent import MANY, FrequentCharacters, FrequentWriter
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.merger import merge
from baosou.index.whoosh_engine.checking.soundness import findings

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]

SLOW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
COUNTS = st.lists(
    st.sampled_from([0, 0, 0, 1, 1, 2, 7, MANY - 1, MANY, MANY + 1, 300, 70_000]), min_size=1, max_size=40
)
BODIES = st.lists(
    st.sampled_from([*"的在渔港灯火沿浦一二的在“”，\n", "志愿者", "国在", "的“渔"]), min_size=1, max_size=60
)


@given(rows=st.lists(COUNTS, max_size=6).filter(lambda rows: len({*map(len, rows)}) <= 1))
def test_counts_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[list[int]]) -> None:
    path = tmp_path_factory.mktemp("frequent") / "1.seg"
    file, frequent = ArrayFileWriter(path), FrequentWriter()
    for unit, row in enumerate(rows, ord("的")):
        frequent.add(unit, np.array(row))
    frequent.write(file)
    file.close()
    read = FrequentCharacters(ArrayFile(path), len(rows[0]) if rows else 0)
    assert read.number(ord("的") - 1) is read.number(ord("的") + len(rows)) is None
    for number, row in enumerate(rows):
        assert read.number(ord("的") + number) == number
        counts = np.zeros(len(row), dtype=np.int64)
        counts[read.slots(number)] = read.counts(number)
        assert counts.tolist() == row


def slots_of(segment: Segment) -> list[str]:
    """The folded text of each slot without quotation marks."""
    texts = (fold_text(segment.slot_text(slot)) for slot in range(len(segment.slot_base)))
    return ["".join(character for character in text if character not in QUOTES) for text in texts]


def told_right(segment: Segment) -> int:
    """Compares all lists of characters and pairs with the texts; gives how many pairs have one."""
    texts = slots_of(segment)
    for number, unit in enumerate(segment.characters.tolist()):
        slots, counts = segment.character_slots(number)
        held = {slot: text.count(chr(unit)) for slot, text in enumerate(texts) if chr(unit) in text}
        assert dict(zip(slots.tolist(), counts.tolist(), strict=True)) == held
    standing: dict[str, Counter[int]] = {}
    for slot, text in enumerate(texts):
        for at in range(len(text) - 1):
            standing.setdefault(text[at : at + 2], Counter())[slot] += 1
    keys = segment.pairs.keys.tolist()
    for number, key in enumerate(keys):
        pair = chr(key >> 16) + chr(key & 0xFFFF)
        assert Counter(segment.pairs.values(number).tolist()) == standing[pair]
        assert segment.pairs.number(key) == number
        assert not len(lexicon().occurrences(units_of(f"\0{pair}\0")).words), f"{pair} is listed as a word"
    assert not list(findings(segment))
    return len(keys)


@SLOW
@given(bodies=st.lists(BODIES.map("".join), min_size=1, max_size=5))
def test_lists_of_characters_and_pairs_are_what_the_texts_hold(
    bodies: list[str], make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    told_right(write_segment([make_article("渔讯", [body]) for body in bodies]))


@SLOW
@given(groups=st.lists(st.lists(BODIES.map("".join), min_size=1, max_size=3), min_size=2, max_size=3), data=st.data())
def test_whole_segments_become_what_would_have_been_made_at_once(
    groups: list[list[str]],
    data: st.DataObject,
    make_article: MakeArticle,
    write_segment: WriteSegment,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What is frequent in one segment may be rare in another; what is deleted counts no more."""
    dead = data.draw(st.integers(0, len(groups[0]) - 1))
    parts = [
        write_segment([make_article("渔讯", [body]) for body in group], deleted=() if n else ((dead, dead + 1),))
        for n, group in enumerate(groups)
    ]
    path = tmp_path_factory.mktemp("merged") / "1.seg"
    merge(parts, path)
    live = [*groups[0][:dead], *groups[0][dead + 1 :], *(body for group in groups[1:] for body in group)]
    merged, at_once = Segment(path).file, write_segment([make_article("渔讯", [body]) for body in live]).file
    for name in at_once.names():
        if name.startswith(("character", "frequent", "pair", "gram")):
            assert merged.array(name).tolist() == at_once.array(name).tolist(), name
    told_right(Segment(path))


def test_a_pair_of_a_frequent_character_with_another_that_is_rare_in_one_segment_has_all_its_places(
    make_article: MakeArticle, write_segment: WriteSegment, tmp_path: Path
) -> None:
    often, seldom = "的“渔”火在灯下，" * 12, "船长在岸上讲了一个很长的故事，夜里的风停了。" * 40 + "的渔"
    parts = [write_segment([make_article("讯", [text])]) for text in (often, seldom, often)]
    pair = ord("的") << 16 | ord("渔")
    assert [part.pairs.number(pair) is None for part in parts] == [False, True, False]
    merge(parts, tmp_path / "1.seg")
    merged = Segment(tmp_path / "1.seg")
    number = merged.pairs.number(pair)
    assert number is not None
    assert np.bincount(merged.pairs.values(number)).tolist() == [0, 12, 0, 1, 0, 12]
    assert told_right(merged) > 1
