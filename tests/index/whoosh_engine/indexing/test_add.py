"""How an index follows the files: what add and remove do to it, told as a user sees it."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from baosou.corpus.errors import BaosouError
from baosou.index.adding import AddOptions, Progress
from baosou.index.api import add, open_engine, remove
from baosou.index.errors import IndexDamaged, IndexLocked, IndexMissing, IndexVersion
from baosou.index.query.tree import Everything, Phrase
from baosou.index.reports import AddSummary
from baosou.index.request import FacetRequest, SearchRequest
from baosou.index.results import Hit
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.backend import WhooshBackend
from baosou.index.whoosh_engine.storage.files import sealed

ONE = AddOptions(jobs=1)


def write(path: Path, *texts: str) -> Path:
    """A file of records, one a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"title": f"第{n}则", "text": text}, ensure_ascii=False) for n, text in enumerate(texts, 1)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def hits(index: Path, text: str | None = None) -> tuple[Hit, ...]:
    engine = open_engine(str(index))
    query = Everything() if text is None else Phrase(text)
    found = engine.search(SearchRequest(query, limit=1000, sort="source")).hits
    engine.close()
    return found


def contents(index: Path) -> list[tuple[str, str | None, str]]:
    """Everything an index tells of its articles, apart from where they lie in it."""
    engine = open_engine(str(index))
    results = engine.search(SearchRequest(Everything(), limit=1000, facets=(FacetRequest("place", 0),)))
    told = [(hit.id, hit.title, repr(engine.article(hit.id))) for hit in results.hits]
    return [*sorted(told), ("", "", repr(results.facets))]


