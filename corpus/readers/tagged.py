"""Dumps of tagged records: `<doc>` of corpora (TREC, LDC, Sogou, WikiExtractor), feeds (RSS, Atom), XML of data bases.

Not by an XML parser: most of them are none. They have no root, an ampersand of an address stands as it is, ends of
elements are missing. What tells them is an element with a title or a text in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.dumps import ELEMENT, element_of
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.metadata import paper_in
from baosou.corpus.models import Article, Block, Kind, Passage, Span
from baosou.corpus.readers.lines import text_lines
from baosou.corpus.readers.nested_records import completed
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.records import told_of
from baosou.corpus.readers.tagged_fields import record_of


def read_tagged(
    chunks: Iterator[bytes], path: Path, *, encoding: str | None, limits: Limits
) -> Iterator[Article | Failure]:
    """The records of a stream, each with the line on which it begins, and a failure for each that is none.

    Last comes as an aside what stands outside of them. Raises SourceError where no element is a record.
    """
    first = next(chunks, b"")
    element = element_of(first)
    if element is None:  # it was changed since it was looked at
        raise SourceError(worded("XML of another kind: no element with a title and a text, which is an article"))
    chunks = chain([first], chunks)
    dump = _Dump(element, path, limits.record)
    for line in text_lines(chunks, encoding=encoding, limit=limits.record):
        if line.text is None:
            yield Failure(path, line.problem or worded("not text"), line.number)
            continue
        yield from dump.take(f"{line.text}\n", line.number)
        if line.problem is not None:
            yield Failure(path, line.problem, line.number, warning=True)
    yield from dump.end()


class _Dump:
    """A dump as it is read, line by line: the record that is open, and what stood outside of all."""

    def __init__(self, element: str, path: Path, most: int) -> None:
        name = re.escape(element)
        self._begins = re.compile(rf"<{name}(?=[\s>])([^<>]*)>", re.IGNORECASE)
        self._ends = re.compile(rf"</{name}\s*>", re.IGNORECASE)
        self._element, self._path, self._most = element, path, most
        self._first, self._attributes = 0, ""  # no record is open on line 0
        self._held: list[str] = []
        self._size = 0
        self._outside: list[Passage] = []
        self._paper: str | None = None
        self._said = 0  # characters of all records

    def take(self, line: str, number: int) -> Iterator[Article | Failure]:
        """What records a line ends."""
        at = 0
        ended = self._ends.search(line) if "<" in line else None
        while at < len(line):
            begun = self._begins.search(line, at) if "<" in line else None
            if not self._first:
                self._pass(line, at, len(line) if begun is None else begun.start(), number)
                if begun is None:
                    return
                self._first, self._attributes = number, begun[1]
                at = begun.end()
                continue
            if ended is not None and ended.start() < at:
                ended = self._ends.search(line, at)
            if ended is not None and (begun is None or ended.start() < begun.start()):
                self._held.append(line[at : ended.start()])
                at = ended.end()
                yield from self._record()
            elif begun is not None:
                self._held.append(line[at : begun.start()])
                at = begun.start()
                yield from self._record(worded("it is never closed; it was read as far as the next begins"))
            else:
                self._held.append(line[at:])
                self._size += len(line)
                if self._size > self._most:
                    yield Failure(self._path, worded("the record has no end that could be found"), self._first)
                    self._close()
                return

    def end(self) -> Iterator[Article | Failure]:
        """The record that is never closed, and what stood outside of records."""
        if self._first:
            yield from self._record(worded("it is never closed; the file ends before it does"))
        if sum(len(each.text) for each in self._outside) > self._said > 0:
            told = worded("most of its text stands outside of its elements {element}", element=f"<{self._element}>")
            yield Failure(self._path, told, warning=True)
        if self._outside:
            yield Article(blocks=tuple(Block(Kind.PARAGRAPH, each) for each in self._outside), aside=True)

    def _record(self, damage: str | None = None) -> Iterator[Article | Failure]:
        line, attributes, inner = self._first, self._attributes, "".join(self._held)
        self._said += len(inner)
        self._close()
        try:
            record = record_of(attributes, inner)
        except SourceError as error:
            yield Failure(self._path, str(error), line)
            return
        told = told_of(completed(record, {"publication": self._paper}) if self._paper else record, self._path, line)
        yield from told
        if damage is not None and isinstance(told[0], Article):
            yield Failure(self._path, damage, line, warning=True)

    def _close(self) -> None:
        self._first, self._held, self._size = 0, [], 0

    def _pass(self, line: str, start: int, end: int, number: int) -> None:
        """Keep the text of a line between tags; a feed's own title says whose it is."""
        edges = [start, *(edge for each in ELEMENT.finditer(line, start, end) for edge in each.span()), end]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            text = line[first:last].strip()
            if text:
                first = line.index(text, first)
                self._outside.append(Passage(text, (Span(0, number, first, first + len(text)),)))
                self._paper = self._paper or (text if paper_in(text) == text else None)
