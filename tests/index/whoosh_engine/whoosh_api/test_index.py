"""An index as a Whoosh user meets it: what is found, generations, what cannot be written."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.qparser.default import QueryParser
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every as WhooshEvery
from whoosh.query.terms import Term
from whoosh.sorting import FieldFacet

from baosou.corpus.folding import fold_text
from baosou.index.adding import AddOptions
from baosou.index.api import add
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.engine import WhooshEngine
from baosou.index.whoosh_engine.whoosh_api.analyzers import ChineseAnalyzer
from baosou.index.whoosh_engine.whoosh_api.codec import ArrayCodec, ArraySegment
from baosou.index.whoosh_engine.whoosh_api.index import WhooshIndex
from baosou.index.whoosh_engine.whoosh_api.parser import terms_of

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]

Every: Any = WhooshEvery  # which has no types

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

TEXTS = [
    "苍南县的志愿者罗永康在霞关渔港点亮灯火。",
    "志愿者说，老街的灯火是志愿者点亮的；永康市姓罗的人不多。",
    "鳌江两岸，COVID-19期间也有志愿服务，共1280场，其中第3场在水边。",
    "“书屋”里 有两盏灯，𠮷野的㎏秤还在，志原者也在。",
    "共富工坊里的New York地图。",
]


@pytest.fixture(scope="module")
def index(make_article: MakeArticle, write_segment: WriteSegment) -> WhooshIndex:
    return WhooshIndex([write_segment([make_article(text)], first=n) for n, text in enumerate(TEXTS)])


def hits(index: WhooshIndex, query: Any, field: str = "body") -> list[int]:
    if isinstance(query, str):
        query = QueryParser(field, index.schema).parse(query)
    with index.searcher() as searcher:
        return sorted(hit.docnum for hit in searcher.search(query, limit=None))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("罗永康", [0]),
        ("水", [2]),
        ("志原者", [3]),
        ("共富", [4]),
        ("苍南县志愿者罗永康", [0]),
        ("第3场", [2]),
        ("1280场", [2]),
        ("罗永康 OR 共富工坊", [0, 4]),
        ("志愿者 NOT 罗永康", [1]),
        ("吉野", []),
        ("𠮷野", [3]),
        ("kg秤", [3]),
        ("志*者", [0, 1]),
        ("*愿者", [0, 1]),
        ("co*d", [2]),
        ("第?场", []),
        ('"志愿者罗永康"', [0]),
        ('"愿者罗"', [0]),
        ('"说，老街"', [1]),
        ('"说老街"', []),
        ('"书屋里有"', []),
        ('"书屋里 有"', [3]),
        ('"书屋 里"', [3]),
        ('"new york"', [4]),
        ('"newyork"', []),
        ('"york地图"', [4]),
        ('"。"', [0, 1, 2, 3, 4]),
        ('"“书屋”"', [3]),
        ('"灯"', [0, 1, 3]),
        ("苍南縣志願者", [0]),
        ("ＣＯＶＩＤ", [2]),
        ("ovid", []),
    ],
)
def test_what_is_typed_is_found_as_it_is_written(index: WhooshIndex, typed: str, expected: list[int]) -> None:
    assert hits(index, typed) == expected


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("志愿者", ["志愿", "愿者", "志愿者"]),
        ("罗永康", ["罗永康"]),
        ("志原者", ["志原者"]),
        ("2018年10月", ["2018年", "10月"]),
        ("第3名", ["第3名"]),
        ("水", ["水"]),
        ("的", ["的"]),
        ("老师的水", ["老师", "的", "水"]),
        ("渔港，灯塔", ["渔港", "灯塔"]),
        ("，。", []),
        ("", []),
    ],
)
def test_pieces_that_the_dictionary_lacks_stay_whole(text: str, terms: list[str]) -> None:
    assert terms_of(text) == terms


PIECES = st.sampled_from([*"苍南志愿灯火港。，aA1", "𠮷", "㎏", "\n", " "])


@MANY
@given(texts=st.lists(st.lists(PIECES, min_size=1, max_size=12).map("".join), min_size=1, max_size=4), data=st.data())
def test_any_text_in_quotation_marks_is_found_where_it_stands(
    texts: list[str], data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    index = WhooshIndex([write_segment([make_article([text]) for text in texts])])
    source = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(source) - 1))
    phrase = source[start : start + data.draw(st.integers(1, 5))]
    whole = all(not (side.isalnum() and side.isascii()) for side in source[max(start - 1, 0) : start + len(phrase) + 1])
    if phrase.strip() and "\n" not in phrase and whole and " " not in phrase:
        expected = [n for n, text in enumerate(texts) if fold_text(phrase) in fold_text(text)]
        assert hits(index, f'"{phrase}"') == expected
        assert hits(index, Term("body", fold_text(phrase))) == expected


def test_a_phrase_made_by_hand_means_what_a_typed_one_means(index: WhooshIndex) -> None:
    words = [token.text for token in ChineseAnalyzer()("志愿者罗永康")]
    assert hits(index, Phrase("body", words)) == [0]
    assert hits(index, Phrase("body", ["罗", "永康"])) == [0]
    assert hits(index, Phrase("body", ["志愿者", "永康"], slop=3)) == [0]
    assert hits(index, Phrase("body", ["永康", "志愿者"], slop=3)) == []


def test_words_that_were_joined_are_highlighted(index: WhooshIndex) -> None:
    with index.searcher() as searcher:
        for typed, marked in (("罗永康", "罗永康"), ('"愿者罗永康"', "康"), ('"霞关渔港"', "霞关渔港"), ("水", "水")):
            for terms in (False, True):
                results = searcher.search(QueryParser("body", index.schema).parse(typed), terms=terms)
                assert f"{marked}</b>" in results[0].highlights("body")
        results = searcher.search(QueryParser("body", index.schema).parse("罗永康"), terms=True)
        assert results.matched_terms() >= {("body", "罗永康".encode())}


def test_one_value_of_several_is_highlighted(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    places = ("浙江省/温州市/苍南县", "福建省")
    made = make_article("渔港的灯亮了。", authors=("林一帆", "周小芸"), places=places, extra={"专题": ("海塘", "渔港")})
    index = WhooshIndex([write_segment([made])])
    shown = {
        ("author", "周小芸"): "林一帆、<b>周小芸</b>",
        ("author", "林*"): "<b>林一帆</b>、周小芸",
        ("place", "*苍南县"): "浙江省、浙江省/温州市、<b>浙江省/温州市/苍南县</b>、福建省",
        ("专题", "渔港"): "海塘、<b>渔港</b>",
    }
    with index.searcher() as searcher:
        for terms in (False, True):
            for (field, typed), expected in shown.items():
                results = searcher.search(QueryParser(field, index.schema).parse(typed), terms=terms)
                assert re.sub(' class="[^"]*"', "", results[0].highlights(field)) == expected
            (hit,) = searcher.search(QueryParser("body", index.schema).parse("渔港"), terms=terms)
            assert [hit.highlights(field) for field, _ in shown] == [""] * 4


def test_every_field_is_told_at_once_and_after_deletions(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    made = [
        make_article("……"),
        make_article("渔港", title="灯塔", authors=("林一帆",)),
        make_article("老街", title="街"),
    ]
    index = WhooshIndex([write_segment(made, deleted=[(2, 3)]), write_segment([make_article("水库")], first=3)])
    assert hits(index, Every("body")) == [1, 3]
    assert hits(index, Every("title")) == [1]
    assert hits(index, Every("author")) == [1]
    assert hits(index, Every("id")) == hits(index, Every()) == [0, 1, 3]
    assert hits(index, Every("publication")) == []


def test_keys_of_records_are_fields(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    extra = {"category": ("渔业", "人物"), "not a name": ("x",), "_hidden": ("y",), "body": ("z",)}
    index = WhooshIndex([write_segment([make_article("渔港", extra=extra), make_article("灯塔")])])
    assert "category" in index.schema
    assert not {"not a name", "_hidden"} & set(index.schema.names())
    assert hits(index, "category:人物") == [0]
    assert hits(index, "z") == []
    with index.searcher() as searcher:
        grouped = searcher.search(Every(), groupedby=FieldFacet("category", allow_overlap=True)).groups("category")
        assert grouped == {"渔业": [0], "人物": [0], None: [1]}
        assert searcher.stored_fields(0)["category"] == ["渔业", "人物"]


def test_a_place_groups_by_what_holds_no_other_of_its_article(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    made = [
        make_article("渔港", places=("东海省/湾市/青镇", "山省")),
        make_article("灯", places=("山省/溪市",)),
        make_article("街"),
    ]
    index = WhooshIndex([write_segment(made)])
    with index.searcher() as searcher:
        assert searcher.search(Every(), groupedby="place").groups("place") == {
            "东海省/湾市/青镇": [0],
            "山省/溪市": [1],
            "": [2],
        }
    assert hits(index, "place:山省") == [0, 1]


def record(folder: Path, name: str, *texts: str) -> Path:
    path = folder / name
    path.write_text("".join(f'{{"text": "{text}", "title": "第{n}篇"}}\n' for n, text in enumerate(texts)), "utf-8")
    return path


def test_an_index_is_refreshed_after_add(tmp_path: Path) -> None:
    location = str(tmp_path / "index")
    add(location, [record(tmp_path, "a.jsonl", *TEXTS[:2])], AddOptions(jobs=1))
    index = WhooshEngine(tmp_path / "index").whoosh()
    searcher: Any = index.searcher()
    query = QueryParser("body", index.schema).parse("志愿服务 OR 灯火")
    assert (index.up_to_date(), index.refresh() is index, searcher.refresh() is searcher) == (True, True, True)
    assert index.latest_generation() == searcher.reader().generation() == index.reader().generation()
    add(location, [record(tmp_path, "b.jsonl", *TEXTS[2:])], AddOptions(jobs=1))
    assert (index.up_to_date(), searcher.up_to_date()) == (False, False)
    assert index.latest_generation() > searcher.reader().generation()
    assert len(searcher.search(query)) == 2
    newer, fresh = index.refresh(), searcher.refresh()
    assert newer.up_to_date()
    assert fresh.up_to_date()
    assert (newer.doc_count(), fresh.doc_count(), index.doc_count()) == (5, 5, 2)
    assert len(fresh.search(query)) == 3
    assert newer.last_modified() >= index.last_modified() > 0
    assert not newer.is_empty()


def test_an_engine_may_be_closed_before_its_whoosh_index(tmp_path: Path) -> None:
    add(str(tmp_path / "index"), [record(tmp_path, "a.jsonl", *TEXTS)], AddOptions(jobs=1))
    engine = WhooshEngine(tmp_path / "index")
    index = engine.whoosh()
    engine.close()
    assert hits(index, "罗永康") == [0]


def test_an_index_without_segments_finds_nothing() -> None:
    empty = WhooshIndex([])
    assert (empty.is_empty(), empty.doc_count(), empty.up_to_date()) == (True, 0, True)
    assert hits(empty, "渔港 OR 志*者") == []
    with empty.searcher() as searcher:
        assert searcher.suggest("body", "渔港") == []
        assert len(searcher.search(Every(), sortedby="date", groupedby="year")) == 0


def test_whoosh_can_write_nothing(index: WhooshIndex, make_article: MakeArticle, write_segment: WriteSegment) -> None:
    codec, whole = ArrayCodec(), ArraySegment(write_segment([make_article("渔港")]))
    writes: list[Callable[[], object]] = [
        lambda: codec.per_document_writer(None, whole),
        lambda: codec.field_writer(None, whole),
        lambda: codec.postings_writer(None),
        lambda: codec.postings_reader(None, None, None),
        lambda: codec.new_segment(None, "x"),
        lambda: whole.delete_document(0),
        lambda: index.writer(),
        lambda: index.delete_by_term("id", "x"),
        lambda: index.add_field("x", None),  # type: ignore[arg-type]
    ]
    for write in writes:
        with pytest.raises(ReadOnlyError, match="baosou add"):
            write()


def test_a_segment_tells_of_its_deletions(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    seen = ArraySegment(write_segment([make_article(text) for text in TEXTS], deleted=[(4, 5)]))
    assert (seen.doc_count_all(), seen.doc_count(), seen.deleted_count(), seen.has_deletions()) == (5, 4, 1, True)
    assert [seen.is_deleted(number) for number in range(5)] == [False] * 4 + [True]
    assert list(seen.deleted_docs()) == [4]


def test_nothing_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(str(tmp_path / "index"), [record(tmp_path, "a.jsonl", *TEXTS)], AddOptions(jobs=1))

    def refused(*arguments: object, **options: object) -> object:
        raise AssertionError("unpickled")

    monkeypatch.setattr(pickle, "loads", refused)
    monkeypatch.setattr(pickle, "load", refused)
    index = WhooshEngine(tmp_path / "index").whoosh()
    assert hits(index, "志愿者") == [0, 1]
