"""CSV and TSV: one article a row, under a header of the records' keys."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.folding import without_nuls
from baosou.corpus.models import Article
from baosou.corpus.readers.lines import text_lines
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.records import told_of
from baosou.corpus.record_keys import key_of

_MOST_HEADINGS = 5
_LINES = 500_000
"""How many lines a row may go on over."""


class _Rows:
    """The lines of a stream as `csv` wants them, and what is known of those of the row at hand."""

    def __init__(self, chunks: Iterator[bytes], encoding: str | None, limit: int) -> None:
        self._lines = text_lines(chunks, encoding=encoding, limit=limit)
        self._limit = limit
        self.number = 0
        self.ended = False
        self.begin()

    def begin(self) -> int:
        """Forget the last row; the number of the line on which the next one begins."""
        self.taken: list[str] = []
        self._held = 0
        self.lost: str | None = None
        self.problems: list[str] = []
        return self.number + 1

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number = line.number
            if line.text is None:
                self.lost = line.problem
            elif line.problem is not None:
                self.problems.append(line.problem)
            self.taken.append(without_nuls(line.text or "") + "\n")
            self._held += len(self.taken[-1])
            if self._held > self._limit or len(self.taken) > _LINES:
                self.taken.clear()
                raise csv.Error(worded("it has no end; is a quotation mark missing? The rest is not read"))
            yield self.taken[-1]
        self.ended = True


def read_table(
    chunks: Iterator[bytes], path: Path, *, delimiter: str, encoding: str | None, limits: Limits
) -> Iterator[Article | Failure]:
    """The rows of a table, and a failure for each that is none; a row's line is that of its first cell.

    The first row that is not blank names the columns. A file with the other format's delimiter (or semicolons)
    is recognised by its header. Raises SourceError for a missing or unusable header.
    """
    # A limit of the whole interpreter, so it is only ever raised; lines are bounded before they come here.
    csv.field_size_limit(max(csv.field_size_limit(), limits.record))
    rows = _Rows(chunks, encoding, limits.record)
    lines = iter(rows)
    header, delimiter, above = _header(lines, delimiter, limits)
    for line in above:
        yield Failure(path, worded('"{line}" stands above the header and is not read', line=line[:40]), warning=True)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        first = rows.begin()
        fault = None
        try:
            row = next(reader, None)
        except csv.Error as error:
            row, fault = [], str(error)
        if row is None:
            return
        if rows.lost is not None:
            yield Failure(path, rows.lost, first)
            continue
        if fault is None:
            yield from _row(header, row, path, first)
        elif not rows.taken:
            yield Failure(path, worded("not a valid row: {fault}", fault=fault), first)
        elif rows.ended and len(rows.taken) > 1:
            yield Failure(path, worded("a quotation mark that is opened in this row is never closed"), first)
            for number, line in enumerate(rows.taken[1:], start=first + 1):
                yield from _row(header, next(csv.reader([line], delimiter=delimiter)), path, number)
        else:
            yield from _misquoted(header, rows.taken, path, delimiter, first)
        for warning in rows.problems:
            yield Failure(path, warning, first, warning=True)


def _misquoted(
    header: list[str], lines: list[str], path: Path, delimiter: str, first: int
) -> Iterator[Article | Failure]:
    """The rows of lines in which text follows a closing quotation mark ("渔歌"唱响): the mark is text, if cells fit."""
    literal = [next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE)) for line in lines]
    rows = literal if all(len(cells) == len(header) for cells in literal) else csv.reader(lines, delimiter=delimiter)
    for number, cells in enumerate(rows, start=first):
        yield from _row(header, cells, path, number)
    yield Failure(
        path, worded("a quotation mark within a cell is not doubled; see what was made of it"), first, warning=True
    )


def _row(header: list[str], row: list[str], path: Path, line: int) -> Iterator[Article | Failure]:
    if not any(cell.strip() for cell in row):
        return
    try:
        record = _record(header, row)
    except SourceError as error:
        yield Failure(path, str(error), line)
    else:
        yield from told_of(record, path, line)


def _header(lines: Iterator[str], delimiter: str, limits: Limits) -> tuple[list[str], str, list[str]]:
    """The names of the columns, the delimiter that makes most of them known keys, and what stands above them.

    That may be what the table is (云溪日报新闻数据,,,).
    """
    marks = [delimiter, *(mark for mark in ",\t;" if mark != delimiter)]
    found: tuple[list[str], str] = ([], delimiter)
    above: list[str] = []
    for line in islice((line for line in lines if line.strip()), _MOST_HEADINGS):
        headers = [(_cells(line, mark), mark) for mark in marks]
        found = max(headers, key=lambda header: sum(key_of(name) is not None for name in header[0]))
        if sum(map(bool, found[0])) > 1 or {"title", "text"}.intersection(_keys(found[0])):
            break
        above.append(" ".join(filter(None, found[0])))
    if not found[0]:
        raise SourceError(worded("the table is empty; its first row must name the columns, such as title,date,text"))
    # the first column of an exported data frame has no name
    names = [name or f"column {number}" for number, name in enumerate(found[0], start=1)]
    if len(names) > limits.columns:
        raise SourceError(
            worded(
                "the header has {found:,} columns; at most {most:,} are read",
                found=len(names),
                most=limits.columns,
            )
        )
    if not {"title", "text"}.intersection(_keys(names)):
        raise SourceError(worded("the first row must name the columns, with title or text among them"))
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise SourceError(worded('the header names the column "{twice}" twice', twice=twice[:40]))
    return names, found[1], above


def _keys(names: list[str]) -> list[str]:
    return [found[0] for name in names if (found := key_of(name)) is not None]


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter))
    except csv.Error as error:
        raise SourceError(worded("the header is not a valid row: {error}", error=error)) from error
    return [cell.strip().strip("\ufeff") for cell in cells]


def _record(header: list[str], row: list[str]) -> dict[str, object]:
    surplus = [cell for cell in row[len(header) :] if cell.strip()]
    if surplus:
        raise SourceError(
            worded(
                "the row has {row} cells, the header {header}; quote cells that hold commas",
                row=len(row),
                header=len(header),
            )
        )
    return {name: cell for name, cell in zip(header, row, strict=False) if cell.strip()}
