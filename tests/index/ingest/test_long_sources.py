"""A long file of records is shared by several workers, and nobody can tell from the index."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from baosou.corpus.discovery import Failure, Format, SourceFile
from baosou.corpus.errors import BaosouError
from baosou.index.adding import AddOptions, Progress
from baosou.index.api import add, open_engine
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.sources import Built, Source, SourceOutcome, joined
from baosou.index.query.tree import Phrase
from baosou.index.request import FacetRequest, SearchRequest
from baosou.index.segments.array_file import ArrayFile

TOWNS = ("苍南县霞关镇", "平阳县鳌江镇", "瑞安市", "洞头区", "象山县石浦镇")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 7 MB of records, with blank lines, broken ones, unreadable dates, shared titles and none among them."""
    path = tmp_path_factory.mktemp("archive") / "渔讯.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(1200):
            text = f"{TOWNS[n % 5]}第{n}号渔船清晨回港。\n" + f"海面平静，{n % 97}位船员在甲板上分拣带鱼。" * 110
            date = "开渔那天" if n % 400 == 7 else f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}"
            title = (f"渔讯第{n}期", "渔讯一束", None)[(n % 7 == 3) + (n % 11 == 3)]
            file.write(json.dumps({"title": title, "text": text, "date": date}, ensure_ascii=False) + "\n")
            if n % 100 == 50:
                file.write("\n{坏的一行\n")
    return path


def test_a_file_shared_by_workers_makes_the_same_index_as_one_worker(archive: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    one = add(str(tmp_path / "one"), [archive], AddOptions(jobs=1))
    two = add(str(tmp_path / "two"), [archive], AddOptions(jobs=2), progress=told.append)
    assert (one.new, one.articles, one.sections) == (two.new, two.articles, two.sections)
    assert two.articles == 1200
    assert one.failed == two.failed
    assert len(two.failed) == 12
    assert one.warnings == two.warnings
    assert len(two.warnings) == 3
    wanted = SearchRequest(Phrase("渔船"), limit=1200, facets=(FacetRequest("place", 0), FacetRequest("month", 0)))
    engines = [open_engine(str(tmp_path / name)) for name in ("one", "two")]
    first, second = (engine.search(wanted) for engine in engines)
    assert first == second
    assert len(first.hits) == 1200
    assert told[-1].done == told[-1].total == archive.stat().st_size
    assert told[-1].articles == 1200
    assert told[-1].sources == 1
    assert all(before.done <= after.done for before, after in itertools.pairwise(told))


def test_the_command_with_two_workers_writes_what_it_writes_with_one(archive: Path, tmp_path: Path) -> None:
    """A command has no threads, so that on Linux its workers are copies of it."""
    files = []
    for jobs in ("1", "2"):
        index = tmp_path / jobs
        command = [sys.executable, "-m", "baosou.cli", "add", str(archive), "--index", str(index), "--jobs", jobs]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "COLUMNS": "80"}, check=False)
        assert done.returncode == 2, done.stderr.decode()
        (segment,) = index.glob("*.seg")
        files.append(ArrayFile(segment))
    one, two = files
    assert one.verify() == two.verify() == []
    assert sorted(one.names()) == sorted(two.names())
    assert [name for name in one.names() if not np.array_equal(one.array(name), two.array(name))] == []


def test_a_killed_worker_is_an_error_and_leaves_no_other(archive: Path, tmp_path: Path) -> None:
    def kill(_: Progress) -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(BaosouError, match="a worker was killed"):
        add(str(tmp_path / "index"), [archive], AddOptions(jobs=2), progress=kill)
    assert multiprocessing.active_children() == []
    assert add(str(tmp_path / "index"), [archive], AddOptions(jobs=2)).articles == 1200


def test_a_broken_record_that_is_mended_leaves_the_ids_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "渔讯.jsonl"
    good = json.dumps({"title": "开渔", "text": "石浦港千帆竞发。"}, ensure_ascii=False)
    path.write_text(f"{{坏的一行\n{good}\n", "utf-8")
    add(str(tmp_path / "index"), [path], AddOptions(jobs=1))
    wanted = SearchRequest(Phrase("石浦港"))
    (before,) = open_engine(str(tmp_path / "index")).search(wanted).hits
    path.write_text(f'{{"title": "休渔"}}\n{good}\n', "utf-8")
    add(str(tmp_path / "index"), [path], AddOptions(jobs=1))
    (after,) = open_engine(str(tmp_path / "index")).search(wanted).hits
    assert before.id == after.id


