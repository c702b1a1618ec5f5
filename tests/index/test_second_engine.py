"""A second engine beside the embedded one: found by its scheme, fed by the same rooms, the same in its answers."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baosou.corpus.errors import BaosouError
from baosou.index.adding import AddOptions, Progress
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import BACKENDS, backend_at
from baosou.index.backend import Backend
from baosou.index.engine import Engine
from baosou.index.errors import IndexMissing, UnknownId
from baosou.index.request import FacetRequest, Filter
from baosou.index.whoosh_engine.backend import WhooshBackend
from tests.index.memory_engine import MemoryBackend
from tests.test_floors import names_imported

RECORDS: tuple[dict[str, Any], ...] = (
    {
        "title": "霞关渔港的海上课堂",
        "authors": ["林一帆", "周可"],
        "date": "2024-07-02",
        "publication": "浙东日报",
        "text": "清晨五点，苍南县霞关镇的渔港还亮着灯。\n志愿者陈海生把救生衣搬上甲板。",
        "主题": ["教育", "海洋"],
    },
    {
        "title": "鳌江两岸的灯火",
        "authors": ["郑小满"],
        "date": "2023-11",
        "publication": "江南晚报",
        "text": "平阳县鳌江镇的志愿者走进社区。\n志愿者把灯笼挂满老街，渔港那头也亮起来。",
        "主题": ["教育"],
    },
    {"title": "老粮仓的新生", "authors": ["林一帆"], "date": "2022", "text": "台州市椒江区的老粮仓改成了书屋。"},
)
PAGE = "炎亭沙滩的海风\n本报记者 林一帆\n　　苍南县炎亭镇的沙滩上搭起了图书角，孩子们坐在那里看书。\n"
ONE = AddOptions(jobs=1)

Opener = Callable[[], Engine]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of records and of one page."""
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (folder / "渔讯.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (folder / "副刊.txt").write_text(PAGE, "utf-8")
    return folder


@pytest.fixture
def memory() -> Backend:
    """An index in memory, found by the scheme of its location."""
    return backend_at("memory://渔讯", backends={**BACKENDS, "memory": MemoryBackend})


@pytest.fixture
def embedded(tmp_path: Path) -> Backend:
    return backend_at(str(tmp_path / "index"))


def told(_: Progress) -> None:
    """Nobody listens."""


def add(backend: Backend, *paths: Path, options: AddOptions = ONE) -> tuple[int, int, int, int]:
    """How many sources are new, updated, unchanged and removed."""
    summary = backend.add(paths, options, records=None, progress=told)
    assert not summary.failed
    return summary.new, summary.updated, summary.unchanged, summary.removed


def test_a_backend_is_found_by_the_scheme_of_a_location(memory: Backend, embedded: Backend) -> None:
    assert isinstance(memory, MemoryBackend)
    assert isinstance(embedded, WhooshBackend)
    with pytest.raises(BaosouError) as told:
        backend_at("memory://anna:潮水1984@渔讯")
    assert str(told.value) == "memory://: an index is a folder, or on a cluster: opensearch://host:9200/name"


def test_a_second_engine_needs_nothing_of_the_embedded_one() -> None:
    source = Path(__file__).with_name("memory_engine.py").read_text("utf-8")
    assert not [name for name in names_imported(source) if "whoosh" in name]


def test_nothing_of_the_embedded_engine_is_loaded_to_add_and_to_search(pages: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import backend_at
from tests.index.memory_engine import MemoryBackend
backend = backend_at("memory://a", backends={{"memory": MemoryBackend}})
backend.add([Path({str(pages)!r})], AddOptions(jobs=1), records=None, progress=lambda _: None)
print(ask(backend.open(), Question("渔港")).results.total)
print([name for name in sys.modules if "whoosh" in name])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.splitlines() == ["2", "[]"]


@pytest.mark.parametrize(
    "question",
    [
        Question("渔港"),
        Question("志愿者 灯"),
        Question("苍南 OR 粮仓"),
        Question("林一帆"),
        Question('"亮着灯"'),
        Question("渔港 -社区"),
        Question("author:林一帆"),
        Question("place:温州市 志愿者"),
        Question("date:[2023 TO 2024-06]"),
        Question(filters=(Filter("place", ("温州",)),)),
        Question(filters=(Filter("place", ("苍南县",), negated=True),)),
        Question(filters=(Filter("date", ("2024",)),)),
        Question(filters=(Filter("主题", ("海洋", "教育")),)),
        Question(since="2023-11-15", until="2024"),
    ],
)
def test_both_engines_find_the_same_articles_under_the_same_ids_and_count_the_same(
    question: Question, pages: Path, memory: Backend, embedded: Backend
) -> None:
    facets = tuple(FacetRequest(field, 0) for field in ("place", "author", "year", "month", "publication", "主题"))
    answers = []
    for backend in (memory, embedded):
        assert add(backend, pages) == (2, 0, 0, 0)
        fields = {name: getattr(question, name) for name in question.__struct_fields__}
        answers.append(ask(backend.open(), Question(**{**fields, "facets": facets, "strict": True, "limit": 100})))
    first, second = ({hit.id: (hit.title, hit.places, hit.source) for hit in a.results.hits} for a in answers)
    assert first == second
    assert first
    assert answers[0].results.total == answers[1].results.total
    assert answers[0].results.facets == answers[1].results.facets


def test_both_engines_follow_the_files_alike(pages: Path, memory: Backend, embedded: Backend) -> None:
    steps = []
    for backend in (memory, embedded):
        (pages / "副刊.txt").write_text(PAGE, "utf-8")
        seen = [add(backend, pages), add(backend, pages)]
        (pages / "副刊.txt").write_text(PAGE.replace("图书角", "小书屋"), "utf-8")
        seen.append(add(backend, pages))
        (pages / "副刊.txt").unlink()
        seen += [add(backend, pages), add(backend, pages, options=AddOptions(jobs=1, prune=True))]
        gone = backend.remove([pages, pages / "没有"], wait=0.0, dry_run=False)
        reasons = [failure.reason for failure in gone.failed]
        steps.append((seen, gone.removed, reasons, backend.open().status().articles))
    assert steps[0] == steps[1]
    assert steps[0][0] == [(2, 0, 0, 0), (0, 0, 2, 0), (0, 1, 1, 0), (0, 0, 1, 0), (0, 0, 1, 1)]
    assert steps[0][1:] == (1, ["not a source of this index"], 0)


def test_both_engines_show_the_same_article(pages: Path, memory: Backend, embedded: Backend) -> None:
    for backend in (memory, embedded):
        add(backend, pages)
    one, other = memory.open(), embedded.open()
    for hit in ask(one, Question("林一帆", limit=100)).results.hits:
        assert one.article(hit.id[:6]) == other.article(hit.id)
        assert one.article(hit.section).sections == other.article(hit.section).sections
    for id in ("0", "nothing", f"{hit.id}.9"):
        errors = []
        for engine in (one, other):
            with pytest.raises(UnknownId) as told:
                engine.article(id)
            errors.append(str(told.value))
        assert errors[0] == errors[1]


def test_workers_read_for_any_engine(tmp_path: Path, memory: Backend) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    text = "苍南县霞关镇的渔港清晨开市，船员在甲板上分拣带鱼。" * 500
    for n in range(150):
        record = json.dumps({"title": f"渔讯第{n}期", "text": f"第{n}天。{text}"}, ensure_ascii=False)
        (folder / f"{n:03}.jsonl").write_text(f"{record}\n", "utf-8")
    seen: list[Progress] = []
    summary = memory.add([folder], AddOptions(jobs=2), records=None, progress=seen.append)
    assert (summary.new, summary.articles) == (150, 150)
    assert seen[-1].done == seen[-1].total
    assert ask(memory.open(), Question("第149天")).results.total == 1
    alone = MemoryBackend("memory://alone")
    alone.add([folder], ONE)
    assert [hit.id for hit in ask(alone.open(), Question("渔港", limit=200)).results.hits] == [
        hit.id for hit in ask(memory.open(), Question("渔港", limit=200)).results.hits
    ]


def test_records_of_a_stream_are_a_source_of_any_engine(memory: Backend, embedded: Backend) -> None:
    line = json.dumps(RECORDS[0], ensure_ascii=False).encode() + b"\n"
    found = []
    for backend in (memory, embedded):
        with pytest.raises(IndexMissing):
            backend.open()
        would = backend.add([], AddOptions(jobs=1, dry_run=True), records=io.BytesIO(line), progress=told)
        assert (would.new, would.articles, would.dry_run) == (1, 0, True)
        done = backend.add([], ONE, records=io.BytesIO(line), progress=told)
        assert (done.new, done.articles) == (1, 1)
        (hit,) = ask(backend.open(), Question("渔港")).results.hits
        found.append((hit.id, hit.source.path))
    assert found[0] == found[1]
