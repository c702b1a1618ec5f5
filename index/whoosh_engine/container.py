"""A file of named arrays: written once, memory-mapped for reading, each array with its checksum.

Layout: the arrays, each at a multiple of 64 bytes; a JSON directory {name: [dtype, count, offset, crc32]}; and 24
closing bytes: the directory's length and CRC-32 (little endian, 8 + 8 bytes) and the magic.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baosou.index.errors import IndexDamaged

MAGIC = b"baosou01"
_TAIL = struct.Struct("<QQ8s")
_ALIGNMENT = 64
_COPIED = 1 << 20
_DTYPES = {"u1": np.uint8, "u2": np.uint16, "u4": np.uint32, "u8": np.uint64}

Array = NDArray[Any]


class ArrayFileWriter:
    """Writes the arrays of one file, in order; `close` makes it whole and durable."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._directory: dict[str, tuple[str, int, int, int]] = {}

    def add(self, name: str, array: Array) -> None:
        """Write one array of unsigned integers."""
        self.add_parts(name, [array], array.dtype)

    def add_narrow(self, name: str, array: Array) -> None:
        """Write an array of numbers from 0 on in as few bytes a number as the greatest of them takes."""
        most = int(array.max()) if len(array) else 0
        self.add(name, array.astype(next(code for code in _DTYPES if most < 1 << 8 * int(code[1]))))

    def add_parts(self, name: str, parts: Iterable[Array], dtype: Any) -> None:
        """Write one array piece by piece, so that it need not be held whole."""
        code = np.dtype(dtype).newbyteorder("<").str[1:]
        if code not in _DTYPES:
            raise ValueError(f"arrays of {dtype} are not written")
        self._align()
        offset, count, checksum = self._file.tell(), 0, 0
        for part in parts:
            data = np.ascontiguousarray(part, dtype=f"<{code}").data.cast("B") if len(part) else b""
            self._file.write(data)
            checksum = zlib.crc32(data, checksum)
            count += len(part)
        self._directory[name] = (code, count, offset, checksum)

    def add_json(self, name: str, value: object) -> None:
        """Write a plain value as JSON text."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
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


class ArrayFile:
    """A written file, mapped; raises IndexDamaged where it is not what was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is empty"
            raise IndexDamaged(f"{path}: {reason}") from error
        self.size = len(self._map)
        self.directory = self._read_directory()

    def _read_directory(self) -> dict[str, tuple[str, int, int, int]]:
        if self.size < _TAIL.size:
            raise IndexDamaged(f"{self.path}: cut short")
        length, checksum, magic = _TAIL.unpack(self._map[-_TAIL.size :])
        end = self.size - _TAIL.size
        if magic != MAGIC or length > end:
            raise IndexDamaged(f"{self.path}: not a segment file, or cut short")
        data = self._map[end - length : end]
        self.checksum = checksum
        if zlib.crc32(data) != checksum:
            raise IndexDamaged(f"{self.path}: its directory is damaged at byte {end - length}")
        directory: dict[str, tuple[str, int, int, int]] = {}
        try:
            for name, (code, count, offset, crc) in dict(json.loads(data)).items():
                directory[str(name)] = (str(code), int(count), int(offset), int(crc))
        except (TypeError, ValueError) as error:
            raise IndexDamaged(f"{self.path}: its directory makes no sense ({error})") from error
        for name, (code, count, offset, _) in directory.items():
            if code not in _DTYPES or min(count, offset) < 0 or offset + count * int(code[1]) > end - length:
                raise IndexDamaged(f"{self.path}: the array {name} lies outside the file")
        return directory

    def names(self) -> list[str]:
        """The arrays' names, as written."""
        return list(self.directory)

    def array(self, name: str) -> Array:
        """An array, mapped and read-only."""
        try:
            code, count, offset, _ = self.directory[name]
        except KeyError:
            raise IndexDamaged(f"{self.path}: the array {name} is missing") from None
        return np.frombuffer(self._map, dtype=f"<{code}", count=count, offset=offset)

    def forget(self) -> None:
        """Let go of the pages read so far; they are read again when they are needed.

        A merge reads whole files once, and what it has read would count as its memory.
        """
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def json(self, name: str) -> Any:
        """A plain value written by `add_json`."""
        try:
            return json.loads(self.array(name).tobytes().decode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise IndexDamaged(f"{self.path}: {name} is damaged") from error

    def verify(self) -> list[str]:
        """The arrays whose checksum is wrong, each as a finding with its offset."""
        findings = []
        for name, (code, count, offset, checksum) in self.directory.items():
            if zlib.crc32(memoryview(self._map)[offset : offset + count * int(code[1])]) != checksum:
                findings.append(f"{self.path}: {name} is damaged (bytes {offset} to {offset + count * int(code[1])})")
        return findings
