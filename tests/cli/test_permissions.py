"""Files that may not be read or written: each command says so in a line, and nothing is taken for gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, check, open_engine

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
WITHOUT = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
"""What runs a command of the administrator as a user for whom permissions count."""

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are those of POSIX"),
    pytest.mark.skipif(ROOT and not shutil.which("setpriv"), reason="nothing is forbidden to the administrator"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with sources and their index."""
    (tmp_path / "sources" / "inner").mkdir(parents=True)
    for name in ("sources/港.jsonl", "sources/inner/灯.jsonl"):
        (tmp_path / name).write_text('{"text": "石浦镇的渔港里亮着灯。"}\n', "utf-8")
    add(str(tmp_path / "index"), [tmp_path / "sources"], AddOptions(jobs=1))
    yield tmp_path
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o700)
    for path in tmp_path.rglob("*"):
        path.chmod(0o700)


def run(folder: Path, *arguments: str) -> tuple[int, Sequence[str]]:
    """Exit code and lines on standard error of a command."""
    command = [*(WITHOUT if ROOT else []), sys.executable, "-m", "baosou.cli", *arguments]
    done = subprocess.run([*command, "--index", "index"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.splitlines()


def held(folder: Path) -> int:
    """How many articles a search finds, for whom nothing is forbidden."""
    (folder / "index").chmod(0o700)
    assert not check(str(folder / "index")).findings
    return ask(open_engine(str(folder / "index")), Question("渔港")).results.total


@pytest.mark.parametrize("name", ["index", "index/catalogue.json", "index/000001.seg"])
def test_an_index_that_may_not_be_read_is_neither_missing_nor_damaged(folder: Path, name: str) -> None:
    (folder / name).chmod(0)
    for arguments in (["search", "渔港"], ["check"], ["remove", "sources/港.jsonl"], ["add", "--rebuild"]):
        if arguments[0] in ("remove", "add") and name.endswith(".seg"):
            continue  # the one reads no segment, the other makes it anew
        code, lines = run(folder, *arguments)
        assert (code, len(lines)) == (3, 1), (arguments, lines)
        assert "permission denied" in lines[0]
        assert "--rebuild" not in lines[0]
    (folder / name).chmod(0o700)
    assert held(folder) == 2


def test_an_index_that_may_not_be_written_is_searched_and_stays_as_it_is(folder: Path) -> None:
    (folder / "sources" / "新.jsonl").write_text('{"text": "渔港的新灯。"}\n', "utf-8")
    (folder / "index").chmod(0o500)
    (folder / "index" / "lock").chmod(0o400)
    assert run(folder, "search", "渔港", "-c") == (0, [])
    for arguments in (["add", "sources"], ["dict", "add", "渔港灯"], ["remove", "sources"], ["add", "--rebuild"]):
        code, lines = run(folder, *arguments)
        assert (code, len(lines)) == (2, 1), (arguments, lines)
        assert "permission denied" in lines[0].lower()
    assert held(folder) == 2
    assert add(str(folder / "index"), [folder / "sources"], AddOptions(jobs=1)).new == 1


@pytest.mark.parametrize("name", ["sources", "sources/inner", "sources/inner/灯.jsonl"])
def test_sources_that_may_not_be_looked_at_are_not_gone(folder: Path, name: str) -> None:
    (folder / name).chmod(0)
    code, lines = run(folder, "add", "--prune", "sources")
    assert code == 2
    assert any(line.startswith("failed: ") and "permission denied" in line for line in lines)
    assert not any("removed" in line for line in lines)
    assert held(folder) == 2


def test_what_is_gone_is_pruned_beside_what_may_not_be_looked_at(folder: Path) -> None:
    (folder / "sources" / "inner").chmod(0)
    (folder / "sources" / "港.jsonl").unlink()
    code, lines = run(folder, "add", "--prune", "sources")
    assert code == 2
    assert any("1 removed" in line for line in lines)
    assert held(folder) == 1
