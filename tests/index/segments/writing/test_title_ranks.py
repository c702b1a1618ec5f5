"""The ranks of titles are those of their folded texts, however they lie in parts, and however they begin."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.segments.writing.title_ranks import Titles, title_ranks

BEGINNINGS = st.sampled_from(("", "渔港灯火", "渔港灯火照海岛渔民", "苍南"))
title = st.builds(str.__add__, BEGINNINGS, st.text("渔灯ＡaÅ𠮷豈～", max_size=6))


def laid_out(titles: list[tuple[int, str]]) -> Titles:
    units = [np.frombuffer(text.encode("utf-16-le"), dtype="<u2") for _, text in titles]
    lengths = np.array([len(each) for each in units], dtype=np.int64)
    return Titles(
        np.concatenate([*units, np.zeros(1, dtype="<u2")]),
        np.array([article for article, _ in titles], dtype=np.int64),
        np.cumsum(lengths) - lengths,
        lengths,
    )


@given(st.lists(st.none() | title, max_size=14), st.integers(1, 3))
def test_ranks_ascend_as_titles_do_and_none_comes_last(titles: list[str | None], parts: int) -> None:
    given_titles = [(article, text) for article, text in enumerate(titles) if text]
    ranks = title_ranks([laid_out(given_titles[part::parts]) for part in range(parts)], len(titles))
    ordered = sorted({fold_text(text) for _, text in given_titles})
    expected = [ordered.index(fold_text(text)) if text else len(ordered) for text in titles]
    assert ranks.tolist() == expected
