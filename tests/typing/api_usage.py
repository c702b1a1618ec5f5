"""The library as a user's own code uses it, for the type checker alone: `make check` reads it, nothing runs it.

Each `type: ignore` is a mistake that the checker must see; it complains of one that is none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Unpack, assert_type

import baosou.index
from baosou.index import (
    AddSummary,
    Answer,
    ArticleText,
    BaosouError,
    BatchAnswer,
    CheckReport,
    EnrichSummary,
    FacetCount,
    Facets,
    Filter,
    Hit,
    Index,
    OptimizeSummary,
    Progress,
    QueryError,
    Reason,
    SearchOptions,
    Snippet,
    Sort,
    Status,
    Suggestion,
    Suggestions,
    Walkthrough,
    Why,
    WordChange,
    WordList,
    open_index,
)


def questions(folder: Path) -> None:
    with open_index(folder) as index:
        assert_type(index, Index)
        answer = index.search("苍南 志愿服务", where={"place": "温州市", "!column": ["广告"]}, facets=["year"], limit=5)
        assert_type(answer, Answer)
        assert_type(answer.hits, tuple[Hit, ...])
        assert_type(list(answer), list[Hit])
        assert_type(answer.total, int)
        assert_type(answer.facets, Mapping[str, tuple[FacetCount, ...]])
        assert_type(answer.hits[0].snippets, tuple[Snippet, ...])
        assert_type(answer.hits[0].date, str | None)
        assert_type(answer.to_dict(), dict[str, Any])
        assert_type(index.search(since=datetime.date(2024, 1, 1), until=2024), Answer)
        assert_type(index.search("渔", where=[Filter("place", ("温州市",))], facets={"place": 5}), Answer)
        assert_type(index.count("渔港"), int)
        assert_type(index.facets("渔业", "place:0"), Facets)
        assert_type(index.facets()["place"], tuple[FacetCount, ...])
        assert_type(index.article("k3fa9c1d", highlight="渔"), ArticleText)
        assert_type(index.articles(hit.id for hit in answer), Iterator[ArticleText])
        assert_type(index.similar("k3fa9c1d"), Answer)
        assert_type(index.why("k3fa9c1d", "渔港"), Why)
        assert_type(index.why("k3fa9c1d", "渔港").query.children, tuple[Reason, ...])
        assert_type(index.suggest("luo yongk"), Suggestions)
        assert_type(next(iter(index.suggest("luo"))), Suggestion)
        assert_type(index.analyze("苍南縣"), Walkthrough)
        assert_type(index.status(), Status)
        assert_type(index.fields(), tuple[str, ...])
        assert_type(index.words(), WordList)


def batches(index: Index) -> dict[str | int, int]:
    found = index.batch(["渔港", {"id": 2, "query": "非遗", "limit": 3}], by="section")
    assert_type(found, Iterator[BatchAnswer])
    totals: dict[str | int, int] = {}
    for each in found:
        if each.answer is None:
            assert_type(each.error, BaosouError | None)
        else:
            totals[each.id] = each.answer.total
    return totals


def changes(index: Index, page: Path) -> None:
    def tell(progress: Progress) -> None:
        assert_type(progress.done, int)

    assert_type(index.add(page, "~/papers", jobs=2, progress=tell), AddSummary)
    assert_type(index.add(records=[{"title": "渔汛", "text": "带鱼来了。"}]), AddSummary)
    assert_type(index.remove(page), AddSummary)
    assert_type(index.optimize(), OptimizeSummary)
    assert_type(index.enrich(jobs=2), EnrichSummary)
    assert_type(index.check(sources=True), CheckReport)
    assert_type(index.add_words("海上课堂"), WordChange)
    assert_type(index.refresh(), bool)


def newest(index: Index, query: str, **options: Unpack[SearchOptions]) -> Hit | None:
    """What is passed on keeps its types."""
    options["sort"] = "-date"
    try:
        return next(iter(index.search(query, **options)), None)
    except QueryError as error:
        assert_type(error.position, int)
        return None


def in_order(index: Index, order: Sort) -> Answer:
    return index.search(sort=order)


def mistakes(index: Index) -> None:
    index.search("渔", 10)  # type: ignore[call-arg, arg-type]
    index.search("渔", sort="size")  # type: ignore[arg-type]
    index.search("渔", limt=3)  # type: ignore[call-arg]
    index.search("渔", where={"place": None})  # type: ignore[arg-type]
    index.batch(["渔"], limit="3")  # type: ignore[arg-type]
    index.search("渔").total = 3  # type: ignore[misc]
    index.search("渔").hits[0].titel  # type: ignore[attr-defined]  # noqa: B018
    order: Literal["size"] = "size"
    in_order(index, order)  # type: ignore[arg-type]
    newest(index, "渔", colour="red")  # type: ignore[call-arg]
    baosou.index.open_door  # type: ignore[attr-defined]  # noqa: B018
