"""Indexes that somebody else made up: all checksums right, all else as bad as can be. Nothing may break or grow.

An ask answers whatever the index says, or tells that it is damaged; no memory is taken that the files do not justify.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.index import api
from baosou.index.errors import QueryError, UnknownId
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.whoosh_engine.storage.files import sealed
from tests.torture.damage import TOLD
from tests.torture.specimen import ASKS, make

Array = NDArray[Any]
Twist = Callable[[random.Random, Array], Array]

MOST_MEMORY = 400 << 20
"""By how much asking a small index may raise the memory of this process."""


def _greatest(chance: random.Random, array: Array) -> Array:
    return np.full(len(array), np.iinfo(array.dtype).max, dtype=array.dtype)


def _one_greatest(chance: random.Random, array: Array) -> Array:
    twisted = array.copy()
    if len(twisted):
        twisted[chance.randrange(len(twisted))] = np.iinfo(array.dtype).max
    return twisted


def _zeros(chance: random.Random, array: Array) -> Array:
    return np.zeros_like(array)


def _noise(chance: random.Random, array: Array) -> Array:
    return np.frombuffer(chance.randbytes(array.nbytes), dtype=array.dtype)


def _one_noise(chance: random.Random, array: Array) -> Array:
    twisted = array.copy()
    if len(twisted):
        twisted[chance.randrange(len(twisted))] = chance.randrange(int(np.iinfo(array.dtype).max) + 1)
    return twisted


def _backwards(chance: random.Random, array: Array) -> Array:
    return array[::-1]


def _shorter(chance: random.Random, array: Array) -> Array:
    return array[: chance.randrange(len(array) + 1)]


def _empty(chance: random.Random, array: Array) -> Array:
    return array[:0]


def _longer(chance: random.Random, array: Array) -> Array:
    return np.concatenate((array, array, array[:1]))


def _wide(chance: random.Random, array: Array) -> Array:
    """Numbers of eight bytes where fewer were, some of them far too great."""
    twisted = array.astype(np.uint64)
    if len(twisted):
        twisted[chance.randrange(len(twisted))] = chance.choice((1 << 31, 1 << 40, 1 << 63, (1 << 64) - 1))
    return twisted


TWISTS: tuple[Twist, ...] = (
    _greatest,
    _one_greatest,
    _zeros,
    _noise,
    _one_noise,
    _backwards,
    _shorter,
    _empty,
    _longer,
    _wide,
)


def rewritten(path: Path, twist: Callable[[str, Array], Array | None]) -> None:
    """Write a file of arrays anew with some of them twisted (None leaves one out), all checksums right."""
    file = ArrayFile(path)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    writer = ArrayFileWriter(new)
    for name in file.names():
        array = twist(name, file.array(name))
        if array is not None:
            writer.add(name, array)
    writer.close(durably=False)
    path.unlink()
    new.rename(path)


def catalogued(index: Path, **changes: object) -> None:
    """Seal the catalogue anew with the checksums that the segments and the words have now, and other values."""
    path = index / "catalogue.json"
    values = json.loads(path.read_bytes())
    del values["checksum"]
    for entry in values["segments"]:
        entry["checksum"] = ArrayFile(index / entry["name"]).checksum
    if values["wordbook"]:
        own = f"{ArrayFile(index / values['wordbook']).checksum:08x}"
        values["analysis"] = values["analysis"][:-8] + own
    path.unlink()
    path.write_bytes(sealed({**values, **changes}))


def asked(index: Path, names: list[str]) -> Counter[str]:
    """Ask; how often there was an answer and how often damage was told. All else is raised."""
    counts: Counter[str] = Counter()
    for name in names:
        try:
            ASKS[name](index)
            counts["answered"] += 1
        except (*TOLD, UnknownId, QueryError) as error:
            if "\n" in str(error):
                raise AssertionError(f"more than a line: {error}") from error
            counts["told"] += 1
    try:
        api.check(str(index))
    except TOLD:
        counts["told"] += 1
    return counts


class Forge:
    """An index whose arrays are forged again and again."""

    def __init__(self, folder: Path) -> None:
        self.index = make(folder)
        self._whole = {path.name: path.read_bytes() for path in self.index.iterdir() if path.is_file()}
        self.files = [name for name in self._whole if name.endswith(".seg") or name.startswith("wordbook")]

    def arrays(self) -> Iterator[tuple[str, str]]:
        """Every array of every file."""
        return ((name, array) for name in self.files for array in ArrayFile(self.index / name).names())

    def forge(self, name: str, array: str, twist: Callable[[Array], Array | None]) -> None:
        """Put a twisted array in the place of one."""
        rewritten(self.index / name, lambda own, content: twist(content) if own == array else content)
        catalogued(self.index)

    def restore(self) -> None:
        """Make the index what it was."""
        for path in self.index.iterdir():
            if path.is_file():
                path.unlink()
        for name, content in self._whole.items():
            (self.index / name).write_bytes(content)


def memory() -> int:
    """The most bytes this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run(seconds: float, seed: int) -> str:
    """Forge by chance as long as the time goes; the figures."""
    folder = Path(tempfile.mkdtemp(prefix="baosou-torture-"))
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    forged, slowest = 0, 0.0
    try:
        forge = Forge(folder)
        arrays = list(forge.arrays())
        for ask in ASKS.values():
            ask(forge.index)
        before = memory()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name, array = chance.choice(arrays)
            twist = chance.choice(TWISTS)
            started = time.monotonic()
            try:
                forge.forge(name, array, lambda content, twist=twist: twist(chance, content))  # type: ignore[misc]
                counts += asked(forge.index, chance.sample(list(ASKS), 5))
            except Exception as error:
                raise AssertionError(f"seed {seed}, forgery {forged}: {twist.__name__} of {array} in {name}") from error
            assert memory() - before < MOST_MEMORY, f"{twist.__name__} of {array} took {memory() - before:,} bytes"
            slowest = max(slowest, time.monotonic() - started)
            forge.restore()
            forged += 1
        return (
            f"hostile: {forged:,} forged files, {counts['told']:,} told to be damaged, {counts['answered']:,} asks "
            f"answered; the slowest took {slowest:.1f} s, memory grew by {(memory() - before) >> 20} MB (seed {seed})"
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