def source_of(path: Path, format: Format = Format.JSONL) -> Source:
    return Source(SourceFile(path, path.name, format, path), str(path), "0", 0, path.stat().st_size)


def test_a_long_file_is_parted_into_some_batches_for_each_worker(archive: Path, tmp_path: Path) -> None:
    plan = Plan.of([source_of(archive)], tmp_path, jobs=3, characters=5_000_000)
    tasks = list(plan.tasks())
    assert plan.jobs == 3
    assert 6 <= len(tasks) <= 9
    assert len({task.target for task in tasks}) == len(tasks)
    assert [task.batch.last for task in tasks if task.batch] == [False] * (len(tasks) - 1) + [True]


def test_one_worker_reads_a_long_file_in_one_piece(archive: Path, tmp_path: Path) -> None:
    (task,) = Plan.of([source_of(archive)], tmp_path, jobs=1, characters=5_000_000).tasks()
    assert task.batch is None


def test_a_short_file_is_not_worth_a_second_worker(tmp_path: Path) -> None:
    path = tmp_path / "短.jsonl"
    path.write_text('{"title": "开渔"}\n', "utf-8")
    plan = Plan.of([source_of(path)], tmp_path, jobs=8, characters=5_000_000)
    assert plan.jobs == 1
    assert [task.batch for task in plan.tasks()] == [None]


def test_a_long_file_is_read_where_some_of_its_batches_hold_nothing_but_failures(tmp_path: Path) -> None:
    path = tmp_path / "渔讯.jsonl"
    path.touch()
    source = source_of(path)
    broken = Failure(path, "not valid JSON", 1)
    parts = [
        Built((), (SourceOutcome(source, False, 0, 0, 0, (broken,)),)),
        Built((path,), (SourceOutcome(source, True, 2, 3, 1, ()),)),
    ]
    assert joined(parts) == Built((path,), (SourceOutcome(source, True, 2, 3, 1, (broken,)),))
    assert joined(parts[:1]).outcomes[0].read is False


def test_a_file_of_which_no_line_is_a_record_is_given_up_by_several_workers_too(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("x\n" * 3_000_000 + '{"text": "石浦港"}\n', "utf-8")
    summary = add(str(tmp_path / "index"), [path], AddOptions(jobs=2))
    assert summary.articles == 0, "its last line, which is one, is not come to"
    assert len(summary.failed) == 1001
    assert summary.failed[-1].reason == "none of its first 1,000 records can be read; the rest was not tried"


def test_bad_lines_of_all_parts_of_a_file_are_told_as_few_times_as_those_of_one(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "渔港"}\n' + "x\n" * 1_100_000, "utf-8")
    summary = add(str(tmp_path / "index"), [path], AddOptions(jobs=2))
    assert summary.articles == 1
    assert len(summary.failed) == 1001
    assert summary.failed[-1].reason == "further records could not be read"


def test_what_other_sources_leave_alone_makes_the_same_index(archive: Path, tmp_path: Path) -> None:
    """A segment that was made to be merged, with others of which nothing came, has all that one of an index has."""
    broken = tmp_path / "坏的.jsonl"
    broken.write_text("{坏的一行\n" * 70_000, encoding="utf-8")
    short = tmp_path / "短讯.jsonl"
    short.write_bytes(b"".join(archive.open("rb").readlines()[:300]))
    add(str(tmp_path / "alone"), [short], AddOptions(jobs=2))
    together = add(str(tmp_path / "together"), [short, broken], AddOptions(jobs=2))
    assert {failure.path for failure in together.failed} == {str(short), str(broken)}
    first, second = (ArrayFile(tmp_path / name / "000001.seg") for name in ("alone", "together"))
    assert {name: first.array(name).tobytes() for name in first.names()} == {
        name: second.array(name).tobytes() for name in second.names()
    }
