"""Near phrases and span queries of terms find what a stock Whoosh index finds, and cut only what they must."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.scoring import Frequency

from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import units_of
from baosou.index.segments.layout import Field
from baosou.index.whoosh_engine.whoosh_api import positions
from baosou.index.whoosh_engine.whoosh_api.analyzers import cuts
from baosou.index.whoosh_engine.whoosh_api.positions import LONGEST, CutTexts, Texts
from baosou.index.whoosh_engine.whoosh_api.queries import over_arrays

whoosh_query: Any = import_module("whoosh.query")
spans: Any = import_module("whoosh.query.spans")

WORDS = [
    "故事",
    "渔港",
    "学校",
    "志愿者",
    "灯火",
    "桥梁",
    "公路",
    "学生",
    "歌曲",
    "粮食",
    "渔民",
    "和",
    "在",
    "covid",
    "1280",
]
"""Words that are cut alike wherever they stand; each of the first stands in a fifth of the sections or more."""

TERMS = st.sampled_from(WORDS).map(lambda word: whoosh_query.Term("body", word))
SLOPS = st.sampled_from([0, 1, 2, 3, 5, 9, 20, 60, 500])


def near(parts: Any) -> Any:
    return st.one_of(
        st.builds(spans.SpanNear, parts, parts, SLOPS, st.booleans(), st.integers(0, 3)),
        st.builds(spans.SpanNear2, st.lists(parts, min_size=1, max_size=3), SLOPS, st.booleans(), st.integers(0, 2)),
        st.builds(whoosh_query.Sequence, st.lists(parts, min_size=2, max_size=4), SLOPS, st.booleans()),
        st.builds(whoosh_query.Ordered, st.lists(parts, min_size=2, max_size=3)),
        st.builds(spans.SpanOr, st.lists(parts, min_size=2, max_size=3)),
        st.builds(spans.SpanNot, parts, parts),
        st.builds(spans.SpanContains, parts, parts),
        st.builds(spans.SpanCondition, parts, parts),
        st.builds(spans.SpanFirst, parts, SLOPS),
    )


SPAN_QUERIES = st.recursive(TERMS, near, max_leaves=5)


def scores(index: Any, query: Any, **options: Any) -> dict[str, float]:
    """How often the words that count stand in each section that is found."""
    with index.searcher(weighting=Frequency()) as searcher:
        return {hit["id"]: hit.score for hit in searcher.search(query, limit=None, **options)}


@settings(max_examples=150, deadline=None)
@given(SPAN_QUERIES)
def test_any_span_query_of_words_finds_and_counts_as_in_a_stock_index(archive: Any, query: Any) -> None:
    expected = scores(archive.stock, query)
    assert scores(archive.ours, query) == pytest.approx(expected)
    with archive.ours.searcher() as searcher:
        assert sorted(searcher.stored_fields(n)["id"] for n in searcher.docs_for_query(query)) == sorted(expected)


@pytest.mark.parametrize("slop", [2, 3, 6, 12, 40])
def test_phrases_of_frequent_words_with_room_find_the_same(archive: Any, slop: int) -> None:
    found = 0
    for words in product(["渔港", "故事", "志愿者", "桥梁", "学生"], ["公路", "在", "和", "歌曲"]):
        query = whoosh_query.Phrase("body", list(words), slop=slop)
        expected = scores(archive.stock, query)
        assert scores(archive.ours, query) == expected
        found += len(expected)
    assert found >= 20


@settings(max_examples=60, deadline=None)
@given(SPAN_QUERIES)
def test_spans_are_those_of_a_stock_index(archive: Any, query: Any) -> None:
    every = []
    for index in (archive.ours, archive.stock):
        places = {}
        with index.searcher() as searcher:
            for leaf, _ in searcher.leaf_searchers():
                put = over(query, index) if index is archive.ours else query
                matcher = put.matcher(leaf, leaf.context(needs_current=True))
                while matcher.is_active():
                    id = leaf.stored_fields(matcher.id())["id"]
                    places[id] = sorted((s.start, s.end, s.startchar, s.endchar) for s in matcher.spans())
                    matcher.next()
        every.append(places)
    assert every[0] == every[1]


def over(query: Any, index: Any) -> Any:
    return over_arrays(query, index.schema)


def test_only_what_lies_between_two_words_that_may_be_near_is_cut_and_once(
    archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    cut = positions.cut

    def noted(text: str) -> list[str]:
        texts.append(text)
        return cut(text)

    monkeypatch.setattr(positions, "cut", noted)
    query = whoosh_query.Phrase("body", ["检查", "桥梁"], slop=4)
    here = scores(archive.ours, query)
    assert here == scores(archive.stock, query)
    assert len(here) >= 10
    assert len(texts) == 3  # segments
    parts = [part for text in texts for part in text.split("\0") if part]
    assert all("检查" in part and "桥梁" in part for part in parts)
    with archive.ours.searcher() as searcher:
        assert sum(map(len, parts)) < sum(len(searcher.document(id=id)["body"]) for id in here)
    assert scores(archive.ours, query, terms=True) == here
    assert len(texts) == 3


@given(
    st.lists(
        st.sampled_from(
            [*WORDS, "，", "。", "“", "”", " ", "\u3000", "\n", "\r", "·", "𠮷", "㐀", "研究生命", "3.5%", "OK", "é"]
        ),
        min_size=1,
        max_size=30,
    ),
    st.data(),
)
def test_a_part_between_two_signs_is_cut_as_in_the_whole_text(pieces: Any, data: Any) -> None:
    text = fold_text("".join(pieces))
    parted = positions._parting().take(units_of(text))
    signs = [at for at, sign in enumerate(text) if parted.take(len(units_of(text[:at])))]
    whole = [(piece.text, piece.start) for piece in cuts(text) if piece.text not in "\r\n"]
    at = data.draw(st.sampled_from([0, *signs]))
    head, tail = cuts(text[:at]), cuts(text[at:])
    both = [(p.text, p.start) for p in head] + [(p.text, p.start + at) for p in tail]
    assert [each for each in both if each[0] not in "\r\n"] == whole


def test_places_in_many_texts_are_those_of_the_pieces_of_each(archive: Any) -> None:
    for segment in archive.engine.segments:
        slots = (segment.slot_field == Field.BODY).nonzero()[0]
        texts = Texts(segment, slots)
        cut = CutTexts(texts, texts.whole)
        for number, slot in enumerate(slots.tolist()):
            text = fold_text(segment.slot_text(slot))
            expected = [(piece.position, piece.start) for piece in cuts(text) if piece.text == "渔港"]
            placed = cut.place(texts.find("渔港".encode()))
            own = placed.firsts >> positions.GROUP == number
            base = texts.firsts.item(number)
            firsts = placed.firsts.compress(own) - (number << positions.GROUP)
            starts = placed.starts.compress(own) - base
            assert list(zip(firsts.tolist(), starts.tolist(), strict=True)) == expected
            assert np.array_equal(placed.firsts, placed.lasts)


def test_no_word_of_the_dictionary_is_longer_than_is_reckoned_with() -> None:
    jieba = import_module("jieba")
    with open(jieba.get_module_res("dict.txt").name, encoding="utf-8") as lines:
        assert max(len(line.split(" ")[0]) for line in lines) == LONGEST
