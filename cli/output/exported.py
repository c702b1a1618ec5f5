"""Records as they come, to standard output or into a file: JSON Lines, CSV, TSV, and by `parquet` Parquet."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, BinaryIO

from baosou.cli.output.fields import FURTHER, chosen
from baosou.cli.output.json_values import to_json
from baosou.cli.output.tables import TableFormat, cells, write_rows

Record = Mapping[str, Any]
Write = Callable[[Record], None]
Writer = Callable[[BinaryIO, Sequence[str] | None], AbstractContextManager[Write]]
"""Begins to write records with these fields, or with all, and gives what writes one; all is there at the end."""


@contextmanager
def destination(path: str | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there when all has been written, and else stays as it was."""
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = os.path.realpath(path)  # a link stays one
    handle, made = tempfile.mkstemp(prefix=".baosou-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as sink:
            yield sink
        os.chmod(made, _mode(target))
        os.replace(made, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(made)
        raise


def _mode(path: str) -> int:
    """The permissions of a file, or those that a new one gets."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def writer_of(form: str, keys: Sequence[str], further: Sequence[str]) -> Writer:
    """What writes records of these keys in a form; `further` are the fields of the records' own keys."""
    if form == "jsonl":
        return _json_lines
    if form == "parquet":
        from baosou.cli.output.parquet import parquet  # loads pyarrow

        return lambda sink, names: parquet(sink, names or keys)
    table: TableFormat = "csv" if form == "csv" else "tsv"
    columns = [*(key for key in keys if key != FURTHER), *further]
    return lambda sink, names: _table(sink, names or columns, table)


@contextmanager
def _json_lines(sink: BinaryIO, names: Sequence[str] | None) -> Iterator[Write]:
    yield lambda record: _put(sink, f"{to_json(record if names is None else chosen(record, names))}\n")


@contextmanager
def _table(sink: BinaryIO, columns: Sequence[str], form: TableFormat) -> Iterator[Write]:
    begun = False

    def begin() -> None:
        nonlocal begun
        if not begun:
            begun = True
            _put(sink, write_rows([columns], form))

    def write(record: Record) -> None:
        begin()
        _put(sink, write_rows([cells(record, columns)], form))

    yield write
    begin()


def _put(sink: BinaryIO, text: str) -> None:
    """Write text; stray bytes of file names come out as they are, other halves of characters escaped."""
    try:
        sink.write(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        sink.write(text.encode("utf-8", "backslashreplace"))
