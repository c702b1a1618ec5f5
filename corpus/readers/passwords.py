"""Passwords of encrypted files, as a person gives them in a file; they are shown and kept nowhere."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from baosou.corpus.errors import BaosouError, SourceError, system_reason, worded
from baosou.corpus.readers.opening import whole_file


class Passwords(Struct, frozen=True):
    """Passwords in the order in which they are tried; none of them stands in what is shown of this."""

    every: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Passwords(<{len(self.every)}>)"


def read_passwords(file: Path) -> Passwords:
    """The passwords of a file, one a line, just as they stand there; raises BaosouError where it cannot be read."""
    try:
        text = whole_file(file).decode("utf-8-sig")
    except OSError as error:
        raise BaosouError(worded("{file}: {reason}", file=file, reason=system_reason(error))) from error
    except SourceError as error:
        raise BaosouError(worded("{file}: {reason}", file=file, reason=error)) from error
    except UnicodeDecodeError:
        # without the cause: it holds the bytes
        raise BaosouError(worded("{file}: passwords are read as UTF-8, and this is not", file=file)) from None
    lines = text.replace("\r\n", "\n").split("\n")
    return Passwords(tuple(dict.fromkeys(line for line in lines if line)))
