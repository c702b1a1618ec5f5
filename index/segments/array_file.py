"""A file of named arrays: written once, memory-mapped for reading, each array with its checksum.

Layout: the arrays, each at a multiple of 64 bytes; a JSON directory {name: [dtype, count, offset, crc32]}; and 24
closing bytes: the directory's length and CRC-32 (little endian, 8 + 8 bytes) and the magic. The checksums of a long
array's blocks (see `checksums`) are one more array, which follows it.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np

from baosou.corpus.characters import text_of_utf8, utf8_of
from baosou.corpus.errors import system_reason, worded
from baosou.index.errors import IndexDamaged, IndexForbidden
from baosou.index.segments.checksums import LONG, Array, BlockSums, CheckedArray

MAGIC = b"baosou01"
_TAIL = struct.Struct("<QQ8s")
_ALIGNMENT = 64
_COPIED = 1 << 20
_DTYPES = {"u1": np.uint8, "u2": np.uint16, "u4": np.uint32, "u8": np.uint64}
_SUMS = "~sums"
"""What the name of an array's table of checksums ends with."""

_LONGEST_DIRECTORY = 1 << 26
"""Bytes of a directory at most: a record's further keys are some hundred bytes each in it."""


class ArrayFileWriter:
    """Writes the arrays of one file, in order; `close` makes it whole and durable."""

    def __init__(self, path: Path, *, long_array: int | None = LONG) -> None:
        self._file = path.open("xb")
        self._long_array = long_array
        self._directory: dict[str, tuple[str, int, int, int]] = {}

    def add(self, name: str, array: Array) -> None:
        """Write one array of unsigned integers."""
        is_long = self._long_array is not None and array.nbytes > self._long_array
        self._add(name, [array], array.dtype, self._long_array if is_long else None)

    def add_narrow(self, name: str, array: Array) -> None:
        """Write an array of numbers from 0 on in as few bytes a number as the greatest of them takes."""
        most = int(array.max()) if len(array) else 0
        self.add(name, array.astype(next(code for code in _DTYPES if most < 1 << 8 * int(code[1]))))

    def add_parts(self, name: str, parts: Iterable[Array], dtype: Any) -> None:
        """Write one array piece by piece, so that it need not be held whole."""
        self._add(name, parts, dtype, self._long_array)

    def _add(self, name: str, parts: Iterable[Array], dtype: Any, long_array: int | None) -> None:
        code = np.dtype(dtype).newbyteorder("<").str[1:]
        if code not in _DTYPES:
            raise ValueError(f"arrays of {dtype} are not written")
        self._align()
        offset, count, sums = self._file.tell(), 0, BlockSums(long_array)
        for part in parts:
            data = np.ascontiguousarray(part, dtype=f"<{code}").data.cast("B") if len(part) else b""
            self._file.write(data)
            sums.add(data)
            count += len(part)
        checksum, table = sums.done()
        self._directory[name] = (code, count, offset, checksum)
        if table is not None:
            self._align()
            self._directory[name + _SUMS] = ("u4", len(table), self._file.tell(), checksum)
            self._file.write(table.data)

    def add_json(self, name: str, value: object) -> None:
        """Write a plain value as JSON text."""
        data = utf8_of(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        self.add(name, np.frombuffer(data, dtype=np.uint8))

    def add_all(self, path: Path) -> None:
        """Write all arrays of another file, as they lie there."""
        with path.open("rb") as file:
            for name, (code, count, offset, checksum) in ArrayFile(path).directory.items():
                self._align()
                self._directory[name] = (code, count, self._file.tell(), checksum)
                file.seek(offset)
                left = count * int(code[1])
                while left and (data := file.read(min(left, _COPIED))):
                    self._file.write(data)
                    left -= len(data)

    def _align(self) -> None:
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNMENT))

    def close(self, *, durably: bool = True) -> None:
        """Write the directory and wait until all of it is on the disk, unless the file need not outlast a crash."""
        directory = json.dumps(self._directory).encode()
        self._file.write(directory)
        self._file.write(_TAIL.pack(len(directory), zlib.crc32(directory), MAGIC))
        self._file.flush()
        if durably:
            os.fsync(self._file.fileno())
        self._file.close()


