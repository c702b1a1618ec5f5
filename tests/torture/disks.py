"""Disks without room, for bytes or for names, at any point of a change: the index is whole, and room completes it.

A file system in memory is mounted for it, which the administrator alone may do.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from baosou.corpus.errors import BaosouError
from baosou.index import api
from baosou.index.adding import AddOptions
from tests.torture.faults import nothing_is_left_over
from tests.torture.workplace import CHANGES, Workplace, answers, workplace

KILOBYTES, NAMES = 8192, 80
"""What the disk has room for."""

MOST_LEFT = 120
"""Kilobytes that are left at most: most changes need less."""


def _rebuild(place: Workplace, index: Path) -> None:
    place.write(1, edition=2)
    api.add(str(index), [], AddOptions(jobs=1, rebuild=True))


def _by_two(place: Workplace, index: Path) -> None:
    for number in range(10, 14):
        place.write(number)
    api.add(str(index), [place.sources], AddOptions(jobs=2))


STAGES: Mapping[str, Callable[[Workplace, Path], None]] = {**CHANGES, "rebuild": _rebuild, "two jobs": _by_two}


def may_mount() -> bool:
    """Whether this process may mount a file system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount") is not None and _mounts()


def _mounts() -> bool:
    with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", scratch], capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", scratch], check=True)
    return True


@contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder.mkdir(parents=True)
    options = f"size={KILOBYTES}k,nr_inodes={NAMES}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path, *, kilobytes: int | None = None, names: int | None = None) -> Iterator[None]:
    """Leave so much room, of bytes or of names."""
    ballast = folder / "ballast"
    ballast.mkdir()
    found = os.statvfs(folder)
    if kilobytes is not None:
        with (ballast / "bytes").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(found.f_bavail * found.f_frsize - kilobytes * 1024, 1))
    for number in range(found.f_favail - names if names is not None else 0):
        (ballast / str(number)).touch()
    try:
        yield
    finally:
        shutil.rmtree(ballast)


def tried(stage: str, folder: Path, *, kilobytes: int | None = None, names: int | None = None) -> bool:
    """Make a change with so much room left, look at the index, and make it again with room; whether it failed."""
    with disk(folder / "disk") as mounted:
        place = workplace(stage, folder / "work")
        index = mounted / "index"
        if place.index.exists():
            shutil.copytree(place.index, index)
        old = answers(index)
        said = None
        with filled(mounted, kilobytes=kilobytes, names=names):
            try:
                STAGES[stage](place, index)
            except (OSError, BaosouError) as error:
                said = str(error)
            found = answers(index)
            if index.exists() and found != ("no index",):
                assert not api.check(str(index)).findings, stage
        STAGES[stage](place, index)
        new = answers(index)
        assert found in (old, new), f"{stage}: neither the old index nor the new one"
        assert said is None or "\n" not in said, said
        assert said or found == new, f"{stage}: nothing was said, and nothing done"
        assert not api.check(str(index)).findings, stage
        nothing_is_left_over(index)
    return said is not None


def run(seconds: float, seed: int) -> str:
    """All changes with other room as long as the time goes; the figures."""
    if not may_mount():
        return "disks: not tried, for only the administrator may mount a file system"
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    changes = failures = 0
    while time.monotonic() < end:
        stage = chance.choice(list(STAGES))
        room = {"names": chance.randrange(12)} if chance.random() < 0.25 else {"kilobytes": chance.randrange(MOST_LEFT)}
        with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
            failures += tried(stage, Path(scratch), **room)
        changes += 1
    return f"disks: {changes:,} changes, {failures:,} of them without room, each index whole (seed {seed})"
