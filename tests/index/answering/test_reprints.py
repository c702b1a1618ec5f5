"""Hits that are one story are one hit, on every engine; counts stay those of articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baosou.index.answering.ask import ask, settled
from baosou.index.answering.question import Question
from baosou.index.answering.reprints import folded
from baosou.index.answering.story_counts import in_stories
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.request import FacetRequest, Filter

Library = Callable[..., Engine]

STORY = (
    "清晨五点，霞关渔港的灯一盏盏亮起来，老船长陈海岩把第一筐带鱼搬上码头。今年的伏季休渔刚刚结束，"
    "二百多艘渔船连夜出海，第一网就满了舱。合作社的收购车排到了镇口，价钱比去年高出一成。"
    "镇里在码头边搭起凉棚，免费给船工送姜茶，修船铺的师傅罗永康说，他一夜没有合眼。"
    "傍晚时分，最后一批渔船归港，码头上的秤一直响到深夜。"
)
SENTENCES = [f"{each}。" for each in STORY.rstrip("。").split("。")]


def record(id: str, text: str, date: str | None, paper: str, title: str = "霞关开渔") -> dict[str, Any]:
    return {"id": id, "title": title, "text": text, "publication": paper, **({"date": date} if date else {})}


RECORDS = [
    record("first", STORY, "2024-08-16", "浙东日报"),
    record("again", f"本报霞关讯（记者 林一帆）{STORY}", "2024-08-17", "江南晚报", "渔港的第一网"),
    record("cut", "".join(SENTENCES[:3]), "2024-08-18", "滨海周刊", "满舱而归"),
    record("moved", "".join([*SENTENCES[2:], *SENTENCES[:2]]), "2024-08-20", "海岳日报"),
    record("year", STORY, "2023-08-16", "浙东日报"),
    record(
        "other", "霞关渔港的老街上，灯笼铺的学徒学会了扎第一盏鱼灯，老船长的孙子也来帮忙。", "2024-08-16", "浙东日报"
    ),
]


@pytest.fixture
def engine(library: Library) -> Engine:
    return library(RECORDS[:3], RECORDS[3:])


def names(engine: Engine) -> dict[str, str]:
    return {hit.id: str(hit.record_id) for hit in ask(engine, Question(limit=100)).hits}


def stories(engine: Engine, **wanted: Any) -> set[frozenset[str]]:
    known = names(engine)
    found = ask(engine, Question("霞关渔港", fold=True, **wanted))
    return {frozenset({known[hit.id], *(known[id] for id in hit.reprints)}) for hit in found.hits}


def test_a_story_is_one_hit_with_the_others_as_its_reprints(engine: Engine) -> None:
    assert stories(engine) == {
        frozenset({"first", "again", "cut", "moved"}),
        frozenset({"year"}),
        frozenset({"other"}),
    }


def test_what_is_folded_is_told_whole_and_ranks_are_those_of_stories(engine: Engine) -> None:
    answer = ask(engine, Question("霞关渔港", fold=True))
    assert [hit.rank for hit in answer.hits] == [1, 2, 3]
    assert {hit.id for hit in answer.folded} == {id for hit in answer.hits for id in hit.reprints}
    assert len(answer.folded) == 3


def test_counts_and_facets_are_of_articles(engine: Engine) -> None:
    asked = Question("霞关渔港", facets=(FacetRequest("publication"),), fold=True)
    folded, plain = ask(engine, asked), ask(engine, Question("霞关渔港", facets=asked.facets))
    assert (folded.total, folded.facets) == (plain.total, plain.facets) == (6, plain.facets)


def test_counts_in_stories_are_of_what_was_printed_first(engine: Engine) -> None:
    facets = (FacetRequest("publication"), FacetRequest("month"))
    found = ask(engine, Question("霞关渔港", facets=facets, stories=True))
    assert found.total == 3
    assert {each.value: each.count for each in found.facets["publication"]} == {"浙东日报": 3}
    assert {each.value: each.count for each in found.facets["month"]} == {"2023-08": 1, "2024-08": 2}


def test_a_filter_does_not_narrow_the_stories_that_its_own_field_counts(engine: Engine) -> None:
    filters = (Filter("publication", ("江南晚报", "滨海周刊")),)
    found = ask(engine, Question("霞关渔港", filters=filters, facets=(FacetRequest("publication"),), stories=True))
    assert found.total == 1
    assert {each.value: each.count for each in found.facets["publication"]} == {"浙东日报": 3}


def test_too_many_matches_to_compare_are_refused(engine: Engine) -> None:
    _, request = settled(engine, Question("霞关渔港"))
    results = engine.search(request)
    assert in_stories(engine, request, results, most=6).total == 3
    with pytest.raises(QueryError, match="6 articles match; stories are told among 5"):
        in_stories(engine, request, results, most=5)


def test_without_folding_and_by_section_each_is_a_hit_of_its_own(engine: Engine) -> None:
    assert len(ask(engine, Question("霞关渔港")).hits) == 6
    assert all(hit.reprints == () for hit in ask(engine, Question("霞关渔港", by="section", fold=True)).hits)


def test_pages_count_stories_and_have_none_twice(engine: Engine) -> None:
    pages = [ask(engine, Question("霞关渔港", limit=1, offset=at, fold=True)).hits for at in range(4)]
    assert [len(page) for page in pages] == [1, 1, 1, 0]
    whole = ask(engine, Question("霞关渔港", fold=True)).hits
    assert [page[0].id for page in pages[:3]] == [hit.id for hit in whole]
    assert [page[0].rank for page in pages[:3]] == [1, 2, 3]


@pytest.fixture
def papers(library: Library) -> Engine:
    """A hundred reports of one day, each third of them in a second paper too, some far behind."""
    reports = [
        record(
            f"r{n}",
            f"第{n}号渔船{n * 37}从望海岛开回霞关渔港，" * (1 + n % 7) + f"船长{n}说了{n}句话，靠岸{n}次。",
            "2024-08-16",
            "浙东日报",
        )
        for n in range(100)
    ]
    again = [
        record(f"again{n}", f"{reports[n]['text']}", "2024-08-17", "江南晚报", "渔船归港") for n in range(0, 100, 3)
    ]
    return library(reports, again)


@pytest.mark.parametrize(("limit", "most"), [(7, 200), (10, 60), (10, 20), (200, 60)])
def test_pages_one_after_another_are_the_whole_list_and_lose_no_article(papers: Engine, limit: int, most: int) -> None:
    def page(offset: int, limit: int) -> list[tuple[str, tuple[str, ...]]]:
        _, request = settled(papers, Question("霞关渔港", limit=limit, offset=offset))
        results, _ = folded(papers, request, papers.search(request), most=most)
        assert [hit.rank for hit in results.hits] == list(range(offset + 1, offset + 1 + len(results.hits)))
        return [(hit.id, hit.reprints) for hit in results.hits]

    every = {hit.id for hit in ask(papers, Question("霞关渔港", limit=500)).hits}
    whole = page(0, 500)
    assert {id for first, others in whole for id in (first, *others)} == every
    pages = [each for offset in range(0, 140, limit) for each in page(offset, limit)]
    assert [first for first, _ in pages] == [first for first, _ in whole]
    assert any(others for _, others in whole) == (most > 20)


def test_where_else_a_story_stands_does_not_depend_on_how_many_hits_are_asked_for(papers: Engine) -> None:
    (one,) = ask(papers, Question("霞关渔港", limit=1, fold=True)).hits
    many = ask(papers, Question("霞关渔港", limit=20, fold=True)).hits
    assert one.reprints == many[0].reprints


def test_a_list_of_stories_has_as_many_as_are_counted(papers: Engine) -> None:
    found = ask(papers, Question("霞关渔港", limit=500, fold=True, stories=True))
    assert found.total == len(found.hits) < 134


def test_the_order_of_a_sort_stays(engine: Engine) -> None:
    found = ask(engine, Question("霞关渔港", sort="date", fold=True)).hits
    assert [hit.date for hit in found] == ["2023-08-16", "2024-08-16", "2024-08-16"]


def test_nothing_and_one_hit_have_no_reprints(engine: Engine) -> None:
    assert ask(engine, Question("鲸落", strict=True, fold=True)).hits == ()
    assert [hit.reprints for hit in ask(engine, Question("鱼灯", strict=True, fold=True)).hits] == [()]
