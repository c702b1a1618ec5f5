"""Counts of pairs of characters, and values of columns, come back from a file as they were written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.bigrams import GramCounts, write_grams
from baosou.index.segments.columns import Column, write_column

units = st.sampled_from([0x30, 0x61, 0x4E00, 0x4E01, 0x9FFF, 0xFFFF])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def fresh(folder: Path) -> Path:
    return folder / f"{len(list(folder.iterdir()))}.seg"


@given(counts=st.dictionaries(st.tuples(units, units), st.one_of(st.integers(0, 3), st.integers(250, 1 << 20))))
def test_each_pair_has_the_count_that_it_was_written_with(counts: dict[tuple[int, int], int], folder: Path) -> None:
    grams = sorted(first << 16 | second for first, second in counts)
    numbers = np.array([counts[gram >> 16, gram & 0xFFFF] for gram in grams], dtype=np.int64)
    path = fresh(folder)
    writer = ArrayFileWriter(path)
    write_grams(writer, np.array(grams, dtype=np.uint32), numbers)
    writer.close()
    found = GramCounts(ArrayFile(path))
    kept = [(gram, int(count)) for gram, count in zip(grams, numbers, strict=True) if count]
    assert [array.tolist() for array in found.between(0, 0x10000)] == [
        [gram for gram, _ in kept],
        [count for _, count in kept],
    ]
    firsts = [gram >> 16 for gram, _ in kept]
    assert found.sizes().tolist() == [firsts.count(unit) for unit in range(0x10000)]
    middle = [array.tolist() for array in found.between(0x4E00, 0x9FFF)]
    assert middle == [
        [gram for gram, _ in kept if 0x4E00 <= gram >> 16 < 0x9FFF],
        [count for gram, count in kept if 0x4E00 <= gram >> 16 < 0x9FFF],
    ]
    assert [found.of(gram) for gram in grams] == numbers.tolist()
    others = np.array(sorted({*grams, 0x8888 << 16 | 0x4E00, 0, 0xFFFFFFFF}), dtype=np.uint32)
    assert found.of_each(others).tolist() == [found.of(gram) for gram in others.tolist()]
    assert found.of(0x8888 << 16 | 0x4E00) == 0


@given(values=st.lists(st.text("温州\0\n\ud800é", max_size=3), min_size=1, max_size=8, unique=True), data=st.data())
def test_the_values_of_a_column_come_back_whatever_is_in_them(
    values: list[str], data: st.DataObject, folder: Path
) -> None:
    values = sorted(values)
    carried = st.lists(st.sampled_from(range(len(values))), max_size=3, unique=True)
    owners = data.draw(st.lists(carried, min_size=1, max_size=6))
    path = fresh(folder)
    writer = ArrayFileWriter(path)
    numbers = np.array([number for own in owners for number in own], dtype=np.int64)
    write_column(writer, "主题", np.repeat(np.arange(len(owners)), [len(own) for own in owners]), numbers, values)
    writer.close()
    column = Column(ArrayFile(path), "主题")
    assert column.values == values
    assert column.size == len(values)
    assert [column.value(number) for number in range(len(values))] == values
    assert [column.of(owner) for owner in range(len(owners))] == [tuple(values[n] for n in own) for own in owners]
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(owners) - 1)))), dtype=np.int64)
    entries = column.entries_of(chosen, len(owners)).tolist()
    assert [column.owners[entry] for entry in entries] == [owner for owner in chosen for _ in owners[owner]]
