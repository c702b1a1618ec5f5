"""What surrounds a command is not trusted: no variable, shared folder or file beside it has code run or is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

WATCHED = """
import atexit, json, os, sys

seen = []

def watch(event, arguments):
    if event in ("open", "import", "ctypes.dlopen", "os.exec", "os.system", "os.posix_spawn", "subprocess.Popen"):
        seen.append((event, [os.fsdecode(each) if isinstance(each, bytes) else str(each) for each in arguments[:3]]))

def tell():
    with os.fdopen(os.dup(2), "w") as file:
        file.write("\\nSEEN" + json.dumps(seen))

sys.addaudithook(watch)
from baosou.cli import main
atexit.register(tell)
main()
"""

MODULES = ("numpy", "jieba", "rjieba", "whoosh", "typer", "msgspec", "sitecustomize", "usercustomize", "colorama")

POINTERS = (
    *("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "JIEBA_DICT", "JIEBA_CACHE", "WHOOSH_HOME"),
    *(
        "BAOSOU_HOME",
        "BAOSOU_PLUGINS",
        "BAOSOU_PAGER",
        "NUMPY_HOME",
        "EDITOR",
        "VISUAL",
        "BROWSER",
        "SHELL",
        "BASH_ENV",
    ),
    *("BASH_ENV", "LESSOPEN", "LESSCLOSE", "MANPAGER", "PAGER", "GIT_PAGER", "PYTHONDOCS", "TYPER_HOME", "TERMINFO"),
)


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder of code that nobody should run, under every name that a library looks for."""
    folder = tmp_path / "trap"
    folder.mkdir()
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')\n", "utf-8")
    for name in ("jieba.cache", "dict.txt", "pager", "baosou", "config.py", "less"):
        (folder / name).write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n", "utf-8")
        (folder / name).chmod(0o755)
    return folder


def seen_of(tmp_path: Path, trap: Path, arguments: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What a command opened, loaded and started, run in the folder of the trap with all variables pointing there."""
    (tmp_path / "own").mkdir(exist_ok=True)
    script = tmp_path / "own" / "watched.py"
    script.write_text(WATCHED, "utf-8")
    environment = {
        **os.environ,
        **{name: str(trap / "pager") if name.endswith("PAGER") else str(trap) for name in POINTERS},
        "HOME": str(tmp_path / "home"),
        "PATH": f"{trap}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        [sys.executable, str(script), *arguments, "--index", str(tmp_path / "index")],
        cwd=trap,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: list[tuple[str, list[str]]] = json.loads(done.stderr.partition("SEEN")[2])
    return seen


def test_no_variable_and_no_folder_that_others_write_to_points_at_code(tmp_path: Path, trap: Path) -> None:
    source = tmp_path / "页.jsonl"
    lines = ({"id": str(n), "title": f"渔港{n}", "text": f"石浦镇的渔港里亮着第{n}盏灯。"} for n in range(30))
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    for arguments in (
        ["add", str(source), "--jobs", "2"],
        ["dict", "add", "石浦镇的渔港"],
        ["search", "渔港 灯*", "-f", "place", "--color", "always"],
        ["suggest", "yugang"],
        ["check", "--sources"],
    ):
        seen = seen_of(tmp_path, trap, arguments)
        assert any(event == "open" for event, _ in seen)
        for event, values in seen:
            told = f"{arguments}: {event} {values}"
            assert not any(value.startswith(str(trap)) for value in values), told
            assert event in ("open", "import", "ctypes.dlopen"), told
            assert event != "ctypes.dlopen" or values[0] in ("None", ""), told
            writes = event == "open" and values[1] not in ("r", "rb", "None") and os.path.isabs(values[0])
            assert not writes or values[0].startswith((str(tmp_path / "index"), "/dev/")), told
    assert not (tmp_path / "sprung").exists()
