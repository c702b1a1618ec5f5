"""The first matches by title are the first of all matches by title, whatever titles begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.query.tree import Everything
from baosou.index.request import SearchRequest
from baosou.index.whoosh_engine.engine import WhooshEngine

MakeArticle = Callable[..., Any]
MakeIndex = Callable[..., WhooshEngine]

SIGNS = "渔港灯塔ＡaÅ①㎏𠮷ﬀ･～"
titles = st.text(SIGNS, max_size=7)


@given(st.lists(titles, min_size=1, max_size=12), st.integers(1, 12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_titles_are_those_of_all_in_order_and_no_title_is_the_last(
    make_article: MakeArticle, make_index: MakeIndex, titles: list[str], limit: int
) -> None:
    engine = make_index([make_article(f"第{n}天，船回来了。", title=title or None) for n, title in enumerate(titles)])
    hits = engine.search(SearchRequest(Everything(), sort="title", limit=limit)).hits
    folded = [fold_text(title) or "\U0010ffff" for title in titles]
    assert [fold_text(hit.title or "") or "\U0010ffff" for hit in hits] == sorted(folded)[:limit]