def counted(summary: AddSummary) -> tuple[int, int, int, int, int]:
    return summary.new, summary.updated, summary.unchanged, summary.removed, len(summary.failed)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of two files of records and one page."""
    folder = tmp_path / "pages"
    write(folder / "a.jsonl", "霞关渔港清晨开市。", "老船长修好了灯塔。")
    write(folder / "b.jsonl", "鳌江两岸挂起灯笼。")
    (folder / "c.txt").write_text(
        "炎亭沙滩的海风\n本报记者 林一帆\n　　沙滩上搭起了图书角，孩子们坐在那里看书。\n", "utf-8"
    )
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_adding_again_does_nothing_twice(pages: Path, index: Path) -> None:
    first = add(str(index), [pages], ONE)
    assert counted(first) == (3, 0, 0, 0, 0)
    assert first.articles == len(hits(index))
    before = contents(index)
    again = add(str(index), [pages], ONE)
    assert counted(again) == (0, 0, 3, 0, 0)
    assert (again.articles, again.sections) == (0, 0)
    assert contents(index) == before


def test_a_changed_file_replaces_its_articles_in_one_commit(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    reader = open_engine(str(index))
    write(pages / "a.jsonl", "霞关渔港傍晚收市。")
    assert counted(add(str(index), [pages], ONE)) == (0, 1, 2, 0, 0)
    assert len(hits(index, "傍晚收市")) == 1
    assert hits(index, "清晨开市") == hits(index, "修好了灯塔") == ()
    still = reader.search(SearchRequest(Phrase("清晨开市"), facets=(FacetRequest("source"),)))
    assert still.total == 1, "a reader that was opened before goes on with what it saw"
    assert still.hits[0].snippets[0].text == "霞关渔港清晨开市。"


def test_ids_stay_when_other_files_change(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    before = {hit.snippets[0].text: hit.id for hit in hits(index)}
    write(pages / "a.jsonl", "霞关渔港清晨开市。", "老船长又出海了。", "第三则是新的。")
    write(pages / "0.jsonl", "排在最前的新文件。")
    add(str(index), [pages], ONE)
    after = {hit.snippets[0].text: hit.id for hit in hits(index)}
    for text in ("霞关渔港清晨开市。", "鳌江两岸挂起灯笼。"):
        assert after[text] == before[text]
    assert after["老船长又出海了。"] == before["老船长修好了灯塔。"], "the article's title did not change"


def titled(path: Path, *records: tuple[str | None, str]) -> Path:
    lines = [json.dumps({"title": title, "text": text}, ensure_ascii=False) for title, text in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_an_article_put_in_above_changes_no_id_but_of_those_with_its_title(index: Path, tmp_path: Path) -> None:
    below = [("渔港开市", "清晨的鱼。"), ("简讯", "灯塔修好了。"), (None, "没有题目的话。"), ("简讯", "渡口停航。")]
    path = titled(tmp_path / "a.jsonl", *below)
    add(str(index), [path], ONE)
    before = {hit.snippets[0].text: hit.id for hit in hits(index)}
    assert len(set(before.values())) == 4
    titled(path, ("新来的一篇", "台风登陆。"), *below)
    add(str(index), [path], ONE)
    assert {hit.snippets[0].text: hit.id for hit in hits(index)}.items() > before.items()
    titled(path, ("简讯", "鱼价回落。"), *below)
    add(str(index), [path], ONE)
    after = {hit.snippets[0].text: hit.id for hit in hits(index)}
    assert [after["鱼价回落。"], after["灯塔修好了。"]] == [before["灯塔修好了。"], before["渡口停航。"]]
    assert len(set(after.values())) == 5
    for text in ("清晨的鱼。", "没有题目的话。"):
        assert after[text] == before[text]


def test_ids_stay_when_a_page_is_set_with_other_blanks(index: Path, tmp_path: Path) -> None:
    path = titled(tmp_path / "a.jsonl", ("渔港 开市", "清晨的鱼。"))
    add(str(index), [path], ONE)
    (before,) = hits(index)
    titled(path, ("渔港\u3000开市", "清晨的鱼。"))
    add(str(index), [path], ONE)
    assert [hit.id for hit in hits(index)] == [before.id]


def test_ids_do_not_depend_on_the_folder_above_the_added_one(pages: Path, index: Path, tmp_path: Path) -> None:
    add(str(index), [pages], ONE)
    moved = tmp_path / "elsewhere" / "pages"
    moved.parent.mkdir()
    pages.rename(moved)
    add(str(tmp_path / "other"), [moved], ONE)
    assert {hit.id for hit in hits(index)} == {hit.id for hit in hits(tmp_path / "other")}


def test_files_of_the_same_name_in_two_roots_have_different_ids(index: Path, tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("甲", "乙")]
    for root in roots:
        write(root / "a.jsonl", f"{root.name}处的渔港。")
        add(str(index), [root], ONE)
    first = {hit.source.path: hit.id for hit in hits(index)}
    assert len(set(first.values())) == 2
    write(roots[1] / "a.jsonl", "乙处的渔港改了样子。")
    add(str(index), roots, ONE)
    assert {hit.source.path: hit.id for hit in hits(index)} == first


def test_removed_files_stay_until_they_are_pruned(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    (pages / "a.jsonl").unlink()
    assert counted(add(str(index), [pages], ONE)) == (0, 0, 2, 0, 0)
    assert hits(index, "渔港")
    other = pages.parent / "elsewhere"
    other.mkdir()
    assert add(str(index), [other], AddOptions(jobs=1, prune=True)).removed == 0, "only below the named paths"
    assert counted(add(str(index), [pages], AddOptions(jobs=1, prune=True))) == (0, 0, 2, 1, 0)
    assert not hits(index, "渔港")


def test_a_dry_run_tells_and_changes_nothing(pages: Path, index: Path) -> None:
    dry = AddOptions(jobs=1, dry_run=True, prune=True)
    assert counted(add(str(index), [pages], dry)) == (3, 0, 0, 0, 0)
    assert not index.exists()
    add(str(index), [pages], ONE)
    before = contents(index)
    write(pages / "a.jsonl", "改过了。")
    write(pages / "d.jsonl", "新来的。")
    (pages / "b.jsonl").unlink()
    summary = add(str(index), [pages], dry)
    assert (counted(summary), summary.dry_run) == ((1, 1, 1, 1, 0), True)
    assert contents(index) == before


def test_sources_are_removed_by_file_or_folder(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    assert remove(str(index), [pages / "a.jsonl"], dry_run=True).removed == 1
    assert hits(index, "渔港")
    assert remove(str(index), [pages / "a.jsonl"]).removed == 1
    assert not hits(index, "渔港")
    unknown = remove(str(index), [pages / "nosuch.txt"])
    assert (unknown.removed, len(unknown.failed)) == (0, 1)
    assert remove(str(index), [pages]).removed == 2
    assert hits(index) == ()
    assert open_engine(str(index)).status().articles == 0


def test_a_source_that_can_no_longer_be_read_keeps_what_was_indexed(pages: Path, index: Path) -> None:
    """And once it can be read again, it takes its old place."""
    add(str(index), [pages], ONE)
    before = contents(index)
    good = (pages / "a.jsonl").read_bytes()
    (pages / "a.jsonl").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200))
    for _ in range(2):
        broken = add(str(index), [pages], ONE)
        assert broken.updated == 0
        assert broken.failed, "told every time, not only once"
        assert {failure.path for failure in broken.failed} == {str(pages / "a.jsonl")}
        assert contents(index) == before
    (pages / "a.jsonl").write_bytes(good + good.splitlines(keepends=True)[0])
    assert counted(add(str(index), [pages], ONE)) == (0, 1, 2, 0, 0)
    assert len(hits(index, "霞关渔港清晨开市")) == 2


def test_one_bad_record_does_not_stop_the_others(index: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "霞关渔港清晨开市。")
    path.write_text(path.read_text("utf-8") + "{坏掉的一行\n" + path.read_text("utf-8"), "utf-8")
    summary = add(str(index), [path], ONE)
    assert (summary.new, summary.articles) == (1, 2)
    assert [(failure.path, failure.line) for failure in summary.failed] == [(str(path), 2)]


def test_what_could_not_be_read_is_told_at_every_add_as_long_as_the_file_stays_as_it_is(
    index: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "pages" / "a.jsonl", "霞关渔港清晨开市。")
    good = path.read_bytes()
    path.write_bytes(good + "{坏掉的一行\n".encode() + '{"title": "灯塔", "date": "某年某月"}\n'.encode())
    first = add(str(index), [path.parent], ONE)
    assert [failure.line for failure in first.failed] == [2]
    assert [warning.line for warning in first.warnings] == [3]
    again = add(str(index), [path.parent], ONE)
    assert (again.unchanged, again.failed, again.warnings) == (1, first.failed, first.warnings)
    assert add(str(index), [path.parent], AddOptions(dry_run=True)).failed == first.failed
    rebuilt = add(str(index), [], AddOptions(jobs=1, rebuild=True))
    assert (rebuilt.failed, rebuilt.warnings) == (first.failed, first.warnings)
    path.write_bytes(good)
    for _ in range(2):
        mended = add(str(index), [path.parent], ONE)
        assert (mended.failed, mended.warnings) == ((), ())


def test_one_unreadable_file_does_not_stop_the_others(pages: Path, index: Path) -> None:
    (pages / "bad.jsonl").write_bytes(bytes(range(256)) * 3)
    summary = add(str(index), [pages, pages / "nosuch"], ONE)
    assert summary.new == 3
    assert {Path(failure.path).name for failure in summary.failed} == {"bad.jsonl", "nosuch"}


def test_a_file_without_articles_is_a_source_all_the_same(index: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert counted(add(str(index), [empty], ONE)) == (1, 0, 0, 0, 0)
    assert counted(add(str(index), [empty], ONE)) == (0, 0, 1, 0, 0)
    status = open_engine(str(index)).status()
    assert (status.sources, status.articles, status.segments) == (1, 0, 0)
    write(empty, "后来有了内容。")
    assert add(str(index), [empty], ONE).updated == 1
    assert hits(index, "后来")


def test_two_workers_make_the_same_index_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    for number in range(3):  # each file fills a task of its own
        texts = [f"苍南县第{number}-{n}号渔船出海，{'风平浪静。' * 90}" for n in range(900)]
        write(folder / f"{number}.jsonl", *texts)
    told: list[Progress] = []
    single, double = tmp_path / "one", tmp_path / "two"
    first = add(str(single), [folder], ONE)
    second = add(str(double), [folder], AddOptions(jobs=2), progress=told.append)
    assert (counted(first), first.articles, first.sections) == (counted(second), second.articles, second.sections)
    wanted = SearchRequest(Phrase("1-77号"), limit=50, facets=(FacetRequest("place"), FacetRequest("source")))
    engines = [open_engine(str(each)) for each in (single, double)]
    assert engines[0].search(wanted) == engines[1].search(wanted)
    assert engines[0].status().characters == engines[1].status().characters
    assert told[-1].done == told[-1].total == sum(path.stat().st_size for path in folder.iterdir())
    assert all(before.done <= after.done for before, after in itertools.pairwise(told))


def test_little_memory_makes_more_segments_and_the_same_answers(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(f"第{n}艘渔船，{'海面平静。' * 60}" for n in range(700)))
    add(str(tmp_path / "one"), [path], ONE)
    add(str(tmp_path / "two"), [path], AddOptions(jobs=1, memory_mb=1))
    wanted = SearchRequest(Phrase("渔船"), limit=300)
    first, second = (open_engine(str(tmp_path / name)).search(wanted) for name in ("one", "two"))
    assert first == second


def test_what_is_passed_over_is_counted_by_its_ending(pages: Path, index: Path) -> None:
    for name in ("a.jpg", "b.jpg", "旧刊.zip", "说明", "笔记.log"):
        (pages / name).write_text("渔港的照片说明。", "utf-8")
    summary = add(str(index), [pages], ONE)
    assert (summary.new, summary.failed) == (3, ())
    assert list(summary.skipped.items()) == [(".jpg", 2), ("", 1), (".log", 1), (".zip", 1)]
    assert add(str(index), [pages], AddOptions(dry_run=True)).skipped == summary.skipped
    named = add(str(index), [pages / "笔记.log", pages], ONE)
    assert (named.new, named.skipped) == (1, {".jpg": 2, "": 1, ".zip": 1})
    assert add(str(index), [pages], ONE).skipped == named.skipped, "what is a source is not passed over"
    again = add(str(index), [pages], AddOptions(jobs=1, rebuild=True))
    assert (again.updated, again.skipped) == (4, named.skipped)


def test_what_was_read_is_counted_by_its_ending(pages: Path, index: Path) -> None:
    (pages / "空.md").write_text("", "utf-8")
    (pages / "坏.txt").write_bytes(bytes(range(256)) * 3)
    first = add(str(index), [pages], ONE)
    assert list(first.endings) == [".jsonl", ".md", ".txt"]
    assert {ending: (each.files, each.articles) for ending, each in first.endings.items()} == {
        ".jsonl": (2, 3),
        ".md": (1, 0),
        ".txt": (1, 1),
    }
    assert add(str(index), [pages], ONE).endings == {}
    assert add(str(index), [], AddOptions(jobs=1, rebuild=True)).endings == first.endings


def test_an_index_within_the_folder_that_it_is_of_is_no_source(pages: Path) -> None:
    for _ in range(2):
        summary = add(str(pages / "索引"), [pages], ONE)
        assert (summary.skipped, summary.failed) == ({}, ())
    assert counted(summary) == (0, 0, 3, 0, 0)
    assert counted(add(str(pages / "索引"), [pages], AddOptions(jobs=1, rebuild=True)))[1:3] == (3, 0)


def test_without_paths_what_the_index_was_made_of_is_looked_at_again(pages: Path, index: Path, tmp_path: Path) -> None:
    with pytest.raises(BaosouError, match="a path is missing"):
        add(str(index), [], ONE)
    assert not index.exists()
    alone = write(tmp_path / "单篇.jsonl", "另一处的渔港。")
    stream = '{"title": "标准输入里的渔港"}\n'.encode()
    add(str(index), [pages, alone], ONE, records=io.BytesIO(stream))
    write(pages / "d.jsonl", "后来的渔港。")
    write(alone, "另一处的渔港改了样子。")
    (pages / "b.jsonl").unlink()
    assert counted(add(str(index), [], AddOptions(jobs=1, prune=True))) == (1, 1, 2, 1, 0)
    assert counted(add(str(index), [], ONE)) == (0, 0, 4, 0, 0)


def test_what_is_wanted_of_a_folder_is_remembered_until_it_is_said_anew(pages: Path, index: Path) -> None:
    write(pages / "草稿" / "a.jsonl", "草稿里的渔港。")
    add(str(index), [pages], AddOptions(jobs=1, exclude=("草稿/",)))
    assert not hits(index, "草稿里")
    for paths in ([pages], []):
        assert counted(add(str(index), paths, ONE)) == (0, 0, 3, 0, 0)
    add(str(index), [], AddOptions(jobs=1, rebuild=True))
    write(pages / "a.jsonl", "改过的渔港。")
    assert counted(add(str(index), [], ONE)) == (0, 1, 2, 0, 0)
    assert counted(add(str(index), [pages], AddOptions(jobs=1, include=("*",)))) == (1, 0, 3, 0, 0)
    assert hits(index, "草稿里")
    left_out = AddOptions(jobs=1, include=("*.jsonl",), exclude=("草稿/",))
    assert counted(add(str(index), [pages], left_out)) == (0, 0, 2, 0, 0)
    assert len(hits(index, "草稿里")) == 1, "only --prune takes away what was indexed"
    assert counted(add(str(index), [], AddOptions(jobs=1, prune=True))) == (0, 0, 2, 2, 0)
    assert not hits(index, "草稿里")


def test_a_source_keeps_its_root_and_its_ids_however_it_is_named(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    (before,) = hits(index, "清晨开市")
    write(pages / "a.jsonl", "霞关渔港清晨开市了。")
    assert counted(add(str(index), [pages / "a.jsonl"], ONE)) == (0, 1, 0, 0, 0)
    assert [hit.id for hit in hits(index, "清晨开市")] == [before.id]
    assert counted(add(str(index), [pages.parent / "pages" / ".." / "pages"], ONE)) == (0, 0, 3, 0, 0)


def test_records_from_a_stream_are_a_source_named_after_them(index: Path) -> None:
    stream = json.dumps({"title": "流上来的", "text": "标准输入里的渔港。"}, ensure_ascii=False).encode() + b"\n"
    assert counted(add(str(index), [], ONE, records=io.BytesIO(stream))) == (1, 0, 0, 0, 0)
    assert counted(add(str(index), [], ONE, records=io.BytesIO(stream))) == (0, 0, 1, 0, 0)
    (hit,) = hits(index, "标准输入")
    assert hit.source.path.startswith("stdin-")
    assert counted(add(str(index), [], ONE, records=io.BytesIO(stream * 2))) == (1, 0, 0, 0, 0)
    assert len(hits(index)) == 3
    assert remove(str(index), [Path(hit.source.path)]).removed == 1


def test_another_encoding_reads_a_file_again(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("老街的灯火\n　　鳌江镇的老街亮起了灯火，人们在桥上散步。\n".encode("gb18030"))
    add(str(index), [path], ONE)
    forced = AddOptions(jobs=1, encoding="gb18030")
    assert counted(add(str(index), [path], forced)) == (0, 1, 0, 0, 0)
    assert counted(add(str(index), [path], forced)) == (0, 0, 1, 0, 0)
    assert hits(index, "桥上散步")


def test_no_workshop_stays_and_those_of_dead_writers_go(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    (index / "building-dead").mkdir()
    (index / "building-dead" / "part-000000-0.seg").write_bytes(b"half")
    (index / "000099.seg").write_bytes(b"never committed")
    write(pages / "a.jsonl", "又改了。")
    add(str(index), [pages], ONE)
    names = {path.name for path in index.iterdir()}
    assert not any(name.startswith("building-") for name in names)
    assert "000099.seg" not in names
    assert "writer.json" not in names
    assert hits(index, "又改了")


def test_a_folder_of_other_things_is_refused_and_left_alone(pages: Path) -> None:
    before = sorted(path.name for path in pages.iterdir())
    with pytest.raises(BaosouError, match="neither empty nor an index"):
        add(str(pages), [pages], ONE)
    assert sorted(path.name for path in pages.iterdir()) == before


@pytest.mark.parametrize("file", ["a.jsonl/index", "a.jsonl"])
def test_a_place_where_no_index_can_be_made_is_named(pages: Path, file: str) -> None:
    with pytest.raises(BaosouError, match="no index can be made there"):
        add(str(pages / file), [pages], ONE)


def test_a_lock_held_by_another_process_names_it(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    holding = (
        "import sys; from pathlib import Path; from baosou.index.whoosh_engine.storage.lock import write_lock\n"
        "with write_lock(Path(sys.argv[1]), wait=0):\n    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        named = f"by process {holder.pid} since"
        with pytest.raises(IndexLocked, match=named):
            add(str(index), [pages], ONE)
        with pytest.raises(IndexLocked, match=named):
            remove(str(index), [pages])
        assert hits(index), "readers do not wait for writers"
        holder.kill()
    assert add(str(index), [pages], ONE).unchanged == 3, "the lock dies with its holder"


def test_what_is_no_index_is_told_apart_from_a_damaged_one(pages: Path, index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="baosou add"):
        open_engine(str(index))
    with pytest.raises(IndexMissing):
        remove(str(index), [pages])
    add(str(index), [pages], ONE)
    catalogue = index / "catalogue.json"
    good = json.loads(catalogue.read_text("utf-8"))
    del good["checksum"]
    for bad, error in (
        ("", IndexDamaged),
        ("[1, 2]", IndexDamaged),
        (json.dumps({**good, "format": 999}), IndexVersion),
        (json.dumps(good), IndexDamaged),
        (sealed({**good, "analysis": "another"}), IndexVersion),
        (sealed({**good, "segments": [{"name": "../x.seg"}]}), IndexDamaged),
        (sealed({**good, "segments": 5}), IndexDamaged),
        (sealed({key: value for key, value in good.items() if key != "generation"}), IndexDamaged),
    ):
        catalogue.write_bytes(bad.encode() if isinstance(bad, str) else bad)
        with pytest.raises(error):
            open_engine(str(index))
        with pytest.raises(error):
            add(str(index), [pages], ONE)


def test_a_missing_segment_is_damage_that_names_the_file(pages: Path, index: Path) -> None:
    add(str(index), [pages], ONE)
    (segment,) = index.glob("*.seg")
    segment.unlink()
    with pytest.raises(IndexDamaged, match=segment.name):
        open_engine(str(index))


def test_a_server_of_another_kind_is_no_index(pages: Path) -> None:
    with pytest.raises(BaosouError, match="a folder, or on a cluster"):
        open_engine("https://localhost:9200/papers")


def test_running_heads_are_found_only_on_request(index: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "浙东日报 2024年7月2日 星期二 A03\n\n霞关渔港的早市\n本报记者 林一帆\n"
        "　　清晨五点，霞关渔港的灯还亮着，渔民们把一筐筐带鱼抬上岸，等着来自各地的买主。\n"
        "　　“今年的鱼比去年多。”老船长陈海生说，他已经在这里卖了三十年的鱼，认得每一位老主顾。\n",
        "utf-8",
    )
    summary = add(str(index), [page], ONE)
    engine = open_engine(str(index))
    assert engine.search(SearchRequest(Phrase("带鱼"))).total == 1
    everywhere = engine.search(SearchRequest(Everything(), aside=True)).total
    asides = everywhere - engine.search(SearchRequest(Everything())).total
    assert engine.search(SearchRequest(Phrase("星期二"))).total == 0
    assert engine.search(SearchRequest(Phrase("星期二"), aside=True)).total == asides == 1
    status = engine.status()
    assert (status.articles, status.sections) == (summary.articles, summary.sections)
    assert status.articles == everywhere - asides
    assert status.sections == engine.search(SearchRequest(Everything(), by="section")).total


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_a_failure_and_tried_again(pages: Path, index: Path) -> None:
    (pages / "a.jsonl").chmod(0)
    assert len(add(str(index), [pages], ONE).failed) == 1
    (pages / "a.jsonl").chmod(0o644)
    assert add(str(index), [pages], ONE).new == 1


def test_small_additions_are_merged_so_that_segments_stay_few(index: Path, tmp_path: Path) -> None:
    for number in range(20):
        add(str(index), [write(tmp_path / f"{number:02d}.jsonl", f"第{number}天的渔港。")], ONE)
    status = open_engine(str(index)).status()
    assert status.articles == 20
    assert status.segments <= 5
    assert len({hit.id for hit in hits(index, "渔港")}) == 20
    assert len(list(index.glob("sources-*"))) == 1, "older generations are cleared away"


def test_segments_become_no_larger_than_memory_allows_and_answer_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    files = [write(folder / f"{n:02}.jsonl", *(f"第{n}号渔船回港，卸下{n}箱带鱼。" * 40,) * 3) for n in range(12)]
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    add(str(whole), [folder], ONE)
    small = WhooshBackend(parted, Sizes(segment=12_000))
    for first in range(0, len(files), 3):
        small.add(files[first : first + 3], AddOptions(jobs=1, memory_mb=0))
    engine = open_engine(str(parted))
    assert engine.status().segments > 1
    engine.close()
    sizes = [entry["characters"] for entry in json.loads((parted / "catalogue.json").read_text())["segments"]]
    assert max(sizes) <= 12_000
    assert contents(parted) == contents(whole)
    small.remove([folder / "04.jsonl", folder / "05.jsonl"])
    assert len(hits(parted)) == 30
    assert [hit.title for hit in hits(parted, "7箱")] == ["第1则", "第2则", "第3则"]


def test_a_file_that_is_written_to_while_it_is_read_is_told_and_read_again_by_the_next_add(tmp_path: Path) -> None:
    source, location = tmp_path / "a.jsonl", str(tmp_path / "index")
    lines = ['{"title": "渔港的清晨"}\n', '{"title": "渔港的傍晚"}\n']
    source.write_text(lines[0], encoding="utf-8")

    def another_hand(_: Progress) -> None:
        source.write_text("".join(lines), encoding="utf-8")

    summary = add(location, [source], AddOptions(jobs=1), progress=another_hand)
    assert [failure.reason for failure in summary.warnings] == [
        "changed while it was read; add it again to have it as it is"
    ]
    source.write_text(lines[0], encoding="utf-8")  # what was looked at first, by now not what was read perhaps
    assert add(location, [source], AddOptions(jobs=1)).updated == 1
    assert add(location, [source], AddOptions(jobs=1)).unchanged == 1