MOST_HELD = 128 << 20
"""Bytes of files that a search holds at most, about, whatever is searched; they would count as its memory."""

_LOOKED_AT = 1 << 9
"""After so many places that were read it is asked how much is held: with each, systems map some 64 kB around it."""


class ArrayFile:
    """A written file, mapped; raises IndexDamaged where it is not what was written.

    With `most_held` bytes of this and other files held, what was read of all of them is let go.
    """

    def __init__(self, path: Path, *, most_held: int = MOST_HELD) -> None:
        self.path = path
        self._read = _Read(most_held)
        handle = open_regular(path)
        try:
            self._map = mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            reason = system_reason(error) if isinstance(error, OSError) else "it is empty"
            raise self.damaged(str(reason)) from error
        finally:
            os.close(handle)
        self.size = len(self._map)
        self._checked: dict[str, CheckedArray] = {}
        self.directory = self._read_directory()
        _OPEN.add(self)

    def _read_directory(self) -> dict[str, tuple[str, int, int, int]]:
        if self.size < _TAIL.size:
            raise self.damaged("cut short")
        length, checksum, magic = _TAIL.unpack(self._map[-_TAIL.size :])
        end = self.size - _TAIL.size
        if magic != MAGIC or length > min(end, _LONGEST_DIRECTORY):
            raise self.damaged("not a segment file, or cut short")
        data = self._map[end - length : end]
        self.checksum = checksum
        if zlib.crc32(data) != checksum:
            raise self.damaged(f"its directory is damaged at byte {end - length}")
        directory: dict[str, tuple[str, int, int, int]] = {}
        try:
            for name, (code, count, offset, crc) in dict(json.loads(data)).items():
                directory[str(name)] = (str(code), int(count), int(offset), int(crc))
        except (ArithmeticError, RecursionError, TypeError, ValueError) as error:
            raise self.damaged(f"its directory makes no sense ({error})") from error
        for name, (code, count, offset, _) in directory.items():
            if code not in _DTYPES or min(count, offset) < 0 or offset + count * int(code[1]) > end - length:
                raise self.damaged(f"the array {name} lies outside the file")
        if end - length != max((at + n * int(code[1]) for code, n, at, _ in directory.values()), default=0):
            raise self.damaged(f"something stands before its directory at byte {end - length}")
        return directory

    def damaged(self, reason: str) -> IndexDamaged:
        """The error that says what is wrong with the file."""
        return IndexDamaged(worded("{path}: {reason}", path=self.path, reason=reason), folder=self.path.parent)

    def names(self) -> list[str]:
        """The arrays' names, as written; tables of checksums are none."""
        return [name for name in self.directory if not name.endswith(_SUMS)]

    def checked(self, name: str) -> CheckedArray:
        """An array, mapped and read-only, of which parts can be asked for."""
        known = self._checked.get(name)
        if known is not None:
            return known
        try:
            _, _, offset, checksum = self.directory[name]
        except KeyError:
            raise self.damaged(f"the array {name} is missing") from None
        sums = self._mapped(name + _SUMS) if name + _SUMS in self.directory else None
        array, told = self._mapped(name), self._read.looked_at
        made = CheckedArray(array, checksum, sums, path=self.path, name=name, start=offset, looked_at=told)
        self._checked[name] = made
        return made

    def array(self, name: str) -> Array:
        """An array, mapped and read-only, verified; raises IndexDamaged."""
        return self.checked(name).whole()

    def _mapped(self, name: str) -> Array:
        code, count, offset, _ = self.directory[name]
        return np.frombuffer(self._map, dtype=f"<{code}", count=count, offset=offset)

    def require(self) -> None:
        """Verify all arrays; raises IndexDamaged."""
        for name in self.names():
            self.array(name)

    def forget(self) -> None:
        """Let go of the pages read so far; they are read again when they are needed.

        A merge reads whole files once, and what it has read would count as its memory.
        """
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def looked_at(self, places: int) -> None:
        """Be told that so many places of a long array were read, wherever they lie."""
        self._read.looked_at(places)

    def json(self, name: str) -> Any:
        """A plain value written by `add_json`."""
        try:
            return json.loads(text_of_utf8(self.array(name).tobytes()))
        except (RecursionError, ValueError) as error:
            raise self.damaged(f"{name} is damaged") from error

    def texts(self, name: str) -> list[str]:
        """A list of texts written by `add_json`."""
        value = self.json(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.damaged(f"{name} is damaged")
        return value

    def verify(self) -> list[str]:
        """What is not as it was written, each as a finding with its bytes in the file; all of the file is read."""
        return [finding for name in self.names() for finding in self._findings(name)] + list(self._between())

    def _findings(self, name: str) -> Iterator[str]:
        try:
            yield from self.checked(name).findings()
        except IndexDamaged as error:
            yield str(error)

    def _between(self) -> Iterator[str]:
        """Arrays that overlap, and bytes between them that are not zero."""
        at = 0
        places = ((offset, n * int(code[1]), name) for name, (code, n, offset, _) in self.directory.items())
        length, _, _ = _TAIL.unpack(self._map[-_TAIL.size :])
        for offset, size, name in [*sorted(places), (self.size - _TAIL.size - length, 0, "the directory")]:
            if offset < at:
                yield f"{self.path}: {name} overlaps what stands before it (byte {offset})"
            elif self._map[at:offset].strip(b"\0"):
                yield f"{self.path}: something stands before {name} (bytes {at} to {offset})"
            at = max(at, offset + size)


def open_regular(path: Path) -> int:
    """Open a file of an index for reading and give its descriptor; raises IndexDamaged for all but a regular file, and
    IndexForbidden for one that may not be read.

    A link is none: nothing outside the folder is opened. A pipe is not waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError as error:
        raise IndexDamaged(worded("{path} is missing", path=path)) from error
    except PermissionError as error:
        raise forbidden(path) from error
    except OSError as error:
        reason = "it is a link, which no file of an index is" if error.errno == errno.ELOOP else error.strerror
        raise IndexDamaged(worded("{path}: {reason}", path=path, reason=reason)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise IndexDamaged(worded("{path}: not a regular file", path=path))
    return handle


def forbidden(path: Path) -> IndexForbidden:
    """The error of a file that may not be read."""
    return IndexForbidden(
        worded("{path}: permission denied; ask its owner, or name another index with --index", path=path)
    )


_OFTEN = 4
"""After so many times twice as much is held: what is let go is read again, by a batch or by whoever keeps it open."""


class _Read:
    """How much was read; all files let go of what they hold where that is more than `most_held` bytes."""

    def __init__(self, most_held: int) -> None:
        self._most_held = most_held
        self._places = self._times = 0

    def looked_at(self, places: int) -> None:
        self._places += places
        if self._places >= _LOOKED_AT:
            self._places = 0
            if _held() > self._most_held << (self._times >= _OFTEN):
                self._times += 1
                for file in list(_OPEN):
                    file.forget()


_OPEN: WeakSet[ArrayFile] = WeakSet()


def _held() -> int:
    """Bytes of mapped files that count as memory of this process; 0 where the system does not tell."""
    try:
        handle = os.open("/proc/self/statm", os.O_RDONLY)  # in a third of the time that a stream takes
    except OSError:
        return 0
    try:
        return int(os.read(handle, 256).split()[2]) * mmap.PAGESIZE
    finally:
        os.close(handle)
