"""A disk without room ends a change with one line, leaves the index as it was, and the next try completes it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, open_engine


def records(path: Path, count: int, word: str) -> Path:
    lines = (
        {"title": f"{word}第{n}号", "text": f"{word}的渔港里，第{n}盏灯亮着，{chr(0x4E00 + n)}记下潮水。"}
        for n in range(count)
    )
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def limited() -> None:
    """No file of the process may grow beyond 200 kB: writes fail as they do on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of this kind are tried on Linux alone")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_add_without_room_tells_so_and_changes_nothing(tmp_path: Path, jobs: str) -> None:
    index = str(tmp_path / "index")
    add(index, [records(tmp_path / "few.jsonl", 5, "霞关")], AddOptions(jobs=1))
    many = records(tmp_path / "many.jsonl", 4000, "石浦")
    before = {path.name: path.read_bytes() for path in Path(index).iterdir()}
    command = [sys.executable, "-m", "baosou.cli", "add", str(many), "--index", index, "--jobs", jobs]
    ended = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited, env={**os.environ}, check=False)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert f"error: {index}: " in ended.stderr
    assert "the index is as it was last committed" in ended.stderr
    assert {path.name: path.read_bytes() for path in Path(index).iterdir()} == before
    assert ask(open_engine(index), Question("霞关", limit=0)).results.total == 5
    assert add(index, [many], AddOptions(jobs=1)).articles == 4000
    assert ask(open_engine(index), Question("石浦", limit=0)).results.total == 4000
