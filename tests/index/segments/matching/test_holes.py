"""What stands in the hole of a text is told by all of the text around it, or by an even part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.segments.matching.holes import fillings, holed_pattern, may_fill, places_at_most, some_fillings
from baosou.index.segments.reader import Segment

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]

TEXTS = st.lists(st.text(alphabet="渔港潮灯火江“”。a", min_size=1, max_size=30), min_size=1, max_size=6)
HOLED = ("渔?", "?港", "渔?港", "灯火?", "?渔港", "渔港?灯", "灯?")


@given(texts=TEXTS, holed=st.sampled_from(HOLED))
def test_nothing_fills_a_hole_more_often_than_its_neighbours_and_what_is_around_it_tell(
    write_segment: WriteSegment, make_article: MakeArticle, texts: list[str], holed: str
) -> None:
    segment = write_segment([make_article(f"渔。{text}") for text in texts])
    starts, units = fillings(segment, holed)
    assert len(starts) <= places_at_most(segment, holed_pattern(holed))
    counts = Counter(units.tolist())
    candidates = np.array(sorted({*counts, ord("渔"), ord("海")}), dtype=np.uint32)
    for unit, most in zip(
        candidates.tolist(), may_fill(segment, holed_pattern(holed), candidates).tolist(), strict=True
    ):
        assert counts[unit] <= most


@given(texts=TEXTS, holed=st.sampled_from(HOLED))
def test_where_all_may_be_read_all_that_fills_a_hole_is_found(
    write_segment: WriteSegment, make_article: MakeArticle, texts: list[str], holed: str
) -> None:
    segment = write_segment([make_article(text) for text in texts])
    starts, units = fillings(segment, holed)
    some, others, share = some_fillings(segment, holed, 1 << 20)
    assert (some.tolist(), others.tolist(), share) == (starts.tolist(), units.tolist(), 1.0)


def test_of_many_pages_an_even_part_is_read(write_segment: WriteSegment, make_article: MakeArticle) -> None:
    fill = "海岸线上的风很大，船都回来了。" * 40
    segment = write_segment([make_article(f"渔{'港村'[n % 4 == 0]}口{fill}") for n in range(3000)])
    every, units = fillings(segment, "渔?口")
    assert Counter(map(chr, units.tolist())) == {"港": 2250, "村": 750}
    starts, some, share = some_fillings(segment, "渔?口", 64)
    assert 0 < share < 0.2
    assert set(starts.tolist()) < set(every.tolist())
    # from the beginning to the end
    assert int(starts[0]) == int(every[0])
    assert int(starts[-1]) == int(every[-1])
    counts = Counter(map(chr, some.tolist()))
    assert abs(counts["港"] / share - 2250) < 200
    assert abs(counts["村"] / share - 750) < 200
