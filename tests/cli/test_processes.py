"""The command as a process of its own: signals, pipes, workers, and what a terminal sees."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.work import LONGEST_WAIT, wait_until

pytestmark = pytest.mark.usefixtures("in_the_archive")

Record = dict[str, Any]


def batched(*arguments: str, stdin: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "baosou.cli", "batch", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=LONGEST_WAIT, check=False)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_batch_answers_in_order_and_goes_on_after_a_bad_line(records: list[Record], jobs: str) -> None:
    queries = "".join(
        json.dumps({"id": n, "query": "nosuch:渔" if n % 10 == 3 else "渔港"}, ensure_ascii=False) + "\n"
        for n in range(40)
    )
    done = batched("--jobs", jobs, "-n", "1", stdin=queries)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [row["id"] for row in rows] == list(range(40))
    assert [row["id"] for row in rows if "error" in row] == [3, 13, 23, 33]
    assert all(row["hits"][0]["title"] == records[0]["title"] for row in rows if "error" not in row)
    assert re.fullmatch(r"40 queries, 4 failed, [\d.]+ s, [\d,.]+ queries/s\n", done.stderr)


def test_a_batch_starts_no_more_processes_than_a_few_for_each_processor_and_says_so() -> None:
    done = batched("--jobs", "5000", "--timeout", "inf", "-n", "1", stdin="渔港\n渔船\n")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    assert done.stderr.startswith(f"--jobs 5000: {4 * (os.cpu_count() or 1)} processes are started")


def test_a_batch_answers_a_line_before_the_next_is_written_and_ctrl_c_is_130() -> None:
    command = [sys.executable, "-m", "baosou.cli", "batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("渔港\n".encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["total"] == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=LONGEST_WAIT) == 130
        assert process.stderr.read() == b"interrupted\n"


def test_a_reader_that_leaves_early_ends_a_batch_quietly(tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("渔港\n" * 300, encoding="utf-8")
    script = f"{sys.executable} -m baosou.cli batch {queries} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=LONGEST_WAIT, check=False)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")


def test_ctrl_c_while_adding_is_130_and_says_what_stays(tmp_path: Path) -> None:
    index = tmp_path / "idx"
    command = [sys.executable, "-m", "baosou.cli", "add", "-", "--index", str(index)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        wait_until(index.exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=LONGEST_WAIT) == 130
        assert process.stderr.read() == b"interrupted; what was committed stays\n"


def on_a_terminal(*arguments: str, environment: dict[str, str]) -> str:
    """What a command writes to a terminal of 80 columns."""
    controller, terminal = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "PAGER")}
    command = [sys.executable, "-m", "baosou.cli", *arguments]
    shown = b""
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env={**clean, **environment}
    ) as process:
        os.close(terminal)
        while select.select([controller], [], [], LONGEST_WAIT)[0]:
            try:
                piece = os.read(controller, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        process.wait(timeout=LONGEST_WAIT)
    os.close(controller)
    return shown.decode("utf-8")


def test_a_terminal_sees_colour_links_and_the_total() -> None:
    shown = on_a_terminal("search", "渔港", environment={"TERM": "xterm-256color"})
    assert "\x1b[1;31m渔港\x1b[0m" in shown
    assert "\x1b]8;;file://" in shown
    assert "records.jsonl\x1b\\" in shown
    assert "1 article · " in shown


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_no_color_and_a_dumb_terminal_see_plain_text(environment: dict[str, str], tmp_path: Path) -> None:
    assert "\x1b" not in on_a_terminal("search", "渔港", environment=environment)
    index = str(tmp_path / "idx")
    assert "\x1b" not in on_a_terminal("add", "records.jsonl", "--index", index, environment=environment)


def test_adding_on_a_terminal_ends_with_the_summary(tmp_path: Path) -> None:
    shown = on_a_terminal(
        "add", "records.jsonl", "--index", str(tmp_path / "idx"), environment={"TERM": "xterm-256color"}
    )
    assert "sources: 1 new; 3 articles" in shown
    assert "Traceback" not in shown
