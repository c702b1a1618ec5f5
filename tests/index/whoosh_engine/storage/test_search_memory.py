"""What searches keep for one another, and what a page of hits needs of all ids: bounded, and the same each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text, irregular
from baosou.index.query.tree import And, Everything, Or, Phrase, Query
from baosou.index.request import SearchRequest
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.cache import Arrays, RecentArrays
from baosou.index.segments.ranking.ranker import Ranked
from baosou.index.segments.reader import Segment
from baosou.index.segments.results.hits import HitReader, slot_texts
from baosou.index.segments.writing.builder import SegmentBuilder
from baosou.index.whoosh_engine.engine import WhooshEngine

MakeArticle = Callable[..., Any]
MakeIndex = Callable[..., WhooshEngine]
WriteSegment = Callable[..., Segment]


def _array(size: int) -> NDArray[np.uint8]:
    return np.zeros(size, dtype=np.uint8)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3000)), max_size=60))
def test_the_kept_arrays_are_those_used_last_that_fit(uses: list[tuple[int, int]]) -> None:
    recent = RecentArrays(8000)
    made: list[int] = []
    sizes: dict[int, int] = {}

    def maker(key: int) -> Callable[[], Arrays]:
        def make() -> Arrays:
            made.append(key)
            return (_array(sizes[key]),)

        return make

    kept: list[int] = []
    for key, size in uses:
        sizes.setdefault(key, size)
        before = len(made)
        (array,) = recent.get(key, maker(key))
        assert len(array) == sizes[key]
        assert (len(made) == before) == (key in kept)
        small = sizes[key] + 256 <= 2000
        kept = [other for other in kept if other != key] + [key] * small
        while sum(sizes[other] + 256 for other in kept) > 8000:
            kept.pop(0)


def test_kept_arrays_cannot_be_changed_by_who_gets_them() -> None:
    (array,) = RecentArrays(4000).get("台风", lambda: (_array(3),))
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


@pytest.mark.parametrize(
    "query",
    [
        Phrase("台风"),
        Phrase("台风", "title"),
        And((Phrase("台风"), Phrase("渔船"))),
        Or((Phrase("海水稻"), Phrase("2024", whole=True))),
    ],
)
def test_a_search_asked_again_after_others_is_answered_the_same(
    make_index: MakeIndex, make_article: MakeArticle, query: Query
) -> None:
    engine = make_index(
        [
            make_article("台风过后渔船归港，海水稻安然无恙。", title="台风“青松”登陆"),
            make_article("渔船避风，台风未至。\n2024年再种海水稻。"),
            make_article("县里开会部署12024项工程。"),
        ]
    )
    first = engine.search(SearchRequest(query=query))
    for other in (Phrase("台风", "body"), Phrase("渔船"), Everything()):
        engine.search(SearchRequest(query=other))
    assert engine.search(SearchRequest(query=query)) == first
    assert first.total


@given(st.lists(st.text("台颱風Ａ“」‘.\n 𠮷é́ﬁ", max_size=12), min_size=1, max_size=4))
def test_the_fold_of_a_slot_is_that_of_its_original_wherever_it_is_one_to_one(
    write_segment: WriteSegment, make_article: MakeArticle, texts: list[str]
) -> None:
    segment = write_segment([make_article(f"正文{text}", title="题") for text in texts])
    slots = range(len(segment.slot_field))
    for slot, (text, folded) in zip(slots, slot_texts(segment, slots), strict=True):
        assert text == segment.slot_text(slot)
        assert folded in (None, fold_text(text))
        assert folded is not None or irregular(text)


def test_hits_show_as_many_digits_of_an_id_as_tell_it_from_all_others(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    ids = [0x3FA9C1D200000001, 0x3FA9C1D2F0000001, 0x3FA9C1D2F0000002, 0x3FA9C1D300000001]
    builder = SegmentBuilder()
    for id in ids:
        builder.add(*make_article("灯塔照着渔港。"), id=id, source="/archive/灯塔.txt")
    builder.write(tmp_path / "000001.seg")
    for deleted, expected in (
        ((), ["jfa9c1d20000", "jfa9c1d2f0000001", "jfa9c1d2f0000002", "jfa9c1d3"]),
        (((1, 2),), ["jfa9c1d20000", "jfa9c1d2f000", "jfa9c1d3"]),
    ):
        segment = Segment(tmp_path / "000001.seg", deleted)
        live = np.flatnonzero(segment.live).tolist()
        reader = HitReader([segment], SearchRequest(query=Phrase("灯塔")))
        hits = reader.hits([Ranked(0, article, article, 1.0) for article in live], 5)
        assert [hit.id for hit in hits] == expected
        assert [hit.rank for hit in hits] == list(range(5, 5 + len(live)))


class CountedFile(ArrayFile):
    """A file that counts how often what was read of it is let go."""

    let_go = 0

    def forget(self) -> None:
        self.let_go += 1
        super().forget()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells what is held of files")
def test_what_was_read_of_files_is_let_go_when_much_is_held_and_is_there_again(tmp_path: Path) -> None:
    writer = ArrayFileWriter(tmp_path / "渔港")
    writer.add("text", np.arange(1 << 18, dtype=np.uint32))
    writer.close()
    strict, other, generous = (CountedFile(tmp_path / "渔港", most_held=most) for most in (0, 1 << 40, 1 << 40))
    for _ in range(4):
        generous.looked_at(1 << 12)
    assert (strict.let_go, other.let_go) == (0, 0)
    places = np.arange(0, 1 << 18, 997)
    for _ in range(4):
        assert strict.checked("text").take(places).tolist() == places.tolist()
        strict.looked_at(1 << 12)
    assert strict.let_go == other.let_go == 4
    assert other.checked("text").take(places).tolist() == places.tolist()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells what is held of files")
def test_what_is_verified_of_long_arrays_is_let_go_when_much_is_held(tmp_path: Path) -> None:
    writer = ArrayFileWriter(tmp_path / "渔港")
    writer.add("postings", np.arange(1 << 20, dtype=np.uint32))
    writer.close()
    strict = CountedFile(tmp_path / "渔港", most_held=0)
    assert int(strict.checked("postings").between(0, 1 << 10)[-1]) == (1 << 10) - 1
    assert strict.let_go == 0
    assert int(strict.array("postings").sum()) == sum(range(1 << 20))
    assert strict.let_go == 1
