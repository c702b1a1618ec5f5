"""Worker processes: each does one task at a time and tells how far it has come."""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any

from baosou.corpus.errors import BaosouError, worded
from baosou.index.ingest.processes import can_copy, die_with, ended_by_others
from baosou.index.ingest.sources import Built, Report, Task, Work

# Records are many small values that live on or die at once, hardly ever in cycles: seek those less often.
_RARELY = 20_000


def do_all(tasks: Iterable[Task], jobs: int, report: Report, work: Work) -> Iterator[tuple[bool, Built]]:
    """What becomes of the tasks, in their order, each with whether more of its source follows.

    Tasks are taken as workers come free (and one ahead), so that only a few batches are in memory at a time.
    """
    left = enumerate(tasks)
    first = list(islice(left, jobs))
    with _workers([task for _, task in first], work) as connections:
        busy = {worker: (number, _goes_on(task)) for worker, (number, task) in zip(connections, first, strict=True)}
        idle: list[Connection] = []
        del first
        done: dict[int, tuple[bool, Built]] = {}
        given = 0
        following = next(left, None)
        while following is not None or busy:
            while idle and following is not None:
                number, task = following
                worker = idle.pop()
                _send(worker, task)
                busy[worker] = number, _goes_on(task)
                following = next(left, None)
            for worker in {*busy}.intersection(wait(list(busy))):
                message = _received(worker)
                if isinstance(message, Built):
                    number, unfinished = busy.pop(worker)
                    done[number] = unfinished, message
                    idle.append(worker)
                else:
                    report(message)
            while given in done:
                yield done.pop(given)
                given += 1


def _goes_on(task: Task) -> bool:
    """Whether more of the task's source follows in the next one."""
    return task.batch is not None and not task.batch.last


@contextmanager
def _workers(first: list[Task], work: Work) -> Iterator[list[Connection]]:
    """A process for each of the first tasks, by its connection; they end when they are left, or at once on failure.

    Where this process can be copied, they have all imports and tables from the start.
    """
    copied = can_copy()
    if copied:
        work.load()
    context: Any = multiprocessing.get_context("fork" if copied else "spawn")
    connections: list[Connection] = []
    processes = []
    try:
        for task in first:
            own, other = context.Pipe()
            connections.append(own)
            # the copy holds our ends of the pipes too, which would keep it from seeing that we are gone
            process = context.Process(
                target=_serve, args=(task, work, other, connections if copied else (), os.getpid()), daemon=True
            )
            process.start()
            processes.append(process)
            other.close()
        yield list(connections)
    except BaseException:
        for process in processes:
            process.terminate()
        raise
    finally:
        for connection in connections:
            connection.close()
        for process in processes:
            process.join()


def _send(worker: Connection, task: Task) -> None:
    try:
        worker.send(task)
    except OSError as error:
        raise _gone() from error


def _received(worker: Connection) -> Any:
    try:
        message = worker.recv()
    except (EOFError, OSError) as error:
        raise _gone() from error
    if isinstance(message, BaseException):
        raise message
    return message


def _gone() -> BaosouError:
    return BaosouError(worded("a worker was killed (too little memory?); try again with --jobs 1"))


def _serve(task: Task, work: Work, connection: Connection, others: Sequence[Connection], parent: int) -> None:
    """Do a task and then others until no more come; whoever gives them stops us when they are interrupted."""
    die_with(parent)
    ended_by_others()
    for other in others:
        other.close()
    gc.freeze()
    gc.set_threshold(_RARELY)
    try:
        while True:
            connection.send(_outcome(task, work, connection))
            task = connection.recv()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _outcome(task: Task, work: Work, connection: Connection) -> Built | BaseException:
    try:
        return work.build(task, connection.send)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001 (it is raised where the task came from)
        error.add_note(traceback.format_exc())
        return error
