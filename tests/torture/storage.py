"""A storage layer that can fail: records what a change of an index does to its files, and what power cuts leave.

`recorded` notes every write, fsync, rename and removal below a folder. `Disk` replays the first of them as a disk does
that promises no more than POSIX: what a file held when it was last synced is kept, of what was written since anything
may be lost, cut short or read as zeros; a new, renamed or removed name is kept once its folder is synced, and of those
since any may be lost, in any order. `failing` makes one operation fail.
"""

from __future__ import annotations

import io
import os
import random
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from msgspec import Struct

Names = Mapping[str, int]
"""The files of a folder and of those in it, by relative path, as the numbers of what they hold."""


class Written(Struct, frozen=True):
    """A file holds this now."""

    file: int
    content: bytes


class Named(Struct, frozen=True):
    """Names come, go or change hands in one step; None is no file."""

    names: tuple[tuple[str, int | None], ...]


class Synced(Struct, frozen=True):
    """All that was written to a file is on the disk."""

    file: int


class SyncedFolder(Struct, frozen=True):
    """All names of a folder (relative, empty for the folder at the top) are on the disk."""

    folder: str


Operation = Written | Named | Synced | SyncedFolder

_CHANGING = ("fsync", "rename", "replace", "unlink", "remove", "rmdir")


class _Recorder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names, self._contents = self._now()
        self._numbers: dict[int, int] = {}
        self.operations: list[Operation] = []
        self.before = (dict(self._names), dict(self._contents))

    def _now(self) -> tuple[dict[str, int], dict[int, bytes]]:
        names, contents = {}, {}
        for root, _, files in os.walk(self._folder):
            for file in files:
                path = os.path.join(root, file)
                number = os.stat(path).st_ino
                names[os.path.relpath(path, self._folder)] = number
                contents[number] = Path(path).read_bytes()
        return names, contents

    def look(self) -> None:
        """Note what has changed since the last look."""
        names, contents = self._now()
        for number, content in contents.items():
            if self._contents.get(number) != content:
                self.operations.append(Written(number, content))
        changed = {
            name: names.get(name) for name in {**self._names, **names} if self._names.get(name) != names.get(name)
        }
        gone = {self._names[name]: name for name, left in changed.items() if left is None}
        for name, new in changed.items():
            if new is None:
                continue
            left = gone.pop(new, None)
            self.operations.append(Named(((name, new), *(((left, None),) if left else ()))))
        self.operations += [Named(((name, None),)) for name in gone.values()]
        # a number is given again once its file is gone; what was known of it goes with the file
        self._names, self._contents = names, contents

    def synced(self, handle: int) -> None:
        """Note that what a handle stands for was synced."""
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            path = os.readlink(f"/proc/self/fd/{handle}")
            below = os.path.relpath(path, self._folder)
            if not below.startswith(".."):
                self.operations.append(SyncedFolder("" if below == "." else below))
        else:
            self.operations.append(Synced(found.st_ino))


class Recording(Struct, frozen=True):
    """What a folder held before, and what was done to it."""

    names: Names
    contents: Mapping[int, bytes]
    operations: tuple[Operation, ...]


