"""Batches answered in order, in this process or in several, with bounded memory."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import islice

from msgspec import Struct

from baosou.cli.batch_lines import BatchLine
from baosou.cli.options import BatchFormat
from baosou.cli.output.json_values import to_json
from baosou.cli.output.tables import HIT_COLUMNS, cell, hit_cells, trec_line, write_rows
from baosou.cli.present import without_highlights
from baosou.cli.process import time_limit
from baosou.corpus.errors import BaosouError
from baosou.index.answering.ask import ask
from baosou.index.api import open_engine
from baosou.index.engine import Engine
from baosou.index.errors import QueryError, SearchTimeout

CHUNK = 16
"""Queries handed to a worker at a time: enough that sending them costs nothing beside answering them."""

CHUNKS_WAITING = 4
"""Chunks in flight for each worker, which bounds what is held when a slow query is first in line."""


class Row(Struct, frozen=True):
    """The output for one line, ready to print, and why it failed, if it did."""

    number: int
    id: str | int
    text: str
    error: str | None = None


def header(form: BatchFormat) -> str:
    """What stands before the rows."""
    if form == "csv" or form == "tsv":
        return write_rows([["query_id", *HIT_COLUMNS]], form)
    return ""


def answer_line(engine: Engine, line: BatchLine, form: BatchFormat, *, marks: bool) -> Row:
    """The output for one line; a query that cannot be answered becomes an error, a broken index is raised."""
    if line.question is None:
        return _failed(line, line.error or "", form)
    try:
        with time_limit(line.question.timeout):
            answer = ask(engine, line.question)
    except (QueryError, SearchTimeout) as error:
        return _failed(line, str(error), form)
    if not marks:
        answer = without_highlights(answer)
    hits = answer.results.hits
    if form == "jsonl":
        text = to_json({"id": line.id, **answer.to_dict()}) + "\n"
    elif form == "trec":
        text = "".join(trec_line(str(line.id), hit) for hit in hits)
    else:
        text = write_rows([[cell(str(line.id)), *hit_cells(hit)] for hit in hits], form)
    return Row(line.number, line.id, text)


def _failed(line: BatchLine, error: str, form: BatchFormat) -> Row:
    text = to_json({"id": line.id, "error": error}) + "\n" if form == "jsonl" else ""
    return Row(line.number, line.id, text, error)


def answer_lines(
    location: str, lines: Iterable[BatchLine], form: BatchFormat, *, marks: bool, jobs: int
) -> Iterator[Row]:
    """The rows of all lines in the order of the lines, answered by `jobs` processes; `marks` keeps highlights."""
    if jobs == 1:
        with closing(open_engine(location)) as engine:
            for line in lines:
                yield answer_line(engine, line, form, marks=marks)
        return
    # A missing or damaged index is found here and told once, not in every worker.
    open_engine(location).close()
    pool = ProcessPoolExecutor(
        jobs, mp_context=_processes(), initializer=_start_worker, initargs=(location, form, marks)
    )
    try:
        yield from _in_order(pool, iter(lines), jobs)
    except BrokenProcessPool as error:
        raise BaosouError("a worker process ended before its time (out of memory?); try fewer --jobs") from error
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


class _Worker(Struct):
    """What a worker process keeps between chunks."""

    engine: Engine
    form: BatchFormat
    marks: bool


_worker: list[_Worker] = []


def _start_worker(location: str, form: BatchFormat, marks: bool) -> None:
    # Ctrl-C goes to the whole group of processes; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker[:] = [_Worker(open_engine(location), form, marks)]


def _answer_chunk(lines: list[BatchLine]) -> list[Row]:
    worker = _worker[0]
    return [answer_line(worker.engine, line, worker.form, marks=worker.marks) for line in lines]
