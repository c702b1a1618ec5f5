"""Batches answered in order, in this process or in several, with bounded memory."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from baosou.cli.batch_lines import BatchLine
from baosou.cli.options import BatchFormat
from baosou.cli.output.fields import chosen
from baosou.cli.output.json_values import to_json
from baosou.cli.output.tables import HIT_COLUMNS, cell, cells, trec_line, write_rows
from baosou.cli.process import time_limit
from baosou.cli.settings import access_to, open_index
from baosou.corpus.errors import BaosouError, worded
from baosou.index import Access, BatchAnswer, Index, SearchOptions, SearchTimeout
from baosou.index import open_index as opened
from baosou.index.answering.batch import KEYS, id_of

CHUNK = 16
"""Queries handed to a worker at a time: enough that sending them costs nothing beside answering them."""

CHUNKS_WAITING = 4
"""Chunks in flight for each worker, which bounds what is held when a slow query is first in line."""


class BatchForm(Struct, frozen=True):
    """How all lines are answered and printed: what they do not say themselves, form, marks, fields, saved queries."""

    defaults: SearchOptions
    form: BatchFormat
    marks: bool = True
    fields: Sequence[str] | None = None
    saved: Mapping[str, str] = field(default_factory=dict)


class Row(Struct, frozen=True):
    """The output for one line, ready to print, and why it failed, if it did."""

    number: int
    id: str | int
    text: str
    error: str | None = None


def header(how: BatchForm) -> str:
    """What stands before the rows."""
    if how.form == "csv" or how.form == "tsv":
        return write_rows([["query_id", *(how.fields or HIT_COLUMNS)]], how.form)
    return ""


def answer_line(index: Index, line: BatchLine, how: BatchForm) -> Row:
    """The output for one line; a query that cannot be answered becomes an error, a broken index is raised."""
    if line.error is not None:
        return _row(line, BatchAnswer(line.record["id"], error=BaosouError(line.error)), how)
    known = {key: value for key, value in line.record.items() if key in KEYS}
    try:
        with time_limit(how.defaults.get("timeout")):
            (found,) = index.batch([known], **how.defaults)
    except SearchTimeout as error:  # told by the clock between two steps
        found = BatchAnswer(id_of(line.record, line.number), error=error)
    return _row(line, found, how)


def _row(line: BatchLine, found: BatchAnswer, how: BatchForm) -> Row:
    answer, error = found.answer, None if found.error is None else str(found.error)
    if answer is not None and not how.marks:
        answer = answer.without_highlights()
    if how.form == "jsonl":
        told = replace(found, answer=answer).to_dict()
        if answer is not None and how.fields is not None:
            told["hits"] = [chosen(hit, how.fields) for hit in answer]
        text = to_json(told) + "\n"
    elif answer is None:
        text = ""
    elif how.form == "trec":
        text = "".join(trec_line(str(found.id), hit) for hit in answer)
    else:
        text = write_rows([[cell(str(found.id)), *cells(hit, how.fields or HIT_COLUMNS)] for hit in answer], how.form)
    return Row(line.number, found.id, text, error)


def answer_lines(location: str, lines: Iterable[BatchLine], how: BatchForm, *, jobs: int) -> Iterator[Row]:
    """The rows of all lines in the order of the lines, answered by `jobs` processes."""
    if jobs == 1:
        with open_index(location, saved=how.saved) as index:
            for line in lines:
                yield answer_line(index, line, how)
        return
    # A missing or damaged index is found here and told once, not in every worker.
    open_index(location).close()
    given = (location, how, access_to(location))
    pool = ProcessPoolExecutor(jobs, mp_context=_processes(), initializer=_start_worker, initargs=given)
    try:
        yield from _in_order(pool, iter(lines), jobs)
    except BrokenProcessPool as error:
        raise BaosouError(
            worded("a worker process ended before its time (out of memory?); try fewer --jobs")
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _processes() -> multiprocessing.context.BaseContext:
    """Forked workers share what is already loaded; elsewhere than on Linux forking is not safe."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _in_order(pool: ProcessPoolExecutor, lines: Iterator[BatchLine], jobs: int) -> Iterator[Row]:
    waiting: deque[Future[list[Row]]] = deque()
    while True:
        while len(waiting) < jobs * CHUNKS_WAITING and (chunk := list(islice(lines, CHUNK))):
            waiting.append(pool.submit(_answer_chunk, chunk))
        if not waiting:
            return
        yield from waiting.popleft().result()


_worker: list[tuple[Index, BatchForm]] = []
"""What a worker process keeps between chunks."""


def _start_worker(location: str, how: BatchForm, access: Access | None) -> None:
    # Ctrl-C goes to the whole group of processes; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker[:] = [(opened(location, saved=how.saved, access=access), how)]


def _answer_chunk(lines: list[BatchLine]) -> list[Row]:
    index, how = _worker[0]
    if how.defaults.get("timeout") is not None:
        return [answer_line(index, line, how) for line in lines]
    asked = [{key: value for key, value in line.record.items() if key in KEYS} for line in lines if line.error is None]
    found = index.batch(asked, **how.defaults)
    return [answer_line(index, line, how) if line.error is not None else _row(line, next(found), how) for line in lines]
