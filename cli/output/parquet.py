"""Records as Parquet: typed columns, written some thousand at a time."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from baosou.cli.output.exported import Record, Write
from baosou.cli.output.fields import FURTHER, value_of

GROUP = 5_000
"""Records in a row group: readers that want some of a file read these alone."""

_TEXTS = pa.list_(pa.string())
_TYPES = {
    **dict.fromkeys(("authors", "places", "lacks", "snippets"), _TEXTS),
    **dict.fromkeys(("heads", "captions"), pa.list_(pa.int32())),
    **dict.fromkeys(("line", "page", "start", "end", "characters", "rank"), pa.int64()),
    "box": pa.list_(pa.float64()),
    "score": pa.float64(),
    "aside": pa.bool_(),
    "text": pa.large_string(),
    FURTHER: pa.map_(pa.string(), _TEXTS),
}
_BOUNDS = ("date_first", "date_last")
"""Columns beside a date, which is a text, for a month or a year may be all that is known of it."""


@contextmanager
def parquet(sink: BinaryIO, names: Sequence[str]) -> Iterator[Write]:
    """Write records with these fields as Parquet, compressed by Zstandard."""
    columns = [column for name in names for column in ((name, *_BOUNDS) if name == "date" else (name,))]
    schema = pa.schema([(column, _type(column)) for column in columns])
    waiting: list[Record] = []
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:

        def write(record: Record) -> None:
            waiting.append(record)
            if len(waiting) == GROUP:
                writer.write_table(_table(waiting, schema))
                waiting.clear()

        yield write
        if waiting:
            writer.write_table(_table(waiting, schema))


def _type(column: str) -> Any:
    if column in _BOUNDS:
        return pa.date32()
    return _TEXTS if column.startswith(f"{FURTHER}.") else _TYPES.get(column, pa.string())


def _table(records: Sequence[Record], schema: Any) -> Any:
    return pa.table([_column(records, field) for field in schema], schema=schema)


def _column(records: Sequence[Record], field: Any) -> Any:
    values: list[Any]
    if field.name in _BOUNDS:
        values = [_bound(record["date"], field.name) for record in records]
    elif field.name == FURTHER:
        values = [list(record[FURTHER].items()) for record in records]
    else:
        values = [value_of(record, field.name) for record in records]
    try:
        return pa.array(values, field.type)
    except UnicodeEncodeError:  # the name of a file that is not UTF-8
        return pa.array([_spelled(value) for value in values], field.type)


def _spelled(value: Any) -> Any:
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def _bound(date: str | None, which: str) -> datetime.date | None:
    """The first or the last day that an ISO date of any precision may mean."""
    if not date:
        return None
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    if which == _BOUNDS[0]:
        return datetime.date(year, month or 1, day or 1)
    return datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
