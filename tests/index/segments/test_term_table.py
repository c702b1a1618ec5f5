"""Sorted texts are found by halving and, after many look-ups, by a table of how they begin: with the same answers."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.term_table import SortedTexts, write_sorted_texts

TEXTS = st.text("苍南县a\0é𠮷", max_size=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@pytest.mark.parametrize("halvings", [0, 10**9])
@given(texts=st.lists(TEXTS, max_size=12, unique=True), asked=st.lists(TEXTS, min_size=1, max_size=8), data=st.data())
def test_a_text_is_found_where_it_is_or_would_be(
    halvings: int, texts: list[str], asked: list[str], data: st.DataObject, folder: Path
) -> None:
    path = folder / f"{len(list(folder.iterdir()))}.seg"
    writer = ArrayFileWriter(path)
    write_sorted_texts(writer, "word", sorted(texts))
    writer.close()
    found = SortedTexts(ArrayFile(path), "word", look_ups=halvings)
    spelled = [text.encode() for text in sorted(texts)]
    for text in [*asked, *texts]:
        first = data.draw(st.integers(0, len(texts)))
        assert found.number_from(text.encode(), first) == bisect_left(spelled, text.encode(), first)
        assert found.number(text.encode()) == (spelled.index(text.encode()) if text in texts else None)
