"""What Whoosh finds in an index of ours is what it finds in a stock index of the same sections and analyzer.

Every difference is one of those that docs/whoosh.md lists, and is told here by its reason.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from whoosh import sorting
from whoosh.qparser.default import DisMaxParser, MultifieldParser, QueryParser, SimpleParser
from whoosh.qparser.plugins import FuzzyTermPlugin, GtLtPlugin, PhrasePlugin, RegexPlugin, SequencePlugin
from whoosh.qparser.syntax import OrGroup
from whoosh.scoring import Frequency

from baosou.corpus.folding import fold_text

whoosh_query: Any = import_module("whoosh.query")  # which names its classes without exporting them
spans: Any = import_module("whoosh.query.spans")

WORDS = [
    "志愿者",
    "渔港",
    "灯塔",
    "图书馆",
    "水库",
    "博物馆",
    "火车站",
    "茶园",
    "老街",
    "医院",
    "学校",
    "灯火",
    "渔民",
    "岸边",
    "暴雨",
    "工程师",
    "桥梁",
    "公路",
    "裂缝",
    "音乐会",
    "学生",
    "老师",
    "歌曲",
    "展览",
    "照片",
    "观众",
    "台风",
    "船员",
    "粮食",
    "农民",
    "节目",
    "历史",
    "天气",
    "市场",
    "冠军",
    "奖杯",
    "孩子",
    "记者",
    "工程",
    "名字",
    "电影",
    "比赛",
    "报名",
    "消息",
]
PAIRS = list(zip(WORDS, WORDS[7:] + WORDS[:7], strict=True))

TYPED = [
    *WORDS,
    *(f"{a} {b}" for a, b in PAIRS),
    *(f"{a} OR {b}" for a, b in PAIRS),
    *(f"{a} NOT {b}" for a, b in PAIRS),
    *(f"({a} OR {b}) AND 故事" for a, b in PAIRS[::3]),
    *(f"{a} ANDMAYBE {b}" for a, b in PAIRS[::6]),
    *(f"{a}^2 {b}" for a, b in PAIRS[::6]),
    # phrases, words of which are cut alike wherever they stand
    '"点亮了灯火"',
    '"检查了渔港的桥梁"',
    '"桥梁和公路"',
    '"学生和老师合唱"',
    '"粮食搬进"',
    '"市场重新热闹"',
    '"介绍了"',
    '"没有发现裂缝"',
    '"共接待1280人次"',
    '"渔民们站在岸边"',
    '"covid"',
    '"1280"',
    '"三首歌曲"',
    '"奖杯送给"',
    '"的故事"',
    '"老师 学生"',
    '"桥梁 和 公路"',
    '"电影比赛的报名"',
    '"请關注後續消息"',
    '"2024年10月"',
    '"第3期"',
    '"台风之前"',
    '"志愿者 灯火"~6',
    '"桥梁 公路"~3',
    '"学生 歌曲"~9',
    '"渔民 岸边"~4',
    '"公路 桥梁"~3',
    '"船员 粮食"~3',
    # beginnings, patterns, likenesses
    *(f"{word[0]}*" for word in ("志愿者", "桥梁", "歌曲", "裂缝", "covid", "128")),
    "渔*",
    "图书*",
    "音*会",
    "工程?",
    "博?馆",
    "co*d",
    "1?8*",
    "*学校",
    "志*者",
    "?业",
    "*程师",
    *(f"{word}~1" for word in ("志愿者", "图书館", "博物院", "covit", "1281", "音乐会", "工程帅", "火车帖")),
    "图书官~2/1",
    "covid~2",
    "1180~1",
    # titles, bylines, values
    "title:见闻",
    "title:渔港",
    "title:渔港 志愿者",
    'title:"图书馆见闻"',
    "title:见* NOT 渔港",
    "byline:记者",
    'byline:"本报记者"',
    "author:林一帆",
    "author:罗永康 渔港",
    "author:无此人",
    "place:东海省",
    "place:东海省/潮州湾市/青螺镇",
    "place:东海省*",
    "publication:潮汐日报",
    "publication:雁溪晚报 学校",
    "publication:潮*",
    "column:副刊",
    "column:副刊 OR column:文化",
    "edition:01",
    "edition:0?",
    "NOT edition:01",
    "year:2021",
    "year:20*",
    "month:2021-03",
    "date:2019-01-01",
    "year:[2020 TO 2021]",
    "year:{2020 TO 2022]",
    "year:[2022 TO]",
    "year:[TO 2020]",
    "date:[2020-01-01 TO 2021-12-31]",
    "month:[2020-06 TO 2021-06] 渔港",
    "edition:[02 TO 03]",
    "id:[0 TO 8]",
    "article:[a TO f]",
    "body:[渔港 TO 渔民]",
    "publication:*",
    "date:*",
    "author:*",
    "title:*",
    "*",
    "*:*",
    "body:*",
    "column:* NOT column:要闻",
    "nothing:渔港",
    "source:/archive*",
    "无人知晓的词",
    "zzz",
    "渔港 zzz",
    "渔港 OR zzz",
    "NOT zzz",
    "()",
    "",
    "，",
]


def parse(text: str, index: Any, **options: Any) -> Any:
    parser = QueryParser("body", index.schema, **options)
    parser.add_plugin(FuzzyTermPlugin())  # type: ignore[no-untyped-call]
    return parser.parse(text)


def found(index: Any, query: Any, **options: Any) -> list[str]:
    """The ids of what is found, in its order."""
    with index.searcher() as searcher:
        query = parse(query, index) if isinstance(query, str) else query
        return [hit["id"] for hit in searcher.search(query, limit=None, **options)]


def test_there_are_several_segments_deleted_articles_and_queries_enough(archive: Any) -> None:
    for index in (archive.ours, archive.stock):
        reader = index.reader()
        assert len(reader.leaf_readers()) == 3
        assert reader.doc_count_all() - reader.doc_count() == 8
    assert len(TYPED) >= 300
    assert len([text for text in TYPED if found(archive.stock, text)]) >= 250


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_finds_the_same_sections(archive: Any, text: str) -> None:
    assert sorted(found(archive.ours, text)) == sorted(found(archive.stock, text))


SORTS: dict[str, Any] = {
    "by date": {"sortedby": "date"},
    "by id": {"sortedby": "id"},
    "latest first": {"sortedby": "date", "reverse": True},
    "by two": {"sortedby": [sorting.FieldFacet("year", reverse=True), "id"]},
    "by three": {"sortedby": ["publication", sorting.FieldFacet("edition", reverse=True), "id"]},
    "by column": {"sortedby": ["column", "id"]},
    "by what it holds": {
        "sortedby": [sorting.QueryFacet({"1": whoosh_query.Term("body", "渔港")}, other="2"), sorting.FieldFacet("id")]
    },
}


@pytest.mark.parametrize("options", SORTS.values(), ids=SORTS)
@pytest.mark.parametrize("text", ["渔港", "志愿者 OR 学生", "*", "year:2021", "zzz"])
def test_what_is_found_is_sorted_alike(archive: Any, text: str, options: Any) -> None:
    expected = found(archive.stock, text, **options)
    assert found(archive.ours, text, **options) == expected


FACETS: dict[str, Any] = {
    "year": "year",
    "publication": "publication",
    "edition": "edition",
    "column": "column",
    "date": "date",
    "article": "article",
    "author": sorting.FieldFacet("author", allow_overlap=True),
    "place": sorting.FieldFacet("place", allow_overlap=True),
    "year backwards": sorting.FieldFacet("year", reverse=True),
    "what it holds": sorting.QueryFacet(
        {"海": whoosh_query.Term("body", "渔港"), "山": whoosh_query.Term("body", "茶园")}, allow_overlap=True
    ),
    "of two": sorting.MultiFacet(["year", "edition"]),
}


@pytest.mark.parametrize("facet", FACETS.values(), ids=FACETS)
@pytest.mark.parametrize("text", ["渔港", "记者 OR 学生", "*", "zzz"])
def test_what_is_found_is_grouped_alike(archive: Any, text: str, facet: Any) -> None:
    groups = []
    for index in (archive.ours, archive.stock):
        with index.searcher() as searcher:
            facets = sorting.Facets()
            facets.add_facet("groups", facet if not isinstance(facet, str) else sorting.FieldFacet(facet))
            results = searcher.search(parse(text, index), limit=None, groupedby=facets, maptype=sorting.UnorderedList)
            names = {
                name: sorted(searcher.stored_fields(number)["id"] for number in numbers)
                for name, numbers in results.groups("groups").items()
            }
            groups.append(names)
    assert groups[0] == groups[1]


@pytest.mark.parametrize("facet", ["article", "year", "publication", "column"])
@pytest.mark.parametrize("text", ["渔港", "记者 OR 学生", "*"])
def test_what_is_found_is_collapsed_alike(archive: Any, text: str, facet: str) -> None:
    for options in (
        {"sortedby": "id", "collapse": facet},
        {"sortedby": "id", "collapse": facet, "collapse_limit": 2, "collapse_order": sorting.FieldFacet("date")},
    ):
        assert found(archive.ours, text, **options) == found(archive.stock, text, **options)


@pytest.mark.parametrize("text", ["渔港", "志愿者 OR 学生", "*"])
@pytest.mark.parametrize(
    "limit", ['"桥梁和公路"', "year:[2020 TO 2021]", "publication:潮汐日报", "渔*", "date:*", "zzz"]
)
def test_filters_and_masks_leave_the_same(archive: Any, text: str, limit: str) -> None:
    for option in ("filter", "mask"):
        ours = found(archive.ours, text, **{option: parse(limit, archive.ours)})
        stock = found(archive.stock, text, **{option: parse(limit, archive.stock)})
        assert sorted(ours) == sorted(stock)
        assert sorted(found(archive.ours, text)) != sorted(ours) or option == "mask" or len(stock) == len(ours)


def test_pages_and_ranges_of_results_are_the_same(archive: Any) -> None:
    pages = []
    for index in (archive.ours, archive.stock):
        with index.searcher() as searcher:
            query = parse("渔港 OR 记者", index)
            every = [searcher.search_page(query, number, pagelen=7, sortedby="id") for number in (1, 2, 4, 99)]
            pages.append(
                [
                    (page.pagenum, page.pagecount, page.total, page.is_last_page(), [hit["id"] for hit in page])
                    for page in every
                ]
                + [[hit["id"] for hit in searcher.search_range(query, 3, 11, sortedby="id")]]
                + [len(searcher.search(query, limit=3)), searcher.search(query, limit=3).estimated_length()]
            )
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "text", ["渔*", "渔* 故事", '"桥梁和公路"', "志愿者~1", "body:*", "罗永康", "year:[2020 TO 2021]"]
)
def test_a_page_knows_how_many_there_are_however_it_is_asked(archive: Any, text: str) -> None:
    for options in ({}, {"terms": True}, {"sortedby": "date"}, {"filter": whoosh_query.Every("body")}):
        with archive.ours.searcher() as searcher:
            query = parse(text, archive.ours)
            assert len(searcher.search(query, limit=2, **options)) == len(found(archive.ours, text)) > 2


def test_words_may_be_joined_by_or_as_the_parser_is_told(archive: Any) -> None:
    for text in ("茶园 冠军 covid", "志愿者点亮灯火"):
        ours, stock = (found(index, parse(text, index, group=OrGroup)) for index in (archive.ours, archive.stock))
        assert sorted(ours) == sorted(stock)
        assert ours


def test_relevance_by_how_often_a_word_stands_is_the_same(archive: Any) -> None:
    """Other weightings know lengths of texts, which count words otherwise (see docs/whoosh.md)."""
    for text in WORDS:
        scores = []
        for index in (archive.ours, archive.stock):
            with index.searcher(weighting=Frequency()) as searcher:
                hits = searcher.search(parse(text, index), limit=None)
                scores.append({hit["id"]: hit.score for hit in hits})
        assert scores[0] == scores[1]


SPANS: dict[str, Any] = {
    "near": spans.SpanNear2([whoosh_query.Term("body", "桥梁"), whoosh_query.Term("body", "公路")], slop=3),
    "near in any order": spans.SpanNear2(
        [whoosh_query.Term("body", "公路"), whoosh_query.Term("body", "桥梁")], slop=3, ordered=False
    ),
    "first": spans.SpanFirst(whoosh_query.Term("body", "故事"), limit=6),
    "or": spans.SpanOr([whoosh_query.Term("body", "灯火"), whoosh_query.Term("body", "歌曲")]),
    "not": spans.SpanNot(whoosh_query.Term("body", "渔港"), whoosh_query.Term("body", "灯塔")),
    "contains": spans.SpanContains(
        spans.SpanNear2([whoosh_query.Term("body", "检查"), whoosh_query.Term("body", "公路")], slop=20),
        whoosh_query.Term("body", "桥梁"),
    ),
    "before": spans.SpanBefore(whoosh_query.Term("body", "学生"), whoosh_query.Term("body", "歌曲")),
    "condition": spans.SpanCondition(whoosh_query.Term("body", "渔港"), whoosh_query.Term("body", "桥梁")),
    "sequence": whoosh_query.Sequence([whoosh_query.Term("body", "学生"), whoosh_query.Term("body", "和")]),
    "ordered": whoosh_query.Ordered([whoosh_query.Term("body", "渔民"), whoosh_query.Term("body", "鼓掌")]),
    "pattern": spans.SpanNear2([whoosh_query.Prefix("body", "桥"), whoosh_query.Term("body", "公路")], slop=3),
}


@pytest.mark.parametrize("query", SPANS.values(), ids=SPANS)
def test_spans_stand_where_they_stand_in_the_stock_index(archive: Any, query: Any) -> None:
    every = []
    for index in (archive.ours, archive.stock):
        places = {}
        with index.searcher() as searcher:
            for leaf, _ in searcher.leaf_searchers():
                matcher = query.matcher(leaf, leaf.context(needs_current=True))
                while matcher.is_active():
                    id = leaf.stored_fields(matcher.id())["id"]
                    places[id] = [(span.start, span.end, span.startchar, span.endchar) for span in matcher.spans()]
                    matcher.next()
        every.append(places)
    assert every[0] == every[1]
    assert sorted(found(archive.ours, query)) == sorted(found(archive.stock, query)) == sorted(every[0])


@pytest.mark.parametrize(
    "text", ["渔港", "志愿者 灯火", '"桥梁和公路"', "渔*", "灯火~1", "covid", "1280", "老师 OR 歌曲"]
)
def test_highlights_are_the_same(archive: Any, text: str) -> None:
    for options in ({}, {"terms": True}):
        shown = []
        for index in (archive.ours, archive.stock):
            with index.searcher() as searcher:
                hits = searcher.search(parse(text, index), limit=None, sortedby="id", **options)
                shown.append({hit["id"]: fold_text(hit.highlights("body", top=2)) for hit in hits})
        assert shown[0] == shown[1]
        assert shown[0]
        assert all("match" in each for each in shown[0].values())


@pytest.mark.parametrize("word", ["志愿人", "博物院", "covit", "火车战", "音乐回", "工程帅", "1281", "志愿者", "zzzz"])
def test_a_misspelling_is_corrected_alike(archive: Any, word: str) -> None:
    for field in ("body", "title"):
        for distance in (1, 2):
            near = []
            for index in (archive.ours, archive.stock):
                reader = index.reader()
                terms = {term for leaf, _ in reader.leaf_readers() for term in leaf.terms_within(field, word, distance)}
                near.append(terms)
            assert {term for term in near[1] if len(term) > 1} <= near[0]  # no character by itself is suggested
            assert all(stands(archive, field, term) for term in near[0] - near[1])


def test_a_corrector_suggests_what_the_stock_one_suggests(archive: Any) -> None:
    for word, right in [("志愿着", "志愿者"), ("博物官", "博物馆"), ("音乐会会", "音乐会"), ("covit", "covid")]:
        for index in (archive.ours, archive.stock):
            with index.searcher() as searcher:
                assert searcher.suggest("body", word, limit=1, maxdist=1) == [right]
    for index in (archive.ours, archive.stock):
        with index.searcher() as searcher:
            assert searcher.correct_query(parse("covit", index), "covit", maxdist=1).string == "covid"


def stands(archive: Any, field: str, term: str) -> bool:
    """Whether a term stands in a field of any section."""
    return any(
        term in fold_text(stored.get(field, "")) for stored in archive.stock.reader().all_stored_fields()
    ) or any(term in fold_text(stored.get(field, "")) for stored in deleted(archive))


def deleted(archive: Any) -> list[dict[str, Any]]:
    """The stored fields of deleted sections, whose terms are listed until they are merged away."""
    reader = archive.stock.reader()
    return [reader.stored_fields(number) for number in range(reader.doc_count_all()) if reader.is_deleted(number)]


def test_key_terms_and_more_like_this_need_no_text(archive: Any) -> None:
    for index in (archive.ours, archive.stock):
        with index.searcher() as searcher:
            hit = next(hit for hit in searcher.search(parse("音乐会 歌曲", index)))
            terms = dict(searcher.key_terms([hit.docnum], "body", numterms=40))
            assert {"歌曲", "音乐", "音乐会", "合唱"} <= terms.keys()
            alike = hit.more_like_this("body", top=5)
            assert hit["id"] not in {each["id"] for each in alike}
            assert any("音乐会" in each["body"] for each in alike)


def test_every_word_of_the_stock_index_is_found_wherever_it_stands(archive: Any) -> None:
    """The first difference: a word is found where it stands, also where the cut has it within another or across two."""
    texts = {
        reader.stored_fields(number)["id"]: reader.stored_fields(number)["body"]
        for reader in [archive.stock.reader()]
        for number in reader.all_doc_ids()
    }
    with archive.ours.searcher() as ours, archive.stock.searcher() as stock:
        words = [term.decode() for term in stock.lexicon("body")]
        assert len(words) > 150
        for word in words:
            query = whoosh_query.Term("body", word)
            here = {hit["id"] for hit in ours.search(query, limit=None)}
            there = {hit["id"] for hit in stock.search(query, limit=None)}
            assert there <= here
            assert all(word in texts[id] for id in here - there)
        listed = {term.decode() for term in ours.lexicon("body")}
        assert set(words) - {"covid19"} <= listed


def test_what_the_dictionary_does_not_have_is_looked_for_as_it_is_written(archive: Any) -> None:
    """The second difference: the stock index finds every section with the pieces, wherever they stand."""
    for word in ("罗永康", "周小芸", "志原者", "共富", "青螺镇", "白鹭湾", "潮州湾", "甜", "水"):
        here = found(archive.ours, word)
        stored = {each["id"]: fold_text(each["body"]) for each in archive.stock.reader().all_stored_fields()}
        assert sorted(here) == sorted(id for id, text in stored.items() if word in text)
        if word in ("罗永康", "志原者", "共富", "青螺镇"):
            assert set(here) <= set(found(archive.stock, word))


def test_a_phrase_is_found_as_it_is_written_with_its_punctuation(archive: Any) -> None:
    """The third difference: a stock phrase is its words alone, and cannot find those with a sign between them."""
    stored = {each["id"]: fold_text(each["body"]) for each in archive.stock.reader().all_stored_fields()}
    for phrase in ("鼓掌。", "愿者在", "里的水很甜", "志原者、共富工坊", "永康说", "《潮声》", "covid-19", "，", "%"):
        expected = [id for id, text in stored.items() if fold_text(phrase) in text]
        assert sorted(found(archive.ours, f'"{phrase}"')) == sorted(expected), phrase
    assert found(archive.stock, '"志原者、共富工坊"') == []


PARSERS: dict[str, tuple[Any, str]] = {
    "several fields": (lambda schema: MultifieldParser(["title", "body"], schema), "渔港 志愿者"),
    "several fields, boosted": (
        lambda schema: MultifieldParser(["title", "body"], schema, {"title": 3.0}),
        "见闻 OR 歌曲",
    ),
    "plus and minus": (lambda schema: SimpleParser("body", schema), "+渔港 -学生 老师"),
    "best of several": (lambda schema: DisMaxParser({"title": 1.0, "body": 0.5}, schema), "渔港 灯塔"),
    "expressions": (lambda schema: with_plugin(schema, RegexPlugin), 'r"桥.*" OR r"^co.id$"'),
    "greater and less": (lambda schema: with_plugin(schema, GtLtPlugin), "year:>2020 year:<=2022 渔港"),
    "single quotes": (lambda schema: QueryParser("publication", schema), "'潮汐日报'"),
    "sequences": (lambda schema: with_plugin(schema, SequencePlugin), '"桥梁 和 公*"~2'),
    "character classes": (lambda schema: QueryParser("body", schema), "[渔灯]?"),
}


def with_plugin(schema: Any, plugin: Any) -> Any:
    parser: Any = QueryParser("body", schema)
    if plugin is SequencePlugin:
        parser.remove_plugin_class(PhrasePlugin)
    parser.add_plugin(plugin())
    return parser


@pytest.mark.parametrize(("parser", "text"), PARSERS.values(), ids=PARSERS)
def test_other_parsers_find_the_same_sections(archive: Any, parser: Any, text: str) -> None:
    ours, stock = (found(index, parser(index.schema).parse(text)) for index in (archive.ours, archive.stock))
    assert sorted(ours) == sorted(stock)
    assert ours


BUILT: dict[str, Any] = {
    "require": whoosh_query.Require(whoosh_query.Term("body", "渔港"), whoosh_query.Term("body", "故事")),
    "and not": whoosh_query.AndNot(whoosh_query.Term("body", "渔港"), whoosh_query.Term("body", "学生")),
    "otherwise": whoosh_query.Otherwise(whoosh_query.Term("body", "zzz"), whoosh_query.Term("body", "渔港")),
    "constant": whoosh_query.ConstantScoreQuery(whoosh_query.Prefix("body", "渔"), 2.0),
    "range of terms": whoosh_query.TermRange("year", "2020", "2022", startexcl=True),
    "everything but": whoosh_query.And([whoosh_query.Every(), whoosh_query.Not(whoosh_query.Prefix("body", "桥"))]),
    "a phrase of words": whoosh_query.Phrase("body", ["学生", "和", "老师"]),
    "a phrase with room": whoosh_query.Phrase("body", ["桥梁", "公路"], slop=3),
    "best of": whoosh_query.DisjunctionMax(
        [whoosh_query.Term("title", "见闻"), whoosh_query.Term("body", "灯火")], tiebreak=0.1
    ),
    "fuzzy from the start": whoosh_query.FuzzyTerm("body", "图书官", maxdist=1, prefixlength=2),
    "a scaled or": whoosh_query.Or([whoosh_query.Term("body", "渔港"), whoosh_query.Term("body", "灯火")], scale=0.9),
}


@pytest.mark.parametrize("query", BUILT.values(), ids=BUILT)
def test_queries_built_by_hand_find_the_same_sections_and_stay_as_they_are(archive: Any, query: Any) -> None:
    before = repr(query)
    ours, stock = (sorted(found(index, query)) for index in (archive.ours, archive.stock))
    assert ours == stock
    assert ours
    assert repr(query) == before
    with archive.ours.searcher() as searcher:
        assert sorted(searcher.stored_fields(n)["id"] for n in searcher.docs_for_query(query)) == ours
