"""An index exported and added again is the same index: articles, values, facets, ids; and whatever else is written."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article
from baosou.corpus.readers import read_records
from baosou.index import FacetRequest, Index, open_index
from baosou.index.api import BACKENDS, backend_at
from tests.index.memory_engine import MemoryBackend

PAGE = """渔港灯火照海堤
本报记者 林一帆 通讯员 周可 文/图
　　清晨五点，苍南县霞关镇的渔港还亮着灯。老船长陈海生把救生衣一件件搬上甲板，等着县城来的孩子。

鳌江老街挂满灯笼
本报讯（郑小满）平阳县鳌江镇的志愿者走进社区，把灯笼挂满老街。他们说明年还要再来。
"""
SAMPLES = Path(__file__).parents[3] / "corpus" / "samples" / "2024-07-02"

RECORDS: list[dict[str, Any]] = [
    {
        "id": "r-1",
        "title": "粮仓的新生",
        "text": "台州市椒江区的老粮仓改成了书屋。\n书屋每天傍晚亮灯。",
        "主题": ["书", "灯;火"],
    },
    {
        "title": "=无编号=",
        "date": "2022",
        "authors": ["林一帆"],
        "places": ["清江村"],
        "source": "合订本",
        "标题": "别题",
    },
    {
        "id": 7,
        "text": "只有正文的一条，说的是海带。",
        "url": "https://example.org/7",
        "发布时间": "昨天下午",
        "author.url": "x",
    },
]

ABOUT = ("id", "baosou_id", "title", "byline", "authors", "date", "publication", "edition", "column", "places", "url")
SAME = (*ABOUT, "characters", "text", "heads", "captions", "aside")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages and records in folders that say when and where they were printed."""
    made = tmp_path / "海岳日报" / "2024-07-02"
    made.mkdir(parents=True)
    (made / "03.txt").write_text(PAGE, encoding="utf-8")
    (made / "长文.txt").write_text("潮汐表的来历\n　　" + "涨落之间，人们学会了等待。" * 150 + "\n", encoding="utf-8")
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (tmp_path / "记录.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return tmp_path


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    with open_index(folder / "idx", create=True) as opened:
        assert not opened.add(folder / "海岳日报", folder / "记录.jsonl", SAMPLES).failed
        yield opened


def copied(index: Index, location: Path) -> Index:
    """An index of what another one exported, asides too."""
    copy = open_index(location, create=True)
    stream = io.BytesIO("".join(json.dumps(each) + "\n" for each in index.export(aside=True)).encode())
    summary = copy.add(records=stream)
    assert (summary.failed, summary.warnings) == ((), ())
    return copy


def test_what_is_exported_and_added_again_is_the_same_index(index: Index, folder: Path) -> None:
    copy = copied(index, folder / "copy")
    before, after = (list(each.export(aside=True)) for each in (index, copy))
    assert any(each["aside"] for each in before)
    assert any(each["heads"] for each in before)
    assert any(each["captions"] for each in before)
    assert [{key: each[key] for key in SAME} for each in before] == [{key: each[key] for key in SAME} for each in after]
    for old, new in zip(before, after, strict=True):
        assert new["extra"] == {"source": [old["source"]], **old["extra"]}
    first, second = index.status(), copy.status()
    assert (second.articles, second.sections) == (first.articles, first.sections)
    assert second.characters == first.characters
    assert copy.fields() == index.fields()
    for by in ("article", "section"):
        wanted = [FacetRequest(field, 0) for field in index.fields()]
        counted = [each.facets(None, wanted, by=by).answer.facets for each in (index, copy)]
        assert counted[0] == counted[1]


def test_a_copy_finds_what_the_index_finds(index: Index, folder: Path) -> None:
    copy = copied(index, folder / "copy")
    for query in (
        "渔港",
        "author:林一帆 灯",
        '"通讯员 周可"',
        "place:平阳县",
        "source:合订本",
        "主题:书",
        "title:粮仓",
        "等待",
    ):
        before, after = ([(hit.id, hit.section, hit.score) for hit in each.search(query)] for each in (index, copy))
        assert before == after
        assert before


def test_a_record_has_its_own_id_and_the_full_one_and_where_it_came_from(index: Index, folder: Path) -> None:
    (record,) = index.export("粮仓")
    assert tuple(record) == (
        *ABOUT,
        "source",
        "line",
        "page",
        "box",
        "start",
        "end",
        "characters",
        "text",
        "heads",
        "captions",
        "aside",
        "extra",
    )
    assert (record["id"], record["source"], record["line"]) == ("r-1", str((folder / "记录.jsonl").resolve()), 1)
    assert index.article(record["baosou_id"]).title == "粮仓的新生"
    assert len(record["baosou_id"]) == 16
    assert record["text"] == "台州市椒江区的老粮仓改成了书屋。\n书屋每天傍晚亮灯。"
    assert record["extra"] == {"主题": ["书", "灯;火"]}
    assert [each["id"] for each in index.export("海带")] == ["7"]
    assert list(index.export("鲸鱼座")) == []


def test_sections_and_hits_have_records_of_their_own(index: Index) -> None:
    sections = list(index.export(of="sections"))
    assert len(sections) == index.status().sections
    assert [each["baosou_id"] for each in sections] == sorted(each["baosou_id"] for each in sections)
    long = [each for each in sections if each["title"] == "潮汐表的来历"]
    assert [each["baosou_id"].partition(".")[2] for each in long] == [str(n + 1) for n in range(len(long))]
    assert len(long) > 1
    headed = [each for each in sections if each["heads"]]
    assert headed
    for each in headed:
        assert each["text"].split("\n")[each["heads"][0] - 1] in index.article(each["baosou_id"]).text
    hits = list(index.export("渔港 灯", of="hits", snippets=1, sort="title"))
    assert [(each["rank"], each["baosou_id"][:8]) for each in hits] == [
        (hit.rank, hit.id[:8]) for hit in index.search("渔港 灯", sort="title", strict=True)
    ]
    assert all(len(each["snippets"]) == 1 and len(each["baosou_id"]) == 16 for each in hits)


def test_at_most_so_many_are_exported(index: Index) -> None:
    assert len(list(index.export(limit=2))) == 2
    assert len(list(index.export(limit=0))) == index.status().articles


def test_what_was_exported_and_is_added_to_the_same_index_gets_other_ids(index: Index) -> None:
    every = list(index.export())
    index.add(records=every)
    ids = [each["baosou_id"] for each in index.export()]
    assert len(set(ids)) == len(ids) == 2 * len(every)
    assert {each["baosou_id"] for each in every} < set(ids)
    for id in ids:
        assert index.article(id).sections
    index.add(records=every)
    assert [each["baosou_id"] for each in index.export()] == ids


def test_an_edited_record_is_taken_at_its_word(index: Index, folder: Path) -> None:
    (record,) = index.export("粮仓")
    edited = {
        **record,
        "places": ["浙江省/台州市"],
        "title": "粮仓记",
        "edition": "4",
        "extra": {"主题": ["灯"]},
        "备注": "校过",
    }
    copy = open_index(folder / "edited", create=True)
    copy.add(records=[edited])
    (found,) = copy.export()
    assert (found["baosou_id"], found["title"], found["edition"]) == (record["baosou_id"], "粮仓记", "4")
    assert found["places"] == ["浙江省/台州市"]
    assert found["extra"] == {"备注": ["校过"], "主题": ["灯"], "source": [record["source"]]}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"baosou_id": "k3fa9c1d"}, "whole id"),
        ({"baosou_id": 7}, "whole id"),
        ({"baosou_id": "k3fa9c1d00000000.2"}, "whole id"),
        ({"heads": "一"}, '"heads"'),
        ({"captions": {"1": 2}}, '"captions"'),
        ({"byline": ["林一帆"]}, '"byline"'),
        ({"authors": [7]}, '"authors"'),
        ({"extra": "[]"}, '"extra"'),
        ({"extra": {"主题": "灯"}}, '"extra"'),
        ({"title": None, "text": ""}, "neither title nor text"),
    ],
)
def test_a_record_that_cannot_have_been_exported_is_refused_in_a_line(wrong: dict[str, Any], told: str) -> None:
    record = {"baosou_id": "k3fa9c1d00000000", "title": "粮仓的新生", "text": "老粮仓改成了书屋。", **wrong}
    (failure,) = read_records(io.BytesIO(json.dumps(record).encode()))
    assert isinstance(failure, Failure)
    assert told in failure.reason


