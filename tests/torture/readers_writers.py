"""Readers while writers change and merge an index: every answer is that of one generation, whole."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, change_words, open_engine, remove
from baosou.index.engine import Engine
from baosou.index.errors import IndexLocked
from baosou.index.request import FacetRequest
from tests.torture.workplace import ALL, Workplace, records
from tests.work import LONGEST_WAIT

READERS, WRITERS = 4, 2
EACH = 6


def marked(number: int, edition: int) -> str:
    """A source whose every article says which edition of which source it is."""
    return records(number, count=EACH, edition=edition).replace("清早", f"清早（版{edition}号）")


def write_on(folder: Path, number: int, stop: Event, told: Any, done: Any, seed: int) -> None:
    """Give two sources of one's own a new edition in one commit, over and over; now and then remove them."""
    chance = random.Random(seed)
    index, commits, waits, edition = folder / "index", 0, 0, 1
    own = [folder / "own" / f"{number}{part}" / "文.jsonl" for part in "甲乙"]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        while not stop.is_set():
            edition += 1
            for path in own:
                path.write_text(marked(50 + number, edition % 7 + 2), encoding="utf-8")
            try:
                act = chance.random()
                if act < 0.8:
                    add(str(index), own, AddOptions(jobs=1, wait=chance.choice((0.0, 5.0))))
                elif act < 0.9:
                    remove(str(index), own, wait=5.0)
                else:
                    change_words(str(index), [f"新词{chance.choice('甲乙丙丁')}"], wait=5.0)
                commits += 1
                with done:
                    done.value += 1
            except IndexLocked:
                waits += 1
    except BaseException as error:
        told.put(("broken", f"writer: {type(error).__name__}: {error}"))
        raise
    told.put(("writer", (commits, waits)))


def read_on(folder: Path, stop: Event, told: Any, done: Any) -> None:
    """Open the index and ask, over and over; tell of any answer that no generation can give."""
    answers = 0
    try:
        while not stop.is_set():
            engine = open_engine(str(folder / "index"))
            first = look_at(engine)
            time.sleep(0.01)  # a writer commits meanwhile, perhaps
            assert look_at(engine) == first, "one reader got two answers"
            answers += 2
            with done:
                done.value += 2
            engine.close()
    except BaseException as error:
        told.put(("broken", f"reader: {type(error).__name__}: {error}"))
        raise
    told.put(("reader", answers))


def look_at(engine: Engine) -> object:
    """What an engine answers; fails where it is not the whole of one generation."""
    every = ask(engine, Question(text=None, since="2000", limit=ALL, facets=(FacetRequest("source", 0),)))
    status = engine.status()
    assert status.articles == every.results.total
    assert status.sources * EACH == every.results.total, "articles of some sources are missing or double"
    by_source = {each.value: each.count for each in every.results.facets["source"]}
    assert sum(by_source.values()) == every.results.total
    for writer in range(WRITERS):
        texts = ask(
            engine, Question(text=f"第{50 + writer}组", mode="literal", limit=ALL, snippets=1, width=400)
        ).results
        editions = {snippet.text[snippet.text.index("（版") :][:4] for hit in texts.hits for snippet in hit.snippets}
        assert texts.total in (0, 2 * EACH), f"{texts.total} articles of two sources of six"
        assert len(editions) <= 1, f"two editions at once: {editions}"
    return tuple((hit.id, hit.title, hit.score) for hit in every.results.hits)


def storm(
    folder: Path, seconds: float, seed: int, *, answers_wanted: int = 0, commits_wanted: int = 0
) -> tuple[int, int, int]:
    """Readers and writers at work: how many answers, commits and times a writer found it locked.

    They work for some seconds, and until so many answers and commits are there, but no longer than LONGEST_WAIT more.
    """
    Workplace(folder, files=3)
    context = multiprocessing.get_context("spawn")
    stop, told = context.Event(), context.Queue()
    answered, committed = context.Value("q"), context.Value("q")
    processes = [context.Process(target=read_on, args=(folder, stop, told, answered)) for _ in range(READERS)]
    processes += [
        context.Process(target=write_on, args=(folder, n, stop, told, committed, seed + n)) for n in range(WRITERS)
    ]
    for process in processes:
        process.start()
    answers = commits = waits = 0
    end = time.monotonic() + seconds
    try:
        while all(process.is_alive() for process in processes):
            enough = answered.value >= answers_wanted and committed.value >= commits_wanted
            if time.monotonic() > (end if enough else end + LONGEST_WAIT):
                break
            time.sleep(0.05)
        stop.set()
        for _ in processes:
            kind, figure = told.get(timeout=LONGEST_WAIT)
            assert kind != "broken", figure
            if kind == "reader":
                answers += figure
            else:
                commits, waits = commits + figure[0], waits + figure[1]
    finally:
        stop.set()
        for process in processes:
            process.join(timeout=LONGEST_WAIT)
            process.kill()
    return answers, commits, waits


def run(seconds: float, seed: int) -> str:
    """Four readers and two writers for the time given; the figures."""
    with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
        answers, commits, waits = storm(Path(scratch), seconds, seed)
    return (
        f"readers_writers: {answers:,} answers by {READERS} readers, {commits:,} commits by {WRITERS} writers "
        f"(locked out {waits:,} times), no answer of no generation (seed {seed})"
    )
