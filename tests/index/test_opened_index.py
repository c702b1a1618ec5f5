"""An index as Python uses it: questions, changes, mistakes, several threads, and an end."""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import pytest
import whoosh.index
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.index import (
    BaosouError,
    Filter,
    Index,
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    QueryError,
    UnknownId,
    api,
    open_index,
)
from baosou.index.whoosh_engine.engine import WhooshEngine

RECORDS: list[dict[str, Any]] = [
    {
        "id": f"r{number}",
        "title": f"{place}渔港第{number}期海上课堂开讲",
        "text": f"{place}的老船长{name}把一箱救生衣搬上甲板。\n志愿者第{number}次来到渔港，认识潮汐与休渔制度。",
        "date": f"20{10 + number % 15}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        "authors": [name],
        "column": ("要闻", "广告", "民生")[number % 3],
        "places": [f"浙江省/温州市/{place}"],
    }
    for number, (place, name) in enumerate(
        (place, name) for place in ("苍南县", "平阳县", "泰顺县") for name in ("林一帆", "周可", "郑小满", "何秋实")
    )
]

THREADS = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of twelve records, in three segments."""
    location = tmp_path_factory.mktemp("python") / "idx"
    with open_index(location, create=True) as index:
        for first in range(0, 12, 4):
            assert index.add(records=RECORDS[first : first + 4]).articles == 4
    return location


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    with open_index(folder) as opened:
        yield opened


def test_an_answer_can_be_walked_through_counted_and_read(index: Index) -> None:
    answer = index.search("渔港", limit=5, facets=["place:1", "column"])
    assert [hit.rank for hit in answer] == [1, 2, 3, 4, 5]
    assert (len(answer.hits), answer.total) == (5, 12)
    assert [(each.value, each.count) for each in answer.facets["place"]] == [("浙江省", 12)]
    assert repr(answer) == "<Answer '渔港': 5 of 12 hits>"


def test_hits_that_lack_words_are_told_apart_from_those_that_match(index: Index) -> None:
    answer = index.search("渔港 鲸鱼", limit=5)
    assert (answer.total, answer.also, len(answer.hits)) == (0, 5, 5)
    assert repr(answer) == "<Answer '渔港 鲸鱼': 0 of 0 hits, and 5 that lack some of the words>"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"where": {"author": "周可"}}, 3),
        ({"where": {"作者": ["周可", "郑小满"], "!column": "广告"}}, 4),
        ({"where": {"author": ("周可",), "column!": ["广告", "要闻"]}}, 1),
        ({"where": [Filter("author", ("周可",)), Filter("place", ("苍南县",))]}, 1),
        ({"where": {"year": 2012}}, 1),
        ({"where": {}}, 12),
        ({"since": 2015, "until": "2017年"}, 3),
        ({"since": datetime.date(2020, 1, 1)}, 2),
        ({"until": datetime.datetime(2010, 12, 31, 23, 59)}, 1),
        ({"by": "section"}, 12),
        ({"literal": True}, 12),
    ],
)
def test_filters_and_dates_are_given_as_python_has_them(index: Index, options: dict[str, Any], found: int) -> None:
    assert index.search("渔港", **options).total == found
    options.pop("facets", None)
    assert index.count("渔港", **options) == found


def test_a_limit_of_none_and_of_nought_is_all(index: Index) -> None:
    assert len(index.search("渔港", limit=None).hits) == len(index.search("渔港", limit=0).hits) == 12
    assert len(index.search("渔港", limit=3, offset=10).hits) == 2
    assert index.search("渔港", hits=False).hits == ()


def test_without_a_query_all_articles_come_newest_first(index: Index) -> None:
    dates = [hit.date or "" for hit in index.search(limit=None)]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == index.status().articles == 12


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"sort": "size"}, '"sort" must be one of relevance, date, -date, title, source'),
        ({"by": "page"}, '"by" must be one of article, section'),
        ({"since": "某年"}, "since 某年: not a date; write 2024, 2024-05, 2024-05-01, 2018..2020, 7d or 去年"),
        ({"since": 2024, "until": 2023}, "since 2024 is later than until 2023"),
        ({"where": {"nowhere": "x"}}, "unknown field nowhere; fields are: "),
        ({"where": "place=温州市"}, '"where" must be an object of fields and values'),
        ({"where": {"place": []}}, '"where" needs a value for "place"'),
        ({"where": {"place": [None]}}, '"where" place must be a text or a list of texts'),
        ({"where": {"place": b"x"}}, '"where" place must be a text or a list of texts'),
        ({"facets": ["place:x"]}, '"facets" place:x: what follows the colon must be a whole number'),
        ({"facets": {"place": -1}}, '"facets" must be a whole number of 0 or more'),
        ({"facets": 7}, '"facets" must be a text or a list of texts'),
        ({"facets": {5: 1}}, "unknown field 5; fields are: "),
        ({"timeout": "5"}, '"timeout" must be a number of seconds of 0 or more'),
        ({"timeout": float("nan")}, '"timeout" must be a number of seconds of 0 or more'),
        ({"limit": -1}, '"limit" must be a whole number of 0 or more'),
        ({"offset": 1.5}, '"offset" must be a whole number of 0 or more'),
        ({"any": True, "literal": True}, "any and literal cannot be used together"),
    ],
)
def test_what_cannot_be_meant_is_a_query_error_of_one_line(index: Index, options: dict[str, Any], told: str) -> None:
    with pytest.raises(QueryError) as raised:
        index.search("渔港", **options)
    assert str(raised.value).startswith(told)
    assert "\n" not in str(raised.value)


def test_a_mistake_in_a_query_knows_its_place(index: Index) -> None:
    with pytest.raises(QueryError) as raised:
        index.search('渔港 "灯火')
    assert (raised.value.query, raised.value.position) == ('渔港 "灯火', 3)
    with pytest.raises(QueryError, match="must be a text"):
        index.search(7)  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="nothing to search for"):
        index.search(" ")


def test_articles_by_their_ids(index: Index) -> None:
    ids = [hit.id for hit in index.search("渔港", limit=3)]
    found = list(index.articles(ids, highlight="渔港"))
    assert [article.id for article in found] == ids
    assert all(article.text.count("\n") == 1 for article in found)
    block = found[0].sections[0].blocks[1]
    assert [block.text[start:end] for start, end in block.highlights] == ["渔港"]
    with pytest.raises(UnknownId):
        index.article("zzz")


def test_similar_articles_say_by_which_words(index: Index) -> None:
    answer = index.similar(index.search("苍南县", limit=1).hits[0].id, limit=2)
    assert len(answer.hits) == 2
    assert answer.sought
    assert all(word in answer.interpreted for word in answer.sought)


def test_a_batch_answers_in_order_and_a_mistake_is_a_value_in_its_place(index: Index) -> None:
    queries = ["渔港", {"id": 7, "query": "周可"}, '"', {"query": "渔", "lim": 3}, {"where": {"author": "周可"}}, "", 5]
    found = list(index.batch(queries, limit=2))  # type: ignore[arg-type]
    assert [each.id for each in found] == ["1", 7, "3", "4", "5", "6", "7"]
    assert [each.answer.total if each.answer else None for each in found] == [12, 3, None, None, 3, None, None]
    assert all(isinstance(each.error, QueryError) for each in found if each.answer is None)
    assert [str(found[at].error)[:22] for at in (3, 5, 6)] == [
        "a query has no key lim",
        "the query is empty",
        "a query must be a text",
    ]
    assert all(len(each.answer.hits) <= 2 for each in found if each.answer)


def test_a_batch_is_answered_as_it_is_walked_through_and_its_defaults_are_checked_at_once(index: Index) -> None:
    taken: list[str] = []

    def queries() -> Iterator[str]:
        for query in ("渔港", "潮汐", "休渔"):
            taken.append(query)
            yield query

    answers = index.batch(queries())
    assert (next(answers).id, taken) == ("1", ["渔港"])
    with pytest.raises(QueryError):
        index.batch([], sort="size")  # type: ignore[arg-type]


def test_one_text_is_not_taken_for_several_of_a_character_each(index: Index, tmp_path: Path) -> None:
    (id,) = [hit.id for hit in index.search("渔港", limit=1)]
    assert [each.id for each in index.articles(id)] == [id]
    for query in ("渔港", {"query": "渔港"}):
        (found,) = index.batch(query)
        assert found.answer is not None
        assert (found.answer.query, found.answer.total) == ("渔港", index.count("渔港"))
    (tmp_path / "初稿").mkdir()
    (tmp_path / "甲.md").write_text("渔港灯火\n\n灯还亮着。\n", "utf-8")
    (tmp_path / "初稿" / "乙.txt").write_text("渔港灯火\n\n灯还亮着。\n", "utf-8")
    with open_index(tmp_path / "idx", create=True) as other:
        assert other.add(tmp_path, include="*.md", dry_run=True).new == 1
        assert other.add(tmp_path, exclude="初稿/", dry_run=True).new == 1


def test_an_empty_path_is_not_the_folder_at_hand(index: Index) -> None:
    for change in (index.add, index.remove):
        with pytest.raises(BaosouError, match="a path is empty"):
            change("", dry_run=True)


def test_any_number_of_suggestions_may_be_asked_for(index: Index) -> None:
    assert len(index.suggest("渔", limit=10**30)) == len(index.suggest("渔", limit=1_000))
    with pytest.raises(QueryError, match='"limit" must be a whole number'):
        index.suggest("渔", limit=-1)


def test_values_of_tables_are_what_they_say(tmp_path: Path) -> None:
    pd, np = pytest.importorskip("pandas"), pytest.importorskip("numpy")
    day = np.datetime64("2024-07-02T00:00:00.000000000")
    record = {
        "title": "渔汛",
        "text": "带鱼来了。",
        "date": day,
        "authors": np.array(["林一帆", "周可"]),
        "体裁": pd.NA,
    }
    with open_index(tmp_path / "idx", create=True) as index:
        assert index.add(records=[record]).articles == 1
        (hit,) = index.search("带鱼")
        assert (hit.date, hit.authors, index.article(hit.id).extra) == ("2024-07-02", ("林一帆", "周可"), {})
        with pytest.raises(BaosouError, match="record 1 has bytes"):
            index.add(records=[{"title": "渔汛".encode(), "text": "带鱼来了。"}])


def test_records_of_any_kind_of_mapping_are_added(tmp_path: Path) -> None:
    class Number:
        """A number as numpy has it."""

        def item(self) -> int:
            return 5

    with open_index(tmp_path / "idx", create=True) as index:
        with pytest.raises(IndexMissing):
            index.search("渔港")
        added = index.add(
            records=iter([{"title": "渔汛", "text": "带鱼来了。", "date": datetime.date(2024, 7, 2), "版面": Number()}])
        )
        assert (added.new, added.articles) == (1, 1)
        assert index.search("带鱼").hits[0].date == "2024-07-02"
        assert index.article(index.search("带鱼").hits[0].id).extra == {"版面": ("5",)}
        stream = io.BytesIO('{"title": "潮汐", "text": "大潮十五。"}\n'.encode())
        assert index.add(records=stream).articles == 1
        assert index.count() == 2
        for records in ([["title", "渔汛"]], [{"text": object()}]):
            with pytest.raises(BaosouError, match="record 1"):
                index.add(records=records)  # type: ignore[arg-type]
        half = index.add(records=[{"title": "整个字", "text": "收下。"}, {"title": "半\ud800个字", "text": "不收。"}])
        assert (half.articles, [each.line for each in half.failed]) == (1, [2])


def test_what_is_added_and_removed_is_found_from_then_on(tmp_path: Path) -> None:
    page = tmp_path / "渔港.txt"
    page.write_text("渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    with open_index(str(tmp_path / "idx"), create=True) as index:
        assert index.add(page).new == 1
        assert index.count("渔港") == 1
        assert index.add(page).unchanged == 1
        assert index.remove(page, dry_run=True).removed == 1
        assert index.count("渔港") == 1
        assert index.remove(str(page)).removed == 1
        assert index.count("渔港") == 0
        assert index.add_words("海上课堂").words[0].word == "海上课堂"
        assert [each.word for each in index.words()] == ["海上课堂"]
        assert index.optimize().segments_after <= 1
        assert index.check().ok


def test_what_another_adds_is_found_after_a_refresh(folder: Path, tmp_path: Path) -> None:
    with open_index(tmp_path / "idx", create=True) as index, open_index(tmp_path / "idx", create=True) as other:
        index.add(records=RECORDS[:1])
        assert other.count() == 1
        index.add(records=RECORDS[1:3])
        assert other.count() == 1
        assert (other.refresh(), other.count(), other.refresh()) == (True, 3, False)


def test_an_index_that_is_closed_says_so(folder: Path) -> None:
    index = open_index(folder)
    with index:
        assert repr(index) == f"<Index {str(folder)!r}>"
    index.close()
    for use in (lambda: index.search("渔"), index.status, lambda: index.add("x"), index.refresh):
        with pytest.raises(IndexClosed, match="was closed"):
            use()
    assert repr(index) == f"<Index {str(folder)!r} (closed)>"


def test_a_place_without_an_index_is_told_at_once_and_a_damaged_one_can_be_mended(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "idx")
    page = tmp_path / "渔港.txt"
    page.write_text("渔港灯火\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    Index(tmp_path / "idx").add(page)
    (segment,) = (tmp_path / "idx").glob("*.seg")
    segment.write_bytes(segment.read_bytes()[:-1])
    with pytest.raises(IndexDamaged):
        open_index(tmp_path / "idx", create=True)
    index = Index(tmp_path / "idx")
    assert not index.check().ok
    assert index.add(rebuild=True).articles == 1
    assert index.count("渔港") == 1


# Threads


def at_once(work: Callable[[int], object]) -> list[object]:
    """What becomes of some work that every thread begins at the same time, the threads taking turns all the time."""
    barrier, interval = Barrier(THREADS), sys.getswitchinterval()

    def begin(number: int) -> object:
        barrier.wait(timeout=60)
        return work(number)

    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(begin, range(THREADS)))
    finally:
        sys.setswitchinterval(interval)


ASKED: list[Callable[[Index], Any]] = [
    lambda index: index.search("渔港 志愿者", facets=["place", "year", "column"], explain=True),
    lambda index: index.search("救生衣", where={"author": ["周可", "林一帆"]}, since="2012", sort="date"),
    lambda index: index.search('"休渔制度" OR title:海上*', by="section"),
    lambda index: index.search("郑小曼"),
    lambda index: index.search("苍南县第三次海上课堂"),
    lambda index: index.suggest("cangnan"),
    lambda index: index.suggest("何秋十"),
    lambda index: index.similar(index.search("泰顺县", limit=1).hits[0].id),
    lambda index: index.why(index.search("平阳县", limit=1).hits[0].id, "渔港 鲸鱼"),
    lambda index: index.facets(),
    lambda index: index.status(),
]


def answers(index: Index, order: int) -> list[Any]:
    """Every question's answer, asked in an order of their own."""
    found: dict[int, Any] = {}
    for number in range(len(ASKED)):
        at = (number * (order + 1) + order) % len(ASKED)
        answer = ASKED[at](index).to_dict()
        found[at] = {key: value for key, value in answer.items() if key != "took_ms"}
    return [found[at] for at in sorted(found)]


