"""What is drawn by chance is the same everywhere, and texts are sorted as a Chinese reader looks them up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.units import units_of
from baosou.index.contexts.order import REACH, TELLING, keys_of, ranks, shuffled


def in_order(texts: list[str]) -> list[str]:
    """Texts that end where they end, sorted by their keys."""
    rows = np.zeros((len(texts), REACH), dtype=np.uint16)
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = units_of(text)
    keys = keys_of(rows, np.array([len(text) for text in texts]))
    return [texts[n] for n in np.lexsort([keys[:, column] for column in range(keys.shape[1] - 1, -1, -1)])]


@given(count=st.integers(0, 500), seed=st.integers(0, 1 << 70))
def test_all_numbers_are_drawn_once_and_few_are_among_more(count: int, seed: int) -> None:
    order = shuffled(count, seed).tolist()
    assert sorted(order) == list(range(count))
    assert shuffled(count, seed).tolist() == order


def test_another_seed_is_another_order_and_none_goes_on_in_the_next() -> None:
    first, second = shuffled(1000, 1), shuffled(1000, 2)
    assert (first != second).mean() > 0.9
    assert ((first + 1) % 1000 != second).mean() > 0.9
    # the same in every version and on every machine: a sample can be quoted
    assert shuffled(10, 1).tolist() == [7, 8, 6, 4, 3, 0, 9, 5, 1, 2]


def test_a_sample_is_spread_over_all() -> None:
    tenths = np.bincount(shuffled(10_000, 7)[:1000] // 1000, minlength=10)
    assert tenths.min() > 60


@pytest.mark.parametrize(
    "texts",
    [
        ["123", "9", "abc", "台风", "渔港", "志愿"],
        ["安", "八", "潮", "渔", "中"],
        ["“渔村”", "，，渔港", "渔民　来", "鱼"],
        ["渔", ""],
        ["渔港的灯", "渔港灯", "渔港"],
    ],
)
def test_texts_are_sorted_by_figures_letters_and_pinyin_and_what_ends_is_last(texts: list[str]) -> None:
    assert in_order(texts[::-1]) == texts
    assert in_order(texts) == texts


def test_traditional_and_full_width_text_is_sorted_as_what_it_folds_to() -> None:
    assert in_order(["漁港Ｂ", "渔港A", "漁港Ａ"]) == ["渔港A", "漁港Ａ", "漁港Ｂ"]


def test_blanks_punctuation_and_controls_are_stepped_over_and_nothing_else() -> None:
    stepped = [chr(unit) for unit in range(0x10000) if not ranks()[unit]]
    assert not [character for character in stepped if character.isalnum()]
    assert all(not ranks()[ord(character)] for character in "，。“” 　\n\0…—《》·")
    told = ranks()[ranks() > 0]
    assert len(np.unique(told)) == len(told)


def test_so_many_characters_are_compared_and_no_more() -> None:
    same = "渔" * TELLING
    assert in_order([same + "中", same + "安"]) == [same + "中", same + "安"]
