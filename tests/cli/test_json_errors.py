"""Whoever asks for JSON gets errors as JSON too: one object on standard error, of a kind from a closed list."""

from __future__ import annotations

import json
import os
import re
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main
from baosou.cli.app import COMMANDS
from baosou.cli.exits import OTHER_KINDS, wants_json
from baosou.corpus.errors import BaosouError
from baosou.index import IndexClosed
from tests.cli.conftest import Baosou

FUNCTIONS = {name: getattr(import_module(f"baosou.cli.commands.{name}"), name) for name in COMMANDS}
WITH_JSON = [name for name, function in FUNCTIONS.items() if "json" in signature(function).parameters]
GIVEN = {
    "search": ["渔港"],
    "kwic": ["渔港"],
    "timeline": ["渔港"],
    "show": ["k3fa9c1d"],
    "similar": ["k3fa9c1d"],
    "cite": ["k3fa9c1d"],
    "why": ["k3fa9c1d", "渔港"],
    "suggest": ["渔"],
    "analyze": ["渔港"],
    "dict": ["list"],
    "remove": ["页.txt"],
}
"""What a command needs to be asked at all."""

Errors = pytest.CaptureFixture[str]


def told(arguments: list[str], capsys: Errors) -> tuple[int, dict[str, Any]]:
    """The exit code of a command, and the error that is all that it says."""
    code = main(arguments)
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    found = json.loads(line)
    assert list(found) == ["version", "error"]
    assert found["version"] == 1
    assert list(found["error"]) == ["kind", "message", "at"]
    assert found["error"]["message"]
    return code, found["error"]


@pytest.mark.parametrize("command", WITH_JSON)
@pytest.mark.usefixtures("in_the_archive")
def test_a_mistake_in_the_options_of_any_command_is_an_object(command: str, capsys: Errors) -> None:
    code, error = told([command, *GIVEN.get(command, []), "--json", "--colour", "yes"], capsys)
    assert (code, error["kind"], error["at"]) == (2, "usage", None)
    assert "--colour" in error["message"]


@pytest.mark.parametrize("command", [name for name in WITH_JSON if name not in ("add", "analyze")])
def test_a_missing_index_is_an_object_for_any_command(command: str, tmp_path: Path, capsys: Errors) -> None:
    index = tmp_path / "nowhere"
    code, error = told([command, *GIVEN.get(command, []), "--json", "--index", str(index)], capsys)
    assert (code, error["kind"]) == (3, "index_missing")
    assert str(index) in error["message"]


@pytest.mark.parametrize(
    ("arguments", "kind", "at"),
    [
        (["search", '渔港 "没有结尾'], "query", 3),
        (["search", "渔 autor:林"], "query", 2),
        (["search", "渔", "-w", "nowhere=x"], "query", None),
        (["search", "渔", "--since", "某年"], "usage", None),
        (["search"], "usage", None),
        (["facets", "(渔"], "query", 0),
        (["show", "zzz"], "id", None),
        (["similar", "k000000000000000"], "id", None),
        (["why", "zzz", "渔"], "id", None),
        (["dict", "add", "渔 港"], "input", None),
        (["dict", "add"], "usage", None),
        (["add"], "usage", None),
        (["add", "-", "-"], "usage", None),
        (["add", "records.jsonl", "--user-dict", "无此文件.txt"], "input", None),
        (["analyze", ""], "usage", None),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
@pytest.mark.usefixtures("in_the_archive")
def test_an_error_is_of_its_kind_and_says_where(
    arguments: list[str], kind: str, at: int | None, tmp_path: Path, capsys: Errors
) -> None:
    index = [] if arguments[0] != "add" else ["--index", str(tmp_path / "new")]
    code, error = told([*arguments, *index, "--json"], capsys)
    assert (code, error["kind"], error["at"]) == (2, kind, at)


@pytest.mark.usefixtures("in_the_archive")
def test_a_form_that_is_json_means_errors_in_json_and_what_is_no_option_does_not(capsys: Errors) -> None:
    assert told(["search", '"渔', "--format", "jsonl"], capsys)[1]["kind"] == "query"
    assert told(["search", '"渔', "--format=json"], capsys)[1]["kind"] == "query"
    assert told(["batch", "无此文件.txt", "--format", "jsonl"], capsys)[1]["kind"] == "io"
    assert main(["search", '"渔', "--format", "csv"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert not wants_json(["search", "--", "--json"])
    assert not wants_json(["search", "--format", "csv", "json"])


def test_settings_that_cannot_be_read_are_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Errors
) -> None:
    (tmp_path / "baosou").mkdir()
    (tmp_path / "baosou" / "config.toml").write_text("colour = 1\n", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    code, error = told(["status", "--json"], capsys)
    assert (code, error["kind"]) == (2, "settings")


def test_an_index_of_bytes_that_are_none_is_damaged_or_of_another_version(tmp_path: Path, capsys: Errors) -> None:
    (tmp_path / "页.txt").write_text("渔港灯火\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    index = tmp_path / "idx"
    assert main(["add", str(tmp_path / "页.txt"), "--index", str(index), "--jobs", "1"]) == 0
    capsys.readouterr()
    for file in [path for path in index.rglob("*") if path.is_file()]:
        os.truncate(file, 3)
    code, error = told(["search", "渔港", "--json", "--index", str(index)], capsys)
    assert code == 3
    assert error["kind"] in ("index_damaged", "index_version")


def test_a_search_that_takes_too_long_says_so(archive: Path, baosou: Baosou) -> None:
    done = baosou("search", "渔港", "--json", "--timeout", "0", "--index", str(archive / "idx"))
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["kind"] == "timeout"


def test_text_that_steers_terminals_is_escaped_in_an_error(capsys: Errors, archive: Path) -> None:
    main(["search", "渔", "-w", "坏\x1b[2J=文", "--json", "--index", str(archive / "idx")])
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "\x1b[2J" in json.loads(err)["error"]["message"]


def test_the_bad_lines_of_a_batch_are_told_in_the_same_form(archive: Path, tmp_path: Path, capsys: Errors) -> None:
    file = tmp_path / "问.jsonl"
    lines = [
        '{"id": "a", "query": "渔港 (志愿"}',
        "[1]",
        '{"id": "c", "sort": "size", "query": "渔"}',
        '{"id": "d", "query": "渔"}',
    ]
    file.write_text(
        "\n".join(['{"query": "渔", "lim": 3, "地点": "x"}', *lines, '{"query": "渔", "lim": 5}']), encoding="utf-8"
    )
    assert main(["batch", str(file), "--index", str(archive / "idx"), "--jobs", "1"]) == 2
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [(each["id"], each["error"]["kind"], each["error"]["at"]) for each in found if "error" in each] == [
        ("a", "query", 3),
        ("3", "input", None),
        ("c", "query", None),
    ]
    assert [each["id"] for each in found] == ["1", "a", "3", "c", "d", "6"]
    assert err.count("lim") == 1
    assert "地点" in err


def test_the_documented_kinds_are_those_that_there_are() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| .+ \| (\d+) \|$", page, re.MULTILINE))
    known = {kind for _, kind in OTHER_KINDS} | {"usage"}
    pending = [BaosouError]
    while pending:
        error = pending.pop()
        known.add(error.kind)
        pending += error.__subclasses__()
    assert known - {IndexClosed.kind} == set(documented)
