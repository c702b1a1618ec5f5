"""How many parts and copies an index on a cluster has: said when it is begun, kept, changed only where that can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from tests.opensearch.commands import Commands, records


@pytest.fixture
def commands(cluster_location: str, tmp_path: Path) -> Commands:
    (tmp_path / "home").mkdir()
    return Commands(cluster_location, tmp_path / "home")


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "甲.jsonl"
    path.write_text(records("甲", 30), "utf-8")
    return str(path)


def settings(commands: Commands, kind: str) -> dict[str, Any]:
    """What the cluster says of one of the indices."""
    client = Client(located(commands.location))
    name = f"{client.location.name}-{kind}"
    found: dict[str, Any] = client.request("GET", f"/{name}/_settings")[name]["settings"]["index"]
    client.close()
    return found


def test_an_index_has_as_many_parts_as_it_was_begun_with(commands: Commands, page: str) -> None:
    assert commands.run("add", page, "--shards", "3", "--replicas", "0").returncode == 0
    assert settings(commands, "text")["number_of_shards"] == "3"
    assert commands.told("search", "渔港", "-c")["total"] == 30
    other = commands.run("add", page, "--shards", "2")
    assert other.returncode != 0
    assert "has 3 shards, which stay as many" in other.stderr
    assert commands.run("add", page, "--shards", "3").returncode == 0
    assert commands.run("check").returncode == 0


def test_the_copies_of_all_that_an_index_lies_in_are_changed_by_an_add(commands: Commands, page: str) -> None:
    assert commands.run("add", page).returncode == 0
    kinds = ("text", "words", "meta")
    assert {settings(commands, kind)["auto_expand_replicas"] for kind in kinds} == {"0-1"}
    assert settings(commands, "text")["number_of_shards"] == "1"
    for replicas in ("2", "0"):
        assert commands.run("add", page, "--replicas", replicas).returncode == 0
        for kind in kinds:
            held = settings(commands, kind)
            assert (held["number_of_replicas"], held["auto_expand_replicas"]) == (replicas, "false")
    assert commands.run("add", page).returncode == 0  # who says nothing changes nothing
    assert settings(commands, "text")["number_of_replicas"] == "0"


@pytest.mark.parametrize("option", ["--shards", "--replicas"])
def test_a_folder_has_neither(tmp_path: Path, page: str, option: str) -> None:
    done = Commands(str(tmp_path / "index"), tmp_path).run("add", page, option, "2")
    assert done.returncode == 2
    assert "of an index on a cluster" in done.stderr
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("arguments", [("--shards", "0"), ("--replicas", "-1"), ("--shards", "two")])
def test_what_is_no_number_of_parts_is_refused(tmp_path: Path, page: str, arguments: tuple[str, str]) -> None:
    done = Commands("opensearch://127.0.0.1:1/渔讯", tmp_path).run("add", page, *arguments)
    assert done.returncode == 2