@contextmanager
def recorded(folder: Path, into: list[Recording]) -> Iterator[None]:
    """Record what the body, in this process, does to the files below a folder; the recording goes to a list."""
    recorder = _Recorder(folder)

    def noting(call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            recorder.look()
            result = call(*arguments, **named)
            if name == "fsync":
                recorder.synced(arguments[0])
            recorder.look()
            return result

        return wrapped

    replaced: dict[str, Any] = {name: noting(getattr(os, name), name) for name in _CHANGING}
    with patch.multiple(os, **replaced):
        yield
    recorder.look()
    names, contents = recorder.before
    into.append(Recording(names, contents, tuple(recorder.operations)))


Content = Literal["lost", "whole", "torn", "zeros"]


class Disk:
    """What may be on the disk after the first `count` operations of a recording and a power cut."""

    def __init__(self, recording: Recording, count: int) -> None:
        self._names: dict[str, int] = dict(recording.names)
        self._safe: dict[int, bytes] = dict(recording.contents)
        self._last: dict[int, bytes] = dict(recording.contents)
        self._pending: list[Named] = []
        for operation in recording.operations[:count]:
            match operation:
                case Written(file, content):
                    self._last[file] = content
                case Synced(file):
                    self._safe[file] = self._last.get(file, b"")
                case Named(names):
                    self._pending.append(operation)
                    for _, number in names:
                        if number is not None:
                            self._last.setdefault(number, b"")
                case SyncedFolder(folder):
                    self._settle(folder)

    def _settle(self, folder: str) -> None:
        later = []
        for named in self._pending:
            if all(os.path.dirname(name) == folder for name, number in named.names if number is not None):
                self._take(self._names, named)
            else:
                later.append(named)
        self._pending = later

    @staticmethod
    def _take(names: dict[str, int], named: Named) -> None:
        for name, number in named.names:
            if number is None:
                names.pop(name, None)
            else:
                names[name] = number

    @property
    def unsure(self) -> int:
        """How many steps of names may be lost."""
        return len(self._pending)

    def write(self, folder: Path, *, kept: Sequence[bool], contents: Callable[[], Content]) -> None:
        """Make a folder of what is left: which steps of names are kept, and what became of each unsafe content."""
        left = dict(self._names)
        for named, stays in zip(self._pending, kept, strict=True):
            if stays:
                self._take(left, named)
        for name, number in left.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._content(number, contents))

    def _content(self, number: int, contents: Callable[[], Content]) -> bytes:
        safe, last = self._safe.get(number, b""), self._last.get(number, b"")
        if safe == last:
            return safe
        match contents():
            case "lost":
                return safe
            case "whole":
                return last
            case "torn":
                return last[: len(last) // 2]
            case "zeros":
                return bytes(len(last))


_KINDS: tuple[Content, ...] = ("lost", "whole", "torn", "zeros")


def _always(kind: Content) -> Callable[[], Content]:
    return lambda: kind


def after_power_cuts(recording: Recording, folder: Path, *, tries: int, seed: int) -> Iterator[tuple[int, Path]]:
    """A folder for each thing that a power cut may leave, after every operation.

    All unsafe names are kept or lost, or one of them alone is; and `tries` times each by chance. With any of these,
    all unsafe contents share one fate, or have each their own.
    """
    chance = random.Random(seed)
    made = 0
    for count in range(len(recording.operations) + 1):
        disk = Disk(recording, count)
        unsure = range(disk.unsure)
        fates = [[True for _ in unsure], [False for _ in unsure]]
        fates += [[(n == one) is alone for n in unsure] for one in unsure for alone in (True, False)]
        cases: list[tuple[list[bool], Callable[[], Content]]] = [
            (kept, _always(kind)) for kept in fates[:2] for kind in _KINDS
        ]
        cases += [(kept, lambda: chance.choice(_KINDS)) for kept in fates[2:]]
        cases += [([chance.random() < 0.5 for _ in unsure], lambda: chance.choice(_KINDS)) for _ in range(tries)]
        for kept, contents in cases:
            target = folder / f"{made:06d}"
            made += 1
            target.mkdir(parents=True)
            disk.write(target, kept=kept, contents=contents)
            yield count, target


@contextmanager
def failing(number: int, error: int) -> Iterator[list[str]]:
    """Make operation `number` (from 0) on the disk fail with an errno; the list tells which one it was, if any."""
    done = 0
    failed: list[str] = []

    def counting(call: Callable[..., Any], name: str, counts: Callable[..., bool]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            if counts(*arguments, **named):
                done += 1
                if done == number + 1:
                    failed.append(name)
                    raise OSError(error, os.strerror(error), str(arguments[0]))
            return call(*arguments, **named)

        return wrapped

    def writes(*arguments: Any, **named: Any) -> bool:
        mode = named.get("mode") or (arguments[1] if len(arguments) > 1 else "r")
        return any(letter in mode for letter in "wxa+")

    always = (*_CHANGING, "mkdir")
    replaced: dict[str, Any] = {name: counting(getattr(os, name), name, lambda *_, **__: True) for name in always}
    with (
        patch.multiple(os, **replaced),
        patch.object(io, "open", counting(io.open, "open", writes)),
    ):
        yield failed
