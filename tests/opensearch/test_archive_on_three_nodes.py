"""A node is killed while an archive is added to and searched by commands: whole with a copy, named without one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from tests.opensearch.commands import Commands, records
from tests.opensearch.nodes import Nodes
from tests.opensearch.test_writers import written
from tests.work import wait_until

COUNTS = {"甲": 300, "乙": 300, "丙": 300}


@pytest.fixture
def lost_and_back(three_nodes: Nodes) -> Iterator[Nodes]:
    yield three_nodes
    three_nodes.start(3)
    three_nodes.wait(3, status="yellow")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, count in COUNTS.items():
        (folder / f"{name}.jsonl").write_text(records(name, count), "utf-8")
    return folder


def commands(nodes: Nodes, name: str, tmp_path: Path) -> Commands:
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return Commands(f"opensearch://{','.join(nodes.plan.hosts)}/{name}", home)


def test_a_new_archive_is_begun_when_each_part_and_its_copy_are_on_servers(three_nodes: Nodes) -> None:
    for name, replicas in (("静讯", 1), ("增讯", None), ("满讯", 7)):
        client = Client(located(f"opensearch://{','.join(three_nodes.plan.hosts)}/{name}"))
        Archive(client).create(shards=3, replicas=replicas)
        for index in (f"{name}-text", f"{name}-words", f"{name}-meta"):
            health = client.request("GET", f"/_cluster/health/{index}", params={"level": "shards"})["indices"][index]
            held = [part["active_shards"] for part in health["shards"].values()]
            assert held == [min(3, 2 if replicas is None else 1 + replicas)] * len(held), (index, health)
        client.close()


def test_with_a_copy_a_killed_node_costs_no_article_and_no_answer(
    lost_and_back: Nodes, sources: Path, tmp_path: Path
) -> None:
    asking = commands(lost_and_back, "双讯", tmp_path)
    adding = asking.process("add", str(sources), "--jobs", "1", "--shards", "3", "--replicas", "1")
    wait_until(lambda: written(asking.location) > 200 or adding.poll() is not None)
    lost_and_back.kill(3)
    _, err = adding.communicate()
    assert adding.returncode == 0, err
    for name, count in COUNTS.items():
        assert asking.told("search", f'"{name}第"', "-c")["total"] == count
    assert asking.told("status")["articles"] == sum(COUNTS.values())
    check = asking.run("check")
    assert check.returncode == 0, check.stdout + check.stderr


def test_with_a_copy_a_batch_goes_on_whole_while_a_node_is_killed(
    lost_and_back: Nodes, sources: Path, tmp_path: Path
) -> None:
    asking = commands(lost_and_back, "批讯", tmp_path)
    done = asking.run("add", str(sources), "--shards", "3", "--replicas", "1")
    assert done.returncode == 0, done.stderr
    queries = tmp_path / "queries.txt"
    queries.write_text("".join(f'"{name}第{number}号"\n' for number in range(60) for name in COUNTS), "utf-8")
    batch = asking.process("batch", str(queries), "--jobs", "1")
    assert batch.stdout is not None
    first = batch.stdout.readline()
    lost_and_back.kill(3)
    rest, err = batch.communicate()
    assert batch.returncode == 0, err
    found = [json.loads(line) for line in (first + rest).splitlines()]
    assert [each["total"] for each in found] == [1] * 180, [each for each in found if each.get("total") != 1][:3]


def test_without_a_copy_every_command_names_what_is_missing_until_it_is_back(
    three_nodes: Nodes, sources: Path, tmp_path: Path
) -> None:
    asking = commands(three_nodes, "单讯", tmp_path)
    done = asking.run("add", str(sources), "--shards", "6", "--replicas", "0")
    assert done.returncode == 0, done.stderr
    three_nodes.kill(3)
    for arguments in (("search", "渔港"), ("search", "渔港", "-c"), ("facets",), ("export",)):
        done = asking.run(*arguments)
        assert (done.returncode, done.stdout) == (3, ""), (arguments, done.stdout[:200], done.stderr)
        assert "on no server of the cluster" in done.stderr, (arguments, done.stderr)
    check = asking.run("check")
    assert check.returncode == 3
    assert "on no server of the cluster" in check.stdout + check.stderr
    three_nodes.start(3)
    three_nodes.wait(3, status="yellow")
    wait_until(lambda: asking.run("check").returncode == 0)
    assert asking.told("search", "渔港", "-c")["total"] == sum(COUNTS.values())
