"""What `check` and the mending of an index look like to a user."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.index.whoosh_engine.storage.catalogue import FORMAT

Baosou = Callable[..., "subprocess.CompletedProcess[bytes]"]

PAGE = "渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着，志愿者送来热茶。\n"


@pytest.fixture
def index(tmp_path: Path, baosou: Baosou) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(PAGE, "utf-8")
    (tmp_path / "papers" / "b.txt").write_text(PAGE.replace("渔港", "老街"), "utf-8")
    assert baosou("add", "papers", "--index", "idx").returncode == 0
    return tmp_path / "idx"


def damage(index: Path, pattern: str = "*.seg", at: int = 200) -> Path:
    (path,) = index.glob(pattern)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    return path


def test_a_sound_index_is_told_to_be_so(index: Path, baosou: Baosou) -> None:
    done = baosou("check", "--index", "idx")
    assert (done.returncode, done.stdout) == (0, b"")
    assert re.fullmatch(r"checked 3 files, [\d.]+ kB in \d\.\d s: all is well\n", done.stderr.decode())
    done = baosou("check", "--sources", "--index", "idx")
    assert done.returncode == 0
    assert re.search(r"2 sources, \d+ texts counted", done.stderr.decode())


def test_a_finding_is_a_line_and_the_exit_code_3(index: Path, baosou: Baosou) -> None:
    damage(index)
    done = baosou("check", "--index", "idx")
    assert (done.returncode, done.stdout) == (3, b"idx/000001.seg: text is damaged (bytes 0 to 512)\n")
    assert "1 finding; mend it with: baosou add --rebuild" in done.stderr.decode()


def test_findings_as_json(index: Path, baosou: Baosou) -> None:
    (index.parent / "papers" / "b.txt").unlink()
    done = baosou("check", "--sources", "--json", "--index", "idx")
    found = json.loads(done.stdout)
    assert (done.returncode, found["version"], found["ok"]) == (3, 1, False)
    assert found["findings"] == [
        {"kind": "source", "path": str(index.parent / "papers" / "b.txt"), "reason": "missing"}
    ]
    assert (found["files"], found["sources"]) == (3, 2)


@pytest.mark.parametrize("command", [["search", "渔港"], ["show", "a"], ["facets"], ["suggest", "渔"]])
def test_damage_is_one_line_that_names_what_mends_it(index: Path, baosou: Baosou, command: list[str]) -> None:
    (path,) = index.glob("*.seg")
    path.write_bytes(path.read_bytes()[:-9])
    done = baosou(*command, "--index", "idx")
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode() == (
        f"error: {path}: not a segment file, or cut short; mend it with: baosou add --rebuild --index {index}\n"
    )
    mended = baosou("add", "--rebuild", "--index", str(index))
    assert mended.returncode == 0
    assert baosou("search", "渔港", "--index", "idx", "-c").stdout == b"1\n"


@pytest.mark.parametrize(
    ("number", "said"),
    [(FORMAT - 1, "another version"), (FORMAT + 1, f"a newer version of baosou (format {FORMAT + 1}")],
)
def test_another_version_is_one_line_that_names_what_mends_it(
    index: Path, baosou: Baosou, number: int, said: str
) -> None:
    catalogue = index / "catalogue.json"
    values = {**json.loads(catalogue.read_bytes()), "format": number}
    del values["checksum"]
    catalogue.write_text(json.dumps(values), "utf-8")
    for command in (["search", "渔港"], ["add", "papers"], ["check"], ["status"], ["dict", "add", "渔港"]):
        done = baosou(*command, "--index", "idx")
        assert (done.returncode, done.stdout) == (3, b"")
        (line,) = done.stderr.decode().splitlines()
        assert said in line
        assert line.endswith(f"baosou add --rebuild --index {index}")
    done = baosou("add", "--rebuild", "--index", "idx")
    assert done.returncode == 0
    assert b"another version: ids may have changed" in done.stderr
    assert baosou("search", "渔港", "--index", "idx", "-c").stdout == b"1\n"


def test_what_is_missing_is_told(baosou: Baosou) -> None:
    done = baosou("check", "--index", "none")
    assert done.returncode == 3
    assert done.stderr.startswith(b"error: no index at ")
    done = baosou("add", "--index", "none")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: a path is missing: the files and folders to index\ntry: baosou add --help")


@pytest.mark.skipif(not hasattr(os, "truncate") or sys.platform == "win32", reason="maps are not lost here")
def test_a_file_that_is_cut_short_while_it_is_read_is_one_line(index: Path, baosou: Baosou) -> None:
    script = f"""
import os, sys
from baosou.cli import main
from baosou.index.whoosh_engine.engine import WhooshEngine
search = WhooshEngine.search
def cut_short(self, request):
    os.truncate({str(next(index.glob("*.seg")))!r}, 0)
    return search(self, request)
WhooshEngine.search = cut_short
sys.argv = ["baosou", "search", "渔港", "--index", "idx"]
main()
"""
    done = baosou(command=[sys.executable, "-c", script])
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr == b"error: a file of the index was cut short while it was read; look at it with: baosou check\n"
