"""Damages each file of an index in every way that comes to mind; no answer may change, nothing may break.

An ask gives the answer of the whole index or says that it is damaged; `check` finds whatever is not as it was.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from baosou.index import api
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion
from tests.torture.specimen import ASKS, Ask, make

TOLD = (IndexDamaged, IndexMissing, IndexVersion)

Change = Callable[[random.Random, bytes, bytes], bytes | None]


def _cut(chance: random.Random, content: bytes, other: bytes) -> bytes:
    edges = (0, 1, 24, len(content) // 2, len(content) - 25, len(content) - 24, len(content) - 1)
    return content[: chance.choice((*edges, chance.randrange(max(len(content), 1))))]


def _flip(chance: random.Random, content: bytes, other: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _flip_near_the_end(chance: random.Random, content: bytes, other: bytes) -> bytes:
    at = len(content) - 1 - chance.randrange(min(len(content), 6000))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _blank(chance: random.Random, content: bytes, other: bytes) -> bytes:
    size = chance.choice((1, 8, 64, 512, 4096))
    at = chance.randrange(len(content)) // size * size
    return content[:at] + bytes(len(content[at : at + size])) + content[at + size :]


def _noise(chance: random.Random, content: bytes, other: bytes) -> bytes:
    size = chance.choice((1, 8, 64, 512, 4096))
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(len(content[at : at + size])) + content[at + size :]


def _splice(chance: random.Random, content: bytes, other: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + other[at:]


def _move(chance: random.Random, content: bytes, other: bytes) -> bytes:
    size = chance.choice((2, 8, 64, 512))
    first, second = (chance.randrange(max(len(content) - size, 1)) for _ in range(2))
    return content[:second] + content[first : first + size] + content[second + size :]


def _lengthen(chance: random.Random, content: bytes, other: bytes) -> bytes:
    at = chance.choice((0, len(content), chance.randrange(len(content))))
    return content[:at] + chance.randbytes(chance.choice((1, 16, 64))) + content[at:]


def _foreign(chance: random.Random, content: bytes, other: bytes) -> bytes:
    return other


def _gone(chance: random.Random, content: bytes, other: bytes) -> None:
    return None


CHANGES: tuple[Change, ...] = (
    _cut,
    _flip,
    _flip,
    _flip_near_the_end,
    _blank,
    _noise,
    _splice,
    _move,
    _lengthen,
    _foreign,
    _gone,
)


class Victim:
    """An index that is damaged again and again, what it answers whole, and a second index to take files from."""

    def __init__(self, folder: Path) -> None:
        self.index = make(folder / "first")
        other = make(folder / "second", first=7)
        self.answers = {name: ask(self.index) for name, ask in ASKS.items()}
        self.files = {path.name: path.read_bytes() for path in self.index.iterdir() if path.stat().st_size}
        self._others = {path.name: path.read_bytes() for path in other.iterdir()}
        self._segments = [name for name in self.files if name.endswith(".seg")]

    def damages(self, chance: random.Random) -> Iterator[tuple[str, bytes | None]]:
        """Files with what is to stand in them, without end: each file in turn, each damage by chance."""
        while True:
            for name, content in self.files.items():
                own = [each for each in self._segments if each != name]
                other = self.files[chance.choice(own)] if name in self._segments else self._others[name]
                if chance.random() < 0.3:
                    other = self._others[name]
                yield name, chance.choice(CHANGES)(chance, content, other)

    def hurt(self, name: str, content: bytes | None) -> None:
        """Put something else in the place of a file; processes that have the old one open keep it."""
        path = self.index / name
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)

    def heal(self) -> None:
        """Make the index what it was."""
        for path in self.index.iterdir():
            if path.name not in self.files and path.is_file():
                path.unlink()
        for name, content in self.files.items():
            path = self.index / name
            if not path.exists() or path.read_bytes() != content:
                self.hurt(name, content)

    def answer(self, name: str) -> str | None:
        """What an ask answers; None where it says that the index is damaged. All else is raised."""
        return answer(ASKS[name], self.index)


def answer(ask: Ask, index: Path) -> str | None:
    """What an ask answers; None where it says that the index is damaged."""
    try:
        return ask(index)
    except TOLD as error:
        if "\n" in str(error):
            raise AssertionError(f"more than a line: {error}") from error
        return None


def is_found(index: Path) -> bool:
    """Whether a check finds anything."""
    try:
        return bool(api.check(str(index)).findings)
    except TOLD:
        return True


def tried(victim: Victim, name: str, content: bytes | None, asks: list[str]) -> Counter[str]:
    """Damage one file and ask: how often the answer was right all the same, and how often damage was told.

    Raises AssertionError for another answer, and for damage that a check does not find.
    """
    counts: Counter[str] = Counter()
    victim.hurt(name, content)
    try:
        if content != victim.files[name] and not is_found(victim.index):
            raise AssertionError(f"check does not find what happened to {name}")
        for each in asks:
            found = victim.answer(each)
            if found is not None and found != victim.answers[each]:
                raise AssertionError(f"{each} answers otherwise after what happened to {name}")
            counts["told" if found is None else "answered"] += 1
    finally:
        victim.heal()
    return counts


def run(seconds: float, seed: int) -> str:
    """Damage by chance as long as the time goes; the figures."""
    folder = Path(tempfile.mkdtemp(prefix="baosou-torture-"))
    try:
        victim = Victim(folder)
        chance = random.Random(seed)
        end = time.monotonic() + seconds
        done = 0
        counts: Counter[str] = Counter()
        for name, content in victim.damages(chance):
            try:
                counts += tried(victim, name, content, chance.sample(list(ASKS), 4))
            except Exception as error:
                kept = Path(tempfile.mkdtemp(prefix="baosou-damaged-")) / name
                if content is not None:
                    kept.write_bytes(content)
                raise AssertionError(f"seed {seed}, damage {done}: {error} (the file is kept as {kept})") from error
            done += 1
            if time.monotonic() > end:
                break
        return (
            f"damage: {done:,} damaged files, each found by check; {counts['told']:,} asks told of it, "
            f"{counts['answered']:,} answered as before, none otherwise (seed {seed})"
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
