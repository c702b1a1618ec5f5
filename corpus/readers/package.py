"""Documents that are zip archives of parts (Word, OpenDocument, EPUB), read within bounds that no file talks us out of.

Nothing is unpacked to disk: parts are looked up by name, so that what a name says of other folders means nothing.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import BinaryIO

from baosou.corpus.errors import SourceError, worded
from baosou.corpus.readers.opening import Limits
from baosou.corpus.unreadable import UNREADABLE

_PIECE = 1 << 16
_LARGEST_READ = 4 << 20
"""A zip's directory is read at once: one of more bytes has some tens of thousands of parts."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 1 << 16
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".svg", ".emf", ".wmf")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others that zip has are in no document's standard
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)


class Package:
    """The parts of a document, each read when it is asked for; all that are read may be as large as one document."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        """Raise SourceError where the file is no zip archive, or not one that can be read."""
        self._limits = limits
        self._left = limits.document
        with _told():
            self._zip = zipfile.ZipFile(_Sparing(file))
        self._parts = {_key(info.filename): info for info in self._zip.infolist() if not info.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    @property
    def names(self) -> list[str]:
        """The names of all parts, as they are written."""
        return [info.filename for info in self._parts.values()]

    @property
    def pictures(self) -> int:
        """How many of its parts are pictures."""
        return sum(name.lower().endswith(_PICTURES) for name in self.names)

    def refuse_pictures(self) -> None:
        """Raise SourceError where there are pictures; asked of a document without text, whose pages they are."""
        if self.pictures:
            raise SourceError(
                worded(
                    "no text in it but pictures ({pictures:,}), as of scans; run OCR on them first",
                    pictures=self.pictures,
                )
            )

    def read(self, name: str) -> bytes:
        """All bytes of a part; SourceError where it is missing, damaged, encrypted or too large."""
        info = self._parts.get(_key(name))
        if info is None:
            raise SourceError(worded("its part {name} is missing", name=shown(name)))
        if info.flag_bits & 1:
            raise SourceError(worded("encrypted with a password; save it without one"))
        if info.compress_type not in _METHODS:
            raise SourceError(worded("its part {name} is packed in a way that no such document is", name=shown(name)))
        self._check(name, info, info.file_size)
        parts = []
        size = 0
        with _told(), self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                self._check(name, info, size)  # a part may say that it is smaller than it is
                parts.append(piece)
        self._left -= size
        return b"".join(parts)

    def _check(self, name: str, info: zipfile.ZipInfo, size: int) -> None:
        if size > max(info.compress_size * self._limits.expansion, self._limits.harmless):
            raise SourceError(
                worded(
                    "its part {name} grows more than {times} times; it looks like a bomb",
                    name=shown(name),
                    times=self._limits.expansion,
                )
            )
        if size > self._left:
            raise SourceError(
                worded("its text is larger than {megabytes} MB; split it", megabytes=self._limits.document >> 20)
            )


def open_package(file: BinaryIO, limits: Limits, kind: str) -> Package:
    """The parts of a file that is named as a document of this kind; SourceError says what it is instead."""
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_OLD_OFFICE):
        while _ENCRYPTED not in head:
            further = file.read(_HEAD)
            if not further or file.tell() > limits.harmless:
                raise SourceError(worded("no {kind} file but {other}", kind=kind, other=worded(UNREADABLE[".doc"])))
            head = head[-len(_ENCRYPTED) :] + further
        raise SourceError(worded("encrypted with a password; save it without one"))
    if not head:
        raise SourceError(worded("empty"))
    if not head.startswith(b"PK"):
        raise SourceError(worded("no {kind} file: it is no zip archive, as those are", kind=kind))
    return Package(file, limits)


def shown(name: str) -> str:
    """A part's name as a message has it."""
    return " ".join(name.split())[:80]


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong in a zip archive, in one line."""
    try:
        yield
    except _DAMAGED as error:
        said = " ".join(str(error).split())[:120]
        raise SourceError(
            worded("the zip archive is damaged or none ({said})", said=said or type(error).__name__)
        ) from error


def _key(name: str) -> str:
    """Names are compared as Word does: without case, and with the slashes of either system."""
    return name.replace("\\", "/").lstrip("/").casefold()


class _Sparing(RawIOBase):
    """A file of which nobody reads more at once than _LARGEST_READ, whatever the file says of its own parts."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size <= _LARGEST_READ else _LARGEST_READ + 1)
        if len(data) > _LARGEST_READ:
            raise SourceError(
                worded("its directory of parts is larger than that of any document; it looks like a bomb")
            )
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True