def test_threads_that_share_an_index_from_its_first_use_get_what_one_alone_gets(folder: Path) -> None:
    alone = answers(Index(folder), 0)
    assert len(alone) == len(ASKED)
    for _ in range(5):
        index = Index(folder)  # not opened yet, nothing read
        assert at_once(lambda number, index=index: answers(index, number)) == [alone] * THREADS  # type: ignore[misc]
        index.close()


def test_the_first_use_of_all_in_a_process_may_be_in_several_threads(folder: Path) -> None:
    """Tables that are made once for all indexes (jieba, pinyin, folding) are made while others ask for them."""
    import subprocess

    script = f"""
import json, sys, threading
from baosou.index import Index
sys.setswitchinterval(1e-5)
index, barrier, found = Index({str(folder)!r}), threading.Barrier(6), []
def ask(number):
    barrier.wait()
    searched = [index.search(q).to_dict() for q in ("渔港 志愿者", "郑小曼", "苍南县第三次海上课堂")]
    suggested = index.suggest("cangnan").to_dict()
    found.append(json.dumps([[s["total"], [h["id"] for h in s["hits"]]] for s in searched] + [suggested]))
threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
for each in threads: each.start()
for each in threads: each.join()
print(len(found), len(set(found)), found[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, timeout=120, text=True, encoding="utf-8"
    )
    count, different, first = done.stdout.split(" ", 2)
    assert (count, different, done.stderr) == ("6", "1", "")
    index = Index(folder)
    expected = [index.search(query) for query in ("渔港 志愿者", "郑小曼", "苍南县第三次海上课堂")]
    assert json.loads(first)[:3] == [[answer.total, [hit.id for hit in answer]] for answer in expected]


def test_a_search_goes_on_while_another_thread_adds_refreshes_and_closes(tmp_path: Path) -> None:
    index = open_index(tmp_path / "idx", create=True)
    index.add(records=RECORDS[:2])
    waiting, go_on = Event(), Event()
    found: list[int] = []

    def queries() -> Iterator[str]:
        yield "渔港"
        waiting.set()
        assert go_on.wait(timeout=60)
        yield "渔港"

    def walk() -> None:
        found.extend(each.answer.total for each in index.batch(queries()) if each.answer)

    reader = Thread(target=walk)
    reader.start()
    assert waiting.wait(timeout=60)
    index.add(records=RECORDS[2:5])
    assert index.count("渔港") == 5
    index.refresh()
    index.close()
    go_on.set()
    reader.join(timeout=60)
    # a batch is answered from the generation that it began with
    assert found == [2, 2]


@settings(max_examples=60)
@given(query=st.one_of(st.text(max_size=20), st.sampled_from(["渔港", "苍南 志愿", '"休渔', "date:2015", "海*"])))
def test_any_text_is_answered_or_a_query_error(folder: Path, query: str) -> None:
    (found,) = Index(folder).batch([query], limit=3)
    assert (found.answer is None) == isinstance(found.error, QueryError)
    assert "\n" not in str(found.error)
    assert found.answer is None or len(found.answer.hits) <= 3
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()


# Whoosh


def test_the_index_is_given_as_whoosh_sees_it(index: Index) -> None:
    if not hasattr(WhooshEngine, "whoosh"):
        pytest.skip("this engine has no form for Whoosh")
    assert isinstance(index.whoosh(), whoosh.index.Index)


def test_an_engine_without_a_form_that_whoosh_reads_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere:
        """An engine on a server."""

        def close(self) -> None:
            """Nothing is held."""

    monkeypatch.setattr(api, "open_engine", lambda location, access: Elsewhere())
    with open_index(folder) as index, pytest.raises(BaosouError, match="no form that Whoosh reads"):
        index.whoosh()
