"""A long file of records in batches of lines, so that several workers can read one file.

Lines are parted, numbered and their encoding found in one place; a batch is read elsewhere to just what
`read_source` gives for these lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from baosou.corpus.discovery import Failure, Format, SourceFile
from baosou.corpus.errors import SourceError, system_reason
from baosou.corpus.models import Article
from baosou.corpus.readers.jsonl import records_of
from baosou.corpus.readers.lines import RawLine, decoded, raw_lines
from baosou.corpus.readers.opening import DEFAULT_LIMITS, Limits, open_chunks
from baosou.corpus.readers.sparing import MOST, sparing

_FEWEST = 64
"""Bytes that lines of a batch have on average at least: lines of a byte or two must not make batches of millions."""


class Batch(Struct, frozen=True):
    """Consecutive lines of a file of records; `broken` says what ended the file after the last of them."""

    lines: tuple[RawLine, ...]
    last: bool
    broken: Failure | None = None


def comes_in_batches(source: SourceFile) -> bool:
    """Whether the source's records are lines: those of tables may go on over several."""
    return source.format is Format.JSONL


def batches(source: SourceFile, *, encoding: str | None, size: int, limits: Limits = DEFAULT_LIMITS) -> Iterator[Batch]:
    """All lines of the source, at least `size` bytes at a time but for the last, or as many very short lines as take as
    much memory.

    At least one batch is given, and of the last one `last` is true. Where so many lines are no records and not one
    is, the source is not read to its end (see `sparing`). Never raises for what the file holds.
    """
    lines: list[RawLine] = []
    held = 0
    broken = None
    first = True
    try:
        with open_chunks(source, limits) as chunks:
            for line in raw_lines(chunks, encoding=encoding, limit=limits.record, blank=False):
                full = held >= size or len(lines) * _FEWEST >= size
                if first and (len(lines) > MOST or full):
                    first = False
                    if len(lines) > MOST and not _any_record(lines, source.path, limits):
                        yield Batch(tuple(lines), last=True)
                        return
                if full:
                    yield Batch(tuple(lines), last=False)
                    lines, held = [], 0
                lines.append(line)
                held += len(line.raw or b"") + 1
    except SourceError as error:
        broken = Failure(source.path, str(error))
    except OSError as error:
        broken = Failure(source.path, system_reason(error))
    yield Batch(tuple(lines), last=True, broken=broken)


def _any_record(lines: Sequence[RawLine], path: Path, limits: Limits) -> bool:
    """Whether any of the lines is a record; mostly the first one is."""
    records = records_of((decoded(line, limit=limits.record) for line in lines), path)
    return any(isinstance(each, Article) for each in records)


def read_batch(source: SourceFile, batch: Batch, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Article | Failure]:
    """The articles of a batch of the source, and what in it could not be read."""
    records = records_of((decoded(line, limit=limits.record) for line in batch.lines), source.path)
    yield from sparing(records, source.path)
    if batch.broken is not None:
        yield batch.broken
