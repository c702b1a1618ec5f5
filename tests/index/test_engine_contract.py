"""What every engine answers: the seam of index/engine.py, over a small fictional archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from baosou.index.concordances import Contexts, Drawn, Occurrence, Order
from baosou.index.engine import Engine
from baosou.index.errors import QueryError, SearchTimeout, UnknownId
from baosou.index.ids import LETTERS
from baosou.index.query.tree import (
    And,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Value,
    Wildcard,
)
from baosou.index.request import FacetRequest, Filter, SearchRequest
from baosou.index.results import Hit, Results
from baosou.index.timelines import Period

Record = dict[str, Any]
Library = Callable[..., Engine]

LONG = "渔民把晒干的海带一捆捆搬进仓库，再用小船运到对岸的集市去卖，来回一趟要走整整两个钟头。"


def filler(count: int) -> str:
    """Paragraphs of sentences that no query asks for, enough to begin new sections."""
    return "\n".join(f"{LONG}第{number}天也是这样。" * 6 for number in range(count))


RECORDS: list[Record] = [
    {
        "id": "a",
        "title": "霞关渔港的海上课堂",
        "authors": ["林一帆", "周可"],
        "date": "2024-07-02",
        "publication": "浙东日报",
        "edition": "A03",
        "column": "深度",
        "text": "清晨五点，苍南县霞关镇的渔港还亮着灯。\n志愿者陈海生把救生衣搬上甲板。",
        "主题": ["教育", "海洋"],
    },
    {
        "id": "b",
        "title": "鳌江两岸的灯火",
        "authors": ["郑小满"],
        "date": "2023-11",
        "publication": "江南晚报",
        "edition": "B2",
        "text": "平阳县鳌江镇的志愿者走进社区。\n志愿者把灯笼挂满老街，志愿者说还要再来。",
        "主题": ["教育"],
    },
    {
        "id": "c",
        "title": "一座老粮仓的新生",
        "authors": ["林一帆"],
        "date": "2022",
        "publication": "浙东日报",
        "text": f"台州市椒江区的老粮仓改成了书屋。\n{filler(5)}\n书屋的管理员蒋秋水每天傍晚点亮灯火。",
    },
    {
        "id": "d",
        "title": "没有日期的来信",
        "publication": "滨海周刊",
        "text": "编辑同志：我在舟山市普陀区的渔港打工，想给家里寄一封信。",
    },
    {
        "id": "e",
        "title": "志愿服务进校园",
        "authors": ["周可"],
        "date": "2024-07-02",
        "publication": "浙东日报",
        "edition": "A03",
        "text": "苍南县灵溪镇的小学请来了退休工人。\n“志”愿服务不是口号，孩子们说。"
        "COVID-19期间也没有停过，一共办了1280场。",
    },
    {
        "id": "f",
        "title": "2024年的第一场雪",
        "authors": ["欧阳修远"],
        "date": "2024-01-21",
        "publication": "江南晚报",
        "text": "丽水市的山里下了二〇二四年的第一场雪，气温降到零下5℃，235户人家停了电。",
    },
]


@pytest.fixture
def engine(library: Library) -> Engine:
    """The archive in two files."""
    return library(RECORDS[:3], RECORDS[3:])


def search(engine: Engine, query: Query, **wanted: Any) -> Results:
    return engine.search(SearchRequest(query, **wanted))


def names(hits: Sequence[Hit]) -> list[str]:
    return [str(hit.record_id) for hit in hits]


def found(engine: Engine, query: Query, **wanted: Any) -> str:
    """The record ids of all matches, in alphabetical order."""
    return "".join(sorted(names(search(engine, query, limit=100, **wanted).hits)))


def counts(engine: Engine, query: Query, field: str, **wanted: Any) -> dict[str, int]:
    results = search(engine, query, facets=(FacetRequest(field, 0),), **wanted)
    return {each.value: each.count for each in results.facets[field]}


# What matches


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        (Phrase("志愿者"), "ab"),
        (Phrase("志愿"), "abe"),
        (Phrase("愿者"), "ab"),
        (Phrase("渔"), "acd"),
        (Phrase("志愿服务不是"), "e"),
        (Phrase("“志”愿"), "e"),
        (Phrase("「志」愿"), "e"),
        (Phrase("ＣＯＶＩＤ－19"), "e"),
        (Phrase("蒼南縣"), "ae"),
        (Phrase("2024年的第一场雪"), "f"),
        (Phrase("二零二四年的第一场雪"), "f"),
        (Phrase("5", whole=True), "f"),
        (Phrase("5"), "f"),
        (Phrase("35", whole=True), ""),
        (Phrase("covid", whole=True), "e"),
        (Phrase("ovid", whole=True), ""),
        (Phrase("ovid"), "e"),
        (Phrase("林一帆"), "ac"),
        (Phrase("不在任何报上的话"), ""),
        (Phrase("渔港", "title"), "a"),
        (Phrase("渔港", "body"), "ad"),
        (Phrase("周可", "byline"), "ae"),
        (Phrase("周可", "body"), ""),
        (And((Phrase("渔港"), Phrase("志愿者"))), "a"),
        (And((Phrase("粮仓"), Phrase("蒋秋水"))), "c"),
        (And((Phrase("新生", "title"), Phrase("林一帆", "byline"), Phrase("灯火", "body"))), "c"),
        (Or((Phrase("雪"), Phrase("来信"))), "df"),
        (And((Phrase("志愿"), Not(Phrase("鳌江")))), "ae"),
        (Not(Phrase("志愿")), "cdf"),
        (Not(Or((Phrase("志愿"), Phrase("雪")))), "cd"),
        (Boost(Phrase("雪"), 3.0), "f"),
        (Near(("孩子们", "COVID"), 5), "e"),
        (Near(("志愿者", "社区"), 3), "b"),
        (Near(("社区", "志愿者"), 3), "b"),
        (Near(("社区", "志愿者"), 1), ""),
        (Near(("社区", "灯笼"), 50), ""),
        (Near(("志愿者", "志愿者"), 12), "b"),
        (Near(("志愿者", "志愿者", "志愿者"), 12), ""),
        (Wildcard("志?者"), "ab"),
        (Wildcard("志愿*"), "abe"),
        (Wildcard("*帆"), "ac"),
        (Wildcard("cov*"), "e"),
        (Wildcard("灯*", "title"), "b"),
        (Fuzzy("covld", 1), "e"),
        (Fuzzy("志愿者", 1), "abe"),
        (Everything(), "abcdef"),
        (Value("author", "林一帆"), "ac"),
        (Value("author", "林"), ""),
        (Value("author", ""), ""),
        (Value("publication", "浙东日報"), "ace"),
        (Value("edition", "a03"), "ae"),
        (Value("column", "深度"), "a"),
        (Value("主题", "教育"), "ab"),
        (Value("place", "苍南"), "ae"),
        (Value("place", "苍南县"), "ae"),
        (Value("place", "温州市"), "abe"),
        (Value("place", "浙江省/温州市"), "abe"),
        (Value("place", "温州市/平阳县"), "b"),
        (Value("place", "浙江"), "abcdef"),
        (Value("place", "某某县"), ""),
        (Value("source", "00.jsonl"), "abc"),
        (Value("year", "2024"), "aef"),
        (Value("date", "2024"), "aef"),
        (Value("date", "2024-07"), "ae"),
        (Value("date", "2023-11-05"), "b"),
        (DateRange("2024", None), "aef"),
        (DateRange(None, "2023"), "bc"),
        (DateRange("2023-11-30", "2024-01-21"), "bf"),
        (DateRange("2022-06", "2022-07"), "c"),
        (DateRange(None, None), "abcef"),
        (DateRange("2030", None), ""),
    ],
)
def test_a_query_finds_exactly_the_articles_it_means(engine: Engine, query: Query, articles: str) -> None:
    assert found(engine, query) == articles


def test_dates_of_the_request_narrow_like_a_date_range(engine: Engine) -> None:
    assert found(engine, Phrase("志愿"), since="2024") == "ae"
    assert found(engine, Phrase("志愿"), until="2023-11-15") == "b"
    assert found(engine, Everything(), since="2024-01-22", until="2024-12") == "ae"


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ([Filter("publication", ("浙东日报",))], "ace"),
        ([Filter("publication", ("浙东日报", "滨海周刊"))], "acde"),
        ([Filter("publication", ("浙东日报",)), Filter("author", ("周可",))], "ae"),
        ([Filter("publication", ("浙东日报",), negated=True)], "bdf"),
        ([Filter("author", ("周可", "郑小满"), negated=True)], "cdf"),
        ([Filter("place", ("温州市",)), Filter("place", ("平阳县",), negated=True)], "ae"),
        ([Filter("date", ("2024-07-02",))], "ae"),
        ([Filter("主题", ("海洋",))], "a"),
        ([Filter("publication", ())], ""),
    ],
)
def test_filters_are_joined_and_each_means_any_of_its_values(
    engine: Engine, filters: list[Filter], articles: str
) -> None:
    assert found(engine, Everything(), filters=tuple(filters)) == articles


def test_totals_count_all_matches_whatever_the_page(engine: Engine) -> None:
    assert search(engine, Phrase("志愿"), limit=1).total == 3
    nothing_shown = search(engine, Phrase("志愿"), limit=0, facets=(FacetRequest("year"),))
    assert (nothing_shown.total, nothing_shown.hits) == (3, ())
    assert nothing_shown.facets["year"]
    behind_the_end = search(engine, Phrase("志愿"), offset=50)
    assert (behind_the_end.total, behind_the_end.hits) == (3, ())


# What it looks like


def test_a_hit_tells_the_article_as_it_was_added(engine: Engine) -> None:
    hit = search(engine, Phrase("救生衣")).hits[0]
    assert (hit.title, hit.authors, hit.date) == ("霞关渔港的海上课堂", ("林一帆", "周可"), "2024-07-02")
    assert (hit.publication, hit.edition, hit.column, hit.record_id) == ("浙东日报", "A03", "深度", "a")
    assert hit.places == ("浙江省/温州市/苍南县/霞关镇",)
    assert hit.source.path.endswith("00.jsonl")
    assert hit.source.line == 1
    assert hit.snippets[0].text == "志愿者陈海生把救生衣搬上甲板。"
    assert hit.snippets[0].highlights == ((7, 10),)


def test_unknown_values_are_none_or_empty(engine: Engine) -> None:
    hit = search(engine, Phrase("编辑同志")).hits[0]
    assert (hit.date, hit.authors, hit.edition, hit.column, hit.url) == (None, (), None, None, None)


def test_the_best_section_of_an_article_is_the_hit_and_others_with_a_word_follow(engine: Engine) -> None:
    hit = search(engine, Or((Phrase("粮仓"), Phrase("蒋秋水"), Phrase("管理员")))).hits[0]
    assert hit.section != f"{hit.id}.1"
    assert hit.more_sections == (f"{hit.id}.1",)


def test_by_section_every_section_with_a_word_is_a_hit_of_its_own(engine: Engine) -> None:
    by_section = search(engine, Or((Phrase("书屋"), Phrase("蒋秋水"))), by="section", limit=50)
    assert by_section.total == 2
    assert {hit.id for hit in by_section.hits} == {by_section.hits[0].id}
    assert len({hit.section for hit in by_section.hits}) == 2
    assert all(hit.more_sections == () for hit in by_section.hits)


def test_by_section_a_place_counts_where_the_section_itself_names_it(engine: Engine) -> None:
    sections = search(engine, Phrase("海带"), by="section", limit=50).total
    assert sections > 1
    assert counts(engine, Phrase("海带"), "place", by="section").get("浙江省/台州市", 0) < sections
    filters = (Filter("place", ("台州市",)),)
    narrowed = search(engine, Phrase("海带"), by="section", filters=filters)
    others = search(engine, Phrase("海带"), by="section", filters=(Filter("place", ("台州市",), negated=True),))
    assert narrowed.total + others.total == sections


def test_snippets_are_as_many_as_wanted_and_about_as_wide(engine: Engine) -> None:
    query = Or((Phrase("志愿者"), Phrase("老街")))
    assert search(engine, query, snippets=0).hits[0].snippets == ()
    assert len(search(engine, query, snippets=1).hits[0].snippets) == 1
    for hit in search(engine, query, snippets=3, width=20).hits:
        assert all(len(snippet.text) <= 30 for snippet in hit.snippets)


def test_words_in_titles_are_marked_in_the_title(engine: Engine) -> None:
    hit = search(engine, Phrase("霞关")).hits[0]
    assert hit.title_highlights == ((0, 2),)
    assert search(engine, Phrase("霞关", "body")).hits[0].title_highlights == ()


# Facets


def test_facets_count_all_matches_exactly_most_frequent_first(engine: Engine) -> None:
    results = search(engine, Everything(), limit=1, facets=(FacetRequest("publication"), FacetRequest("author", 2)))
    assert [(each.value, each.count) for each in results.facets["publication"]] == [
        ("浙东日报", 3),
        ("江南晚报", 2),
        ("滨海周刊", 1),
    ]
    assert [(each.value, each.count) for each in results.facets["author"]] == [("周可", 2), ("林一帆", 2)]


def test_the_filter_on_a_facets_own_field_does_not_narrow_its_counts(engine: Engine) -> None:
    filters = (Filter("publication", ("浙东日报",)), Filter("author", ("林一帆",)))
    assert counts(engine, Everything(), "publication", filters=filters) == {"浙东日报": 2}
    assert counts(engine, Everything(), "author", filters=filters) == {"林一帆": 2, "周可": 2}
    assert counts(engine, Everything(), "year", filters=filters) == {"2024": 1, "2022": 1}


def test_a_parent_place_counts_its_children_once_for_each_article(engine: Engine) -> None:
    places = counts(engine, Phrase("志愿"), "place")
    assert places["浙江省"] == places["浙江省/温州市"] == 3
    assert places["浙江省/温州市/苍南县"] == 2
    assert places["浙江省/温州市/平阳县"] == 1


def test_dates_count_by_day_month_and_year_as_far_as_they_are_known(engine: Engine) -> None:
    assert counts(engine, Everything(), "date") == {"2024-07-02": 2, "2024-01-21": 1}
    assert counts(engine, Everything(), "month") == {"2024-07": 2, "2024-01": 1, "2023-11": 1}
    assert counts(engine, Everything(), "year") == {"2024": 3, "2023": 1, "2022": 1}


def test_keys_of_records_are_fields(engine: Engine) -> None:
    assert "主题" in engine.fields()
    assert counts(engine, Everything(), "主题") == {"教育": 2, "海洋": 1}


@pytest.mark.parametrize(
    "wanted",
    [
        SearchRequest(Value("nosuch", "x")),
        SearchRequest(And((Phrase("渔"), Not(Value("nosuch", "x"))))),
        SearchRequest(Everything(), filters=(Filter("nosuch", ("x",)),)),
        SearchRequest(Everything(), facets=(FacetRequest("nosuch"),)),
        SearchRequest(Everything(), filters=(Filter("section:place", ("苍南县",)),)),
    ],
)
def test_an_unknown_field_is_an_error_that_names_the_known_ones(engine: Engine, wanted: SearchRequest) -> None:
    with pytest.raises(QueryError, match=r"unknown field .*author"):
        engine.search(wanted)


@pytest.mark.parametrize("query", [Phrase("“”"), Phrase(" "), Wildcard("*"), Wildcard("?"), Wildcard("*?*")])
def test_a_query_with_nothing_to_look_for_is_an_error(engine: Engine, query: Query) -> None:
    with pytest.raises(QueryError):
        engine.search(SearchRequest(query))


# Order


def ordered(engine: Engine, sort: str) -> str:
    return "".join(names(search(engine, Everything(), sort=sort, limit=10).hits))


def test_sorted_by_date_undated_articles_come_last_either_way(engine: Engine) -> None:
    ascending, descending = ordered(engine, "date"), ordered(engine, "-date")
    assert ascending[:3] == "cbf"
    assert descending[2:5] == "fbc"
    assert ascending[-1] == descending[-1] == "d"
    assert ascending[3:5] == descending[:2], "articles of the same day are ordered by id both ways"


def test_sorted_by_title_and_by_source(engine: Engine) -> None:
    titles = [str(hit.title) for hit in search(engine, Everything(), sort="title").hits]
    assert titles == sorted(titles)
    assert ordered(engine, "source") == "abcdef"


def test_more_of_the_words_and_rarer_ones_rank_higher(engine: Engine) -> None:
    both = names(search(engine, Or((Phrase("志愿者"), Phrase("救生衣")))).hits)
    assert both == ["a", "b"]
    boosted = names(search(engine, Or((Boost(Phrase("鳌江"), 20.0), Phrase("救生衣")))).hits)
    assert boosted[0] == "b"


def test_a_title_weighs_more_than_the_text(library: Library) -> None:
    texts = ["老船长在灯塔下讲故事。", "老街的桂花开了，香得很远。"]
    engine = library([{"title": "桂花", "text": texts[0], "id": "t"}, {"title": "灯塔", "text": texts[1], "id": "b"}])
    assert names(search(engine, Phrase("桂花")).hits) == ["t", "b"]


def test_pages_join_up_to_the_whole_order(library: Library) -> None:
    # more matches than are looked at closely, most of them alike
    records = [
        {"title": f"第{n % 7}号通知", "text": "渔港今日休市，" * (1 + n % 3) + f"编号{n}。", "id": str(n)}
        for n in range(230)
    ]
    engine = library(records)
    for sort in ("relevance", "title", "date", "source"):
        whole = names(search(engine, Phrase("渔港"), limit=1000, sort=sort, snippets=0).hits)
        assert len(set(whole)) == 230
        pages = [
            hit
            for offset in range(0, 240, 40)
            for hit in search(engine, Phrase("渔港"), limit=40, offset=offset, sort=sort, snippets=0).hits
        ]
        assert names(pages) == whole
        assert [hit.rank for hit in pages] == list(range(1, 231))


def test_scores_never_rise_down_the_list(library: Library) -> None:
    records = [{"text": "渔港" * (1 + n % 5) + "休市。" * (n % 11), "id": str(n)} for n in range(150)]
    hits = search(library(records), Phrase("渔港"), limit=200, snippets=0).hits
    assert all(before.score >= after.score for before, after in pairwise(hits))


def test_the_order_does_not_depend_on_the_order_of_adding(library: Library) -> None:
    queries: list[Query] = [Phrase("志愿"), Everything(), Or((Phrase("灯火"), Phrase("渔港"), Phrase("第一")))]
    records = RECORDS * 3  # copies tie in everything but their id
    engine = library(records, RECORDS)
    again = library(records, RECORDS, name="again")
    for query in queries:
        first, second = (search(each, query, limit=100).hits for each in (engine, again))
        assert [(hit.id, hit.section, hit.score) for hit in first] == [
            (hit.id, hit.section, hit.score) for hit in second
        ]


# Articles


def test_an_article_is_shown_whole_by_its_id_or_a_unique_prefix(engine: Engine) -> None:
    hit = search(engine, Phrase("救生衣")).hits[0]
    shown = engine.article(hit.id, highlight=Phrase("渔港"))
    assert shown.id == hit.id
    assert shown.title_highlights == ((2, 4),)
    assert [block.text for block in shown.sections[0].blocks] == str(RECORDS[0]["text"]).split("\n")
    assert shown.sections[0].blocks[0].highlights == ((12, 14),)
    assert shown.extra == {"主题": ("教育", "海洋")}
    assert shown.authors == ("林一帆", "周可")
    prefix = next(hit.id[:n] for n in range(1, 9) if is_unique(engine, hit.id[:n]))
    assert engine.article(prefix) == engine.article(hit.id)
    assert engine.article(f" {hit.id.upper()}") == engine.article(hit.id)


def is_unique(engine: Engine, prefix: str) -> bool:
    ids = [hit.id for hit in search(engine, Everything(), limit=100).hits]
    return sum(id.startswith(prefix) for id in ids) == 1


def test_an_id_with_a_section_shows_that_section_alone(engine: Engine) -> None:
    whole = engine.article(search(engine, Phrase("粮仓")).hits[0].id)
    assert len(whole.sections) > 1
    for section in whole.sections:
        assert engine.article(section.id).sections == (section,)


def test_no_text_of_an_article_is_lost_between_its_sections(engine: Engine) -> None:
    whole = engine.article(search(engine, Phrase("粮仓")).hits[0].id)
    text = "\n".join(block.text for section in whole.sections for block in section.blocks)
    assert text == RECORDS[2]["text"]


@pytest.mark.parametrize(
    "id", ["", "zz", "00000000000000000", "12345678901234567", "3fa9.0", "..", "ffff ffff", "霞关"]
)
def test_what_is_no_id_is_refused(engine: Engine, id: str) -> None:
    with pytest.raises(UnknownId):
        engine.article(id)


def test_an_ambiguous_prefix_names_the_ids_it_could_mean(library: Library) -> None:
    engine = library([{"text": f"第{n}则简讯。"} for n in range(40)])
    ids = [hit.id for hit in search(engine, Everything(), limit=100).hits]
    shared = max(LETTERS, key=lambda letter: sum(id.startswith(letter) for id in ids))
    with pytest.raises(UnknownId, match=rf"several articles .*{shared}[0-9a-f]{{7}}, {shared}"):
        engine.article(shared)


def test_articles_of_one_title_have_ids_of_their_own(library: Library) -> None:
    engine = library([{"title": "简讯", "text": f"第{n}则。"} for n in range(5)])
    hits = search(engine, Everything(), limit=9).hits
    assert len({hit.id for hit in hits}) == 5
    assert {engine.article(hit.id).text for hit in hits} == {f"第{n}则。" for n in range(5)}


def test_a_section_that_the_article_does_not_have_is_refused(engine: Engine) -> None:
    hit = search(engine, Phrase("救生衣")).hits[0]
    with pytest.raises(UnknownId, match="1 section"):
        engine.article(f"{hit.id}.2")


# All articles


def test_all_that_matches_is_given_whole_in_the_order_of_full_ids(engine: Engine) -> None:
    every = list(engine.articles(SearchRequest(Everything(), limit=1)))
    assert [each.id for each in every] == sorted(each.id for each in every)
    assert {len(each.id) for each in every} == {16}
    assert sorted(str(each.record_id) for each in every) == list("abcdef")
    for each in every:
        assert replace(engine.article(each.id[:8]), id="", sections=()) == replace(each, id="", sections=())
        assert engine.article(each.id).text == each.text
    some = engine.articles(SearchRequest(Phrase("渔港"), filters=(Filter("publication", ("滨海周刊",)),), since=None))
    assert [each.record_id for each in some] == ["d"]
    dated = engine.articles(SearchRequest(Phrase("志愿"), since="2024"))
    assert sorted(str(each.record_id) for each in dated) == ["a", "e"]


def test_by_section_an_article_has_those_sections_that_match(engine: Engine) -> None:
    (article,) = engine.articles(SearchRequest(Phrase("书屋的管理员"), by="section"))
    (section,) = article.sections
    assert "书屋的管理员" in article.text
    (hit,) = search(engine, Phrase("书屋的管理员"), by="section").hits
    assert section.id == f"{article.id}.{hit.section.partition('.')[2]}"
    whole = [len(each.sections) for each in engine.articles(SearchRequest(Everything(), by="section"))]
    assert sum(whole) == engine.status().sections


def test_what_cannot_be_asked_of_all_articles_is_told_before_the_first(engine: Engine) -> None:
    with pytest.raises(QueryError, match="nowhere"):
        engine.articles(SearchRequest(Everything(), filters=(Filter("nowhere", ("x",)),)))
    assert list(engine.articles(SearchRequest(Phrase("鲸鱼座")))) == []


def test_hits_have_full_ids_where_they_are_asked_for(engine: Engine) -> None:
    short, full = (search(engine, Phrase("雪"), full_ids=wanted).hits[0] for wanted in (False, True))
    assert len(full.id) == 16
    assert full.id.startswith(short.id)
    assert full.section == f"{full.id}.1"
    assert replace(full, id=short.id, section=short.section) == short


# Edges


def test_an_index_with_nothing_in_it_answers_everything_with_nothing(library: Library) -> None:
    engine = library([])
    assert search(engine, Phrase("渔港")).total == 0
    empty = search(engine, Everything(), facets=(FacetRequest("place"), FacetRequest("author")), by="section")
    assert (empty.total, empty.hits, empty.facets) == (0, (), {"place": (), "author": ()})
    status = engine.status()
    assert (status.articles, status.sections, status.characters) == (0, 0, 0)
    with pytest.raises(UnknownId):
        engine.article("k3fa9c1d")


def test_an_article_of_a_title_alone_is_found_and_shown(library: Library) -> None:
    engine = library([{"title": "苍南县气象台发布大风预警", "id": "t"}])
    hit = search(engine, Phrase("大风")).hits[0]
    assert (hit.record_id, hit.snippets, hit.section) == ("t", (), f"{hit.id}.1")
    assert engine.article(hit.id).title == "苍南县气象台发布大风预警"
    assert search(engine, Phrase("大风"), by="section").total == 1


def test_an_index_with_nothing_that_passes_is_told_by_its_counts(engine: Engine) -> None:
    nothing = search(engine, And((Phrase("雪"), Phrase("渔港"))), facets=(FacetRequest("place"),), sort="title")
    assert (nothing.total, nothing.hits, nothing.facets) == (0, (), {"place": ()})


def test_a_thousand_alternatives_are_one_search(engine: Engine) -> None:
    alternatives = tuple(Phrase(f"第{number}艘") for number in range(999))
    assert found(engine, Or((*alternatives, Phrase("雪")))) == "f"
    assert found(engine, And((*alternatives, Phrase("雪")))) == ""


def test_a_search_that_takes_too_long_says_so(engine: Engine) -> None:
    with pytest.raises(SearchTimeout, match="longer than 0 s"):
        search(engine, Phrase("志愿"), timeout=0.0)


def test_the_status_counts_what_is_there(engine: Engine) -> None:
    status = engine.status()
    assert (status.sources, status.articles) == (2, 6)
    assert status.sections >= 7
    text = sum(len(str(record["text"])) + len(str(record["title"])) for record in RECORDS)
    assert status.characters >= text
    assert status.bytes > 0
    assert status.updated is not None


# Periods, and occurrences with what stands around them


def periods(engine: Engine, query: Query, by: Period, **wanted: Any) -> dict[str, tuple[int, int, int]]:
    """Articles that match, occurrences, and articles at all, of each period that has any."""
    counts = engine.period_counts(SearchRequest(query, **wanted), by).counts
    assert [each.period for each in counts] == sorted(each.period for each in counts)
    return {each.period: (each.articles, each.occurrences, each.of_articles) for each in counts}


def lines(engine: Engine, query: Query, **wanted: Any) -> list[Occurrence]:
    return list(engine.contexts(SearchRequest(query), Contexts(**wanted)).lines)


def test_matches_and_occurrences_are_counted_by_year_with_what_there_is_at_all(engine: Engine) -> None:
    assert periods(engine, Phrase("志愿者"), "year") == {"2022": (0, 0, 1), "2023": (1, 3, 1), "2024": (1, 1, 3)}
    assert periods(engine, Phrase("志愿"), "year")["2024"] == (2, 3, 3)


def test_an_article_counts_in_periods_as_far_as_its_date_is_known(engine: Engine) -> None:
    assert periods(engine, Phrase("渔"), "month") == {
        "2023-11": (0, 0, 1),
        "2024-01": (0, 0, 1),
        "2024-07": (1, 2, 2),
    }
    assert engine.period_counts(SearchRequest(Phrase("渔")), "month").undated == 2
    assert list(periods(engine, Phrase("渔"), "day")) == ["2024-01-21", "2024-07-02"]


def test_periods_are_of_what_passes_the_filters(engine: Engine) -> None:
    paper = (Filter("publication", ("浙东日报",)),)
    assert periods(engine, Phrase("志愿者"), "year", filters=paper) == {"2022": (0, 0, 1), "2024": (1, 1, 2)}
    assert periods(engine, Phrase("志愿者"), "year", since="2024") == {"2024": (1, 1, 3)}
    with pytest.raises(QueryError):
        engine.period_counts(SearchRequest(Phrase("渔"), filters=(Filter("nowhere", ("x",)),)), "year")


def test_the_characters_of_periods_are_those_of_all_texts(engine: Engine) -> None:
    counts = engine.period_counts(SearchRequest(Everything()), "year").counts
    undated = next(each for each in RECORDS if each["id"] == "d")
    without = len(undated["title"]) + len(undated["text"])
    assert sum(each.characters for each in counts) + without == engine.status().characters
    assert all(each.occurrences == 0 and each.articles == each.of_articles for each in counts)


def test_every_occurrence_comes_with_its_context_its_field_and_its_place(engine: Engine) -> None:
    found = lines(engine, Phrase("渔港"), before=4, after=6)
    assert [(each.field, each.left, each.match, each.right, each.title) for each in found] == [
        ("title", "霞关", "渔港", "的海上课堂", "霞关渔港的海上课堂"),
        ("body", "霞关镇的", "渔港", "还亮着灯。\n", "霞关渔港的海上课堂"),
        ("body", "普陀区的", "渔港", "打工，想给家", "没有日期的来信"),
    ]
    text = RECORDS[0]["text"]
    place = found[1].source
    assert (place.line, text[place.start : place.end]) == (1, "渔港")
    assert (found[1].section, found[1].date) == (f"{found[1].id}.1", "2024-07-02")


def test_occurrences_are_of_the_articles_that_match_the_whole_query(engine: Engine) -> None:
    both = And((Phrase("志愿者"), Phrase("灯")))
    assert {each.match for each in lines(engine, both)} == {"志愿者", "灯"}
    assert {each.date for each in lines(engine, And((Phrase("灯"), Not(Phrase("老街")))))} == {"2024-07-02", "2022"}
    assert {each.match for each in lines(engine, And((Phrase("灯"), Not(Phrase("老街")))))} == {"灯"}
    counted = engine.contexts(SearchRequest(both), Contexts(limit=1))
    assert (counted.total, counted.articles, len(list(counted.lines))) == (7, 2, 1)


def test_of_occurrences_that_overlap_the_longest_is_taken(engine: Engine) -> None:
    every = Or((Phrase("志愿"), Phrase("志愿者"), Phrase("愿者走进")))
    assert [each.match for each in lines(engine, And((every, Phrase("鳌江"))))] == [
        "鳌江",
        "鳌江",
        "愿者走进",
        "志愿者",
        "志愿者",
    ]


def test_near_words_are_one_occurrence_and_patterns_are_found_as_they_match(engine: Engine) -> None:
    assert [each.match for each in lines(engine, Near(("社区", "志愿者"), 3))] == ["志愿者走进社区"]
    assert [each.match for each in lines(engine, Wildcard("书?", "body"))] == ["书屋", "书屋"]
    assert {each.match for each in lines(engine, Fuzzy("志愿者", 1))} >= {"志愿者"}
    assert [each.match for each in lines(engine, Phrase("志愿服务"))] == ["志愿服务", "志”愿服务"]


def test_the_body_goes_on_from_section_to_section(engine: Engine) -> None:
    (found,) = lines(engine, Phrase("书屋。"), after=5000)
    assert found.right == RECORDS[2]["text"].partition("书屋。")[2]
    (last,) = lines(engine, Phrase("傍晚点亮"), before=5000)
    assert last.left == RECORDS[2]["text"].partition("傍晚点亮")[0]
    assert last.section != found.section


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("source", ["渔港的", "渔港还", "灯火", "灯笼", "灯火", "渔港打"]),
        ("date", ["灯火", "灯火", "灯笼", "渔港的", "渔港还", "渔港打"]),
        # da, de, gua, hai; where a text ends is last
        ("right", ["渔港打", "渔港的", "灯笼", "渔港还", "灯火", "灯火"]),
        # ba, de an, de qu, de zhen, guan, liang
        ("left", ["灯笼", "灯火", "渔港打", "渔港还", "渔港的", "灯火"]),
    ],
)
def test_occurrences_are_sorted_as_a_chinese_reader_looks_them_up(
    engine: Engine, sort: Order, shown: list[str]
) -> None:
    found = lines(engine, Or((Phrase("渔港"), Phrase("灯火"), Phrase("灯笼"))), sort=sort, after=1)
    assert [f"{each.match}{each.right}"[: 3 if each.match == "渔港" else 2] for each in found] == shown


def test_a_sample_is_the_same_for_a_seed_and_stands_in_the_order_of_the_text(engine: Engine) -> None:
    every = lines(engine, Phrase("灯"))
    drawn = lines(engine, Phrase("灯"), drawn=Drawn(3, seed=5))
    assert drawn == [each for each in every if each in drawn]
    assert (len(drawn), lines(engine, Phrase("灯"), drawn=Drawn(3, seed=5))) == (3, drawn)
    assert set(map(str, drawn)) <= set(map(str, lines(engine, Phrase("灯"), drawn=Drawn(4, seed=5))))
    assert engine.contexts(SearchRequest(Phrase("灯")), Contexts(drawn=Drawn(3))).drawn == 3
    assert sorted(map(str, lines(engine, Phrase("灯"), sort="random"))) == sorted(map(str, every))


def test_the_text_around_occurrences_holds_each_place_once(engine: Engine) -> None:
    found = engine.surroundings(SearchRequest(Phrase("志愿者")), reach=8, drawn=Drawn())
    assert (found.total, found.articles, found.drawn) == (4, 2, 4)
    assert [each.text[start:end] for each in found.stretches for start, end in each.places] == ["志愿者"] * 4
    assert found.characters == engine.status().characters


def test_texts_are_counted_wherever_words_are_cut(engine: Engine) -> None:
    texts = ["志愿者", "愿者", "灯", "渔", "没有的话"]
    every = "\n".join(f"{each['title']}\n{each['text']}" for each in RECORDS)
    assert list(engine.frequencies([*texts, "covid", "ovid"])) == [*map(every.count, texts), 1, 0]


def test_a_sample_has_the_folded_texts_of_the_best_matches(engine: Engine) -> None:
    request = SearchRequest(Phrase("志愿"), limit=2)
    best = names(search(engine, Phrase("志愿"), limit=2).hits)
    sample = engine.sample(request, characters=1000)
    assert sample.articles == len(RECORDS)
    assert [text.partition("\n")[0] for text in sample.texts] == [
        next(str(record["title"]) for record in RECORDS if record["id"] == id) for id in best
    ]
    assert not any("周可" in text for text in sample.texts)
    assert [len(text) <= 12 for text in engine.sample(request, characters=8).texts] == [True, True]
    assert engine.sample(SearchRequest(Phrase("没有的字句")), characters=9).texts == ()


def test_how_many_articles_hold_a_word_is_counted_and_estimated(engine: Engine) -> None:
    words = ["志愿者", "渔港", "covid", "没有的字句"]
    assert list(engine.holding(words)) == [2, 2, 1, 0]
    assert len(engine.holding(words, roughly=True)) == 4
