"""Ids as they are written and read, whatever engine has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.errors import UnknownId
from baosou.index.ids import DIGITS, SHOWN, asked_id, section_id, shown_id

IDS = st.integers(0, 2**64 - 1)


@given(IDS, st.sampled_from([*SHOWN, 1, 5]), st.none() | st.integers(1, 9_999_999))
def test_an_id_that_is_shown_asks_for_the_article_it_was_shown_for(id: int, digits: int, section: int | None) -> None:
    shown = shown_id(id, digits)
    asked = asked_id(f" {(shown if section is None else section_id(shown, section)).upper()} ")
    assert asked.first <= id <= asked.last
    assert asked.section == section
    assert asked.last - asked.first + 1 == 16 ** (DIGITS - digits)
    assert shown_id(asked.first, digits) == shown_id(asked.last, digits) == shown


@pytest.mark.parametrize(
    "typed", ["渔港", "k3fa9c1d.0", "k3fa9c1d.", "k3fa 9c1d", "3fa9c1d2", "kk", f"g{'0' * DIGITS}", "-1"]
)
def test_what_is_no_id_is_told_with_what_one_looks_like(typed: str) -> None:
    with pytest.raises(UnknownId, match="an id looks like"):
        asked_id(typed)


def test_errors_name_what_was_typed() -> None:
    asked = asked_id("K3.7")
    assert str(asked.none()) == "K3.7: no article has this id"
    assert str(asked.several(["k300", "k301"], 2)) == "K3.7: several articles have ids that begin so: k300, k301"
    assert str(asked.several(["k300"], 4)).endswith("begin so: k300 and 3 more")
    asked.require(7)
    with pytest.raises(UnknownId, match=r"K3\.7: the article has 6 sections"):
        asked.require(6)


@given(IDS)
def test_an_id_is_no_number_to_a_reader_of_tables(id: int) -> None:
    for digits in SHOWN:
        with pytest.raises(ValueError, match="could not convert"):
            float(shown_id(id, digits))


def test_letters_that_no_id_begins_with_name_no_article() -> None:
    with pytest.raises(UnknownId, match="z12: no article has this id"):
        asked_id("z12")


@pytest.mark.parametrize("typed", ["", " "])
def test_no_id_at_all_is_told_as_such(typed: str) -> None:
    with pytest.raises(UnknownId, match="an id is missing"):
        asked_id(typed)
