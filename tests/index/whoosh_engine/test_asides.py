"""Text of no article: kept, counted apart, and found only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baosou.index.query.tree import Everything, Phrase
from baosou.index.request import FacetRequest, SearchRequest
from baosou.index.whoosh_engine.engine import WhooshEngine


def test_an_index_of_asides_alone_has_no_articles(
    make_article: Callable[..., Any], make_index: Callable[..., WhooshEngine]
) -> None:
    engine = make_index([make_article("浙东日报 2024年7月2日 星期二 A03", aside=True, publication="浙东日报")])
    facets = (FacetRequest("publication"),)
    usual = engine.search(SearchRequest(Everything(), facets=facets))
    assert (usual.total, usual.facets) == (0, {"publication": ()})
    assert engine.search(SearchRequest(Phrase("星期二"))).total == 0
    asked = engine.search(SearchRequest(Phrase("星期二"), aside=True, facets=facets))
    assert asked.total == asked.facets["publication"][0].count == 1
    assert engine.article(asked.hits[0].id).sections[0].blocks[0].text.endswith("A03")
    status = engine.status()
    assert (status.articles, status.sections, status.segments) == (0, 0, 1)


def test_a_running_head_says_why_no_search_finds_it(
    make_article: Callable[..., Any], make_index: Callable[..., WhooshEngine]
) -> None:
    engine = make_index([make_article("浙东日报 2024年7月2日 星期二 A03", aside=True)])
    (hit,) = engine.search(SearchRequest(Phrase("星期二"), aside=True)).hits
    reasons = engine.why(hit.id, SearchRequest(Phrase("星期二")))
    assert (reasons.matches, reasons.query.holds, reasons.total) == (False, True, 0)
    assert [each.cause for each in reasons.filters] == ["aside"]
    asked = engine.why(hit.id, SearchRequest(Phrase("星期二"), aside=True))
    assert (asked.matches, asked.rank, asked.filters) == (True, 1, ())
