from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from baosou.cli import main
from tests.torture.faults import nothing_is_left_over
from tests.torture.kills import Victim, at_work, finished, round_of
from tests.work import LONGEST_WAIT, wait_until

TRIES = 20
"""How often a command is started anew to meet it at its work."""


def is_waiting(thread: int) -> bool:
    """Whether a thread of this process is at the lock of an index."""
    frame = sys._current_frames()[thread]
    return any("filelock" in at.f_code.co_filename for at, _ in traceback.walk_stack(frame))


def test_commands_killed_at_any_moment_lose_nothing_and_their_work_can_be_done_again(tmp_path: Path) -> None:
    chance = random.Random(11)
    victim = Victim(tmp_path)
    hits = 0
    for _ in range(200):
        hits += round_of(victim, chance)
        if hits == 3:
            break
    assert hits == 3, "on a busy machine some come too late, but not all of them"


def test_the_workers_of_a_killed_command_die_with_it_so_that_another_can_write_at_once(tmp_path: Path) -> None:
    for place in (tmp_path / str(number) for number in range(TRIES)):
        victim = Victim(place)
        if at_work(victim, signal.SIGKILL, jobs="2") is None:
            continue
        victim.grow()
        finished(victim, "add", str(victim.sources / "0000.jsonl"))
        assert victim.sources_held() == 1
        return
    pytest.fail("no command was killed at its work")


def test_a_second_writer_is_told_who_writes_and_since_when_and_may_wait(tmp_path: Path) -> None:
    victim = Victim(tmp_path)
    victim.grow()
    source = str(victim.sources / "0000.jsonl")
    with subprocess.Popen(victim.command("add", "-"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as holder:
        note = victim.index / "writer.json"
        wait_until(lambda: note.exists() and note.read_text("utf-8").endswith("}"))
        second = subprocess.run(victim.command("add", source), capture_output=True, text=True, check=False)
        assert second.returncode == 4
        assert f"is being written by process {holder.pid} since 20" in second.stderr

        def let_go(main_thread: int) -> None:
            wait_until(lambda: is_waiting(main_thread))
            assert holder.poll() is None
            holder.communicate(b"")

        with ThreadPoolExecutor(1) as executor:
            let_go_then = executor.submit(let_go, threading.get_ident())
            code = main(["add", source, "--index", str(victim.index), "--jobs", "1", "--wait", str(LONGEST_WAIT)])
            let_go_then.result()
        assert code == 0
    assert victim.sources_held() >= 1


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_add_that_is_asked_to_end_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, jobs: str) -> None:
    for place in (tmp_path / str(number) for number in range(TRIES)):
        victim = Victim(place)
        victim.grow()
        finished(victim, "add", str(victim.sources))
        code = at_work(victim, number, jobs=jobs)
        if code is None:
            continue
        assert code == -number
        nothing_is_left_over(victim.index)
        assert victim.sources_held() == 1
        return
    pytest.fail("no command was asked to end at its work")
