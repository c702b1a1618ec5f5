"""What a term adds to few matches is what it adds to all articles that hold it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.segments.matching.matcher import Evidence

Counts = list[list[int]]


def evidence_of(counts: Counts) -> Evidence:
    """The evidence of articles 0, 2, 4 …, given how often a term stands in each slot of each of them."""
    flat = [count for own in counts for count in own]
    firsts = np.cumsum([0, *map(len, counts)])[:-1]
    return Evidence(
        *(
            np.array(each, dtype=np.uint32)
            for each in (range(3, 3 + len(flat)), flat, range(0, 2 * len(counts), 2), firsts)
        )
    )


@given(st.data())
def test_evidence_of_some_articles_is_what_a_term_has_in_their_slots(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4), min_size=1, max_size=8))
    chosen = sorted(data.draw(st.sets(st.integers(0, len(counts) - 1))))
    found = evidence_of(counts).of(np.array(chosen, dtype=np.int64))
    assert found.articles.tolist() == [2 * number for number in chosen]
    ends = [*found.firsts.tolist(), len(found.slots)]
    slots = evidence_of([list(range(len(own))) for own in counts])
    places = np.append(slots.firsts, len(slots.slots)).tolist()
    for number, first, last in zip(chosen, ends, ends[1:], strict=False):
        assert found.counts[first:last].tolist() == counts[number]
        assert found.slots[first:last].tolist() == slots.slots[places[number] : places[number + 1]].tolist()


def test_a_score_is_the_same_whether_a_filter_leaves_one_article_or_none_is_given(
    library: Callable[..., Engine],
) -> None:
    records = [
        {
            "id": f"n{n}",
            "date": f"2021-03-{n % 27 + 1:02d}",
            "text": f"渔港的灯亮了，渔港的船回来了。{'灯塔' if n % 5 == 4 else ''}" * (n % 3 + 1),
        }
        for n in range(90)
    ]
    engine = library([*records, {"id": "only", "date": "2022-05-06", "text": "渔港的灯塔下，船都回来了。"}])
    everywhere = ask(engine, Question(text="渔港 灯塔 船", limit=100)).results.hits
    (only,) = ask(engine, Question(text="渔港 灯塔 船", since="2022-01-01", until="2022-12-31")).results.hits
    assert only.record_id == "only"
    assert only.score in [hit.score for hit in everywhere if hit.record_id == "only"]