def test_another_engine_exports_the_same(folder: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    backends = {**BACKENDS, "memory": MemoryBackend}
    backend = backend_at("memory://x", backends=backends)
    from baosou.index.adding import AddOptions
    from baosou.index.answering.exports import exported
    from baosou.index.answering.question import Question

    backend.add(
        [folder / "海岳日报", folder / "记录.jsonl", SAMPLES], AddOptions(jobs=1), records=None, progress=lambda _: None
    )
    engine = backend.open()
    keys = ("baosou_id", "text", "places", "extra", "aside")
    told = [{key: each[key] for key in keys} for each in exported(engine, Question(), "articles")]
    assert json.loads(json.dumps(told)) == json.loads(
        json.dumps([{key: each[key] for key in keys} for each in index.export()])
    )


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@settings(max_examples=40)
@given(st.lists(TEXT, max_size=4), TEXT, st.lists(TEXT.filter(bool), max_size=3, unique=True))
def test_any_text_of_a_record_comes_back_as_it_was(lines: list[str], title: str, values: list[str]) -> None:
    record = {
        "baosou_id": "k3fa9c1d00000000",
        "title": title,
        "byline": title,
        "authors": values,
        "text": "\n".join(["渔港", *lines]),
        "extra": {"主题": values},
    }
    (article,) = read_records(io.BytesIO(json.dumps(record).encode()))
    assert isinstance(article, Article)
    assert [block.passage.text for block in article.blocks] == [line for line in ["渔港", *lines] if line.strip()]
    assert article.authors == tuple(values)
    assert article.extra == ({"主题": tuple(values)} if values else {})
    for block in article.blocks:
        (span,) = block.passage.spans
        assert str(record["text"])[span.start : span.end] == block.passage.text
