"""What a process takes: wall and processor seconds, and memory; and the figures that sum up many of them."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

SAMPLED_EVERY = 0.1
"""Seconds between two looks at the memory of a process tree."""


class Measured(Struct, frozen=True):
    """One whole process with all its children: seconds, and bytes at their highest.

    `largest` is the resident memory of the largest process; `together` all processes, shared pages counted once.
    """

    wall: float
    cpu: float
    largest: int = 0
    together: int = 0


class MeasuringError(Exception):
    """A measured command ended with an error; its message has what it said."""


def run(
    command: Sequence[str],
    *,
    output: Path | None = None,
    environment: Mapping[str, str] | None = None,
    memory: bool = False,
    accepted: tuple[int, ...] = (0,),
) -> Measured:
    """Run a command to its end; raises MeasuringError for an exit code that is not accepted."""
    with tempfile.TemporaryFile() as said, open(output or os.devnull, "wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=said, env={**os.environ, **(environment or {})}
        )
        together = _watch(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = together() if together else 0
        if process.returncode not in accepted:
            said.seek(0)
            tail = said.read().decode(errors="replace")[-2000:]
            raise MeasuringError(f"{' '.join(command)}: exit code {process.returncode}\n{tail}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, peak)


def _watch(pid: int) -> Callable[[], int]:
    """Watch the memory of a process tree from a thread; the call that is returned ends it and gives the peak."""
    ended, peak = threading.Event(), [0]

    def watch() -> None:
        while not ended.wait(SAMPLED_EVERY):
            peak[0] = max(peak[0], sum(map(_proportional_bytes, tree(pid))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()

    def stop() -> int:
        ended.set()
        thread.join()
        return peak[0]

    return stop


def tree(pid: int) -> list[int]:
    """A process and its descendants, as far as they still run."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _proportional_bytes(pid: int) -> int:
    """The memory of a process, a page shared by n processes counted as 1/n; 0 where that is not known."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as stream:
            return next((int(line.split()[1]) * 1024 for line in stream if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def median(measured: Iterable[Measured]) -> Measured:
    """The median of each figure for itself."""
    rows = list(measured)
    return Measured(
        statistics.median(row.wall for row in rows),
        statistics.median(row.cpu for row in rows),
        round(statistics.median(row.largest for row in rows)),
        round(statistics.median(row.together for row in rows)),
    )


def interleave(commands: Mapping[str, Callable[[], Measured]], runs: int, *, ahead: int = 1) -> dict[str, Measured]:
    """Medians of each command over `runs` rounds in which each runs once, after rounds `ahead` that do not count."""
    rows: dict[str, list[Measured]] = {name: [] for name in commands}
    for number in range(ahead + runs):
        for name, command in commands.items():
            measured = command()
            if number >= ahead:
                rows[name].append(measured)
    return {name: median(measured) for name, measured in rows.items()}


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest of the values that at least `share` of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def folder_bytes(path: Path) -> int:
    """The bytes of all files of a folder."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
