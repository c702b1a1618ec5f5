"""Writers of an archive on a cluster: several at once, killed ones, and those that come after them."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from tests.opensearch.commands import Commands, records
from tests.work import wait_until


@pytest.fixture
def commands(cluster_location: str, tmp_path: Path) -> Commands:
    (tmp_path / "home").mkdir()
    return Commands(cluster_location, tmp_path / "home")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of sources, of which one is long."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, count in (("甲", 40), ("乙", 700), ("丙", 40), ("丁", 100)):
        (folder / f"{name}.jsonl").write_text(records(name, count), "utf-8")
    return folder


def written(location: str) -> int:
    """How many documents were sent to an archive's texts so far, found or not."""
    client = Client(located(location))
    try:
        name = client.location.name
        if not client.exists(f"/{name}-text"):
            return 0
        stats = client.request("GET", f"/{name}-text/_stats/indexing")
        return int(stats["_all"]["primaries"]["indexing"]["index_total"])
    finally:
        client.close()


def killed_at(adding: subprocess.Popen[str], location: str, documents: int) -> None:
    """Kill a writer as soon as it has sent so many documents."""
    wait_until(lambda: written(location) >= documents or adding.poll() is not None)
    adding.send_signal(signal.SIGKILL)
    adding.communicate()


def all_are_there_once(commands: Commands, counts: dict[str, int]) -> None:
    status = commands.told("status")
    assert (status["sources"], status["articles"]) == (len(counts), sum(counts.values()))
    for name, count in counts.items():
        assert commands.told("search", f'"{name}第"', "-c")["total"] == count
    assert commands.run("check").returncode == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_killed_adds_left_half_written_is_whole_after_the_next(
    commands: Commands, sources: Path, jobs: int
) -> None:
    sent = 0
    for more in (1, 300, 800):
        adding = commands.process("add", str(sources), "--jobs", str(jobs))
        killed_at(adding, commands.location, sent + more)
        assert adding.returncode == -signal.SIGKILL
        sent = written(commands.location)
    done = commands.run("add", str(sources), "--jobs", str(jobs))
    assert done.returncode == 0, done.stderr
    all_are_there_once(commands, {"甲": 40, "乙": 700, "丙": 40, "丁": 100})
    assert commands.told("add", str(sources))["unchanged"] == 4


def test_a_change_that_was_killed_is_carried_out_by_the_next_add(commands: Commands, sources: Path) -> None:
    assert commands.run("add", str(sources)).returncode == 0
    (sources / "乙.jsonl").write_text(records("乙", 700).replace("归航", "出海"), "utf-8")
    (sources / "丙.jsonl").unlink()
    sent = written(commands.location)
    killed_at(commands.process("add", str(sources), "--prune", "--jobs", "1"), commands.location, sent + 300)
    assert commands.run("add", str(sources), "--prune").returncode == 0
    all_are_there_once(commands, {"甲": 40, "乙": 700, "丁": 100})
    assert commands.told("search", "出海", "-c")["total"] == 700
    assert commands.told("search", "归航", "-c")["total"] == 140


def test_writers_at_once_wait_for_one_another_and_nothing_is_lost_or_doubled(commands: Commands, sources: Path) -> None:
    adding = [commands.process("add", str(path), "--wait", "500") for path in sorted(sources.iterdir())]
    adding += [commands.process("add", str(sources), "--wait", "500")]
    for each in adding:
        _, err = each.communicate()
        assert each.returncode == 0, err
    all_are_there_once(commands, {"甲": 40, "乙": 700, "丙": 40, "丁": 100})


def test_a_second_writer_is_told_who_writes(commands: Commands, sources: Path) -> None:
    assert commands.run("add", str(sources / "甲.jsonl")).returncode == 0
    sent = written(commands.location)
    first = commands.process("add", str(sources), "--jobs", "1")
    wait_until(lambda: written(commands.location) > sent or first.poll() is not None)
    for arguments in (("add", str(sources)), ("remove", str(sources)), ("dict", "add", "霞关渔港"), ("optimize",)):
        second = commands.run(*arguments)
        if first.poll() is not None:
            break
        assert second.returncode == 4, (arguments, second.stderr)
        assert f"process {first.pid}" in second.stderr
        assert second.stderr.count("\n") == 1
    first.communicate()
    assert first.returncode == 0


def test_an_interrupted_add_leaves_no_lease_and_says_so(commands: Commands, sources: Path) -> None:
    adding = commands.process("add", str(sources), "--jobs", "1")
    wait_until(lambda: written(commands.location) > 0 or adding.poll() is not None)
    adding.send_signal(signal.SIGINT)
    _, err = adding.communicate()
    assert (adding.returncode, err.splitlines()[-1][:11]) == (130, "interrupted")
    assert commands.run("add", str(sources)).returncode == 0
    all_are_there_once(commands, {"甲": 40, "乙": 700, "丙": 40, "丁": 100})
