from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.torture.faults import nothing_is_left_over
from tests.torture.kills import Victim, finished, round_of
from tests.torture.workplace import records


def test_commands_killed_at_any_moment_lose_nothing_and_their_work_can_be_done_again(tmp_path: Path) -> None:
    chance = random.Random(11)
    victim = Victim(tmp_path)
    assert sum(round_of(victim, chance) for _ in range(4))


def test_the_workers_of_a_killed_command_die_with_it_so_that_another_can_write_at_once(tmp_path: Path) -> None:
    victim = Victim(tmp_path)
    long = victim.sources / "long.jsonl"
    long.write_text(records(90, count=40_000), encoding="utf-8")
    with subprocess.Popen(victim.command("add", str(long), "--jobs", "2"), stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not list(victim.index.glob("building-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
    victim.grow()
    finished(victim, "add", str(victim.sources / "0000.jsonl"))
    assert victim.sources_held() == 1


def test_a_second_writer_is_told_who_writes_and_since_when_and_may_wait(tmp_path: Path) -> None:
    victim = Victim(tmp_path)
    victim.grow()
    source = str(victim.sources / "0000.jsonl")
    with subprocess.Popen(victim.command("add", "-"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as holder:
        deadline = time.monotonic() + 30
        while not list(victim.index.glob("writer.json")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)
        second = subprocess.run(victim.command("add", source), capture_output=True, text=True, check=False)
        assert second.returncode == 4
        assert f"is being written by process {holder.pid} since 20" in second.stderr
        with subprocess.Popen(victim.command("add", source, "--wait", "30"), stderr=subprocess.PIPE) as third:
            time.sleep(0.3)
            assert third.poll() is None
            holder.communicate(b"")
            third.communicate(timeout=60)
            assert third.returncode == 0
    assert victim.sources_held() >= 1


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_add_that_is_asked_to_end_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, jobs: str) -> None:
    victim = Victim(tmp_path)
    victim.grow()
    finished(victim, "add", str(victim.sources))
    long = victim.sources / "long.jsonl"
    long.write_text(records(90, count=40_000), encoding="utf-8")
    with subprocess.Popen(victim.command("add", str(long), "--jobs", jobs), stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not list(victim.index.glob("building-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(number)
        process.communicate(timeout=60)
    assert process.returncode == -number
    nothing_is_left_over(victim.index)
    assert victim.sources_held() == 1
