"""Queries that are saved in config.toml stand in others by name, in every command that searches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.cli import main

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def saved(in_the_archive: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings with two saved queries."""
    file = tmp_path / "baosou" / "config.toml"
    file.parent.mkdir()
    file.write_text('[saved]\n"渔业" = "渔港 OR 渔船"\nhelp = "志愿 query:渔业"\n', encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return file


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_saved_query_is_searched_for_by_its_name(jobs: str, tmp_path: Path, capsys: Printed) -> None:
    def printed(*arguments: str) -> str:
        assert main(list(arguments)) == 0
        return capsys.readouterr().out

    assert printed("search", "query:渔业", "-c") == printed("search", "渔港 OR 渔船", "-c") == "1\n"
    found = json.loads(printed("search", "query:渔业", "--json"))
    assert (found["query"], found["interpreted"]) == ("query:渔业", "渔港 OR 渔船")
    id = found["hits"][0]["id"]
    assert json.loads(printed("facets", "query:渔业", "--json"))["total"] == 1
    assert len(printed("export", "query:渔业").splitlines()) == 1
    assert json.loads(printed("show", id, "-H", "query:渔业", "--json"))["sections"][0]["blocks"][0]["highlights"]
    assert json.loads(printed("why", id, "query:渔业", "--json"))["matches"] is True
    counted = json.loads(printed("timeline", "query:渔业", "--json"))["series"][0]
    assert (counted["query"], counted["total"]) == ("query:渔业", 1)
    assert (
        printed("kwic", "query:渔业", "--format", "jsonl") == printed("kwic", "渔港 OR 渔船", "--format", "jsonl") != ""
    )
    assert json.loads(printed("analyze", "query:渔业", "--json"))["query"] == "渔港 OR 渔船"
    file = tmp_path / "问.txt"
    file.write_text("query:渔业\n" * 20, encoding="utf-8")
    lines = printed("batch", str(file), "--jobs", jobs).splitlines()
    assert [json.loads(line)["total"] for line in lines] == [1] * 20


@pytest.mark.usefixtures("saved")
def test_an_unknown_name_is_told_with_those_that_there_are(capsys: Printed) -> None:
    assert main(["search", "query:渔"]) == 2
    assert 'no query is saved as "渔"; saved are: 渔业, help' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("saved = 1\n", "saved must be a table"),
        ("[saved]\na = 1\n", "saved.a must be a query"),
        ('[saved]\na = " "\n', "saved.a must be a query"),
        ('[saved]\n"a b" = "渔"\n', "a name has letters"),
    ],
)
def test_settings_that_save_no_query_are_refused(saved: Path, capsys: Printed, text: str, told: str) -> None:
    saved.write_text(text, encoding="utf-8")
    assert main(["search", "渔"]) == 2
    assert told in capsys.readouterr().err
