"""The words near an occurrence: where a window ends, what is counted, and what that tells."""

from __future__ import annotations

from math import log, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.concordances import Collocate, Stretch
from baosou.index.contexts.collocates import Counts, Near, collocates, counted, log_dice, log_likelihood
from baosou.index.contexts.windows import Side, windows


def stretch(marked: str, *, begins: bool = True, ends: bool = True) -> Stretch:
    """A stretch of text in which occurrences stand in [brackets]."""
    text, places = "", []
    for number, part in enumerate(marked.replace("]", "[").split("[")):
        if number % 2:
            places.append((len(text), len(text) + len(part)))
        text += part
    return Stretch(text, tuple(places), begins, ends)


def seen(*stretches: Stretch, size: int = 2) -> list[tuple[str, str]]:
    return [(window.side.value, window.text) for window in windows(stretches, size)]


def test_a_window_has_so_many_words_on_each_side_punctuation_not_counted() -> None:
    found = seen(stretch("清晨渔港，老街[灯火]社区，码头归来"))
    assert found == [("left", "渔港，老街"), ("right", "社区，码头")]


def test_a_window_ends_with_its_sentence_and_its_paragraph() -> None:
    assert seen(stretch("风大。渔港[灯火]亮。船来")) == [("left", "渔港"), ("right", "亮")]
    assert seen(stretch("风大\n渔港[灯火]亮\n船来")) == [("left", "渔港"), ("right", "亮")]


def test_a_word_that_the_edge_may_tear_is_left_out() -> None:
    assert seen(stretch("愿者来到[渔港]看望船长", begins=False, ends=False), size=9) == [
        ("left", "来到"),
        ("right", "看望"),
    ]
    assert seen(stretch("愿者来到[渔港]看望船长"), size=9)[0] == ("left", "愿者来到")


def test_between_two_occurrences_no_word_stands_in_two_windows() -> None:
    assert seen(stretch("[渔港]灯火码头[渔港]"), size=2)[1] == ("between", "灯火码头")
    found = seen(stretch("[渔港]灯火码头清晨志愿者社区[渔港]"), size=1)
    assert found == [("left", ""), ("right", "灯火"), ("left", "社区"), ("right", "")]
    assert seen(stretch("[渔港]灯火。社区[渔港]"), size=3)[1:3] == [("right", "灯火"), ("left", "社区")]


def test_words_are_counted_as_texts_on_the_side_that_is_nearer() -> None:
    text = stretch("[渔港]灯火码头社区灯火[渔港]社区")
    found = counted(windows([text], 5), sought={"渔港"}, least=1, characters=2)
    assert found.words == {"灯火": Near(2, 1, 1), "码头": Near(1, 0, 1), "社区": Near(2, 1, 1)}
    assert found.characters == 10


def test_a_word_counts_wherever_words_are_cut_and_letters_as_whole_words() -> None:
    text = stretch("[报道]志愿者与志愿GDPs和GDP")
    found = counted(windows([text], 9), sought=set(), least=1, characters=2)
    assert found.words["志愿"].all == 2
    assert found.words["GDP"].all == 1


def test_function_words_numbers_and_what_was_sought_are_no_collocates() -> None:
    text = stretch("我们[渔港]什么2024渔港灯火")
    assert set(counted(windows([text], 9), sought={"渔港"}, least=1, characters=2).words) == {"灯火"}
    assert set(counted(windows([text], 9), sought={"渔港"}, least=1, characters=3).words) == set()
    assert counted(windows([], 5), sought=set(), least=1, characters=1).words == {}


PIECES = st.lists(st.sampled_from(("渔港", "灯火", "码头", "，", "。", "志愿者", "[船]", "“", "”", "海")), max_size=30)


@given(pieces=PIECES, size=st.integers(1, 6))
def test_windows_are_pieces_of_the_text_and_every_place_counts_once(pieces: list[str], size: int) -> None:
    text = stretch("".join(pieces))
    found = list(windows([text], size)) if text.places else []
    plain = text.text.translate(str.maketrans("", "", "“”"))
    assert all(window.text in plain for window in found)
    assert sum(len(window.text) for window in found) <= len(plain) - len(text.places)
    counts = counted(found, sought={"船"}, least=1, characters=1)
    for word, near in counts.words.items():
        assert near.all == sum(window.text.count(word) for window in found)
        assert near.left >= sum(window.text.count(word) for window in found if window.side is Side.LEFT)


def test_log_likelihood_is_that_of_the_two_by_two_table() -> None:
    near, in_all, near_size, size = 30, 100, 1_000, 50_000
    observed = [near, near_size - near, in_all - near, size - near_size - (in_all - near)]
    expected = [
        near_size * in_all / size,
        near_size * (size - in_all) / size,
        (size - near_size) * in_all / size,
        (size - near_size) * (size - in_all) / size,
    ]
    ratio = 2 * sum(o * log(o / e) for o, e in zip(observed, expected, strict=True))
    assert log_likelihood(near, in_all, near_size, size) == pytest.approx(ratio)
    assert log_likelihood(1, 1_000, 1_000, 50_000) < 0
    assert log_likelihood(20, 1_000, 1_000, 50_000) == pytest.approx(0)


def test_log_dice_is_fourteen_at_most_whatever_the_size_of_an_archive() -> None:
    assert log_dice(50, 50, 50) == 14
    assert log_dice(10, 40, 60) == pytest.approx(14 + log2(0.2))


def test_a_word_within_a_longer_one_is_left_out_and_a_sample_stands_for_all() -> None:
    counts = Counts({"社会主义": Near(40, 0, 40), "社会": Near(44, 2, 42), "主义": Near(80, 0, 80)}, 1_000)
    in_all = {"社会主义": 400, "社会": 9_000, "主义": 900}
    whole = collocates(counts, in_all, total=100, drawn=100, characters=1_000_000, score="ll")
    assert [each.word for each in whole] == ["主义", "社会主义"]
    assert whole[1] == Collocate("社会主义", 40, 0, 40, 400, whole[1].ll, round(log_dice(40, 100, 400), 2))
    sample = collocates(counts, in_all, total=200, drawn=100, characters=1_000_000, score="logdice")
    assert sample[0].log_dice == round(log_dice(160, 200, 900), 2)
