"""Power cuts after every operation of a change, and operations that fail: the index is the old one or the new one."""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from baosou.corpus.errors import BaosouError
from baosou.index.whoosh_engine.storage.catalogue import read_catalogue
from baosou.index.whoosh_engine.storage.files import HOLDER, LOCK
from tests.torture.storage import Recording, after_power_cuts, failing, recorded
from tests.torture.workplace import CHANGES, Workplace, answers, workplace

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT)


def copied(place: Workplace, to: Path) -> Path:
    """A copy of an index."""
    return Path(shutil.copytree(place.index, to) if place.index.exists() else to)


def nothing_is_left_over(index: Path) -> None:
    """Fail unless an index holds the files of its generation and no others."""
    kept = read_catalogue(index).names() | {LOCK, HOLDER}
    assert {path.name for path in index.iterdir()} <= kept, sorted(path.name for path in index.iterdir())


def power_cuts(change: str, folder: Path, *, tries: int, seed: int) -> int:
    """Cut the power in every way during a change and look at the index, and at what the change does next; how often."""
    place = workplace(change, folder / "work")
    old = answers(place.index)
    into: list[Recording] = []
    with recorded(place.index, into):
        CHANGES[change](place, place.index)
    new = answers(place.index)
    assert old != new
    cuts, gone_on = 0, Counter[int]()
    for count, left in after_power_cuts(into[0], folder / "left", tries=tries, seed=seed):
        found = answers(left)
        assert found in (old, new), f"{change}: after {count} of {len(into[0].operations)} operations: neither"
        if gone_on[count] < 1:
            gone_on[count] += 1
            CHANGES[change](place, left)
            assert answers(left) == new, f"{change} again after {count} operations"
            nothing_is_left_over(left)
        shutil.rmtree(left)
        cuts += 1
    assert answers(place.index) == new
    return cuts


def failures(change: str, folder: Path, *, error: int) -> int:
    """Let each operation of a change fail in turn and look at the index, and at what the change does next; how many."""
    place = workplace(change, folder / "work")
    before = copied(place, folder / "before")
    old = answers(before)
    CHANGES[change](place, place.index)
    new = answers(place.index)
    number = 0
    while True:
        index = folder / f"{number:04d}"
        if before.exists():
            shutil.copytree(before, index)
        with failing(number, error) as failed:
            try:
                CHANGES[change](place, index)
            except (OSError, BaosouError):
                assert failed, "an error without a fault"
        found = answers(index)
        assert found in (old, new), f"{change}: {failed} number {number} failed: neither"
        CHANGES[change](place, index)
        assert answers(index) == new, f"{change} again after {failed} number {number}"
        nothing_is_left_over(index)
        shutil.rmtree(index)
        if not failed:
            return number
        number += 1


def run(seconds: float, seed: int) -> str:
    """All changes, again and again with other chances, as long as the time goes; the figures."""
    end = time.monotonic() + seconds
    cuts = faults = 0
    first = seed
    while True:
        for change in CHANGES:
            with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
                cuts += power_cuts(change, Path(scratch) / "cuts", tries=6, seed=seed)
                error = ERRORS[seed % len(ERRORS)]
                faults += failures(change, Path(scratch) / "faults", error=error)
            if time.monotonic() > end:
                return f"faults: {cuts:,} power cuts and {faults:,} failed operations, each index whole (seed {first})"
            seed += 1
