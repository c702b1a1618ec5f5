"""Commands and their workers killed at moments of chance: the index opens, nothing is lost, and the work goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from baosou.index.api import open_engine
from baosou.index.errors import IndexMissing
from baosou.index.query.tree import Everything, Phrase
from baosou.index.request import SearchRequest
from tests.torture.faults import nothing_is_left_over
from tests.torture.workplace import records
from tests.work import LONGEST_WAIT, wait_until

LONG = 60_000
"""Records of a file that several workers share."""


class Victim:
    """Sources, an index over them that grows, and what is known to have been committed."""

    def __init__(self, folder: Path, *, long: int = 0) -> None:
        self.index, self.sources = folder / "index", folder / "sources"
        self.sources.mkdir(parents=True)
        if long:
            (self.sources / "long.jsonl").write_text(records(90, count=long), encoding="utf-8")
        self.files = 0
        self.took = 0.4

    def grow(self) -> None:
        """Another source of six articles."""
        (self.sources / f"{self.files:04d}.jsonl").write_text(records(self.files), encoding="utf-8")
        self.files += 1

    def command(self, *arguments: str) -> Sequence[str]:
        """A command on the index."""
        return [sys.executable, "-m", "baosou.cli", *arguments, "--index", str(self.index)]

    def sources_held(self) -> int:
        """How many whole sources the index holds; fails where it holds part of one, or does not open."""
        try:
            engine = open_engine(str(self.index))
        except IndexMissing:
            return 0
        held = engine.status().sources
        articles = engine.search(SearchRequest(Everything(), limit=0)).total
        found = sum(
            engine.search(SearchRequest(Phrase(f"第{number}组"), limit=0)).total for number in range(self.files)
        )
        long = engine.search(SearchRequest(Phrase("第90组"), limit=0)).total
        engine.close()
        assert found % 6 == 0, f"{found} articles of files of six"
        assert found + long == articles, (found, long, articles)
        return held


def killed(victim: Victim, arguments: Sequence[str], after: float, *, worker: bool) -> bool:
    """Start a command and kill it, or one of its workers, after some seconds; whether it was still running."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(victim.command(*arguments), stdout=quiet, stderr=quiet) as process:
        time.sleep(after)
        target = process.pid
        if worker:
            children = _children(process.pid)
            if not children:
                process.wait(timeout=LONGEST_WAIT)
                return False
            target = children[0]
        try:
            os.kill(target, signal.SIGKILL)
        except ProcessLookupError:
            return False
        code = process.wait(timeout=LONGEST_WAIT)
    assert worker or code == -signal.SIGKILL or code in (0, 1, 2), code
    return code not in (0, 1)


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def at_work(victim: Victim, number: signal.Signals, *, jobs: str) -> int | None:
    """Add a long source, and send the command a signal once it and its workers build; its exit code.

    None where the signal came too late, as it may where those who wait for the moment get no turn.
    """
    long = victim.sources / "long.jsonl"
    long.write_text(records(90, count=LONG), encoding="utf-8")
    command = victim.command("add", str(long), "--jobs", jobs)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: process.poll() is not None or _builds(victim.index, process.pid, workers=jobs != "1"))
        if process.poll() is not None:
            assert process.returncode == 0
            return None
        process.send_signal(number)
        code = process.wait(timeout=LONGEST_WAIT)
    return None if code == 0 else code


def _builds(index: Path, pid: int, *, workers: bool) -> bool:
    return any(index.glob("building-*")) and (not workers or not Path("/proc").exists() or bool(_children(pid)))


def finished(victim: Victim, *arguments: str) -> None:
    """Run a command to its end at once: whoever was killed holds no lock any more, nor do its workers."""
    started = time.monotonic()
    done = subprocess.run(victim.command(*arguments), capture_output=True, text=True, timeout=LONGEST_WAIT, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr)
    victim.took = time.monotonic() - started


def round_of(victim: Victim, chance: random.Random) -> bool:
    """One kill at a moment of chance, a look at the index, and the work done again; whether it hit."""
    victim.grow()
    before = victim.sources_held()
    jobs = chance.choice(("1", "2"))
    what = chance.choice(("add", "add", "add", "prune", "remove", "dict", "optimize"))
    arguments = {
        "add": ["add", str(victim.sources), "--jobs", jobs],
        "prune": ["add", str(victim.sources), "--jobs", jobs, "--prune"],
        "remove": ["remove", str(victim.sources / "0000.jsonl")],
        "optimize": ["optimize", "--jobs", jobs],
        "dict": ["dict", "add", f"新词{chance.choice('甲乙丙丁戊己庚辛')}"],
    }[what]
    if what in ("remove", "dict", "optimize") and not before:
        arguments = ["add", str(victim.sources), "--jobs", jobs]
    hit = killed(victim, arguments, chance.uniform(0.2, 1.0) * victim.took, worker=chance.random() < 0.3)
    held = victim.sources_held()
    assert held >= before - (what == "remove"), f"{what}: {before} sources were committed, {held} are there"
    finished(victim, "add", str(victim.sources), "--jobs", jobs)
    assert victim.sources_held() == len(list(victim.sources.iterdir()))
    nothing_is_left_over(victim.index)
    return hit


def run(seconds: float, seed: int) -> str:
    """Kills as long as the time goes, of small additions and of long ones by several workers; the figures."""
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    rounds = hits = 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
            long = chance.choice((0, 0, LONG))
            victim = Victim(Path(scratch), long=long)
            for _ in range(6 if long else 20):
                rounds += 1
                if long:
                    (victim.sources / "long.jsonl").write_text(records(90, count=LONG + rounds), encoding="utf-8")
                hits += round_of(victim, chance)
                if time.monotonic() > end:
                    break
    return f"kills: {rounds:,} commands, {hits:,} killed before their end, nothing lost (seed {seed})"
