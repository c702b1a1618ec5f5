"""The lines of a batch: plain queries, `id<TAB>query`, or JSON objects, each as what it says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from msgspec import Struct

from baosou.cli.options import InputFormat
from baosou.corpus.errors import BaosouError, worded

LONGEST_LINE = 1_000_000
"""Bytes of a line beyond which it is refused instead of held in memory."""

ENDLESS = 1 << 28
"""Bytes of a line beyond which no end of it is waited for: a device such as /dev/zero has none."""

_Record = dict[str, Any]


class BatchLine(Struct, frozen=True):
    """One query of a batch: its number in the input from 1, and its keys, an id among them, or why it has none."""

    number: int
    record: _Record
    error: str | None = None


def read_lines(stream: BinaryIO, *, endless: int = ENDLESS) -> Iterator[bytes | None]:
    """The lines without their ends; None for a line that is longer than LONGEST_LINE.

    Raises BaosouError for one that does not end.
    """
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            passed = len(line)
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                passed += len(rest)
                if passed > endless:
                    raise BaosouError(
                        worded("a line of the queries does not end within {bytes:,} bytes", bytes=endless)
                    )
            yield None
            continue
        yield line.rstrip(b"\r\n")


def parse_lines(lines: Iterable[bytes | None], form: InputFormat) -> Iterator[BatchLine]:
    """What each line says that is not blank.

    "auto" decides by the first line: an object is JSON Lines, a tab makes it TSV, anything else is plain. A
    line without an id gets its number in the input as one.
    """
    for number, raw in enumerate(lines, start=1):
        if raw is None:
            yield _refused(number, worded("the line is longer than {bytes:,} bytes", bytes=LONGEST_LINE))
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield _refused(number, worded("the line is not UTF-8"))
            continue
        if not text.strip():
            continue
        if form == "auto":
            form = "jsonl" if text.lstrip().startswith("{") else "tsv" if "\t" in text else "plain"
        yield _parse(number, text, form)


def _refused(number: int, error: str) -> BatchLine:
    return BatchLine(number, {"id": str(number)}, error)


def _parse(number: int, text: str, form: InputFormat) -> BatchLine:
    if form == "plain":
        return BatchLine(number, {"id": str(number), "query": text})
    if form == "tsv":
        id, tab, query = text.partition("\t")
        if not tab:
            return _refused(number, worded("a tab between id and query is missing"))
        return BatchLine(number, {"id": id.strip() or str(number), "query": query})
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return _refused(number, worded("the line is not valid JSON"))
    if not isinstance(record, dict):
        return _refused(number, worded("the line is not a JSON object"))
    if record.keys().isdisjoint(("id", "_id")):
        record["id"] = str(number)
    return BatchLine(number, record)
