"""An archive on a cluster follows its files, whatever happened to the process that wrote it before."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baosou.corpus.errors import BaosouError
from baosou.index import api, open_index
from baosou.index.adding import AddOptions
from baosou.index.errors import IndexLocked, IndexMissing, IndexVersion
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.lease import Lease
from baosou.index.opensearch_engine.location import located
from baosou.index.reports import AddSummary

ONE = AddOptions(jobs=1)
LINES: list[dict[str, Any]] = [
    {
        "title": "霞关渔港清晨开市",
        "text": "船员陈海生把三百箱带鱼搬上岸。",
        "authors": ["林一帆"],
        "date": "2024-03-05",
    },
    {
        "title": "海月社区的晒书节",
        "text": "海月社区（以下简称海社）的居民晒书。\n老人读书。",
        "主题": "阅读",
    },
    {"title": "台风预案", "text": "气象台说，台风将在夜里登陆。" * 60},
]


def written(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in records), "utf-8")
    return path


def archive_at(location: str) -> Archive:
    return Archive(Client(located(location)))


def counts(summary: AddSummary) -> tuple[int, int, int, int]:
    return summary.new, summary.updated, summary.unchanged, summary.removed


def total(location: str, query: str) -> int:
    with open_index(location) as index:
        return index.search(query, strict=True).total


def test_an_archive_follows_its_files(tmp_path: Path, cluster_location: str) -> None:
    with pytest.raises(IndexMissing):
        api.open_engine(cluster_location)
    folder = tmp_path / "渔讯"
    folder.mkdir()
    written(folder / "a.jsonl", LINES)
    written(folder / "b.jsonl", LINES[:1])
    would = api.add(cluster_location, [folder], AddOptions(jobs=1, dry_run=True))
    assert counts(would) == (2, 0, 0, 0)
    with pytest.raises(IndexMissing):
        api.open_engine(cluster_location)
    assert counts(api.add(cluster_location, [folder], ONE)) == (2, 0, 0, 0)
    assert counts(api.add(cluster_location, [folder], ONE)) == (0, 0, 2, 0)
    with open_index(cluster_location) as before:
        written(folder / "a.jsonl", [LINES[0], {"title": "晒网节", "text": "渔民晒网。"}])
        assert counts(api.add(cluster_location, [folder], ONE)) == (0, 1, 1, 0)
        assert total(cluster_location, "晒网") == 1
        assert total(cluster_location, "台风") == 0
        assert before.status().generation + 1 == open_index(cluster_location).status().generation
    (folder / "b.jsonl").unlink()
    assert counts(api.add(cluster_location, [folder], AddOptions(jobs=1, prune=True))) == (0, 0, 1, 1)
    assert total(cluster_location, "带鱼") == 1
    gone = api.remove(cluster_location, [folder, folder / "没有"])
    assert (gone.removed, [each.reason for each in gone.failed]) == (1, ["not a source of this index"])
    assert total(cluster_location, "带鱼") == 0
    assert api.check(cluster_location, sources=True).ok


def test_what_a_killed_writer_left_half_done_is_found_and_mended(tmp_path: Path, cluster_location: str) -> None:
    page = written(tmp_path / "a.jsonl", LINES)
    api.add(cluster_location, [page], ONE)
    archive = archive_at(cluster_location)
    lost = {"query": {"match_phrase": {"all": "带鱼"}}}
    archive.client.request("POST", f"/{archive.text}/_delete_by_query", lost, {"refresh": True})
    report = api.check(cluster_location)
    assert [each.path for each in report.findings] == [str(page)]
    assert "2 articles are there of 3" in report.findings[0].reason
    assert counts(api.add(cluster_location, [page], ONE)) == (0, 0, 1, 0)  # its digest says that it is whole
    archive.client.bulk(archive.put_sources(replace(each, digest="") for each in archive.sources().values()))
    assert counts(api.add(cluster_location, [page], ONE)) == (0, 1, 0, 0)
    assert total(cluster_location, "带鱼") == 1
    assert api.check(cluster_location, sources=True).ok
    page.write_text("", "utf-8")
    assert not api.check(cluster_location, sources=True).ok


def test_articles_of_no_source_are_told_and_go_with_the_next_add(tmp_path: Path, cluster_location: str) -> None:
    page = written(tmp_path / "a.jsonl", LINES)
    api.add(cluster_location, [page], ONE)
    archive = archive_at(cluster_location)
    archive.client.bulk(archive.put_sources([], [str(page)]))
    (finding,) = api.check(cluster_location).findings
    assert "no word of the source" in finding.reason
    assert counts(api.add(cluster_location, [page], ONE)) == (1, 0, 0, 0)
    assert api.check(cluster_location).ok
    with open_index(cluster_location) as index:
        assert index.status().articles == 3


def test_one_writes_at_a_time(tmp_path: Path, cluster_location: str) -> None:
    page = written(tmp_path / "a.jsonl", LINES[:1])
    api.add(cluster_location, [page], ONE)
    other = Lease(archive_at(cluster_location))
    other.take(wait=0)
    with other.kept():
        for change in (
            lambda: api.add(cluster_location, [page], ONE),
            lambda: api.remove(cluster_location, [page]),
            lambda: api.change_words(cluster_location, ["海月湾"]),
            lambda: api.optimize(cluster_location),
        ):
            with pytest.raises(IndexLocked, match="is being written by process"):
                change()
        assert total(cluster_location, "带鱼") == 1  # who reads need not wait
    assert counts(api.add(cluster_location, [page], ONE)) == (0, 0, 1, 0)


def test_a_lease_that_has_ended_is_taken_over(tmp_path: Path, cluster_location: str) -> None:
    api.add(cluster_location, [written(tmp_path / "a.jsonl", LINES[:1])], ONE)
    dead = Lease(archive_at(cluster_location), seconds=-1)
    dead.take(wait=0)
    Lease(archive_at(cluster_location)).take(wait=0)
    with pytest.raises(IndexLocked):
        Lease(archive_at(cluster_location)).take(wait=0)


def test_an_archive_moves_up_with_its_ids(tmp_path: Path, cluster_location: str) -> None:
    small = str(tmp_path / "index")
    api.add(small, [written(tmp_path / "a.jsonl", LINES)], ONE)
    with open_index(small) as index:
        records = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in index.export())
    summary = api.add(cluster_location, [], ONE, records=io.BytesIO(records.encode()))
    assert (summary.new, summary.articles) == (1, 3)
    with open_index(small) as index, open_index(cluster_location) as cluster:
        one = [(hit.id, hit.title, hit.date) for hit in index.search("渔港 OR 社区 OR 台风")]
        assert [(hit.id, hit.title, hit.date) for hit in cluster.search("渔港 OR 社区 OR 台风")] == one
    assert len(one) == 3


def test_the_users_words_and_abbreviations_are_known(tmp_path: Path, cluster_location: str) -> None:
    api.add(cluster_location, [written(tmp_path / "a.jsonl", LINES)], ONE)
    (tmp_path / "synonyms.txt").write_text("带鱼, 刀鱼\n", "utf-8")
    api.add(cluster_location, [], AddOptions(jobs=1, synonyms=tmp_path / "synonyms.txt"))
    changed = api.change_words(cluster_location, ["晒书节", "箱带鱼"])
    assert changed.changed == ("晒书节", "箱带鱼")
    with open_index(cluster_location) as index:
        assert index.search("刀鱼").total == 1
        assert index.search("海社").total == 1
    assert api.change_words(cluster_location, ["晒书节"], remove=True).changed == ("晒书节",)


def test_optimize_merges_what_lies_in_many_pieces(tmp_path: Path, cluster_location: str) -> None:
    for number in range(3):
        api.add(cluster_location, [written(tmp_path / f"{number}.jsonl", LINES)], ONE)
    would = api.optimize(cluster_location, dry_run=True)
    assert would.segments_before == would.segments_after
    done = api.optimize(cluster_location)
    assert done.segments_after == 2 < done.segments_before
    assert total(cluster_location, "带鱼") == 3


def test_what_another_version_made_is_refused(tmp_path: Path, cluster_location: str) -> None:
    page = written(tmp_path / "a.jsonl", LINES[:1])
    api.add(cluster_location, [page], ONE)
    archive = archive_at(cluster_location)
    path = f"/{archive.meta}/_update/archive"
    archive.client.request("POST", path, {"doc": {"analysis": "0000"}}, {"refresh": True})
    for use in (lambda: api.open_engine(cluster_location), lambda: api.add(cluster_location, [page], ONE)):
        with pytest.raises(IndexVersion, match="another version"):
            use()


def test_to_make_an_archive_anew_in_its_place_is_refused(tmp_path: Path, cluster_location: str) -> None:
    with pytest.raises(BaosouError, match="not made anew"):
        api.add(cluster_location, [tmp_path], AddOptions(jobs=1, rebuild=True))
