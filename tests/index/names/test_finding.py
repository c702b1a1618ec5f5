"""Many names are found in a text wherever they stand, within one another too."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.units import text_of, units_of
from baosou.index.names.finding import NameTrie

_TEXTS = st.text(alphabet="林一帆渔港局 \0𠮷", max_size=60)
_NAMES = st.lists(st.text(alphabet="林一帆渔港局𠮷", min_size=1, max_size=5), max_size=12, unique=True)


def found(names: list[str], text: str) -> list[tuple[int, str]]:
    units = units_of(text)
    standing = NameTrie(names).standing_in(units)
    for start, length, name in zip(standing.starts, standing.lengths, standing.names, strict=True):
        assert text_of(units[start : start + length]) == names[name]
    return sorted((int(start), names[name]) for start, name in zip(standing.starts, standing.names, strict=True))


def test_names_within_longer_ones_are_found_too() -> None:
    assert found(["渔港", "渔港局", "港局", "林一帆"], "渔港局的林一帆") == [
        (0, "渔港"),
        (0, "渔港局"),
        (1, "港局"),
        (4, "林一帆"),
    ]


def test_of_no_names_none_are_found() -> None:
    assert found([], "渔港") == []
    assert len(NameTrie(["渔港"]).standing_in(np.empty(0, dtype=np.uint16)).starts) == 0


def test_latin_names_do_not_stand_in_the_midst_of_words_and_addresses() -> None:
    text = "aaa说:xaaa与aaa2、www.aaa.cn?a=aaa%20里没有aaa.新闻里有aaa。"
    assert found(["aaa"], text) == [(0, "aaa"), (text.index("aaa.新"), "aaa"), (text.index("aaa。"), "aaa")]


@given(_NAMES, _TEXTS)
def test_all_places_are_found_that_a_scan_finds(names: list[str], text: str) -> None:
    units = units_of(text)
    expected = [
        (at, name)
        for name in names
        for at in range(len(units))
        if np.array_equal(units[at : at + len(units_of(name))], units_of(name))
    ]
    assert found(names, text) == sorted(expected)
