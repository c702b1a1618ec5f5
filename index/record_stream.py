"""Records given in Python as the stream of JSON Lines that an `add` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import msgspec

from baosou.corpus.errors import BaosouError, worded


@contextmanager
def opened(records: BinaryIO | Iterable[Mapping[str, Any]] | None) -> Iterator[BinaryIO | None]:
    """The stream of some records, which lie on the disk meanwhile; a stream itself; None for none."""
    if records is None or hasattr(records, "read"):
        yield cast("BinaryIO | None", records)
        return
    with TemporaryFile() as file:
        for number, record in enumerate(records, start=1):
            if not isinstance(record, Mapping):
                raise BaosouError(worded("record {number} is no mapping of keys and values", number=number))
            file.write(_line(record, number))
        file.seek(0)
        yield cast(BinaryIO, file)


def _line(record: Mapping[str, Any], number: int) -> bytes:
    """A record as a line; dates are written as ISO 8601."""
    values = dict(record)
    if any(isinstance(value, bytes | bytearray | memoryview) for value in values.values()):  # else they come as base64
        raise BaosouError(worded("record {number} has bytes where a text belongs; decode them first", number=number))
    try:
        return msgspec.json.encode(values, enc_hook=_said) + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair
        return json.dumps(msgspec.to_builtins(values, enc_hook=_said)).encode() + b"\n"
    except (TypeError, ValueError) as error:
        raise BaosouError(
            worded("record {number} has a value that JSON cannot say: {error}", number=number, error=error)
        ) from error


def _said(value: Any) -> object:
    """A value of a table as JSON has it: numpy's numbers, dates of pandas; what is unknown there is null."""
    if getattr(value, "shape", ()):  # an array, or a column of a table
        return list(value)
    if str(value) in ("NaT", "<NA>"):  # the latter is neither equal to itself nor not
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if type(value).__name__ == "datetime64":  # whose item is a number where it counts nanoseconds
        return str(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"a value of the type {type(value).__name__}")
